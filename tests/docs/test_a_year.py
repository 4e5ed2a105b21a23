"""The walk through a year: every block of docs/a-year.md, run on its day, in its order.

Only what others do is arranged here: the vendors' people fill their forms in, Alice answers the
questions of the screens, and decides on the one conflict.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from partnercheck.app.application import PartnerCheck
from partnercheck.base.records import Form
from partnercheck.cli import main
from partnercheck.workspace.open import open_workspace
from tests.journeys.answers import answers, file_ours
from tests.support.clones import git
from tests.support.dated_program import on_day, pipe, text_of
from tests.support.filled_forms import fill
from tests.support.pages import DOCS, fences, read
from tests.support.screens import seen, typed

PAGE = read("a-year.md")
OMITTED = "…"
# Some lines end with another status, because git has found a conflict.
CONFLICTS = ("git pull",)


class Block(NamedTuple):
    """Lines on a day, and what of their output stands in the page."""

    day: dt.date
    lines: Sequence[str]
    shown: str


def blocks() -> Iterator[Block]:
    """The blocks of the page in their order; each is followed by its output."""
    found = fences(PAGE)
    for commands, output in zip(found[::2], found[1::2], strict=True):
        day, *lines = commands.text.splitlines()
        yield Block(dt.date.fromisoformat(day.removeprefix("# ")), lines, output.text)


class Walker:
    """Runs the lines in a folder of its own; `cd` changes to another."""

    def __init__(self, home: Path) -> None:
        self.here = home

    def run(self, block: Block) -> str:
        """Run the lines; what they wrote, as on a terminal."""
        return "".join(self._line(line, block.day) for line in block.lines)

    def _line(self, line: str, day: dt.date) -> str:
        program, *words = shlex.split(line)
        if program == "cd":
            self.here = self.here / words[0]
            return ""
        if program == "git":
            if words[0] == "add" and git(self.here, "ls-files", "--unmerged").out:
                self._decide_for_theirs(day)
            ran = git(self.here, *words)
            assert (ran.code == 0) != line.startswith(CONFLICTS), (line, ran)
            return ran.out + ran.err
        assert program == "partnercheck"
        if words[0] == "assess":
            self._assess(words, day)
            return ""
        if words[0] == "import":
            for form in words[1:]:
                self._fill(self.here / form)
        stream = pipe()
        streams = contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream)
        with contextlib.chdir(self.here), on_day(day), streams[0], streams[1]:
            code = main(words)
        told = text_of(stream)
        assert code == 0, (line, told)
        return told

    def _assess(self, words: Sequence[str], day: dt.date) -> None:
        """Answer every question, as Alice does on the screen."""
        vendor_id, respondent = words[1], words[words.index("--respondent") + 1]
        form: Form = "full" if "full" in words else "quick"
        round_id = f"{day.year}-q{(day.month + 2) // 3}"
        file_ours(self.here, day, [vendor_id], round_id, respondent, form)

    def _fill(self, path: Path) -> None:
        """Fill a form in, as the vendor's people do."""
        vendor_id, round_id, *_ = path.name.split(".")
        form: Form = "quick" if round_id == "2026-q1" else "full"
        text = path.read_text("utf-8").replace("Respondent:", "Respondent: Jane Doe")
        path.write_text(fill(text, answers(vendor_id, round_id, "Jane Doe", form)), "utf-8")

    def _decide_for_theirs(self, day: dt.date) -> None:
        """Open the vendor with the conflict, and press the keys that the page names."""
        assert all(f"`{key}`" in PAGE for key in ("!", "t", "Ctrl+S"))

        async def _run() -> None:
            app = PartnerCheck(open_workspace(self.here), day)
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.press("slash")
                await typed(pilot, "elderwick")
                await pilot.press("enter", "enter", "exclamation_mark", "t", "ctrl+s")
                await pilot.pause()
                assert "The file was written" in seen(app)

        asyncio.run(_run())


def pattern(shown: str) -> re.Pattern[str]:
    """What the output has to be: the lines of the page, with anything for what is left out."""
    parts = []
    for line in shown.splitlines(keepends=True):
        if line.strip() == OMITTED:
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(part) for part in line.split(OMITTED)))
    return re.compile("".join(parts))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Block, str]]]:
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    home = tmp_path_factory.mktemp("year")
    shutil.copy(DOCS / "examples" / "suppliers.csv", home)
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            environment.setenv(name, str(home / "own"))
        environment.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        environment.setenv("GIT_CONFIG_NOSYSTEM", "1")
        environment.setenv("COLUMNS", "100")
        environment.delenv("PARTNERCHECK_WORKSPACE", raising=False)
        walker = Walker(home)
        yield [(block, walker.run(block)) for block in blocks()]


def test_every_block_says_what_the_page_shows(outputs: list[tuple[Block, str]]) -> None:
    assert len(outputs) > 10
    for block, told in outputs:
        lines = "\n".join(line.rstrip() for line in told.splitlines())
        assert pattern(block.shown).fullmatch(f"{lines}\n"), f"{block.lines}\n{lines}"


def test_every_command_of_the_year_is_on_the_page() -> None:
    """The page is for somebody who asks what there is for a portfolio."""
    named = set(re.findall(r"^partnercheck (?:--workspace \S+ )?([a-z-]+)", PAGE, re.M))
    assert named >= {
        *("add", "edit", "rename", "archive", "restore", "remove", "people", "request", "import"),
        *("assess", "show", "list", "next", "goals", "meetings", "promises", "calendar", "agenda"),
        *("decide", "history", "report", "table", "check"),
    }
