"""The screens against the floor: first paint, bytes, keys, rest, memory; medians of a few runs.

The program and the floor are run in turn. A first paint is complete with the read that brings the
twentieth row with its verdict; ours with the tenth row and the pane
below it. Bytes of a walk are the same in every run, so it is walked once.
"""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.common import (
    PROGRAM,
    Asked,
    Measure,
    alone,
    environment,
    in_turn,
    median,
    scratch,
    told,
    workspace,
)
from benchmarks.terminal import Idle, Opened, Pressed, Terminal

FLOOR = [sys.executable, "-c", "from benchmarks.floor import main; main()"]
ROW = r"(?:[^\n]*[●◑◔○◊] (?:Partner|Near|Steady|Supplier)[^\n]*\n)"
ROWS = ROW + "{20}"
# With the pane below them there are fewer rows.
ROWS_AND_PANE = ROW + r"{10}[^\n]*──[^\n]*\n[^\n]* is "
PANE_KEY = "D"
# The heads of the conditions, which are on the first page of every vendor.
VENDOR = r"Conditions +40 +66"
QUESTION = r"0–4 score"
COMPARED = r"Compare [^\n]*3 vendors"
VENDORS, WALK = 100, 200
ARROWS, ANSWERS = 15, 8
NONE: tuple[Pressed, ...] = ()
THEMES: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("256 colours", {}, {}),
    ("ANSI theme, 16 colours", {"TERM": "xterm-16color"}, {"TEXTUAL_THEME": "ansi-dark"}),
)


class Visit(NamedTuple):
    """What one run of a program showed."""

    opened: Opened
    arrows: Sequence[Pressed]
    peak_mib: float
    idle: Idle | None = None
    answers: Sequence[Pressed] = NONE
    nexts: Sequence[Pressed] = NONE


def measures(asked: Asked) -> list[Measure]:
    """Everything about a portfolio of a size that people have."""
    with scratch() as folder:
        root = folder / "workspace"
        shutil.copytree(workspace(VENDORS), root)
        return [*visits(asked, root, alone(folder)), *walks(alone(folder))]


def portfolio(root: Path) -> list[str]:
    """The command that opens the portfolio."""
    return [PROGRAM, "--workspace", str(root)]


def visits(asked: Asked, root: Path, own: dict[str, str]) -> list[Measure]:
    """The floor, Portfolio, Assess and Compare in turn."""
    told(f"the floor, portfolio, assess and compare in turn, {asked.runs} times")
    seconds = 3.0 if asked.quick else 6.0
    people = (f"Person {number}" for number in itertools.count())
    programs: list[Callable[[], Visit]] = [
        lambda: visit(FLOOR, environment(), seconds, ROWS),
        lambda: visit(portfolio(root), environment(**own), seconds, ROWS_AND_PANE),
        lambda: visit_assess(root, next(people), environment(**own)),
        lambda: visit_compare(root, environment(**own)),
    ]
    in_turn(1, *programs[:2])  # so that files are cached and compiled
    floor, ours, assess, compare = in_turn(asked.runs, *programs)
    answers = [press for each in assess for press in each.answers]
    nexts = [press for each in assess for press in each.nexts]
    found = [
        against("first paint, 100 vendors", "ms", ours, floor, lambda v: v.opened.paint_ms, 1.3),
        against("bytes until settled", "", ours, floor, lambda v: v.opened.settled_bytes, 1.0),
        against("peak memory, 100 vendors", "MiB", ours, floor, lambda v: v.peak_mib),
        *(
            against(f"arrow key on {name}", "ms", each, floor, latency, 1.3)
            for name, each in (("Portfolio", ours), ("Assess", assess), ("Compare", compare))
        ),
        Measure(
            "bytes of an arrow key on Portfolio", median(map(arrow_bytes, ours)), "", most=1400
        ),
        against("bytes of an arrow key on Assess", "", assess, floor, arrow_bytes),
        against("bytes of an arrow key on Compare", "", compare, floor, arrow_bytes),
        Measure("bytes of a scored answer", median(p.sent for p in answers), "", most=600),
        Measure("scored answer", median(p.settled_ms for p in answers), "ms"),
        Measure("bytes of the next question", median(p.sent for p in nexts), "", most=2000),
        Measure("next question", median(p.settled_ms for p in nexts), "ms"),
    ]
    rest, floor_rest = ([each.idle for each in side if each.idle] for side in (ours, floor))
    sent, floor_sent = (median(i.bytes_per_second for i in side) for side in (rest, floor_rest))
    cpu, floor_cpu = (median(i.cpu_percent for i in side) for side in (rest, floor_rest))
    return [
        *found,
        Measure("idle bytes a second", sent, "", floor_sent, most=0),
        Measure("idle CPU", cpu, "%", floor_cpu, most=0.5),
    ]


