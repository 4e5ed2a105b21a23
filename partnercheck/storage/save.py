"""Saving: one answer at a time, whole or not at all, and never over another person's words.

A save reads the file again under the workspace's lock, and puts its one change into what is there
now. If another person has changed the same thing, a person decides. The new text
replaces the old in one rename; it and the folder are flushed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import EllipsisType

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record
from partnercheck.base.regular_file import MAX_BYTES, open_in, read_bytes, read_opened
from partnercheck.base.text import clean
from partnercheck.storage.atomic import TEMPORARY, write_file
from partnercheck.storage.edit import Canonical, EditError, changed_text
from partnercheck.storage.folder import open_folder
from partnercheck.storage.lock import LockHeldError, workspace_lock
from partnercheck.storage.parse import Source, Table, parse
from partnercheck.storage.schema_line import join_schema_line, line_for, split_schema_line

Check = Callable[[Source], Iterable[Problem]]

# Screens wait this long without a word: a save takes some milliseconds, a slow disk a second.
LOCK_SECONDS = 1.0
_REASONS = {
    errno.ENOSPC: "the disk is full. Make room",
    errno.EDQUOT: "your share of the disk is full. Make room",
    errno.EROFS: "the disk is read-only",
    errno.ELOOP: "there is a link where a file or a folder should be. Move it away",
    errno.ENOLCK: "the disk gives no locks. Try again, or move the workspace to another disk",
}


class SaveError(UserError):
    """An answer that is not on disk, with the reason; the file is as it was."""


class ConfirmationRequired(SaveError):  # noqa: N818 (a question to a person, not a fault)
    """A save that a person has to agree to first, because its place has changed."""


class Saved(Record, frozen=True):
    """A file's text after a save, and whether it has another person's changes too."""

    text: str
    merged: bool


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the workspace's lock. Raises SaveError when another program keeps it."""
    try:
        with workspace_lock(root, LOCK_SECONDS):
            yield
    except LockHeldError as error:
        raise SaveError(str(error)) from None
    except OSError as error:
        raise SaveError(f"cannot save: {os_error_reason(error)}") from error


def os_error_reason(error: OSError) -> str:
    """Return the reason of an error of the disk, with the file if that says more."""
    file = error.filename2 or error.filename
    name = Path(os.fsdecode(file)).name if isinstance(file, str | bytes) else ""
    place = f" ({name})" if name and not name.startswith(TEMPORARY) else ""
    return _REASONS.get(error.errno or 0) or f"{error.strerror or error}{place}"


def save_text(
    root: Path, path: Path, text: str, seen: str | None, check: Check | None = None
) -> str:
    """Put a file's whole text in place, if it is still what this session saw (None: not there)."""

    def changed(current: str | None) -> str:
        if current != seen:
            raise SaveError(_difference(path, current, seen))
        return text

    return replace_text(root, path, changed, seen, check)[1]


def save_data(
    root: Path,
    path: Path,
    canonical: Canonical,
    change: Callable[[Table], Table],
    check: Check | None = None,
) -> None:
    """Change a file's data as it is now; comments and layout stay. Without a file, make it.

    Raises SaveError, with nothing changed, if the file cannot be read or edited.
    """

    def changed(current: str | None) -> str:
        if current is None:
            return canonical(change({}))
        source = parse(current.encode("utf-8"), path.name)
        if source.data is None:
            raise SaveError(str(source.problems[0]))
        return changed_text(current, change(source.data), canonical)

    replace_text(root, path, changed, check=check)


def replace_text(
    root: Path,
    path: Path,
    changed: Callable[[str | None], str],
    seen: str | EllipsisType | None = ...,
    check: Check | None = None,
) -> tuple[str | None, str]:
    """Return the text of a file before and after a change made under the workspace's lock.

    A new file begins with its schema line, if the workspace has that schema. A text that is
    there already, but is not the one `seen`, is written all the same: it may be that of a save
    which the disk never confirmed.

    A text that its reader would refuse is not written: `check` is the reader of this kind of
    file, and may find no error in the new text that was not there before.
    """
    real, base = inside(root, path), root.resolve()
    folders = real.relative_to(base).parent.parts
    with locked(root):
        current = _text_in(base, folders, real.name)
        try:
            text = changed(current)
            if current is None and not split_schema_line(text)[0]:
                text = join_schema_line(line_for(root, path), text)
            data = text.encode("utf-8")
        except EditError as error:
            raise SaveError(f"{path.name}: {error}") from None
        except UnicodeEncodeError:
            raise SaveError(f"{path.name}: the text has characters that no file can hold") from None
        if len(data) > MAX_BYTES:
            raise SaveError(f"{path.name} would be larger than 1 MiB. Shorten the text")
        _refuse_unreadable(current, data, _file_named(root, path), check)
        if text != current or (seen is not ... and text != seen):
            with open_folder(base, folders, create=True) as folder:
                write_file(folder, real.name, data)
        return current, text


def _file_named(root: Path, path: Path) -> str:
    """Return how messages name a file of the workspace."""
    return clean(path.relative_to(root).as_posix())


def _refuse_unreadable(current: str | None, data: bytes, file: str, check: Check | None) -> None:
    """Raise SaveError if a TOML file would have an error that it did not have before."""
    if not file.endswith(".toml"):
        return

    def errors(content: bytes) -> dict[str, Problem]:
        source = parse(content, file)
        problems = source.problems if check is None or source.data is None else check(source)
        return {each.message: each for each in problems if each.severity == "error"}

    wrong = errors(data)
    if wrong and current is not None:
        before = errors(current.encode("utf-8"))
        wrong = {message: each for message, each in wrong.items() if message not in before}
    if wrong:
        raise SaveError(f"this could not be read again: {next(iter(wrong.values()))}")


def _difference(path: Path, current: str | None, seen: str | None) -> str:
    if current is None:
        return f"{path.name} is gone since it was read; open the vendor again"
    if seen is None:
        return f"{path.name} exists already; open the vendor again"
    return f"{path.name} has changed since it was read; open the vendor again"


def current_text(path: Path, name: str = "") -> str | None:
    """Return a file's text, byte for byte; None if there is no file.

    Messages call it by its `name`; by that of its path if it has no other.
    """
    return _text_of(name or path.name, lambda: read_bytes(path))


def _text_in(base: Path, folders: Iterable[str], name: str) -> str | None:
    """Return the text of a file below a base, following no links."""

    def data() -> bytes:
        with open_folder(base, folders) as folder:
            descriptor = open_in(folder.descriptor, name)
            try:
                return read_opened(descriptor, name)
            finally:
                os.close(descriptor)

    return _text_of(name, data)


def _text_of(name: str, read: Callable[[], bytes]) -> str | None:
    try:
        data = read()
        if len(data) > MAX_BYTES:
            raise SaveError(f"{name} is larger than 1 MiB; it is left as it is")
        return data.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise SaveError(f"{name} is not UTF-8; it is left as it is") from None
    except OSError as error:
        raise SaveError(f"{name} cannot be read: {error.strerror or error}") from error


def is_there(path: Path) -> bool:
    """Return whether a file exists. Raises SaveError if that cannot be found out."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read: {error.strerror or error}") from error
    return True


def inside(root: Path, path: Path) -> Path:
    """Return the real path of a file. Raises SaveError if it is outside of the workspace."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError):
        raise SaveError(f"{path.name} is a link that leads nowhere; it is not written") from None
    if not real.is_relative_to(root.resolve()):
        raise SaveError(f"{path.name} leads out of the workspace; it is not written")
    return real
