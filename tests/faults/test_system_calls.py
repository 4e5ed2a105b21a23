"""A save with a fault at every one of its system calls: the old file or the new one, never else.

As SQLite is tested: the nth call of a kind fails, for n = 1, 2, … until a save meets no fault.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
import tomli

from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.open import open_workspace
from tests.support.fault_injection import (
    CALLS,
    HARMLESS,
    Fault,
    Means,
    Run,
    Saver,
    no_strace,
    saver,
)
from tests.support.one_save import ANSWER, ITEM, opened
from tests.support.run_summary import counted, tell
from tests.support.screens import alices_file, small_workspace

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
# What is done to look at a disk, not to change it: there, one error stands for all.
LOOKING = ("read", "stat", "list", "close")
KINDS = (
    "the first file",
    "a file of the program",
    "a file laid out by hand",
    "after a killed save",
)
BY_HAND = """\
# Alice, by hand
format = 1
instrument = 'partnership'   # the 28
vendor = "acme-logistics"
round = "2026-q4"
perspective = "buyer"
respondent = "Alice Moreau"
form = "full"
team = "freight"

[answers]
culture-planning = { score = 2 }  # asked Tom

[answers.culture-decisions]
# in a meeting
score = 1
"""


class Place(NamedTuple):
    """A workspace to save in, as it was before, and what its file holds before and after."""

    saver: Saver
    root: Path
    before: Path
    old: bytes | None
    new: bytes

    def restore(self) -> None:
        """Put everything back as it was before the save."""
        shutil.rmtree(self.root)
        shutil.copytree(self.before, self.root)

    @property
    def now(self) -> bytes | None:
        file = alices_file(self.root)
        return file.read_bytes() if file.exists() else None

    @property
    def left_behind(self) -> list[str]:
        return [each.name for each in self.root.rglob(".partnercheck-*")]

    def check(self) -> None:
        """A file that is there is old or new, and nothing in the workspace is wrong."""
        assert self.now in (self.old, self.new)
        problems = problems_of(open_workspace(self.root))
        assert [each for each in problems if each.severity == "error"] == []

    def start_again(self) -> None:
        """The next start finds the questionnaire, saves, and clears up."""
        there = self.now == self.new
        with self.saver.run(fresh=True) as run:
            assert run.answer() == "saved"
            run.end()
        assert self.now == self.new
        assert there or self.left_behind == []
        assert (self.root / ".partnercheck" / ".gitignore").read_text() == "*\n"


def place_in(folder: Path, kind: str, means: Means) -> Iterator[Place]:
    before, root, warm = folder / "before", folder / "workspace", folder / "warm"
    small_workspace(before)
    small_workspace(warm)
    alices_file(warm).parent.mkdir()
    alices_file(warm).write_text(BY_HAND)
    if kind == "the first file":
        shutil.rmtree(before / ".partnercheck")
    else:
        opened(before).save_answer("learning-looking-back", ANSWER)
    if kind == "a file laid out by hand":
        alices_file(before).write_text(BY_HAND)
    if kind == "after a killed save":
        (alices_file(before).parent / ".partnercheck-1-dead").write_text("half an ans")
        (before / ".partnercheck" / ".gitignore").write_text("")
    old = alices_file(before).read_bytes() if alices_file(before).exists() else None
    shutil.copytree(before, root)
    with saver(means, root, warm, folder) as process:
        with process.run() as run:
            assert run.answer() == "saved"
            run.end()
        new = alices_file(root).read_bytes()
        assert tomli.loads(new.decode())["answers"][ITEM]["score"] == ANSWER.score
        assert new != old
        yield Place(process, root, before, old, new)


# Both ways where both can be, the lesser one then for one kind of file.
PLACES: list[tuple[Means, str]] = [
    *(("strace", kind) for kind in KINDS if not no_strace()),
    *(("patched", kind) for kind in KINDS if LONG or no_strace() or kind == KINDS[0]),
]


@pytest.fixture(scope="module", params=PLACES, ids=" ".join)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if why := no_strace():
        tell(f"NO FAULTS AT SYSTEM CALLS: {why}. Python's own functions failed instead")
    # In memory where that can be: it is not the disk that fails here, and its flushes take long.
    memory = Path("/dev/shm")
    base = memory if os.access(memory, os.W_OK) else None
    means, kind = request.param
    with TemporaryDirectory(prefix="partnercheck-faults-", dir=base) as folder:
        yield from place_in(Path(folder), kind, means)


def swept(place: Place, call: str, error: str = "", onwards: bool = False) -> int:
    """Put a fault at each call of a kind in turn, until none is met; how many were."""
    for nth in count(1):
        place.restore()
        fault = Fault(call, nth, error, onwards)
        if not tried(place, fault):
            return nth - 1
    raise AssertionError


def tried(place: Place, fault: Fault) -> bool:
    """One save with a fault in it, everything it says and leaves; whether the fault was met."""
    earlier = place.left_behind
    with place.saver.run(fault) as run:
        said = run.answer()
        place.check()
        told = f"{fault}: {said}"
        if said and said != "saved":
            kept_in_memory(place, fault, run, said)
        elif said:
            assert place.now == place.new, f"{told}, and it is not"
        met = run.end()
    if not met:
        assert said == "saved", told
    if not run.killed and fault.call != "unlink":
        assert set(place.left_behind) <= set(earlier), told
        if place.old is None and place.now is None:
            assert not alices_file(place.root).parent.exists(), told
    place.start_again()
    return met


def kept_in_memory(place: Place, fault: Fault, run: Run, said: str) -> None:
    """What is told in a few words is true, and giving the answer again saves it."""
    told = f"{fault}: {said}"
    assert re.fullmatch(r"not saved: .{5,90}", said), told
    assert "Errno" not in said, told
    if not fault.onwards:
        assert place.now == place.old, f"{told}, and it is"
    again = run.answer()
    place.check()
    if again == "saved":
        assert place.now == place.new, f"{told}; then {again}, and it is not"
    else:
        assert fault.onwards, f"{told}; then {again}"


def errors(call: str) -> tuple[str, ...]:
    every = CALLS[call][1]
    return every if LONG and call not in LOOKING else every[:1]


def told(place: Place, what: str, number: int) -> None:
    by = {"strace": "by strace", "patched": "by patched functions"}
    counted(f"{what} of a save, {by[place.saver.means]}", number)


def test_a_fault_at_each_call_of_a_save_leaves_the_old_file_or_the_new(place: Place) -> None:
    kinds = [call for call in place.saver.kinds() if LONG or call != "stat" or place.old is None]
    met = {(call, error): swept(place, call, error) for call in kinds for error in errors(call)}
    assert all(met[call, errors(call)[0]] for call in ("openat", "write", "fsync", "rename"))
    told(place, "faults at single calls", sum(met.values()))


def test_a_fault_that_stays_is_told_each_time_until_the_next_start(place: Place) -> None:
    kinds = [call for call in place.saver.kinds() if call not in LOOKING or LONG]
    met = [swept(place, call, errors(call)[0], onwards=True) for call in kinds]
    told(place, "faults that stayed from a call", sum(met))


def test_a_kill_at_each_call_of_a_save_leaves_the_old_file_or_the_new(place: Place) -> None:
    kinds = [call for call in place.saver.kinds() if call not in LOOKING or LONG]
    met = {call: swept(place, call) for call in kinds}
    assert all(met[call] for call in ("openat", "write", "fsync", "rename"))
    told(place, "kills at the calls", sum(met.values()))


def names(trace: str) -> list[str]:
    """The system calls of a trace, in order."""
    return [found[1] for line in trace.splitlines() if (found := re.match(r"\d+ +(\w+)\(", line))]


def test_no_call_of_a_save_is_left_out(place: Place) -> None:
    if place.saver.means == "patched":
        assert {"openat", "write", "fsync", "rename", "mkdir"} <= set(place.saver.kinds())
        return
    place.restore()
    with place.saver.run(every_call=True) as run:
        assert run.answer() == "saved"
        run.end()
    tried_ones = {name.strip("?") for each, _ in CALLS.values() for name in each.split(",")}
    assert set(names(run.trace)) - tried_ones - HARMLESS == set()


def test_after_a_failed_flush_everything_is_written_anew(place: Place) -> None:
    """A second fsync of the same pages can succeed without writing them."""
    traced = place.saver.means == "strace"
    for nth in count(1):
        place.restore()
        with place.saver.run(Fault("fsync", nth, "EIO"), every_call=traced) as run:
            first, second = run.answer(), run.answer()
            if not run.end():
                break
        assert (first.split(":")[0], second) == ("not saved", "saved")
        after = run.trace.partition("(INJECTED)")[2].rpartition("sendto")[0]
        calls = [each.removesuffix("at") for each in names(after)]
        written = " ".join(each for each in calls if each in ("write", "fsync", "rename"))
        anew = re.search("write fsync rename fsync( fsync)?$", written)
        assert anew or not traced, (nth, written)
    assert nth > 2
