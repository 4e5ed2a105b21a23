"""Saving one change to a file, never over another person's change.

Invariant: a save adds one change to the file's current content on disk, or leaves the file
untouched and raises SaveError with the reason. The steps of a save (`replace_text`):

1. take the workspace's lock, and read the file again;
2. let the caller make the new text from the current one, or refuse. If two people have read the
   file and answered different items, the text then has both answers. If they answered the same
   item, the caller raises an error, and a person decides;
3. check the new text with the reader for this kind of file, and refuse it if it has an error that
   the old text did not have;
4. write it atomically (`atomic.py`), flushed to the disk, and release the lock.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import EllipsisType

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record
from partnercheck.base.regular_file import MAX_BYTES, open_in, read_bytes, read_opened
from partnercheck.base.text import clean
from partnercheck.storage.atomic import TEMPORARY, write_file
from partnercheck.storage.edit import Canonical, EditError, changed_text
from partnercheck.storage.folder import flush_names, open_folder
from partnercheck.storage.journal import note_change
from partnercheck.storage.lock import LockHeldError, workspace_lock
from partnercheck.storage.parse import Source, Table, parse
from partnercheck.storage.schema_line import join_schema_line, line_for, split_schema_line

Check = Callable[[Source], Iterable[Problem]]

# The screens do not react while they wait for the lock. A save takes milliseconds, or a second on
# a slow disk.
LOCK_SECONDS = 1.0
_REASONS = {
    errno.ENOSPC: "the disk is full. Make room",
    errno.EDQUOT: "your disk quota is used up. Make room",
    errno.EROFS: "the disk is read-only",
    errno.ELOOP: "there is a link where a file or a folder should be. Move it away",
    errno.ENOLCK: "the disk has no free locks. Try again, or move the workspace to another disk",
}


class SaveError(UserError):
    """A save that failed or was refused; the file is unchanged."""


class ConfirmationRequired(SaveError):  # noqa: N818 (a question to a person, not a fault)
    """A save that a person must confirm first, because the file was removed or moved."""


class Saved(Record, frozen=True):
    """A file's text after a save, and whether it includes another person's changes."""

    text: str
    merged: bool


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the workspace's lock. Raises SaveError if another program holds the lock too long."""
    try:
        with workspace_lock(root, LOCK_SECONDS):
            yield
    except LockHeldError as error:
        raise SaveError(str(error)) from None
    except OSError as error:
        raise SaveError(f"cannot save: {os_error_reason(error)}") from error


def os_error_reason(error: OSError) -> str:
    """Return a message for an operating system error, with the file's name if that helps."""
    file = error.filename2 or error.filename
    name = Path(os.fsdecode(file)).name if isinstance(file, str | bytes) else ""
    place = f" ({name})" if name and not name.startswith(TEMPORARY) else ""
    return _REASONS.get(error.errno or 0) or f"{error.strerror or error}{place}"


def save_text(
    root: Path, path: Path, text: str, seen: str | None, check: Check | None = None
) -> str:
    """Replace a file's whole text, if the text on disk still equals `seen` (None: no file yet).

    Raises SaveError, with nothing changed, if the text differs or the file cannot be written.
    """

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
    """Change the current data of a file, or create the file; comments and layout are kept.

    Raises SaveError, with nothing changed, if the file cannot be read or edited.
    """

    def changed(current: str | None) -> str:
        if current is None:
            return canonical(change({}))
        # The whole name: every vendor has a file of this name.
        name = path.relative_to(root) if path.is_relative_to(root) else path
        source = parse(current.encode("utf-8"), name.as_posix())
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
    """Change a file under the workspace's lock; return its text before and after the change.

    A new file begins with its schema line, if the workspace has that schema.

    Args:
        root: The workspace's folder.
        path: The file, which may not exist yet.
        changed: Makes the new text from the current one (None: no file), or raises an error.
        seen: The text that this session last read or wrote, if that is known.
        check: Reads this kind of file. A change that would add an error to the file is refused.

    Raises:
        SaveError: The change was refused, or could not be written. The file is unchanged.

    """
    real, base = inside(root, path), root.resolve()
    folders = real.relative_to(base).parent.parts
    with locked(root):
        # Read again under the lock: another program may have saved since `seen` was read.
        current = _text_in(base, folders, real.name)
        text, data = _new_text(root, path, changed, current)
        _refuse_unreadable(current, data, clean(path.relative_to(root).as_posix()), check)
        # If the file already has the new text, but this session did not write it, the text is
        # written again: it may come from a save whose flush failed, and not be on the disk yet.
        if text != current or (seen is not ... and text != seen):
            with open_folder(base, folders, create=True) as folder:
                write_file(folder, real.name, data)
        note_change(path, current, text)
        return current, text


