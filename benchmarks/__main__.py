"""Measure the program, and print one table: `python -m benchmarks [--quick] [PART...]`.

Ratios count, not milliseconds: both sides of one are measured in turn in the same run, on a machine
that may be busy. A figure that is not as wanted is said, and is no failure: the exit status is 0.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import platform
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.common import PROGRAM, Asked, Measure, table, told
from benchmarks.terminal import LostError

PARTS = {
    "commands": "start-up and reading",
    "screens": "first paint, bytes, keys, rest, memory",
    "scale": "thousands of vendors, a long session",
    "ssh": "over a real sshd, over a slow line, and inside tmux",
    "imports": "the cost of each module that a command loads",
    "classes": "a simulation: which classes random answers lead to",
}
# These parts compare nothing: they print a report of their own.
REPORTS = ("imports", "classes")
RUNS, QUICK_RUNS = 5, 2
LATEST = Path(__file__).with_name("latest.md")


def main() -> int:
    """Measure what was asked for."""
    words = argparse.ArgumentParser(
        "python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(["parts:", *(f"  {name:10} {about}" for name, about in PARTS.items())]),
    )
    words.add_argument("parts", nargs="*", metavar="PART", help="which parts (default: all)")
    words.add_argument("--runs", type=int, help=f"of each pair (default: {RUNS})")
    words.add_argument(
        "--quick", action="store_true", help="fewer runs, and nothing with 10,000 vendors"
    )
    said = words.parse_args()
    if unknown := [part for part in said.parts if part not in PARTS]:
        words.error(f"there is no part {unknown[0]}: {', '.join(PARTS)}")
    if not sys.platform.startswith("linux") or not Path(PROGRAM).exists():
        words.error(f"this needs Linux, and {PROGRAM}")
    asked = Asked(said.runs or (QUICK_RUNS if said.quick else RUNS), said.quick)
    print(setting(asked), flush=True)
    measured: list[Measure] = []
    lost: list[str] = []
    for part in said.parts or PARTS:
        told(f"{part}: {PARTS[part]}")
        if part in REPORTS:
            print(importlib.import_module(f"benchmarks.{part}").report(), flush=True)
            continue
        try:
            measured += importlib.import_module(f"benchmarks.{part}").measures(asked)
        except LostError as error:
            lost.append(part)
            told(f"{part} could not be measured: {error}")
    if measured or lost:
        print(f"\n{table(measured)}\n\n{summary(measured, lost)}")
    if not said.parts and not said.quick:
        LATEST.write_text(page(asked, measured, lost), "utf-8")
        told(f"written to {LATEST}")
    return 0


def page(asked: Asked, measured: Sequence[Measure], lost: list[str]) -> str:
    """The whole measurement as Markdown, with the machine."""
    lines = setting(asked).splitlines()
    return "\n".join(
        [
            "# The latest measurement",
            "",
            "Written by `make bench`. Ratios count: both sides of one are measured in turn in the "
            "same run.",
            "",
            *(f"- {line}" for line in lines),
            "",
            "```",
            table(measured),
            "",
            summary(measured, lost),
            "```",
            "",
        ]
    )


def setting(asked: Asked) -> str:
    """When, with what, and on what kind of machine."""
    today = dt.date.today().isoformat()
    load = os.getloadavg()[0]
    used = f"Python {platform.python_version()}, Textual {version('textual')}"
    cores = len(os.sched_getaffinity(0))
    return (
        f"{today}   partnercheck {version('partnercheck')}, {used}\n"
        f"{processor()}, {cores} cores, load {load:.1f}, {platform.system()}; "
        f"medians of {asked.runs}, a terminal of 80×24"
    )


def processor() -> str:
    """What the processor calls itself."""
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def summary(measured: list[Measure], lost: list[str]) -> str:
    """How many figures are as wanted, and which are not."""
    wanted = [each for each in measured if each.wanted]
    missed = [each.name for each in wanted if each.missed]
    said = f"{len(wanted) - len(missed)} of {len(wanted)} figures are as wanted."
    return "\n".join(
        [said, *(f"MISSED: {name}" for name in missed), *(f"NOT MEASURED: {part}" for part in lost)]
    )


if __name__ == "__main__":
    sys.exit(main())
