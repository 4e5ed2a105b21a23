"""The commands: start-up against Python's own, and reading against tomli over the same files.

Each pair is run in turn. Memory is asked of runs of their own, so that asking takes no time from
what is measured. The floor of reading only reads each response file and parses it: finding the
files, describing vendors, judging and listing are all ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.common import (
    PROGRAM,
    Asked,
    Measure,
    alone,
    environment,
    family,
    in_turn,
    median,
    memory_mib,
    samples,
    scratch,
    told,
    workspace,
)

PYTHON = [sys.executable, "-c", "import argparse"]
PARSE = """
import sys, tomli
for path in open(sys.argv[1]).read().splitlines():
    with open(path, "rb") as file:
        tomli.loads(file.read().decode())
"""
LOADED = """
import atexit, sys
def told():
    print(sum(name.split(".")[0] == "textual" for name in sys.modules), file=sys.stderr)
atexit.register(told)
from partnercheck.cli import main
sys.exit(main(sys.argv[1:]))
"""
PEOPLE = 4
VENDORS = (250, 2_500, 10_000)
START_UPS = 5
CORES_VENDORS = 2_500
# The commands that write a row as soon as it is judged.
STREAMED = (["compare", "--format", "csv"], ["table", "answers"], ["list"], ["check"])
SPREADSHEET_VENDORS = 40
SPREADSHEET_SECONDS = 3


def measures(asked: Asked) -> list[Measure]:
    """Start-up, a spreadsheet, reading, and all of the cores."""
    with scratch() as folder:
        return [
            *start_ups(asked, folder),
            *spreadsheet(asked, folder),
            *reading(asked, folder),
            *cores(asked, folder),
            *memory_growth(asked, folder),
        ]


def start_ups(asked: Asked, folder: Path) -> list[Measure]:
    """`--version`, and `compare` on the samples."""
    runs = asked.runs * START_UPS
    told(f"--version, compare and Python in turn, {runs} times")
    compare = ["--workspace", str(samples(folder / "samples")), "compare"]
    variables = environment(**alone(folder))
    commands = (PYTHON, [PROGRAM, "--version"], [PROGRAM, *compare])
    timed = [partial(seconds, command, variables) for command in commands]
    in_turn(1, *timed)
    python, version, compared = (1e3 * median(each) for each in in_turn(runs, *timed))
    return [
        Measure("--version (floor: python -c 'import argparse')", version, "ms", python, 1.5),
        Measure("compare, the samples (floor: the same)", compared, "ms", python, 5),
        Measure("peak memory of compare, the samples", peak(commands[2], variables), "MiB"),
        *(
            Measure(f"modules of textual that {name} loads", textual(words, variables), "", most=0)
            for name, words in (("--version", ["--version"]), ("compare", compare))
        ),
    ]


def spreadsheet(asked: Asked, folder: Path) -> list[Measure]:
    """`table answers` of forty vendors with four people's answers each, as a spreadsheet."""
    variables = environment(**alone(folder))
    told(f"table answers --format xlsx, {SPREADSHEET_VENDORS} vendors, {asked.runs} times")
    root = workspace(SPREADSHEET_VENDORS)
    output = ["--output", str(folder / "answers.xlsx"), "--force"]
    table = ["table", "answers", "--format", "xlsx", *output]
    command = [PROGRAM, "--workspace", str(root), *table]
    took = median(seconds(command, variables) for _ in range(asked.runs))
    name = f"table answers --format xlsx, {SPREADSHEET_VENDORS} vendors"
    return [Measure(name, took, "s", most=SPREADSHEET_SECONDS)]


