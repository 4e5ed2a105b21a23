"""A small disk of one's own: a real one in memory where mounting is allowed, else a limit.

The limit is on the size of the files that the program may write; it can be lifted again while it
runs, as room can be made on a disk.
"""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.run_summary import tell

SIZE = 512 * 1024


def _mounted(*words: str) -> str:
    """Why mounting does not work; empty where it did."""
    try:
        done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "there is no mount"
    return done.stderr.strip() or (f"mount ended with {done.returncode}" if done.returncode else "")


@cache
def no_mount() -> str:
    """Why no disk can be mounted here; empty where one can."""
    if os.environ.get("PARTNERCHECK_NO_MOUNT"):
        return "PARTNERCHECK_NO_MOUNT is set"
    with TemporaryDirectory() as folder:
        why = _mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder)
        if not why:
            subprocess.run(["umount", folder], check=True)
        return why


class Disk:
    """A folder on a small disk, which can be filled up while a program is at work there."""

    def __init__(self, folder: Path, real: bool) -> None:
        self.folder, self.real = folder, real
        self._filler = folder / "filler"

    def fill(self, pid: int) -> str:
        """Leave no room, at least for this program; how it will say so."""
        if not self.real:
            limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, limits[1]))
            return "File too large"
        with pytest.raises(OSError, match="No space left on device"):
            self._filler.write_bytes(b"\0" * 2 * SIZE)
        return "the disk is full. Make room"

    def make_room(self, pid: int) -> None:
        """Let it go on."""
        if self.real:
            self._filler.unlink()
        else:
            limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits[1], limits[1]))

    def read_only(self, whether: bool) -> None:
        """Turn it read-only, as a system does with a disk that fails, or back."""
        how = "ro" if whether else "rw"
        assert _mounted("-o", f"remount,{how}", str(self.folder)) == ""


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk of half a megabyte, mounted in a folder; without the right to, a limit instead."""
    folder.mkdir()
    if why := no_mount():
        if not hasattr(resource, "prlimit"):
            tell(f"NO DISK WAS FULL: {why}, and only Linux limits files of a running program")
            pytest.skip(why)
        tell(f"NO DISK WAS FULL: {why}. The size of files was limited instead")
        yield Disk(folder, real=False)
        return
    assert _mounted("-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(folder)) == ""
    try:
        yield Disk(folder, real=True)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