def against(
    name: str,
    unit: str,
    ours: Sequence[Visit],
    floor: Sequence[Visit],
    value: Callable[[Visit], float],
    most: float | None = None,
) -> Measure:
    """The medians of both, and the most their ratio may be."""
    return Measure(name, median(map(value, ours)), unit, median(map(value, floor)), most)


def latency(visit: Visit) -> float:
    """From an arrow key to the last byte it made."""
    return median(press.settled_ms for press in visit.arrows)


def arrow_bytes(visit: Visit) -> float:
    """What an arrow key made it send."""
    return median(press.sent for press in visit.arrows)


def visit(command: Sequence[str], variables: dict[str, str], seconds: float, until: str) -> Visit:
    """Open rows, walk down some of them, touch nothing for a while."""
    with Terminal(command, variables) as terminal:
        opened = terminal.open(until)
        # On a busy machine, vendors are still being read when the first ones are on the screen.
        terminal.rest()
        arrows = [terminal.press("Down") for _ in range(ARROWS)]
        idle = terminal.idle(seconds)
        return Visit(opened, arrows, terminal.peak_mib(), idle)


def assess(root: Path, person: str) -> list[str]:
    """The command that opens all questions about the first vendor."""
    first = min(path.name for path in (root / "vendors").iterdir())
    words = ["assess", first, "--as", "buyer", "--form", "full", "--respondent", person]
    return [*portfolio(root), *words]


def visit_assess(root: Path, person: str, variables: dict[str, str]) -> Visit:
    """Page through questions, then score some."""
    with Terminal(assess(root, person), variables) as terminal:
        opened = terminal.open(QUESTION)
        arrows = [terminal.press("Down") for _ in range(ARROWS)]
        scored = [
            (terminal.press(str(number % 5)), terminal.press("Enter")) for number in range(ANSWERS)
        ]
        answers, nexts = zip(*scored, strict=True)
        return Visit(opened, arrows, terminal.peak_mib(), None, answers, nexts)


def visit_compare(root: Path, variables: dict[str, str]) -> Visit:
    """Compare three vendors, and walk down the first page."""
    with Terminal(portfolio(root), variables) as terminal:
        opened = terminal.open(ROWS_AND_PANE)
        terminal.rest()
        for marked in range(1, 4):
            terminal.expect(f"{marked} marked", "Space")
            terminal.press("Down")
        terminal.expect(COMPARED, "c")
        arrows = [terminal.press("Down") for _ in range(ARROWS)]
        return Visit(opened, arrows, terminal.peak_mib())


def walks(own: dict[str, str]) -> list[Measure]:
    """From the first of 200 rows to the last, with many colours and with few."""
    found = []
    for colours, few, theme in THEMES:
        told(f"a walk down {WALK} rows, {colours}")
        ours = walk(portfolio(workspace(WALK)), environment(**own, **few), PANE_KEY)
        floor = walk([*FLOOR, "--rows", str(WALK)], environment(**few, **theme))
        middle = [median(press.sent for press in side) for side in (ours, floor)]
        total = [sum(press.sent for press in side) for side in (ours, floor)]
        name = f"bytes of an arrow key on the walk ({colours})"
        found += [
            Measure(name, middle[0], "", middle[1], most=400),
            Measure(f"bytes of a walk down {WALK} rows ({colours})", total[0], "", total[1], 0.25),
        ]
    return found


def walk(command: Sequence[str], variables: dict[str, str], key: str = "") -> list[Pressed]:
    """Press a key, if any, and then Down as often as there are more rows."""
    with Terminal(command, variables) as terminal:
        terminal.open(ROW)
        terminal.expect(ROWS, key)
        return [terminal.press("Down") for _ in range(WALK - 1)]
