"""Saving: one answer at a time, whole or not at all, and never over somebody else's words.

A save reads the file again under the workspace's lock, and puts its one change into what is there
now. Where somebody else has changed the same thing, it is a person who decides. The new text
replaces the old in one rename; it and the folder are flushed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from types import EllipsisType

from partnercheck.files.convert import cleaned, record
from partnercheck.files.edit import Canonical, EditError, changed_text
from partnercheck.files.schema_line import joined, line_for, parted
from partnercheck.files.toml import MAX_BYTES, Table, parse, read_bytes
from partnercheck.files.write import ANSWER_KEYS, answer_table, response_table, response_text
from partnercheck.model import Answer, Record, Response, UserError
from partnercheck.text import folded

# Screens wait this long without a word: a save takes some milliseconds, a slow disk a second.
LOCK_SECONDS = 1.0
_TEMPORARY = ".partnercheck-"
_TOLD = {
    errno.ENOSPC: "the disk is full. Make room",
    errno.EDQUOT: "your share of the disk is full. Make room",
    errno.EROFS: "the disk is read-only",
}
# What a folder answers that may be written but not listed, and a disk that cannot flush folders.
_NO_FLUSHING = (errno.EACCES, errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOTSUP)


class SaveError(UserError):
    """An answer that is not on disk, with the reason; the file is as it was."""


class AskError(SaveError):
    """A save that a person has to agree to first: the place is no longer what it was."""


class TakenError(SaveError):
    """Somebody else has answered the same item meanwhile; `theirs` is what is in the file.

    `text` is the whole file now: a save that has seen it puts its own answer in the place.
    """

    def __init__(self, item: str, theirs: Answer, text: str) -> None:
        """Both answers stand; a person chooses."""
        super().__init__(f"{item} was answered by somebody else meanwhile")
        self.item = item
        self.theirs = theirs
        self.text = text


class Saved(Record, frozen=True):
    """A file's text after a save, and whether somebody else's changes are in it too."""

    text: str
    merged: bool


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the workspace's lock. Raises SaveError when another program keeps it."""
    from filelock import FileLock, Timeout

    folder = root / ".partnercheck"
    try:
        _prepare(folder)
        lock = FileLock(folder / "lock", timeout=LOCK_SECONDS)
        lock.acquire()
        try:
            yield
        finally:
            with suppress(OSError):  # by now the answer is in its file, or something else is told
                lock.release()
    except Timeout:
        raise SaveError("another program is saving in this workspace. Try again") from None
    except OSError as error:
        raise SaveError(f"cannot save: {told(error)}") from error


def _prepare(folder: Path) -> None:
    """Make the lock's folder, hidden from git; one that a killed save has left half made too."""
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise SaveError(f"{folder.name} is not a folder. Move it away") from None
    ignored = folder / ".gitignore"
    if not ignored.exists() or not ignored.stat().st_size:
        ignored.write_text("*\n")


def told(error: OSError) -> str:
    """What is wrong with the disk, and with which file where that says more."""
    name = Path(os.fsdecode(error.filename)).name if error.filename else ""
    place = f" ({name})" if name and not name.startswith(_TEMPORARY) else ""
    return _TOLD.get(error.errno or 0) or f"{error.strerror or error}{place}"


def save_answer(
    root: Path,
    path: Path,
    response: Response,
    items: list[str],
    item: str,
    answer: Answer,
    seen: str | None,
) -> Saved:
    """Put one answer into a response file, beside what anybody else has put there meanwhile.

    `seen` is the text that this session last read or wrote, None where there was no file yet:
    the file is then made, with every item's table. Raises, with nothing changed: TakenError where
    the same item has another answer now than in `seen`, AskError where the file is gone, SaveError
    where it cannot be read any more or the disk fails.
    """

    def canonical(data: Table) -> str:
        return response_text(data, items)

    def changed(text: str | None) -> str:
        if text is None:
            if seen is not None:
                raise AskError(f"{path.name} is gone since it was read")
            data = response_table(response)
        else:
            data = _answers_of(text, path)
            if text != seen:
                _refuse_moved(data, response, path)
                _refuse_taken(data, _answers_of(seen, path) if seen else {}, item, answer, text)
        answers = dict(data.get("answers", {}))
        answers[item] = changed_keys(answers.get(item, {}), answer_table(answer))
        wanted = {**data, **_header(response, data), "answers": answers}
        return canonical(wanted) if text is None else changed_text(text, wanted, canonical)

    before, text = _replace(root, path, changed, seen)
    return Saved(text, before != seen)


def _answers_of(text: str, path: Path) -> Table:
    """The data of a response file. Raises SaveError where no answer can be put into it."""
    source = parse(text.encode("utf-8"), path.name)
    if source.data is None:
        raise SaveError(str(source.problems[0]))
    answers = source.data.get("answers", {})
    if not isinstance(answers, dict) or not all(isinstance(t, dict) for t in answers.values()):
        raise SaveError(f'{path.name}: "answers" are not tables any more. Correct that first')
    return source.data


def _header(response: Response, data: Table) -> Table:
    """What an answer changes in the header: the longer form stays, and a level that is known."""
    form = "full" if "full" in (response.form, data.get("form")) else response.form
    return {"form": form} | ({"level": response.level} if response.level else {})


def _refuse_moved(data: Table, response: Response, path: Path) -> None:
    """Whose file it is may not change under a session."""
    for key in ("vendor", "round", "perspective", "respondent", "instrument"):
        now, ours = cleaned(data.get(key)), getattr(response, key)
        if folded(str(now)) != folded(ours):
            raise SaveError(f'{path.name} now says {key} = "{now}"; open the vendor again')


