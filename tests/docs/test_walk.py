"""A newcomer's walk: every line of README's shell blocks, typed in their order into one shell.

Nothing is typed that README does not say: the lines are its own, and so are the keys on screen.
Only what a newcomer has already, or what others do, is arranged here: the clone, an installed
program, the vendor's people who fill the form in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from partnercheck.base.records import Answer, Form
from tests.support.filled_forms import PARTNERSHIP, fill
from tests.support.pages import README, ROOT, fences
from tests.support.terminal import Terminal

TEXT = README.read_text("utf-8")
LINES = [line for fence in fences(TEXT, "sh") for line in fence.text.splitlines()]
PROMPT = re.compile(rb"\[ended (\d+)\]")
KEYS = {"Ctrl+S": "\x13", "Enter": "\r", "q": "q", "e": "e", "b": "b", "u": "u"}
VENV = "python3 -m venv ~/partnercheck-env && . ~/partnercheck-env/bin/activate"
# What runs this test cannot be run by it: make says what it would do instead. The new environment
# has no pip of its own, so that the line below it installs nothing from the network.
INSTEAD = {
    "make test": "make --dry-run test",
    VENV: VENV.replace("venv ~", "venv --without-pip ~", 1),
}
CODES = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


class Walk:
    """A shell in which the lines are typed; `told` has what each of them wrote."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self.home = home
        self.told: dict[str, str] = {}
        self.screen = Terminal(
            ["--norc", "--noprofile", "-i"], environment, here=home, command=("bash",)
        )
        self.typed("PS1='[ended $?] '; bind 'set enable-bracketed-paste off'")

    def typed(self, line: str, drive: Callable[[Walk], None] | None = None) -> None:
        """Type a line, drive the screen that it opens, and wait for its end."""
        before, ended = len(self.screen.received), len(PROMPT.findall(self.screen.received))
        self.screen.press(f"{line}\r")
        if drive:
            drive(self)
        while len(found := PROMPT.findall(self.screen.received)) <= ended:
            assert self.screen.read(60), f"{line}: nothing more came\n{self.screen.shown}"
        self.told[line] = CODES.sub("", self.screen.received[before:].decode("utf-8", "replace"))
        assert int(found[-1]) == 0, f"{line}\n{self.told[line]}"

    def press(self, key: str) -> None:
        """Press a key that README names."""
        assert f"`{key}`" in TEXT, f"README does not name {key}"
        self.screen.press(KEYS[key])

    def score(self, score: int) -> None:
        """Choose an anchor by its digit, one of those README names."""
        assert "`0` to `4`" in TEXT
        self.screen.press(str(score))
        self.screen.until(f"▸ {score}")


# What is on screen, and what is done there.


def looked_at(walk: Walk) -> None:
    walk.screen.until("12 vendors")
    walk.press("q")


def begun(walk: Walk) -> None:
    """The name is that of git's user; it is right."""
    assert "Alice Moreau" in walk.screen.until("Who answers")
    walk.screen.settle()
    walk.press("Ctrl+S")
    walk.screen.until("0–4 score")


def quick_look(walk: Walk) -> None:
    """The core questions: the first with what happened, the last not known."""
    begun(walk)
    for item in asked(walk, "quick"):
        if item == "learning-unspecified":
            walk.press("u")
            walk.screen.until("▸ u")
        else:
            walk.score(3)
        if item == "culture-repair":
            walk.press("e")
            walk.screen.until("⏎ saves it")
            walk.screen.press("In June they stopped a delivery of their own accord.")
            walk.press("Enter")
            walk.screen.until("e evidence")
            walk.press("b")
            walk.screen.until("I saw it")
            walk.press("b")
            walk.screen.until("it is written down")
    left(walk)


def in_full(walk: Walk) -> None:
    """The questions that are left, from the first of them on; Enter passes the answered ones."""
    begun(walk)
    core = {item.id for item in PARTNERSHIP.form_items("quick")}
    first = next(item.id for item in PARTNERSHIP.items if item.id not in core)
    for item in asked(walk, "full", first):
        if item not in core:
            walk.score(2)
    left(walk)


def asked(walk: Walk, form: Form, first: str = "") -> Iterator[str]:
    """Each question as it shows, with Enter behind it; those before the first do not show."""
    shown = not first
    for condition in PARTNERSHIP.conditions:
        items = [each for each in PARTNERSHIP.form_items(form) if each.condition == condition.id]
        for number, item in enumerate(items, 1):
            shown = shown or item.id == first
            if shown:
                walk.screen.until(f"{condition.name} {number} of {len(items)}")
                yield item.id
                walk.press("Enter")


def left(walk: Walk) -> None:
    """From the page after the last question back to the first screen, and out."""
    walk.screen.until("What next?")
    walk.press("q")
    walk.screen.until("q quit")
    walk.press("q")


ON_SCREEN: Mapping[str, Callable[[Walk], None]] = {
    "make demo": looked_at,
    "partnercheck assess acme-logistics --form quick": quick_look,
    "partnercheck assess acme-logistics --form full": in_full,
}


# What others do meanwhile.


