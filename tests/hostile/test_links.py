"""Hostile links in every field that may hold one: told by `check`, never live, never opened.

Every text stands as the source of an answer, as the charter of a vendor, as the contact of a
vendor, and as the e-mail address of one of its people and of one of ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.place import PlaceScreen
from partnercheck.base.records import Settings
from partnercheck.questionnaires.read import packaged
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.places import place_of
from tests.support.hostile_commands import no_link
from tests.support.made_reports import made
from tests.support.read_reports import WITHIN, read
from tests.support.running import Ran, Run
from tests.support.screens import TODAY, seen

ROUND = "2026-q4"
ITEM = "culture-dialogue"
# The name of each kind, and a text of it.
HOSTILE: Mapping[str, str] = {
    "script": "javascript:alert(1)",
    "script in capitals": "JaVaScRiPt:alert(1)",
    "script after a space": " javascript:alert(1)",
    "script as an address": "javascript://example.org/%0aalert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "file": "file:///etc/passwd",
    "file of a host": "//evil.example/share.pdf",
    "above": "../outside.pdf",
    "above, later": "minutes/../../outside.pdf",
    "absolute": "/etc/passwd",
    "home": "~/.ssh/id_rsa",
    "link out": "link-out.pdf",
    "folder out": "folder-out/outside.pdf",
    "program": "run.sh",
    "program by its mode": "run.txt",
    "program by its ending": "start.desktop",
    "option": "-o x",
    "long option": "--output=x",
    "control": "a\x1b]0;PWNED\x07b.pdf",
    "null": "a\x00b.pdf",
    "two lines": "a.pdf\nhttps://evil.example/",
    "right to left": "a\u202efdp.exe",
    "user in an address": "https://example.org@evil.example/",
    "quote in an address": 'https://example.org/"onclick="alert(1)',
    "markdown": "[minutes](javascript:alert(1))",
    "picture": "![x](https://evil.example/x.png)",
    "autolink": "<https://evil.example/>",
    "www": "www.evil.example",
    "two addresses": "a@example.org,b@evil.example",
    "copies": "a@example.org?bcc=b@evil.example",
    "mail with a subject": "mailto:a@example.org?subject=x",
    "header": "a@example.org\nBcc: b@evil.example",
}
NAMES = [*HOSTILE]
# As a charter these are texts, such as the name of a contract: nothing that could be opened.
TEXTS = ("two lines", "markdown", "header")


class Places(NamedTuple):
    """A workspace with every text in every field, and what the program says of it."""

    root: Path
    check: Ran
    page: str
    markdown: str


def written(root: Path) -> Path:
    """Write the workspace; the vendors are `source-0`, `charter-0` and so on, by the texts."""
    (root / "minutes").mkdir(parents=True)
    (root.parent / "outside.pdf").write_text("outside")
    (root / "link-out.pdf").symlink_to(root.parent / "outside.pdf")
    (root / "folder-out").symlink_to(root.parent)
    for program in ("run.sh", "run.txt", "start.desktop"):
        (root / program).write_text("#!/bin/sh\n")
    (root / "run.txt").chmod(0o755)
    (root / "partnercheck.toml").write_text('format = 1\norganisation = "Northwind Foods"\n')
    ours = []
    for number, text in enumerate(HOSTILE.values()):
        said = json.dumps(text)
        for kind in ("source", "charter", "contact", "email"):
            folder = root / f"vendors/{kind}-{number}"
            folder.mkdir(parents=True)
            own = f"{kind} = {said}\n" if kind in ("charter", "contact") else ""
            (folder / "vendor.toml").write_text(f'format = 1\nname = "V {kind} {number}"\n{own}')
        person = f'name = "Person {number}"\nemail = {said}\n'
        (folder / "people.toml").write_text(f"format = 1\n\n[people.person-{number}]\n{person}")
        ours.append(f"\n[people.person-{number}]\n{person}")
        answers = root / f"vendors/source-{number}/{ROUND}"
        answers.mkdir()
        (answers / "buyer.ann.partnership.toml").write_text(
            f'format = 1\ninstrument = "partnership"\nvendor = "source-{number}"\n'
            f'round = "{ROUND}"\nperspective = "buyer"\nrespondent = "Ann"\n'
            f'\n[answers.{ITEM}]\nscore = 3\nbasis = "documented"\nevidence = "In May."\n'
            f"source = {said}\n"
        )
    (root / "people.toml").write_text("format = 1\n" + "".join(ours))
    return root


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    root = written(tmp_path_factory.mktemp("links") / "workspace")
    check = made_check(root)
    return Places(
        root, check, made(root, "--format", "html").out, made(root, "--format", "markdown").out
    )


def made_check(root: Path) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "partnercheck", "check"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("name", NAMES)
def test_check_tells_every_one_with_its_file_and_line(name: str, places: Places) -> None:
    number = NAMES.index(name)
    files = {
        f"vendors/source-{number}/{ROUND}/buyer.ann.partnership.toml:": '"source"',
        f"vendors/charter-{number}/vendor.toml:": '"charter"',
        f"vendors/contact-{number}/vendor.toml:": '"contact"',
        f"vendors/email-{number}/people.toml:": '"email"',
        "people.toml:": f"[people.person-{number}]",
    }
    if name in TEXTS:
        del files[f"vendors/charter-{number}/vendor.toml:"]
        assert place_of(places.root, HOSTILE[name]).kind == "text"
    lines = places.check.out.splitlines()
    for file, key in files.items():
        told = [line for line in lines if line.startswith(file) and key in line]
        assert told, (file, key)
        assert told[0].removeprefix(file).split(":")[0].isdigit()
    assert all(line.isprintable() for line in lines)


def test_no_report_has_a_live_link(places: Places) -> None:
    page = read(places.page)
    hrefs = [each.attributes["href"] for each in page.all("a")]
    assert hrefs
    assert all(WITHIN.fullmatch(each) for each in hrefs)
    assert not {"src", "onclick", "onerror", "formaction"} & {
        key for each in page.walk() if not isinstance(each, str) for key in each.attributes
    }
    no_link(places.markdown)


def test_no_text_to_send_has_a_link_to_a_hostile_address(places: Places, run: Run) -> None:
    out = run("people", here=places.root).out
    assert "evil" not in out
    csv = run("people", "--format", "csv", here=places.root).out
    assert "evil" not in csv


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Whether a program in place of the system's opener has run."""
    folder = tmp_path / "bin"
    folder.mkdir()
    written = tmp_path / "opened"
    for name in ("xdg-open", "open"):
        (folder / name).write_text(f"#!/bin/sh\ntouch {written}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    return written.exists


async def test_no_screen_opens_one(places: Places, opener: Callable[[], bool]) -> None:
    app = PartnerCheck(Workspace(places.root, Settings(), packaged()), TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        for name, text in HOSTILE.items():
            await app.push_screen(PlaceScreen(places.root, text, name, True))
            await pilot.pause()
            assert "This cannot be opened:" in " ".join(seen(app).split()), name
            await pilot.press("O")
            assert "Not opened:" in " ".join(seen(app).split()), name
            await pilot.press("q")
    assert not opener()
