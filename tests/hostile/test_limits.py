"""Files too large, too deep, too many, or none at all: refused or shown, and always in time."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.hostile_commands import FROM_HERE, Done, harmless
from tests.support.running import ALICES_FILE

SECONDS = 5.0
MIB = 1 << 20
DEEP = 10_000
HUGE = "0x" + "f" * 5000
DATES = ("0001-01-01", "9999-12-31", "2026-02-30")
FOLDER = "vendors/acme-logistics"
ROUND = f"{FOLDER}/2026-q4"
HEADER = """\
format = 1
instrument = "partnership"
vendor = "acme-logistics"
round = "2026-q4"
perspective = "buyer"
respondent = "Alice Moreau"
form = "full"
"""


class Timed(NamedTuple):
    """How a run ended, and how long it took."""

    done: Done
    seconds: float


def timed(root: Path, *words: str) -> Timed:
    """Run a command, and count the processor time it took: other programs do not add to it."""
    began = processor_time()
    done = subprocess.run(
        [sys.executable, "-m", "partnercheck", *words],
        cwd=root,
        env={**FROM_HERE, "HOME": str(root.parent), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    return Timed(Done(done.returncode, done.stdout, done.stderr), processor_time() - began)


def processor_time() -> float:
    """The processor time of all programs that were started and have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bounded(root: Path, *words: str, most: int = 200_000) -> Done:
    """A command that ends in time, with only so many bytes to say."""
    done, seconds = timed(root, *words)
    if seconds > SECONDS:
        # A machine that is busy with other things takes as much longer for anything.
        idle = timed(root, "questionnaire", "list").seconds
        assert seconds < SECONDS * max(1.0, idle / 0.3), (words, seconds)
    harmless(done)
    assert len(done.out) + len(done.err) < most, (words, len(done.out), len(done.err))
    return done


def answers(text: str) -> str:
    return f"{HEADER}\n[answers.culture-decisions]\nscore = 3\n{text}"


def written(file: str, text: str) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text)

    return make


def told(text: str) -> Callable[[Path], object]:
    return written(ALICES_FILE, answers(f'evidence = """{text}"""\n'))


def items(count: int, body: str) -> str:
    return "".join(f"[answers.x{number}]\n{body}\n" for number in range(count))


