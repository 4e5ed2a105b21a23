"""Textual's driver, for a terminal that may be gone at any moment, and for pastes of anything.

Textual writes to the terminal in a thread of its own, which ends at the first error; whoever
writes after that waits for it forever, and so would the program whose connection was dropped.
It also looks for keys in a paste that has an escape character in it.
"""

from __future__ import annotations

import errno
import signal
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

if TYPE_CHECKING:
    from partnercheck.app.application import PartnerCheck

ESCAPE = "\x1b"
SHOW_CURSOR = "\x1b[?25h"
SHOWN = "\N{SYMBOL FOR ESCAPE}"


class _Unbroken:
    """A file whose writes to a terminal that is gone go nowhere."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


class UnbrokenDriver(LinuxDriver):
    """The driver of terminals, which outlives its terminal for as long as leaving takes."""

    def __init__(self, *words: Any, **more: Any) -> None:
        """Textual's driver with a file that never raises."""
        super().__init__(*words, **more)
        self._file = cast("Any", _Unbroken(self._file))
        # The input thread makes its parser itself, by this name.
        linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]

    def run_input_thread(self) -> None:
        """Read keys until the terminal is gone, which ends the application as a signal does.

        Where the error came before the signal was looked at, Textual would end with a status of 1.
        """
        try:
            super().run_input_thread()
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            # A busy application would notice only when it has time to look.
            if not cast("PartnerCheck", self._app).leaving:
                signal.raise_signal(signal.SIGHUP)

    def start_application_mode(self) -> None:
        """Take the terminal over; its own cursor is seen where a person wants that."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if cast("PartnerCheck", self._app).chosen.cursor:
            self.write(SHOW_CURSOR)
            self.flush()


class PasteParser(XTermParser):
    """Textual's parser, for which what is pasted is text to its end, and never keys."""

    def __init__(self, debug: bool = False) -> None:
        """A parser at a place where nothing is being pasted."""
        super().__init__(debug)
        self._pasting = False
        self._before = ""
        self._held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """The messages in what the terminal sent; nothing is its end."""
        made = self._defused(data)
        if made or not data:
            yield from super().feed(made)

    def tick(self) -> Iterable[Message]:
        """The messages that are due; what was begun and not gone on with is no mark any more."""
        yield from super().tick()
        if self._timeout_time is None:
            self._before = ""

    def _defused(self, data: str) -> str:
        """The data with every escape character in a paste shown; what may end it is held back."""
        made = ""
        while data:
            if self._pasting:
                text, mark, data = (self._held + data).partition(BRACKETED_PASTE_END)
                self._held = "" if mark else _begun(text, BRACKETED_PASTE_END)
                made += text.removesuffix(self._held).replace(ESCAPE, SHOWN) + mark
                self._before = ""
            else:
                seen = self._before + data
                text, mark, data = seen.partition(BRACKETED_PASTE_START)
                made += (text + mark)[len(self._before) :]
                self._before = "" if mark else _begun(text, BRACKETED_PASTE_START)
            self._pasting ^= bool(mark)
        return made


def _begun(text: str, mark: str) -> str:
    """The end of a text that may be the beginning of a mark."""
    ends = (mark[:length] for length in range(len(mark) - 1, 0, -1))
    return next((end for end in ends if text.endswith(end)), "")