def reading(asked: Asked, folder: Path) -> list[Measure]:
    """`compare --format csv` over more and more files."""
    variables = environment(**alone(folder))
    found: list[Measure] = []
    grown: list[tuple[float, float]] = []
    for vendors in VENDORS[:-1] if asked.quick else VENDORS:
        files = vendors * PEOPLE
        runs = max(1, asked.runs if vendors < VENDORS[-1] else min(3, asked.runs))
        root = workspace(vendors)
        told(f"compare --format csv and tomli over {files:,} files in turn, {runs} times")
        names = folder / f"{vendors}.txt"
        paths = sorted(str(path) for path in root.glob("vendors/*/*/*.toml"))
        if len(paths) != files:
            raise RuntimeError(f"{len(paths)} response files in {root}, not {files}")
        names.write_text("\n".join(paths))
        ours = compare(root, jobs=1)
        parsed = [sys.executable, "-c", PARSE, str(names)]
        timed = [partial(seconds, command, variables) for command in (ours, parsed)]
        in_turn(1, *timed)
        took, floor = (median(run) for run in in_turn(runs, *timed))
        held, held_floor = peak(ours, variables), peak(parsed, variables)
        limit = 1.8 if vendors != VENDORS[0] else None
        name = f"compare --format csv in one process, {files:,} files"
        found += [
            Measure(f"{name} (floor: tomli)", took, "s", floor, limit),
            Measure(f"peak memory of {name}", held, "MiB", held_floor),
        ]
        grown.append((took, floor))
    ours_times, floor_times = (
        last / first for first, last in zip(grown[0], grown[-1], strict=True)
    )
    name = f"growth from {VENDORS[0] * PEOPLE:,} to {files:,} files (floor: tomli's)"
    return [*found, Measure(name, ours_times, "times", floor_times, 1.25)]


def compare(root: Path, jobs: int) -> list[str]:
    """The command that judges every vendor of a workspace, in so many processes."""
    words = ["compare", "--format", "csv", "--jobs", str(jobs)]
    return [PROGRAM, "--workspace", str(root), *words]


def cores(asked: Asked, folder: Path) -> list[Measure]:
    """The same over ten thousand files with one process, two, and one for each core."""
    variables = environment(**alone(folder))
    root = workspace(CORES_VENDORS)
    counts = sorted({1, 2, len(os.sched_getaffinity(0))})
    told(f"compare --format csv over {CORES_VENDORS * PEOPLE:,} files in {counts} processes")
    timed = [partial(seconds, compare(root, count), variables) for count in counts]
    in_turn(1, *timed)
    alone_took, *took = (median(run) for run in in_turn(asked.runs, *timed))
    return [
        Measure(
            f"compare --format csv in {count} processes (floor: in one)", each, "s", alone_took, 0.6
        )
        for count, each in zip(counts[1:], took, strict=True)
    ]


def memory_growth(asked: Asked, folder: Path) -> list[Measure]:
    """The most memory of commands with many vendors, workers counted, against that with few."""
    variables = environment(**alone(folder))
    few, many = VENDORS[0], VENDORS[1 if asked.quick else -1]
    found = []
    for words in STREAMED:
        told(f"memory of {' '.join(words)} with {few:,} and {many:,} vendors")
        held, held_few = (
            peak([PROGRAM, "--workspace", str(workspace(count)), *words], variables)
            for count in (many, few)
        )
        name = f"peak memory of {' '.join(words)}, {many * PEOPLE:,} files"
        found.append(Measure(f"{name} (floor: {few * PEOPLE:,} files)", held, "MiB", held_few, 1.4))
    return found


def seconds(command: Sequence[str], variables: dict[str, str]) -> float:
    """How long a command takes; its results go nowhere."""
    begun = time.perf_counter()
    subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def peak(command: Sequence[str], variables: dict[str, str], every: float = 0.002) -> float:
    """The most memory a command held, in MiB: asked again and again until it has ended."""
    most = 0.0
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(memory_mib(pid, "VmHWM") for pid in family(process.pid)))
            time.sleep(every)
    return most


def textual(words: Sequence[str], variables: dict[str, str]) -> int:
    """How many modules of textual stand in `sys.modules` when a command ends."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        env=variables,
        cwd=os.sep,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    return int(ran.stderr.split()[-1])