FILES: Mapping[str, Callable[[Path], object]] = {
    "over one MiB": written(ALICES_FILE, answers("#" * MIB)),
    "a text of nearly one MiB": told("word " * 200_000),
    "a text without a space": told("x" * 1_000_000),
    "a text of hyphens": told("a-" * 450_000),
    "a text of wide letters": told("山" * 300_000),
    "a text of marks": told("\u0301" * 400_000),
    "a text of many lines": told("a\n" * 400_000),
    "a name of one MiB": written(f"{FOLDER}/vendor.toml", f'name = "{"long " * 200_000}"\n'),
    "lists in lists": written(ALICES_FILE, answers(f"x = {'[' * DEEP}{']' * DEEP}")),
    "lists that are not closed": written(ALICES_FILE, answers(f"x = {'[' * 500_000}")),
    "tables in tables": written(ALICES_FILE, answers(f"x = {'{a=' * DEEP}1{'}' * DEEP}")),
    "a header of dots": written(ALICES_FILE, answers(f"[{'.'.join(['a'] * DEEP)}]\n")),
    "a dotted key of 40 kB": written(ALICES_FILE, answers(f"{'.'.join(['a'] * 20_000)} = 1\n")),
    "a key of 900 kB": written(ALICES_FILE, answers(f"{'k' * 900_000} = 1\n")),
    "a header of 900 kB": written(ALICES_FILE, answers(f"[answers.{'k' * 900_000}]\nscore = 9\n")),
    "ten thousand answers": written(ALICES_FILE, answers(items(10_000, "score = 3"))),
    "ten thousand wrong answers": written(ALICES_FILE, answers(items(10_000, "score = 9\nx = 1"))),
    "unknown keys by the ten thousand": written(
        ALICES_FILE, "".join(f"k{n} = 1\n" for n in range(90_000)) + HEADER
    ),
    "unknown keys in answers": written(ALICES_FILE, answers(items(30_000, "scroe = 1"))),
    "nothing but spaces": written(ALICES_FILE, " " * 1_000_000),
    "a line of brackets": written(ALICES_FILE, "[" * 1_000_000),
    "numbers out of range": written(
        ALICES_FILE,
        answers(f"[answers.culture-repair]\nscore = {HUGE}\n[answers.x]\nscore = [{HUGE}]\n"),
    ),
    "numbers of a vendor": written(f"{FOLDER}/vendor.toml", f'name = "A"\nsince = {HUGE}\n'),
    "numbers of the settings": written(
        "partnercheck.toml", f"key_goals = {HUGE}\nform = [{HUGE}]\n"
    ),
    "the first day": written(ALICES_FILE, answers(f"on = {DATES[0]}\n")),
    "the last day": written(ALICES_FILE, answers(f"on = {DATES[1]}\n")),
    "no day": written(ALICES_FILE, answers(f"on = {DATES[2]}\n")),
    "goals of the first day": written(
        f"{FOLDER}/goals.toml", f'[goals.a]\ntitle = "a"\nperiod = "week"\ndue = {DATES[0]}\n'
    ),
    "goals of the last day": written(
        f"{FOLDER}/goals.toml", f'[goals.a]\ntitle = "a"\nperiod = "week"\ndue = {DATES[1]}\n'
    ),
    "meetings of the last day": written(
        f"{FOLDER}/meetings.toml", "[meetings.9999-12-31]\ndecided = 'a'\n[meetings.0001-01-01]\n"
    ),
    "rounds at the ends of time": lambda root: [
        written(f"{FOLDER}/{each}/buyer.a.partnership.toml", HEADER)(root)
        for each in ("0001", "0001-w01", "9999-q4", "9999-12", "9999-w52", "9999-w53", "0000")
    ],
    "goals by the thousand": written(
        f"{FOLDER}/goals.toml",
        "".join(
            f'[goals.g{n}]\ntitle = "a"\nperiod = "week"\ndue = 2026-10-01\n' for n in range(8_000)
        ),
    ),
    "promises by the thousand": lambda root: [
        written(
            f"{FOLDER}/promises.toml",
            "".join(
                f'[promises.p{n}]\nby = "buyer"\ntext = "a"\nmade = {1000 + n}-10-01\n'
                "due = 2026-10-02\n"
                for n in range(8_000)
            ),
        )(root),
        written(
            f"{FOLDER}/meetings.toml",
            "".join(f'[meetings.{1000 + n}-10-01]\ndecided = "a"\n' for n in range(8_000)),
        )(root),
    ],
    "requests by the thousand": written(
        f"{ROUND}/asked.toml",
        "".join(
            f'[asked.v{n}]\nperspective = "vendor"\nrespondent = "{n}"\n' for n in range(9_000)
        ),
    ),
    "a conflict in every line": written(
        ALICES_FILE, "<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n" * 20_000
    ),
    "an instrument of errors": written("instruments/own.toml", "[[items]]\nx = 1\n" * 50_000),
    "a glossary of thousands": written(
        "glossary.toml", "[terms]\n" + "".join(f"w{n} = {n}\n" for n in range(60_000))
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_beyond_measure_is_refused_or_shown_in_time(case: str, workspace: Path) -> None:
    FILES[case](workspace)
    bounded(workspace, "check")
    assert bounded(workspace, "show", "acme-logistics", "--all", most=12_000_000).code == 0
    listed = bounded(workspace, "list", most=12_000_000)
    assert listed.code == 0
    assert b"Borealis Packaging" in listed.out


PLACES = (
    *("partnercheck.toml", "glossary.toml", "instruments/x.toml", f"{FOLDER}/vendor.toml"),
    *(f"{FOLDER}/goals.toml", f"{FOLDER}/meetings.toml", f"{FOLDER}/promises.toml"),
    f"{ROUND}/decision.toml",
    *(f"{ROUND}/asked.toml", ALICES_FILE),
)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = os.getcwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


KINDS: Mapping[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a socket": a_socket,
    "a folder": lambda path: path.mkdir(),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_never_waited_for(kind: str, workspace: Path) -> None:
    for place in PLACES:
        path = workspace / place
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if place != "partnercheck.toml" or kind not in ("a folder", "a link to itself"):
            KINDS[kind](path)
    KINDS[kind](workspace / "form.toml")
    (workspace / "partnercheck.toml").exists() or (workspace / "partnercheck.toml").write_text("")
    for words in (
        *(("check",), ("list",), ("show", "acme-logistics"), ("fmt", "--check")),
        *(("history", "acme-logistics"), ("import", "form.toml"), ("add", "--from", "form.toml")),
        *(("decide", "acme-logistics"), ("agenda", "acme-logistics"), ("goals", "--all")),
        ("assess", "acme-logistics", "--plain", "--respondent", "Alice Moreau"),
    ):
        bounded(workspace, *words)


def test_vendors_in_a_loop_of_links_are_told(workspace: Path) -> None:
    (workspace / "vendors" / "loop").symlink_to("loop")
    (workspace / "vendors" / "there").symlink_to("back")
    (workspace / "vendors" / "back").symlink_to("there")
    (workspace / "vendors" / "up").symlink_to("..")
    (workspace / FOLDER / "2026-q3").symlink_to("../../vendors")
    for words in (("check",), ("list",), ("compare",), ("fmt", "--check")):
        bounded(workspace, *words)


FORMS: Mapping[str, str] = {
    "spaces in a box": "[" + " " * 900_000 + "3",
    "spaces behind a basis": "x Basis:" + " " * 900_000 + "x",
    "digits": "1" * 900_000,
    "quote signs": "> " * 450_000 + "x",
    "headers": "Vendor: acme-logistics\nRound: 2026-q4\n" * 25_000,
    "the same question": "[culture-repair]\n" * 50_000,
    "lines of a text": ("June: " + "word " * 12 + "\n") * 12_000,
}


@pytest.mark.parametrize("case", FORMS)
def test_a_form_beyond_measure_is_refused_in_time(case: str, workspace: Path) -> None:
    head = "\n".join(HEADER.replace(" = ", ": ").replace('"', "").split("\n"))
    head = head.replace("perspective: buyer", "perspective: vendor")
    text = f"{head}\n[culture-repair]\n{FORMS[case]}\n"
    (workspace / "form.txt").write_text(text if case != "headers" else FORMS[case])
    assert bounded(workspace, "import", "form.txt").code in (0, 2)


def test_five_thousand_files_in_a_round_are_read_in_time(workspace: Path) -> None:
    for number in range(5_000):
        name = f"P{number}"
        text = answers("").replace("Alice Moreau", name)
        (workspace / ROUND / f"buyer.p{number}.partnership.toml").write_text(text)
    for words in (("list",), ("check",), ("show", "acme-logistics")):
        assert timed(workspace, *words).seconds < 30


def test_a_merge_beyond_measure_ends_in_time(tmp_path: Path) -> None:
    for name, value in (("base", 0), ("ours", 1), ("theirs", 2)):
        lines = "".join(f"# same\nk{n} = {value}\n" for n in range(15_000))
        (tmp_path / name).write_text(lines)
    done, seconds = timed(tmp_path, "merge-file", "base", "ours", "theirs", "7", "vendor.toml")
    harmless(Done(done.code, done.out[-1000:], done.err[-1000:]))
    assert seconds < 15