def _refuse_taken(now: Table, seen: Table, item: str, answer: Answer, text: str) -> None:
    """Another answer to the same item than the one that was seen is for a person to weigh."""
    theirs, before = (_known(data.get("answers", {}).get(item, {})) for data in (now, seen))
    ours = answer_table(answer)
    if theirs == before or {**theirs, "on": None} == {**ours, "on": None}:
        return
    found, _ = record(parse(b"", ""), theirs, Answer)
    if found is None:
        raise SaveError(f"the file's answer to {item} is no answer any more. Correct that first")
    raise TakenError(item, found, text)


def _known(answer: Table) -> Table:
    """The keys of an answer that are compared; those of a person's own are not."""
    return {key: cleaned(value) for key, value in answer.items() if key in ANSWER_KEYS}


def save_text(root: Path, path: Path, text: str, seen: str | None) -> str:
    """Put a file's whole text in place, if it is still what this session saw (None: not there)."""

    def changed(now: str | None) -> str:
        if now != seen:
            raise SaveError(_difference(path, now, seen))
        return text

    return _replace(root, path, changed, seen)[1]


def save_data(
    root: Path, path: Path, canonical: Canonical, change: Callable[[Table], Table]
) -> None:
    """Change a file's data as it is now; comments and layout stay. Without a file, make it.

    Raises SaveError, with nothing changed, where the file cannot be read or edited.
    """

    def changed(now: str | None) -> str:
        if now is None:
            return canonical(change({}))
        source = parse(now.encode("utf-8"), path.name)
        if source.data is None:
            raise SaveError(str(source.problems[0]))
        return changed_text(now, change(source.data), canonical)

    _replace(root, path, changed)


def changed_keys(before: Table, after: Table) -> Table:
    """An answer's table with what changed; unknown keys, and texts only cleaned, stay as typed."""
    unknown = {key: value for key, value in before.items() if key not in ANSWER_KEYS}
    return unknown | {
        key: before[key] if cleaned(before.get(key)) == value else value
        for key, value in after.items()
    }


def _replace(
    root: Path,
    path: Path,
    changed: Callable[[str | None], str],
    seen: str | EllipsisType | None = ...,
) -> tuple[str | None, str]:
    """The text of a file before and after a change, made under the workspace's lock.

    A new file begins with its schema line, where the workspace has that schema. A text that is
    there already, but is not the one `seen`, is written all the same: it may be that of a save
    which the disk never confirmed.
    """
    real = inside(root, path)
    with locked(root):
        now = current_text(real)
        try:
            text = changed(now)
            if now is None and not parted(text)[0]:
                text = joined(line_for(root, path), text)
            data = text.encode("utf-8")
        except EditError as error:
            raise SaveError(f"{path.name}: {error}") from None
        except UnicodeEncodeError:
            raise SaveError(f"{path.name}: the text has characters that no file can hold") from None
        if len(data) > MAX_BYTES:
            raise SaveError(f"{path.name} would be larger than 1 MiB. Shorten the text")
        if text != now or (seen is not ... and text != seen):
            write_atomically(real, data)
        return now, text


def _difference(path: Path, now: str | None, seen: str | None) -> str:
    if now is None:
        return f"{path.name} is gone since it was read; open the vendor again"
    if seen is None:
        return f"{path.name} exists already; open the vendor again"
    return f"{path.name} has changed since it was read; open the vendor again"


def current_text(path: Path) -> str | None:
    """A file's text, byte for byte; None where there is no file."""
    try:
        data = read_bytes(path)
        if len(data) > MAX_BYTES:
            raise SaveError(f"{path.name} is larger than 1 MiB; it is left as it is")
        return data.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise SaveError(f"{path.name} is not UTF-8; it is left as it is") from None
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read: {error.strerror or error}") from error


def is_there(path: Path) -> bool:
    """Whether there is a file. Raises SaveError where that cannot be told."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read: {error.strerror or error}") from error
    return True


def inside(root: Path, path: Path) -> Path:
    """The file that a path means, through links. Raises SaveError where it leaves the workspace."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError):
        raise SaveError(f"{path.name} is a link that leads nowhere; it is not written") from None
    if not real.is_relative_to(root.resolve()):
        raise SaveError(f"{path.name} leads out of the workspace; it is not written")
    return real


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content in one step, keeping its mode; raises OSError, old file intact."""
    above = (path.parent, *path.parent.parents)
    made = list(takewhile(lambda folder: not folder.exists(), above))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        before = path.read_bytes() if path.exists() else None
        replace_file(path, data)
        try:
            for folder in (path.parent, *(each.parent for each in made)):
                _flush_folder(folder)
        except OSError:
            with suppress(OSError):
                path.unlink() if before is None else replace_file(path, before)
            raise
    except BaseException:
        with suppress(OSError):
            for folder in made:
                folder.rmdir()
        raise


def replace_file(path: Path, data: bytes) -> None:
    """Put other content into a file in one step; raises OSError, with the old content there."""
    temporary = path.with_name(f"{_TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    """Make sure of the names in a folder, on a disk that can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FLUSHING:
            raise


def sweep(folder: Path) -> None:
    """Remove temporary files of killed saves; safe under the lock, where no save is going on.

    One that cannot be removed is in nobody's way: every save has a name of its own.
    """
    for stale in folder.glob(f"{_TEMPORARY}*"):
        with suppress(OSError):
            stale.unlink(missing_ok=True)