def installed(walk: Walk) -> None:
    """The clone's own environment, so that make installs nothing."""
    own = walk.home / "partnercheck" / ".venv"
    (own / "bin").mkdir(parents=True)
    (own / "bin" / "python").symlink_to(sys.executable)
    (own / "bin" / "partnercheck").symlink_to(walk.home / "bin" / "partnercheck")
    (own / "installed").touch()
    (own / "developing").touch()


def filled_in(walk: Walk) -> None:
    """The vendor's people answer: each question 3, but for one that they don't know."""
    [form] = (walk.home / "our-vendors/outbox").glob("acme-logistics.*.form.txt")
    text = form.read_text("utf-8")
    answers = {item.id: Answer(score=3) for item in PARTNERSHIP.items}
    answers["gains-others-gain"] = Answer(skip="unknown")
    form.write_text(fill(text.replace("Respondent:", "Respondent: Jane Doe"), answers), "utf-8")


BEFORE: Mapping[str, Callable[[Walk], None]] = {"partnercheck import": filled_in}


def of(line: str, table: Mapping[str, Callable[[Walk], None]]) -> Callable[[Walk], None] | None:
    return next((each for start, each in table.items() if line.startswith(start)), None)


@pytest.fixture(scope="module")
def walk(
    environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walk]:
    """The whole walk, from the clone on."""
    for program in ("git", "make", "bash"):
        if not shutil.which(program):
            pytest.skip(f"there is no {program} here")
    if subprocess.run(
        ["git", "-C", ROOT, "rev-parse"], capture_output=True, check=False
    ).returncode:
        pytest.skip("this is not a clone: there is nothing to clone")
    home = tmp_path_factory.mktemp("newcomer")
    (home / "bin").mkdir()
    programs = Path(environment["PATH"].split(":")[0])
    shutil.copy(programs / "partnercheck", home / "bin")
    pip = home / "bin" / "pip"
    pip.write_text(
        '#!/bin/sh\ntest "$*" = "install ." && grep -q "^name = \\"partnercheck" pyproject.toml\n'
    )
    pip.chmod(0o755)
    (home / ".gitconfig").write_text(
        "[user]\nname = Alice Moreau\nemail = alice@example.org\n[safe]\ndirectory = *\n"
    )
    own = {key: value for key, value in environment.items() if not key.startswith("GIT_CONFIG")}
    walked = Walk(
        home,
        {
            **own,
            "HOME": str(home),
            "PATH": f"{home / 'bin'}:{environment['PATH']}",
            "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
        },
    )
    walked.typed(f"git clone --quiet file://{ROOT} partnercheck && cd partnercheck")
    installed(walked)
    for line in LINES:
        if arranged := of(line, BEFORE):
            arranged(walked)
        command = line.split("#")[0].strip()
        walked.typed(INSTEAD.get(command, line), of(line, ON_SCREEN))
    yield walked
    walked.screen.press("exit\r")
    walked.screen.ended()


def told(walk: Walk, start: str) -> str:
    """What a line of README wrote."""
    [line] = [each for each in walk.told if each.startswith(start)]
    return walk.told[line]


def git(walk: Walk, *words: str) -> str:
    return subprocess.run(
        ["git", *words],
        cwd=walk.home / "our-vendors",
        env={**os.environ, "GIT_CONFIG_GLOBAL": str(walk.home / ".gitconfig")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_it_goes_from_the_clone_to_the_end(walk: Walk) -> None:
    assert len(LINES) > 20
    assert LINES[0].startswith("make demo")
    assert (walk.home / "partnercheck" / "demo" / "partnercheck.toml").exists()


def test_the_first_assessment_is_committed(walk: Walk) -> None:
    files = git(walk, "ls-tree", "-r", "--name-only", "main").split()
    [answers] = [each for each in files if each.endswith("buyer.alice-moreau.partnership.toml")]
    committed = git(walk, "show", f"main:{answers}")
    assert committed.count("score = ") == 11
    assert committed.count('skip = "unknown"') == 1
    assert "In June they stopped a delivery" in committed


def test_what_was_shown_is_what_was_answered(walk: Walk) -> None:
    shown = " ".join(told(walk, "partnercheck show acme-logistics  ").split())
    assert "In our view, Acme Logistics is" in shown
    assert "Only the quick form was answered: 12 of 28 questions." in shown
    assert "Acme Logistics" in told(walk, "partnercheck list")
    assert "27 of 28 questions answered" not in told(walk, "partnercheck import")
    assert "28 of 28 questions answered, filed as" in told(walk, "partnercheck import")
    assert "Borealis Packaging" in told(walk, "partnercheck compare  ")


def test_the_comment_says_what_the_branch_moves(walk: Walk) -> None:
    """The vendor was heard, and our own answers are in full."""
    comment = told(walk, "partnercheck diff main --format markdown")
    assert "Acme Logistics" in comment
    assert re.search(r"vendor", comment)
    assert git(walk, "branch", "--show-current").strip() == "acme-in-full"
    assert git(walk, "log", "--oneline").count("\n") == 2
    assert git(walk, "status", "--porcelain", "vendors").strip() == ""


def test_what_is_checked_has_nothing_wrong_in_it(walk: Walk) -> None:
    assert "No problems" in told(walk, "partnercheck check")