def remove_text(root: Path, path: Path, seen: str | None) -> None:
    """Remove a file if its text is still `seen`, and then its folder if the folder is empty.

    Raises SaveError, with the file unchanged, if its text differs from `seen`.
    """
    if path.is_symlink():
        raise SaveError(f"{path.name} is a link, so it was not removed. Remove it yourself")
    real, base = inside(root, path), root.resolve()
    folders = real.relative_to(base).parent.parts
    with locked(root):
        current = _text_in(base, folders, real.name)
        if current is None or current != seen:
            raise SaveError(_difference(path, current, seen))
        with open_folder(base, folders) as folder:
            os.unlink(real.name, dir_fd=folder.descriptor)
            flush_names(folder)
        if folders:
            # An empty folder would look like a round. A folder that is not empty cannot be removed.
            with suppress(OSError):
                real.parent.rmdir()
        note_change(path, current, None)


def _new_text(
    root: Path, path: Path, changed: Callable[[str | None], str], current: str | None
) -> tuple[str, bytes]:
    """Return the new text of a file, and the same text in UTF-8.

    Raises SaveError if the text cannot be made, or cannot be a file of a workspace.
    """
    try:
        text = changed(current)
        if current is None and not split_schema_line(text)[0]:
            text = join_schema_line(line_for(root, path), text)
        data = text.encode("utf-8")
    except EditError as error:
        raise SaveError(f"{path.name}: {error}") from None
    except UnicodeEncodeError:
        raise SaveError(
            f"{path.name} was not saved, because the text contains an incomplete character. "
            "Type the text again"
        ) from None
    if len(data) > MAX_BYTES:
        raise SaveError(f"{path.name} would be larger than 1 MiB. Shorten the text")
    return text, data


def _refuse_unreadable(current: str | None, data: bytes, file: str, check: Check | None) -> None:
    """Raise SaveError if a TOML file would have an error that it did not have before."""
    if not file.endswith(".toml"):
        return

    def errors(content: bytes) -> dict[str, Problem]:
        source = parse(content, file)
        problems = source.problems if check is None or source.data is None else check(source)
        return {each.message: each for each in problems if each.severity == "error"}

    new_errors = errors(data)
    if new_errors and current is not None:
        # Errors are compared by message, because lines move. An error that was in the file before
        # does not stop a save.
        for message in errors(current.encode("utf-8")):
            new_errors.pop(message, None)
    if new_errors:
        raise SaveError(
            f"this change would make the file unreadable: {next(iter(new_errors.values()))}"
        )


def _difference(path: Path, current: str | None, seen: str | None) -> str:
    if current is None:
        return f"{path.name} was removed after it was read. Open the vendor again"
    if seen is None:
        return f"{path.name} already exists. Open the vendor again"
    return f"{path.name} has changed since it was read. Open the vendor again"


def current_text(path: Path, name: str = "") -> str | None:
    """Return a file's text, byte for byte; None if the file does not exist.

    `name` is the file's name in messages, by default the last part of its path.
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
            raise SaveError(f"{name} is larger than 1 MiB, so it was not changed. Shorten it")
        return data.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise SaveError(
            f"{name} is not a UTF-8 text file, so it was not changed. Save it as UTF-8"
        ) from None
    except OSError as error:
        raise SaveError(f"{name} cannot be read: {error.strerror or error}") from error


def is_there(path: Path) -> bool:
    """Return whether a file exists. Raises SaveError if that cannot be determined."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read: {error.strerror or error}") from error
    return True


def inside(root: Path, path: Path) -> Path:
    """Return the real path of a file. Raises SaveError if it is outside the workspace."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError):
        message = f"{path.name} is a broken link, so it was not written"
        raise SaveError(f"{message}. Remove the link, or replace it with a file") from None
    if not real.is_relative_to(root.resolve()):
        message = f"{path.name} is linked to a place outside the workspace, so it was not"
        raise SaveError(f"{message} written. Put the file itself into the workspace")
    return real
