"""Places: what may be opened, and everything hostile that is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from partnercheck.workspace.places import is_link, place_of, source_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with minutes, a program, a hidden file, and links out of it."""
    root = tmp_path / "workspace"
    (root / "minutes").mkdir(parents=True)
    (root / "minutes/October 3.pdf").write_text("minutes")
    (root / "run.txt").write_text("#!/bin/sh\n")
    (root / "run.txt").chmod(0o755)
    (root / "start.desktop").write_text("[Desktop Entry]\n")
    (root / ".hidden").write_text("secret")
    (root / "-o x").write_text("an option")
    (tmp_path / "outside.pdf").write_text("outside")
    (root / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    (root / "folder").symlink_to(tmp_path)
    (root / "alias.pdf").symlink_to("minutes/October 3.pdf")
    (root / "hidden.txt").symlink_to(".hidden")
    (root / "circle").symlink_to("circle")
    os.mkfifo(root / "pipe")
    return root


@pytest.mark.parametrize("text", ["minutes/October 3.pdf", "alias.pdf", "./alias.pdf"])
def test_a_file_of_the_workspace_is_opened_by_its_own_path(text: str, root: Path) -> None:
    place = source_of(root, text)
    assert place == ("file", str(root / "minutes/October 3.pdf"), "")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "HTTP://example.org:8080/a%20b?c=d&e=(f)#g",
        "https://[2001:db8::1]/minutes",
    ],
)
def test_an_address_is_opened_as_it_is_written(text: str, root: Path) -> None:
    assert source_of(root, text) == place_of(root, text) == ("address", text, "")
    assert is_link(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("javascript:alert(1)", '"javascript:" addresses are not opened, only http and https'),
        (
            "JavaScript:alert(1)//https://example.org",
            "addresses are not opened, only http and https",
        ),
        ("file:///etc/passwd", '"file:" addresses are not opened, only http and https'),
        ("data:text/html,x", '"data:" addresses are not opened, only http and https'),
        ("mailto:a@example.org", '"mailto:" addresses are not opened, only http and https'),
        ("vbscript:x", "addresses are not opened, only http and https"),
        ("https:javascript:alert(1)", "addresses are not opened, only http and https"),
        ("https://example.org@evil.example/", "contains a user name"),
        ("https://", "no valid host"),
        ("https://exa_mple/", "no valid host"),
        ("https://example.org:99999/", "is not valid"),
        ("https://example.org/a b", "must be written with %"),
        ('https://example.org/"onclick="x', "must be written with %"),
        ("https://example.org/\u202egpj.exe", "must be written with %"),
        ("https://exämple.org/", "must be written with %"),
        ("https://example.org/\x1b[31m", "must be written with %"),
        ("https://example.org\\@evil.example", "must be written with %"),
        ("../outside.pdf", "not a path inside the workspace's folder"),
        ("minutes/../../outside.pdf", "not a path inside the workspace's folder"),
        ("/etc/passwd", "not a path inside the workspace's folder"),
        ("~/x.pdf", "not a path inside the workspace's folder"),
        ("-o x", "not a path inside the workspace's folder"),
        ("--help", "not a path inside the workspace's folder"),
        ("link.pdf", "leads out of the workspace"),
        ("folder/outside.pdf", "leads out of the workspace"),
        ("run.txt", "is a program"),
        ("start.desktop", "is a program"),
        ("minutes", "is not a file"),
        ("pipe", "is not a file"),
        (".hidden", "is a hidden file"),
        ("hidden.txt", "is a hidden file"),
        ("circle", "cannot be followed"),
        ("a\x1b[31m.pdf", "characters that are not allowed"),
        ("a\nb.pdf", "characters that are not allowed"),
        ("a\u202efdp.exe", "characters that are not allowed"),
        ("minutes\\October.pdf", "characters that are not allowed"),
        ("a" * 300, "cannot be followed"),
    ],
)
def test_what_is_hostile_is_never_opened_nor_a_link_and_the_reason_is_said(
    text: str, reason: str, root: Path
) -> None:
    place = source_of(root, text)
    assert (place.kind, place.target) == ("refused", "")
    assert reason in place.reason
    assert not place_of(root, text).target
    assert not is_link(text)


def test_a_missing_file_is_told_from_a_text(root: Path) -> None:
    assert source_of(root, "minutes/none.pdf").kind == "missing"
    assert source_of(root, "none").kind == "missing"
    assert source_of(root, "run.txt/x").kind == "missing"
    contract = "Framework agreement of March 2024, annex 2."
    assert place_of(root, contract).kind == "text"
    assert source_of(root, contract).kind == "missing"
    assert place_of(root, "annex.pdf").kind == "missing"
    assert place_of(root, "contracts/annex").kind == "missing"
    assert place_of(root, "Note: see the letter").kind == "text"
