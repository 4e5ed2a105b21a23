"""A text in the person's own editor: the screens leave the terminal to it and come back."""

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
from partnercheck.storage.save import told

ASKED = ("VISUAL", "EDITOR")


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """The person's editor and its options. Raises UserError where none is named."""
    for name in ASKED:
        try:
            if words := shlex.split(environment.get(name, "")):
                return words
        except ValueError as error:
            raise UserError(f"{name} cannot be read: {error}") from None
    raise UserError("no editor is named: set EDITOR, as in `export EDITOR=nano`")


def edited(app: LeavingApp, text: str, folder: Path | None) -> str:
    """The text as it comes out of the editor, cleaned.

    It is edited in a file of the folder that nobody else can read, and that is gone afterwards.
    Raises UserError, with the text as it was, where there is no editor or it fails; what was
    written until then stays in the file, whose name is told. If the program is told to end
    meanwhile, nobody reads that any more, and what was written until then is the text.
    """
    words = editor_of(os.environ)
    called = clean(Path(words[0]).name)
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(".txt", "partnercheck-", folder)
        with open(number, "w", encoding="utf-8") as stream:
            stream.write(text)
        with app.suspend():
            # An error must not pass through: the screens would not come back.
            status = _run([*words, name], lambda: bool(app.ended_by))
        if isinstance(status, OSError):
            with suppress(OSError):
                os.unlink(name)
            raise status
        data = read_bytes(name)
        if len(data) > MAX_BYTES:
            raise UserError(f"the editor {called} left more than 1 MiB; it is in {name}")
        now = data.decode("utf-8", "replace")
    except SuspendNotSupported:
        raise UserError("this terminal cannot be left to an editor") from None
    except OSError as error:
        raise UserError(f"the editor {called} cannot be used: {told(error)}") from error
    if app.ended_by:
        status = 0
    kept = status != 0 and now != text
    if not kept:
        with suppress(OSError):
            os.unlink(name)
    if status:
        where = f"; what was written is in {name}" if kept else ""
        raise UserError(f"the editor {called} ended with status {status}{where}")
    return clean(now, lines=True).strip()


def _run(words: Sequence[str], ended: Callable[[], bool]) -> int | OSError:
    """Run the editor to its end, or say why it cannot be run.

    A signal that is to end this program is passed on to the editor: only the leader of a terminal's
    processes is told that the terminal is gone. It may come at any moment, also before the editor
    runs, which is not started any more if the program has been told to end by then. What keys send
    is the editor's alone. Ctrl+Z stops both, and `fg` continues both.
    """
    editor: subprocess.Popen[bytes] | None = None
    came: list[int] = []

    def pass_on(number: int, _: object) -> None:
        if came and number == signal.SIGALRM and editor:
            editor.kill()
            return
        came.append(number)
        alarm_after(LEAVE_SECONDS)
        if editor:
            editor.send_signal(number)

    with handled({**dict.fromkeys(ENDING, pass_on), **OF_THE_EDITOR}):
        status: int | OSError = 0
        if not ended():
            try:
                editor = subprocess.Popen(words)
            except OSError as error:
                status = error
            else:
                for number in tuple(came):
                    editor.send_signal(number)
                status = editor.wait()
    for number in came[:1]:
        signal.raise_signal(number)
    return status


def _ignore(*_: object) -> None:
    """Ignore a signal; unlike SIG_IGN, a handler is not inherited by the editor."""


OF_THE_EDITOR: Mapping[int, Handler] = {
    **dict.fromkeys(FROM_KEYS, _ignore),
    signal.SIGCONT: _ignore,
    signal.SIGTSTP: signal.SIG_DFL,
}
