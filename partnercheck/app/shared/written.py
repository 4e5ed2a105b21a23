"""The screen after writing a file: its whole path, and the next steps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import more_line
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part, ReadingPane
from partnercheck.app.shared.widgets.sheet import IN_LISTS
from partnercheck.base.text import clean


class WrittenScreen(Page[None]):
    """The path of a file that was written, and numbered steps for using it."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("written.next", "enter", "back", "Continue", "continue"),
        Key("written.copy", "y", "copy", "Send the path to the clipboard", "copy the path"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "written"

    def __init__(self, title: str, file_words: str, path: Path, steps: Sequence[str]) -> None:
        """Create the screen; `what` names the file, such as "The form"."""
        super().__init__()
        self._title = title
        self._file_words = file_words
        self._path = path
        self._steps = steps

    def body(self) -> Sequence[Widget]:
        """Return the text."""
        return (ReadingPane(lambda: more_line(self.key_label("list.page-down"), "scrolls down")),)

    def on_mount(self) -> None:
        """Show the path and the steps."""
        self.set_header(self._title)
        pane = self.query_one(ReadingPane)
        self.set_focus(pane)
        pane.show(
            [
                BLANK,
                Part(f"{self._file_words} was written to", sign="✓", look="good"),
                Part(clean(str(self._path)), sign=" ", look="strong"),
                BLANK,
                *([Part("Next", look="strong")] if self._steps else []),
                *(Part(step, sign=f"{number}.") for number, step in enumerate(self._steps, 1)),
            ]
        )

    def action_copy(self) -> None:
        """Send the path to the clipboard with OSC 52, without knowing whether that works."""
        self.app.copy_to_clipboard(str(self._path))
        self.show_message("The path was sent to the clipboard")
