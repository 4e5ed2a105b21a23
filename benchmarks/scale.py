"""The screens with thousands of vendors, and over a long session: time, answers, memory."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.common import (
    PERSON,
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
from benchmarks.screens import QUESTION, ROWS_AND_PANE, VENDOR, assess, portfolio
from benchmarks.terminal import Pressed, Terminal

FEW, SOME, MANY = 100, 1_000, 10_000
WORD = "elm"
SORTS = 3
# A key may draw first what was typed, and what was found a good while later.
QUIET = 0.3
ROUNDS, EACH = 20, 50
LIST = rf"^ Northwind Foods [^\n]* of {FEW} vendors"
SCREENS = (
    ("Enter", VENDOR),
    ("Escape", LIST),
    ("c", r"^ Compare"),
    ("Escape", LIST),
    ("?", r"^ Help"),
    ("q", LIST),
    ("Enter", VENDOR),
    ("Escape", LIST),
    ("a", r"^ Assess"),
    ("^S", QUESTION),
)


class Loaded(NamedTuple):
    """What a large portfolio took."""

    paint_ms: float
    cpu_s: float
    search: Sequence[Pressed]
    sort: Sequence[Pressed]
    next: Sequence[Pressed]
    peak_mib: float


def measures(asked: Asked) -> list[Measure]:
    """The large portfolios, where they are asked for, and the long session."""
    with scratch() as folder:
        own = environment(**alone(folder))
        found = long_session(folder, own)
        few, some = load(FEW, own), load(SOME, own)
        found += answered(SOME, [some])
        if asked.quick:
            return [*found, *memory([(FEW, few.peak_mib), (SOME, some.peak_mib)])]
        told(f"{FEW} and {MANY:,} vendors in turn")
        base, many = in_turn(min(3, asked.runs), lambda: load(FEW, own), lambda: load(MANY, own))
        name = f"first paint, {MANY:,} vendors (floor: ours with {FEW})"
        paints = [median(each.paint_ms for each in side) for side in (many, base)]
        peak = median(each.peak_mib for each in many)
        cpu = median(each.cpu_s for each in many)
        return [
            *found,
            Measure(name, paints[0], "ms", paints[1], 2.0),
            Measure(f"CPU until {MANY:,} vendors are loaded", cpu, "s"),
            *answered(MANY, many),
            *memory([(FEW, few.peak_mib), (SOME, some.peak_mib), (MANY, peak)]),
        ]


def load(vendors: int, variables: dict[str, str]) -> Loaded:
    """Open so many vendors, wait until all are read, sort, and search."""
    with Terminal(portfolio(workspace(vendors)), variables) as terminal:
        opened = terminal.open(ROWS_AND_PANE, within=300.0)
        terminal.rest()
        cpu = terminal.cpu()
        # The list of orders opens on the current one: the next is one further down.
        sort = [terminal.press(key, QUIET, 10.0) for key in ("s", "Down", "Enter") * SORTS]
        search = [terminal.press(key, QUIET, 10.0) for key in ("/", *WORD)]
        terminal.press("Escape", QUIET, 10.0)
        steps = [terminal.press("N", QUIET, 10.0)]
        return Loaded(opened.paint_ms, cpu, search, sort, steps, terminal.peak_mib())


def answered(vendors: int, runs: Sequence[Loaded]) -> list[Measure]:
    """The slowest key of a search and of sorting, and the key that lists what is next."""
    limit = 50 if vendors == MANY else None
    return [
        Measure(
            f"slowest key of a {name}, {vendors:,} vendors",
            median(max(press.settled_ms or 0.0 for press in each) for each in presses),
            "ms",
            most=limit,
        )
        for name, presses in (
            ("search", [each.search for each in runs]),
            ("sort", [each.sort for each in runs]),
            ("list of what is next", [each.next for each in runs]),
        )
    ]


def memory(peaks: Sequence[tuple[int, float]]) -> list[Measure]:
    """The peaks, and what every further vendor takes: in proportion where that does not grow."""
    (few, first), (some, second), *rest = peaks
    found = [Measure(f"peak memory, {vendors:,} vendors", peak, "MiB") for vendors, peak in peaks]
    step = (second - first) * 1024 / (some - few)
    for many, last in rest:
        name = f"memory of a vendor, up to {many:,} (floor: up to {some:,})"
        found.append(Measure(name, (last - second) * 1024 / (many - some), "KiB", step, 1.25))
    return found


def long_session(folder: Path, variables: dict[str, str]) -> list[Measure]:
    """Fifty answers and ten changes of screen, twenty times; memory on the way and at the end.

    What the screens load, and what the allocator keeps of it, is there by half of it.
    """
    told(f"a session of {ROUNDS * EACH:,} answers and {ROUNDS * len(SCREENS)} changes of screen")
    root = folder / "session"
    shutil.copytree(workspace(FEW), root)
    held = []
    with Terminal(assess(root, PERSON), variables) as terminal:
        terminal.open(QUESTION)
        for number in range(ROUNDS):
            answer(terminal, number)
            terminal.expect(f"(?m){LIST}", "q")
            for key, shown in SCREENS:
                terminal.expect(f"(?m){shown}", key)
            held.append(terminal.memory_mib())
    half = ROUNDS // 2
    answers = f"memory after {ROUNDS * EACH:,} answers (floor: after {half * EACH})"
    return [
        Measure(f"memory after {EACH} answers", held[0], "MiB"),
        Measure(answers, held[-1], "MiB", held[half - 1], 1.05),
    ]


def answer(terminal: Terminal, number: int) -> None:
    """Fifty answers: down the questions and up again, as often as it takes."""
    for at in range(EACH):
        terminal.press(str((at + number) % 5), quiet=0.01)
        terminal.press("Down" if at // 25 % 2 == 0 else "Up", quiet=0.01)
