"""Ways to break a file of a workspace."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import strategies as st

HOSTILE = 'format = 1\nname = "\\u001b]0;owned\\u0007=cmd|x"\nsupplies = "\\u202eabc"\ntags = [7]\n'


def replace_with(text: bytes) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(text)

    return spoil


def make_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir(exist_ok=True)


def make_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def make_dangling_link(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("gone.toml")


SPOILERS: dict[str, Callable[[Path], None]] = {
    "removed": lambda path: path.unlink(),
    "empty": replace_with(b""),
    "no TOML": replace_with(b"name = \n"),
    "no UTF-8": replace_with(b'name = "\xff"\n'),
    "hostile": replace_with(HOSTILE.encode()),
    "nested": replace_with(b"a = " + b"[" * 500 + b"]" * 500),
    "conflict": replace_with(b"<<<<<<< ours\nname = 1\n=======\nname = 2\n>>>>>>> theirs\n"),
    "a folder": make_folder,
    "a pipe": make_pipe,
    "a link to nothing": make_dangling_link,
}

# Files of a workspace by their numbers, each with a way to break it.
spoiled_files = st.lists(
    st.tuples(st.integers(0, 70), st.sampled_from(sorted(SPOILERS))),
    max_size=8,
    unique_by=lambda pair: pair[0],
)


def spoiled_copy(workspace: Path, spoiled: Sequence[tuple[int, str]]) -> Path:
    """Return a copy of a workspace in which these files are broken."""
    root = workspace.with_name("spoiled")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(workspace, root)
    files = sorted(root.glob("vendors/**/*.toml"))
    for number, how in spoiled:
        SPOILERS[how](files[number])
    return root
