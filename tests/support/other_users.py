"""Files of other users, and programs that run as one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

ALICE, TOM = 30_001, 30_002
SHARED, OTHERS = 30_100, 30_200  # groups


@contextmanager
def user(uid: int, *groups: int) -> Iterator[None]:
    """Be another user for a while, in these groups, the first one being the user's own."""
    before = os.getgroups()
    umask = os.umask(0o022)
    os.setgroups(groups)
    os.setegid(groups[0])
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)
        os.umask(umask)
