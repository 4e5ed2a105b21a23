"""Five lines to paste: sent to the terminal's clipboard, or written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.ask import AskScreen
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import typed_path
from partnercheck.storage.atomic import write_new


class LinesScreen(Page[None]):
    """A few lines of text, to copy or to write to a file."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("lines.copy", "y", "copy", "Send them to the terminal's clipboard", "copy"),
        Key("lines.write", "w", "write", "Write them to a file", "write"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "lines"

    def __init__(self, lines: Sequence[str], file: str) -> None:
        """Show lines, and offer `file` as the name of their file."""
        super().__init__()
        self._text = "\n".join(lines) + "\n"
        self._rows = lines
        self._file = file

    def body(self) -> Sequence[Widget]:
        """The lines."""
        return (Sheet(id="lines"),)

    def on_mount(self) -> None:
        """Show them."""
        self.set_focus(self.query_one("#lines", Sheet))
        self.set_header("Five lines to paste")

    def on_resize(self) -> None:
        """Lay out in the new width."""
        columns = [Column("", max(10, self.size.width - 4), wrap=True)]
        rows = [SheetRow(f"{n}", (Span(text),)) for n, text in enumerate(self._rows)]
        self.query_one("#lines", Sheet).fill(columns, rows)

    def action_copy(self) -> None:
        """Send the lines as OSC 52, which no terminal confirms."""
        self.app.copy_to_clipboard(self._text)
        self.show_message(clipboard_message(self.key_label("lines.write")))

    async def action_write(self) -> None:
        """Ask for a file, and write the lines to it."""
        await self.open(AskScreen("Write the five lines", "File", self._file), self._write)

    def _write(self, file: str | None) -> None:
        if not file:
            return
        try:
            path = typed_path(file)
            write_new(path, self._text.encode("utf-8"))
        except FileExistsError:
            self.show_message(f"{path} is there already, and is left as it is", "poor")
        except (UserError, OSError, ValueError) as error:
            self.show_message(f"Not written: {error}", "poor")
        else:
            self.show_message(f"Written to {path.absolute()}")


def clipboard_message(write_key: str) -> str:
    """Return what to say after sending to the clipboard, which no terminal confirms."""
    return (
        "Sent to the terminal; whether it was copied, a terminal does not say. "
        f"Where it does not paste: {write_key} writes it to a file"
    )
