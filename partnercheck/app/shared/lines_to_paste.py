"""The screen with lines to paste, which can be sent to the clipboard or written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.ask import AskScreen
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.reading_pane import WIDEST_TEXT
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow
from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import typed_path
from partnercheck.storage.atomic import write_new

# From this many lines on, the lines have a blank one between them.
HIGH = 30
# Below the field for the name of a file.
WHERE_WRITTEN = "A path, or a name in the current folder. An existing file is not replaced."


class LinesScreen(Page[None]):
    """A few lines of text, to copy or to save to a file."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("lines.copy", "y", "copy", "Send the lines to the clipboard", "copy"),
        Key("lines.export", "X", "write", "Write the lines to a file", "write"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "lines"

    def __init__(
        self, lines: Sequence[str], file: str, title: str = "Five-line summary to paste"
    ) -> None:
        """Create a screen for these lines; `file` is the suggested file name."""
        super().__init__()
        self._title = title
        self._text = "\n".join(lines) + "\n"
        self._rows = lines
        self._file = file

    def body(self) -> Sequence[Widget]:
        """Return the lines."""
        return (Sheet(id="lines", marks_row=False),)

    def on_mount(self) -> None:
        """Show the lines."""
        self.set_focus(self.query_one("#lines", Sheet))
        self.set_header(self._title)

    def on_resize(self) -> None:
        """Lay out the lines for the new width."""
        number = len(f"{len(self._rows)}")
        text = max(10, min(WIDEST_TEXT, self.size.width - MARKER - number - 3))
        columns = [Column("", number), Column("", text, wrap=True)]
        rows: list[SheetRow] = []
        for at, row_text in enumerate(self._rows, 1):
            if rows and self.size.height >= HIGH:
                rows.append(SheetRow(f"before {at}", (Span(""),), is_heading=True))
            rows.append(SheetRow(f"{at}", (Span(f"{at:>{number}}", "dim"), Span(row_text))))
        self.query_one("#lines", Sheet).fill(columns, rows)

    def action_copy(self) -> None:
        """Send the lines to the clipboard with OSC 52; terminals do not confirm success."""
        self.app.copy_to_clipboard(self._text)
        self.show_message(clipboard_message(self.key_label("lines.export")))

    async def action_write(self) -> None:
        """Ask for a file name, and write the lines to that file."""
        title = f"Write a file: {self._title}"
        await self.open(AskScreen(title, "File", self._file, WHERE_WRITTEN), self._write)

    def _write(self, file: str | None) -> None:
        if not file:
            return
        try:
            path = typed_path(file)
            write_new(path, self._text.encode("utf-8"))
        except FileExistsError:
            self.show_message(
                f"{path} already exists and was not replaced. Choose another name", "poor"
            )
        except (UserError, OSError, ValueError) as error:
            self.show_message(f"The lines could not be written: {error}", "poor")
        else:
            self.show_message(f"The lines were written to {path.absolute()}")


def clipboard_message(write_key: str) -> str:
    """Return the message about text sent to the clipboard; terminals do not confirm success."""
    return f"Sent to the clipboard. If pasting fails, press {write_key} to write a file"
