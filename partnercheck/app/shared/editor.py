"""The user's own editor, which takes over the terminal until it exits."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from textual.app import SuspendNotSupported

from partnercheck.app.terminal.leaving import LEAVE_SECONDS, LeavingApp
from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import MAX_BYTES, read_bytes
from partnercheck.base.signals import ENDING, FROM_KEYS, Handler, alarm_after, handled
from partnercheck.base.text import clean
from partnercheck.storage.save import os_error_reason

EDITOR_VARIABLES = ("VISUAL", "EDITOR")


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """Return the user's editor and its options. Raises UserError if no editor is set."""
    for name in EDITOR_VARIABLES:
        try:
            if words := shlex.split(environment.get(name, "")):
                return words
        except ValueError as error:
            raise UserError(f"{name} cannot be read: {error}") from None
    raise UserError("no editor is set: set EDITOR, as in `export EDITOR=nano`")


def edit_text(app: LeavingApp, text: str, folder: Path | None) -> str:
    """Let the user edit a text in their own editor, and return the cleaned text.

    The editor gets a temporary file in `folder` that only the user can read; the file is removed
    afterwards. If a signal ends the program while the editor is open, the text saved so far is
    returned.

    Raises:
        UserError: The editor is missing, or failed. If the text was changed, the file is kept,
            and the message names the file.

    """
    words = editor_of(os.environ)
    editor = clean(Path(words[0]).name)
    try:
        name = _private_file(text, folder)
        # While the screens are suspended, Ctrl+C and Ctrl+\ send signals, even if no editor runs.
        with handled(dict.fromkeys(FROM_KEYS, _ignore)), app.suspend():
            # `_run` returns errors: an exception in this block would prevent the screens' return.
            status = _run([*words, name], lambda: bool(app.ended_by))
        if isinstance(status, OSError):
            _remove(name)
            raise status
        edited_text = _read_edited(name, editor)
    except SuspendNotSupported:
        raise UserError(
            "this terminal cannot run an editor. Write the note on the screen"
        ) from None
    except OSError as error:
        raise UserError(f"the editor {editor} cannot be used: {os_error_reason(error)}") from error
    if app.ended_by:
        status = 0
    is_kept = status != 0 and edited_text != text
    if not is_kept:
        _remove(name)
    if status:
        where = f"; the text was kept in {name}" if is_kept else ""
        raise UserError(f"the editor {editor} ended with status {status}{where}")
    return clean(edited_text, lines=True).strip()


def _private_file(text: str, folder: Path | None) -> str:
    """Write a text to a new file that only the user can read, and return its path."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(".txt", "partnercheck-", folder)
    with open(number, "w", encoding="utf-8") as stream:
        stream.write(text)
    return name


def _read_edited(name: str, editor: str) -> str:
    """Return the text that the editor left in a file. Raises UserError if it is too large."""
    data = read_bytes(name)
    if len(data) > MAX_BYTES:
        raise UserError(
            f"the text from the editor {editor} is larger than 1 MiB; it was kept in {name}"
        )
    return data.decode("utf-8", "replace")


def _remove(name: str) -> None:
    """Remove a file if that is possible; a file that stays is private."""
    with suppress(OSError):
        os.unlink(name)


def _run(words: Sequence[str], ended: Callable[[], bool]) -> int | OSError:
    """Run the editor until it exits, and return its status, or the error if it cannot be run.

    A signal that ends this program is passed on to the editor, because the system sends SIGHUP only
    to the leader of a terminal's processes. It may arrive at any moment; if it arrives before the
    editor runs, the editor is not started. Signals from keys are for the editor alone. Ctrl+Z stops
    both, and `fg` continues both.
    """
    editor: subprocess.Popen[bytes] | None = None
    signals_received: list[int] = []

    def pass_on(number: int, _: object) -> None:
        if signals_received and number == signal.SIGALRM and editor:
            editor.kill()
            return
        signals_received.append(number)
        alarm_after(LEAVE_SECONDS)
        if editor:
            editor.send_signal(number)

    with handled({**dict.fromkeys(ENDING - FROM_KEYS, pass_on), **JOB_CONTROL}):
        status: int | OSError = 0
        if not ended():
            try:
                editor = subprocess.Popen(words)
            except OSError as error:
                status = error
            else:
                for number in tuple(signals_received):
                    editor.send_signal(number)
                status = editor.wait()
    for number in signals_received[:1]:
        signal.raise_signal(number)
    return status


def _ignore(*_: object) -> None:
    """Ignore a signal; unlike SIG_IGN, a handler is not inherited by the editor."""


JOB_CONTROL: Mapping[int, Handler] = {signal.SIGCONT: _ignore, signal.SIGTSTP: signal.SIG_DFL}
