"""The outbox: the folder of a workspace for what is sent to others, which git ignores.

Forms and results are copies for others; the workspace keeps what they were made from.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.records import Record
from partnercheck.base.regular_file import real_path
from partnercheck.base.text import clean
from partnercheck.storage import atomic

OUTBOX = "outbox"
_IGNORED = b"# For others: forms and results, which can be written again.\n*\n"


OTHER_NAME = "Choose another name"


class Outgoing(Record, frozen=True):
    """The place of an outgoing file: by default, in the outbox."""

    output: str = ""  # a file, or a folder if it exists or ends in a slash
    base: Path = Path()  # the folder that a relative `output` starts from
    force: bool = False  # whether to replace an existing file
    remedy: str = OTHER_NAME  # what a message says to do about an existing file

    def path(self, root: Path, name: str) -> Path:
        """Return the whole path of a file; `name` is its name if `output` names only a folder."""
        if not self.output:
            return Path(os.path.abspath(root)) / OUTBOX / name
        path = Path(os.path.abspath(self.base / self.output))
        return path / name if self.output.endswith(("/", os.sep)) or path.is_dir() else path


class FileThereError(UserError):
    """The file to write already exists."""


def write_outgoing(root: Path | None, path: Path, content: bytes, place: Outgoing) -> None:
    """Write a file for others, whole or not at all; replace an existing one only with `force`.

    `root` is the folder of the workspace, if there is one.
    Raises FileThereError if the file exists, and UserError if it cannot be written or belongs to
    the workspace.
    """
    with suppress(OSError):  # Writing the file fails in the same way, with a message.
        if root and real_path(path.parent) == real_path(root / OUTBOX):
            _hide_from_git(root / OUTBOX)
    if not place.force:
        write_new(path, content, place.remedy)
        return
    if root:
        refuse_own_file(root, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace_file(path, content)
    except OSError as error:
        raise UserError(f"{clean(str(path))}: {error.strerror or error}") from error


def write_new(path: Path, content: bytes, remedy: str = OTHER_NAME) -> None:
    """Write a new file, whole or not at all; `remedy` says what to do if it exists.

    Raises FileThereError if the file exists, and UserError if it cannot be written.
    """
    try:
        atomic.write_new(path, content)
    except FileExistsError:
        message = f"{clean(str(path))} already exists, so it was not replaced"
        raise FileThereError(f"{message}. {remedy}") from None
    except OSError as error:
        raise UserError(f"{clean(str(path))}: {error.strerror or error}") from error


def _hide_from_git(outbox: Path) -> None:
    """Make git ignore the outbox; an existing `.gitignore` is kept."""
    with suppress(FileExistsError):
        atomic.write_new(outbox / ".gitignore", _IGNORED)


def refuse_own_file(root: Path, path: Path) -> None:
    """Raise UserError for a file of the workspace, whose content may exist nowhere else."""
    real, top = real_path(path), real_path(root)
    outgoing = real.name.endswith(".form.toml") or real.is_relative_to(top / OUTBOX)
    if real.suffix == ".toml" and real.is_relative_to(top) and not outgoing:
        message = f"{clean(str(path))} belongs to the workspace, so it was not replaced"
        raise UserError(f"{message}. Choose another name")
