"""A text in the person's own editor: the screens leave the terminal to it and come back."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from textual.app import App, SuspendNotSupported

from partnercheck.files.regular import MAX_BYTES, read_bytes
from partnercheck.files.save import told
from partnercheck.model import UserError
from partnercheck.text import clean

ASKED = ("VISUAL", "EDITOR")
PASSED_ON = (signal.SIGHUP, signal.SIGTERM)


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """The person's editor and its options. Raises UserError where none is named."""
    for name in ASKED:
        try:
            if words := shlex.split(environment.get(name, "")):
                return words
        except ValueError as error:
            raise UserError(f"{name} cannot be read: {error}") from None
    raise UserError("no editor is named: set EDITOR, as in `export EDITOR=nano`")


def edited(app: App[None], text: str, folder: Path | None) -> str:
    """The text as it comes out of the editor, cleaned.

    It is edited in a file of the folder that nobody else can read, and that is gone afterwards.
    Raises UserError, with the text as it was, where there is no editor or it fails; what was
    written until then stays in the file, whose name is told.
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
            status = _run([*words, name])
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
    kept = status != 0 and now != text
    if not kept:
        with suppress(OSError):
            os.unlink(name)
    if status:
        where = f"; what was written is in {name}" if kept else ""
        raise UserError(f"the editor {called} ended with status {status}{where}")
    return clean(now, lines=True).strip()


def _run(words: Sequence[str]) -> int | OSError:
    """Run the editor to its end, or say why it cannot be run; a signal that ends us ends it too.

    Only the leader of a terminal's processes is told that the terminal is gone.
    """
    try:
        editor = subprocess.Popen(words)
    except OSError as error:
        return error

    def pass_on(number: int, _: FrameType | None) -> None:
        editor.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in PASSED_ON}
    try:
        return editor.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
