"""Where evidence is: typed on a question, shown in full, and opened only on a yes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from partnercheck.app.shared.place import PlaceScreen
from partnercheck.assessing.start import Start
from tests.support.screens import alices_file, opened, seen, small_workspace, typed

ALICE = Start("acme-logistics", perspective="buyer", respondent="Alice Moreau", round="2026-q4")
VENDOR = "vendors/acme-logistics/vendor.toml"


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """A program in place of the system's opener, which writes down what it is given."""
    folder = tmp_path / "bin"
    folder.mkdir()
    written = tmp_path / "opened"
    for name in ("xdg-open", "open"):
        (folder / name).write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" > {written}.new\nmv {written}.new {written}\n'
        )
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)

    def arguments() -> list[str]:
        for _ in range(300):
            if written.exists():
                return written.read_text().splitlines()
            time.sleep(0.05)
        return []

    arguments.written = written  # type: ignore[attr-defined]
    return arguments


def charter(root: Path, text: str) -> Path:
    path = root / VENDOR
    path.write_text(f"{path.read_text()}charter = {text}\n")
    return root


def one_line(text: str) -> str:
    return " ".join(text.split())


async def test_a_source_is_typed_saved_shown_and_opened(
    tmp_path: Path, opener: Callable[[], list[str]]
) -> None:
    root = small_workspace(tmp_path / "w")
    (root / "minutes").mkdir()
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("p")
        assert "Where is the evidence? The path of a file" in one_line(seen(app))
        await typed(pilot, "minutes/october.pdf")
        await pilot.press("enter")
        assert 'saved, but there is no file "minutes/october.pdf" in' in one_line(seen(app))
        assert "Evidence in: minutes/october.pdf" in seen(app)
        (root / "minutes/october.pdf").write_text("minutes")
        await pilot.press("O")
        assert isinstance(app.screen, PlaceScreen)
        shown = "".join(seen(app).split())
        assert f"Aswrittenminutes/october.pdfWholepath{root}/minutes/october.pdf" in shown
        await pilot.press("O")
        assert "in a window of its own" in seen(app)
        assert opener() == [str(root / "minutes/october.pdf")]
        await pilot.press("q", "ctrl+z")
        assert "Kept in" not in seen(app)
    assert not alices_file(root).exists(), "her first answer was undone"


async def test_an_address_is_opened_from_the_vendor(
    tmp_path: Path, opener: Callable[[], list[str]]
) -> None:
    root = charter(small_workspace(tmp_path / "w"), '"https://example.org/annex?2"')
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "O")
        assert "https://example.org/annex?2" in seen(app)
        await pilot.press("O")
    assert opener() == ["https://example.org/annex?2"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"javascript:alert(1)"', '"javascript:" addresses are not opened, only http and https'),
        ('"file:///etc/passwd"', '"file:" addresses are not opened, only http and https'),
        ('"../outside.pdf"', "not a path inside the workspace's folder"),
        ('"-o/x"', "not a path inside the workspace's folder"),
        ('"run.sh"', "is a program"),
        ('"https://a.example/\\u001b[31m"', "must be written with %"),
        ('"The frame contract"', "neither an address nor the path of a file"),
    ],
)
async def test_what_is_hostile_is_shown_told_and_never_opened(
    text: str, reason: str, tmp_path: Path, opener: Callable[[], list[str]]
) -> None:
    root = charter(small_workspace(tmp_path / "w"), text)
    (root / "run.sh").write_text("#!/bin/sh\n")
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "O")
        assert "This cannot be opened" in seen(app)
        assert reason in one_line(seen(app))
        await pilot.press("O")
        assert "Not opened" in seen(app)
    assert not opener.written.exists()  # type: ignore[attr-defined]


async def test_over_ssh_a_place_is_shown_and_not_opened(
    tmp_path: Path, opener: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    root = charter(small_workspace(tmp_path / "w"), '"https://example.org/"')
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "O")
        assert "You are connected over SSH: open it on your own computer" in one_line(seen(app))
        await pilot.press("O")
        assert "Not opened: you are connected over SSH" in seen(app)
    assert not opener.written.exists()  # type: ignore[attr-defined]


async def test_what_changes_after_it_was_shown_is_judged_again(
    tmp_path: Path, opener: Callable[[], list[str]]
) -> None:
    root = charter(small_workspace(tmp_path / "w"), '"annex.pdf"')
    (root / "annex.pdf").write_text("annex")
    async with opened(root) as (app, pilot):
        await pilot.press("enter", "O")
        assert "Press O to open it" in seen(app)
        (root / "annex.pdf").chmod(0o755)
        await pilot.press("O")
        assert "Not opened: it is a program, and would be run" in seen(app)
    assert not opener.written.exists()  # type: ignore[attr-defined]
