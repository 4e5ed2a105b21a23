"""Who may use a file stays the same in a save, where that is allowed; else it is saved as well."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import struct
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from tests.support.other_users import ALICE, OTHERS, SHARED, TOM, user
from tests.support.running import TODAY
from tests.support.screens import alices_file, small_workspace

START = Start("acme-logistics", "buyer", "Alice Moreau", round="2026-q4")
FIRST, SECOND = "culture-decisions", "culture-dialogue"

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")


def give(root: Path, item: str, score: int = 3) -> None:
    start_sitting(open_workspace(root), START, TODAY).save_answer(
        item, Answer(score=score, on=TODAY)
    )


def score(root: Path, item: str) -> int | None:
    return start_sitting(open_workspace(root), START, TODAY).answer_to(item).score


@pytest.fixture
def root() -> Iterator[Path]:
    """A workspace that Alice made and shares with a group, in a folder that all may enter."""
    folder = Path(mkdtemp(prefix="partnercheck-shared-"))
    folder.chmod(0o755)
    made = small_workspace(folder)
    give(made, FIRST)
    for path in (made, *made.rglob("*")):
        os.chown(path, ALICE, SHARED)
        path.chmod(0o2770 if path.is_dir() else 0o660)
    yield made
    shutil.rmtree(folder)


@as_root
def test_a_colleague_of_the_group_is_not_locked_out_by_a_save(root: Path) -> None:
    file = alices_file(root)
    file.parent.chmod(0o770)
    with user(TOM, OTHERS, SHARED):
        give(root, SECOND)
    found = file.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (TOM, SHARED, 0o660)
    with user(ALICE, OTHERS, SHARED):
        assert score(root, SECOND) == 3
        give(root, FIRST, 4)
    assert file.stat().st_gid == SHARED


@as_root
def test_a_group_that_may_not_be_kept_gives_ours_nothing(root: Path) -> None:
    file = alices_file(root)
    for path in (root, *root.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    os.chown(file, TOM, SHARED)
    file.chmod(0o660)
    with user(TOM, OTHERS):
        give(root, SECOND)
    found = file.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (TOM, OTHERS, 0o600)
    assert score(root, SECOND) == 3


@as_root
def test_a_save_by_root_leaves_the_file_to_its_owner(root: Path) -> None:
    give(root, SECOND)
    found = alices_file(root).stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (ALICE, SHARED, 0o660)


@as_root
def test_a_lock_that_a_colleague_made_and_only_may_write_locks_too(root: Path) -> None:
    lock = root / ".partnercheck" / "lock"
    lock.chmod(0o644)
    lock.parent.chmod(0o755)
    with user(TOM, OTHERS, SHARED):
        give(root, SECOND)
    assert score(root, SECOND) == 3


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666])
def test_the_mode_is_kept_whatever_the_umask(mode: int, tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    give(root, FIRST)
    alices_file(root).chmod(mode)
    umask = os.umask(0o077)
    try:
        give(root, SECOND)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(alices_file(root).stat().st_mode) == mode


@pytest.mark.parametrize("call", ["fchmod", "fchown", "setxattr", "getxattr", "listxattr"])
@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EIO, errno.ENOSYS])
def test_a_disk_that_refuses_to_set_access_takes_every_save(
    call: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_workspace(tmp_path)
    give(root, FIRST)
    alices_file(root).chmod(0o640)
    if os.geteuid() == 0:
        os.chown(alices_file(root), ALICE, SHARED)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, refuse)
    for each in (1, 2, 3):
        give(root, SECOND, each)
        assert score(root, SECOND) == each


def test_an_access_list_is_kept(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    give(root, FIRST)
    file, name = alices_file(root), "system.posix_acl_access"
    nobody = 0xFFFFFFFF
    entries = [(1, 6, nobody), (2, 6, TOM), (4, 4, nobody), (16, 6, nobody), (32, 0, nobody)]
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)
    try:
        os.setxattr(file, name, access)
    except OSError as error:
        pytest.skip(f"this disk has no access lists ({error.strerror})")
    give(root, SECOND)
    assert os.getxattr(file, name) == access
