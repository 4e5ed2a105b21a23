"""Undoing changes of files: each file gets the text that it had before, byte for byte.

Invariant: if one of the files was changed meanwhile, no file is written. For example, to undo

    goals.toml      "a" -> "b"
    promises.toml   none -> "x"
    goals.toml      "b" -> "c"

`goals.toml` must be "c" and `promises.toml` "x". Then `goals.toml` gets "b", `promises.toml` is
removed, and `goals.toml` gets "a".
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from partnercheck.storage.journal import FileChange
from partnercheck.storage.save import SaveError, current_text, inside, remove_text, save_text


def undo_changes(root: Path, changes: Sequence[FileChange]) -> None:
    """Undo changes of files, the last one first.

    Raises SaveError if a file has been changed since. All files are examined before the first is
    written, so that changes that belong together are undone together or not at all.
    """
    # If a file was changed several times, only the text after its last change can be on the disk.
    last = {change.path: change.after for change in changes}
    for path, text in last.items():
        if current_text(inside(root, path)) != text:
            raise SaveError(
                f"{path.name} has been changed since, so nothing was undone. Change it by hand"
            )
    for change in reversed(changes):
        if change.before is None:
            remove_text(root, change.path, change.after)
        else:
            save_text(root, change.path, change.before, change.after)
