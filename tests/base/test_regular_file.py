"""A file is read whole, as it was when it was opened, whatever takes its place meanwhile."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from partnercheck.base.regular_file import MAX_BYTES, NotAFileError, read_bytes

LONG = bool(os.environ.get("PARTNERCHECK_LONG"))


def test_a_file_that_another_replaces_is_read_whole(tmp_path: Path) -> None:
    """The short and the long version take turns; a mixture would be a cut or a padded one."""
    path = tmp_path / "answers.toml"
    versions = [b"a" * 100, b"b" * 40_000]
    path.write_bytes(versions[0])
    stop = threading.Event()

    def replacing() -> None:
        for number in range(1 << 30):
            if stop.is_set():
                return
            (tmp_path / "next").write_bytes(versions[number % 2])
            os.replace(tmp_path / "next", path)

    writer = threading.Thread(target=replacing)
    writer.start()
    try:
        read = {read_bytes(path) for _ in range(50_000 if LONG else 5_000)}
    finally:
        stop.set()
        writer.join()
    assert read <= set(versions)


def test_a_file_that_grows_while_it_is_opened_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(b"first\n")
    really_read = os.read

    def read(descriptor: int, size: int) -> bytes:
        if not path.read_bytes().endswith(b"added\n"):
            with path.open("ab") as stream:
                stream.write(b"by an editor\n" * 1000 + b"added\n")
        return really_read(descriptor, min(size, 4096))

    with monkeypatch.context() as patched:
        patched.setattr(os, "read", read)
        data = read_bytes(path)
    assert data == path.read_bytes()
    assert data.endswith(b"added\n")


@pytest.mark.parametrize("size", [0, 1, MAX_BYTES - 1, MAX_BYTES, MAX_BYTES + 1, MAX_BYTES * 2])
def test_no_more_than_one_byte_beyond_the_limit_is_read(size: int, tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(b"x" * size)
    assert len(read_bytes(path)) == min(size, MAX_BYTES + 1)


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(b"")
    really_stat = os.stat

    def stat(name: str, **more: object) -> os.stat_result:
        found = really_stat(name)
        path.unlink()
        os.mkfifo(path)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", stat)
        with pytest.raises(NotAFileError, match="it is a pipe"):
            read_bytes(path)
