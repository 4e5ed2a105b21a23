"""Programs that write into one folder without a common lock never get into each other's way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from partnercheck.storage.atomic import STALE_SECONDS, write_new, write_path

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))
WRITING = """
import sys
from pathlib import Path
from partnercheck.storage.atomic import write_path
path, times = Path(sys.argv[1]), int(sys.argv[2])
for number in range(times):
    write_path(path, f"{path.name} {number}".encode() * 100)
"""


def test_four_programs_write_four_files_in_one_folder_and_none_fails(tmp_path: Path) -> None:
    times = 2_000 if LONG else 200
    files = [tmp_path / f"form-{number}.txt" for number in range(4)]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITING, str(path), str(times)]) for path in files
    ]
    assert [writer.wait() for writer in writers] == [0] * len(files)
    for path in files:
        assert path.read_text() == f"{path.name} {times - 1}" * 100
    assert sorted(tmp_path.iterdir()) == files


STARTED = """
import os, sys
from partnercheck.storage.atomic import _temporary
from partnercheck.storage.folder import open_folder
from pathlib import Path
with open_folder(Path(sys.argv[1])) as here, _temporary(here.descriptor, b"half") as name:
    print(name, flush=True)
    sys.stdin.read()
    os.rename(name, "whole", src_dir_fd=here.descriptor, dst_dir_fd=here.descriptor)
"""


def test_a_sweep_leaves_what_another_program_is_writing(tmp_path: Path) -> None:
    command, pipe = [sys.executable, "-c", STARTED, str(tmp_path)], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout
        name = other.stdout.readline().strip()
        os.utime(tmp_path / name, (0, 0))
        write_path(tmp_path / "mine", b"mine")
        assert (tmp_path / name).exists(), "however long it takes"
        other.communicate("")
        assert other.returncode == 0
    assert (tmp_path / "whole").read_bytes() == b"half"


def test_a_sweep_removes_what_a_killed_program_was_writing(tmp_path: Path) -> None:
    command, pipe = [sys.executable, "-c", STARTED, str(tmp_path)], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout
        name = other.stdout.readline().strip()
        other.kill()
        other.wait()
    assert (tmp_path / name).exists()
    write_path(tmp_path / "mine", b"mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "name", [".partnercheck-notes.txt", ".partnercheck-", ".partnercheck-12-XYZ", "answers.toml"]
)
def test_a_sweep_leaves_what_is_not_ours(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("a person's own")
    os.utime(tmp_path / name, (0, 0))
    write_path(tmp_path / "mine", b"mine")
    assert (tmp_path / name).read_text() == "a person's own"


@pytest.mark.parametrize("age", [0, STALE_SECONDS - 60, STALE_SECONDS + 60])
def test_without_locks_only_what_is_old_is_swept(
    age: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(descriptor: int, how: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("fcntl.flock", flock)
    left = tmp_path / ".partnercheck-4242-dead"
    left.write_text("half")
    os.utime(left, (time.time() - age,) * 2)
    write_path(tmp_path / "mine", b"mine")
    assert left.exists() == (age < STALE_SECONDS)


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_never_written_over_another(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:

        def link(*_: object, **__: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", link)
    path = tmp_path / "below" / "form.txt"
    write_new(path, b"first")
    with pytest.raises(FileExistsError):
        write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(path.parent.iterdir()) == [path]
