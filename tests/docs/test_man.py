"""The man page is made from the parser, and formatters read it without a warning."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess

import pytest

from partnercheck.commands import COMMANDS
from tests.support.pages import DOCS

PAGE = DOCS / "partnercheck.1"
FORMATTERS = {
    "groff": ("groff", "-man", "-Tutf8", "-ww", "-z"),
    "mandoc": ("mandoc", "-Tlint", "-Wwarning"),
    "man": ("man", "--warnings=w", "-l"),
}


@pytest.mark.parametrize("columns", ["40", "200"])
def test_the_page_is_what_make_docs_makes(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert runpy.run_path(str(DOCS / "make_man.py"))["page"]() == PAGE.read_text("utf-8"), (
        "run `make docs`"
    )


@pytest.mark.parametrize("name", FORMATTERS)
def test_a_formatter_reads_it_without_a_warning(name: str) -> None:
    if not shutil.which(name):
        pytest.skip(f"there is no {name} here")
    done = subprocess.run([*FORMATTERS[name], PAGE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_man_shows_every_command_and_nothing_wider_than_a_terminal() -> None:
    if not shutil.which("man"):
        pytest.skip("there is no man here")
    shown = subprocess.run(
        ["man", "-l", PAGE],
        env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = shown.splitlines()
    for name in COMMANDS:
        assert f"   {name}" in lines, name
        assert any(line.strip().startswith(f"partnercheck {name}") for line in lines), name
    assert max(map(len, lines)) <= 80
