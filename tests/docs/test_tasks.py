"""The pages for tasks: every line of their shell blocks runs in the sample workspace."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.pages import fences, read
from tests.support.shell import shell
from tests.support.terminal import Terminal

PAGES = ("assessing.md", "verdict.md", "asking-the-vendor.md", "comparing.md", "acting.md")
LINES = {
    page: [line for fence in fences(read(page), "sh") for line in fence.text.splitlines()]
    for page in PAGES
}
# What the screens show that these lines open.
OPENED = {"partnercheck assess": "Who answers", "partnercheck session": "Borealis"}


def screen_of(line: str) -> str:
    """What a line shows on a screen; empty if it opens none."""
    if "--plain" in line:
        return ""
    return next((shown for start, shown in OPENED.items() if line.startswith(start)), "")


ON_SCREEN = [line for page in PAGES for line in LINES[page] if screen_of(line)]


@pytest.mark.parametrize("page", PAGES)
def test_the_lines_of_a_page_run_one_after_the_other(
    page: str, samples_in_git: Path, environment: Mapping[str, str]
) -> None:
    lines = [line for line in LINES[page] if not screen_of(line)]
    assert lines
    for line in lines:
        ended = shell(line, samples_in_git, environment)
        assert ended.returncode == 0, f"{line}\n{ended.stderr}"
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("line", ON_SCREEN)
def test_a_line_opens_its_screen(
    line: str, samples_in_git: Path, environment: Mapping[str, str]
) -> None:
    terminal = Terminal(["-c", line], environment, here=samples_in_git, command=("bash",))
    terminal.until(screen_of(line))
    terminal.press("\x11")
    assert terminal.ended() == 0
