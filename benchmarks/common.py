"""What every part needs: the programs and their environment, workspaces, runs, and the table."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks import workspaces

Found = TypeVar("Found")

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "bench"
# The program as it was installed beside this Python.
PROGRAM = str(Path(sys.executable).parent / "partnercheck")
# Who answers where nothing else is said.
PERSON = "Rosa Hill"
# Set in the shell of whoever measures, these would change what is measured.
UNSET = ("COLORTERM", "NO_COLOR", "LINES", "COLUMNS", "TMUX", "TMUX_PANE", "STY")
UNSET_BEGINNINGS = ("PYTHON", "TEXTUAL", "PARTNERCHECK")


@dataclass(frozen=True)
class Asked:
    """How much is measured: runs of each pair, and whether with thousands of vendors."""

    runs: int = 5
    quick: bool = False


@dataclass(frozen=True)
class Measure:
    """One line of the table; what is wanted is a limit of the ratio, or of the figure itself."""

    name: str
    ours: float
    unit: str
    floor: float | None = None
    ratio_most: float | None = None
    most: float | None = None
    least: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor's figure ours is."""
        return self.ours / self.floor if self.floor else None

    @property
    def wanted(self) -> str:
        """The limits in words; nothing where the figure is only told."""
        limits = (("≤ {:g} ×", self.ratio_most), ("≤ {:,g}", self.most), ("≥ {:,g}", self.least))
        return ", ".join(said.format(limit) for said, limit in limits if limit is not None)

    @property
    def missed(self) -> bool:
        """Whether a limit is not kept."""
        high = self.most is not None and self.ours > self.most
        low = self.least is not None and self.ours < self.least
        ratio = self.ratio_most is not None and (self.ratio is None or self.ratio > self.ratio_most)
        return high or low or ratio


def environment(**more: str) -> dict[str, str]:
    """What plain SSH gives a program: ours without what would change it, a terminal, UTF-8."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in UNSET and not name.startswith(UNSET_BEGINNINGS)
    }
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8"} | more


def told(line: str) -> None:
    """Say what is being done, where it does not get into the table."""
    print(f"  {line}", file=sys.stderr, flush=True)


def median(values: Iterable[float | None]) -> float:
    """The median of what was measured; not a number where nothing was."""
    found = [value for value in values if value is not None]
    return statistics.median(found) if found else float("nan")


def in_turn(runs: int, *measured: Callable[[], Found]) -> list[list[Found]]:
    """Run each after the other, `runs` times, the other way round every second time."""
    found: list[list[Found]] = [[] for _ in measured]
    for run in range(runs):
        numbers = range(len(measured))
        for number in numbers if run % 2 == 0 else reversed(numbers):
            found[number].append(measured[number]())
    return found


@functools.cache
def _edition() -> str:
    """Changes with what the generator would write."""
    written = Path(workspaces.__file__).read_text() + "".join(workspaces.texts())
    return hashlib.sha256(written.encode()).hexdigest()[:8]


def workspace(vendors: int) -> Path:
    """A workspace of so many vendors with four responses each; made once, and not to be changed."""
    kept = KEPT / f"{vendors}-vendors-{_edition()}"
    if not kept.exists():
        told(f"making a workspace of {vendors:,} vendors in {kept.relative_to(ROOT)}")
        for old in KEPT.glob(f"{vendors}-vendors-*"):
            shutil.rmtree(old)
        half = kept.with_name(f"{kept.name}.half")
        workspaces.make(half, vendors)
        half.rename(kept)
    return kept


def samples(folder: Path) -> Path:
    """The program's own sample workspace, in a new folder."""
    command = [PROGRAM, "demo", str(folder), "--no-open"]
    subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for copies that are written to, and for what the program keeps of a person."""
    with tempfile.TemporaryDirectory(prefix="partnercheck-bench-") as folder:
        yield Path(folder)


def alone(folder: Path) -> dict[str, str]:
    """Variables that keep drafts and settings of the person who measures out of it."""
    settings = folder / "gitconfig"
    settings.write_text(f"[user]\nname = {PERSON}\n")
    return {"XDG_STATE_HOME": str(folder), "GIT_CONFIG_GLOBAL": str(settings)}


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def memory_mib(pid: int, field: str) -> float:
    """A field of what Linux tells of the memory of a process; 0 where there is none any more."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(rf"{field}:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def figure(value: float) -> str:
    """A number with as many digits as can be meant."""
    if value != value:
        return "-"
    digits = 0 if value == 0 or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def table(measures: Sequence[Measure]) -> str:
    """The measures in columns: ours, the floor's, their ratio, what is wanted, and if it is."""
    rows = [("measure", "ours", "floor", "ratio", "wanted", "")]
    for each in measures:
        floor = "" if each.floor is None else figure(each.floor)
        ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
        kept = "" if not each.wanted else "MISSED" if each.missed else "ok"
        name = f"{each.name}, {each.unit}" if each.unit else each.name
        rows.append((name, figure(each.ours), floor, ratio, each.wanted, kept))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column in (0, 4, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
