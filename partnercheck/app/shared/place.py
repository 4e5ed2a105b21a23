"""The screen that shows a file or an address in full, with a key that opens it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.opener import open_place, opener_name, over_ssh
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import more_line
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part, ReadingPane
from partnercheck.app.shared.widgets.sheet import IN_LISTS
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError
from partnercheck.base.text import clean
from partnercheck.workspace.places import place_of, source_of


class PlaceScreen(Page[None]):
    """An address or a file, shown in full before it is opened."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "place.place",
            "O",
            "open",
            "Open the file or address with the system's default program",
            "open",
        ),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "place"

    def __init__(self, root: Path, text: str, title: str, is_source: bool) -> None:
        """Create the screen for a place.

        Args:
            root: The workspace's folder.
            text: The place, as it is written.
            title: The title of the screen, such as the question that the place belongs to.
            is_source: Whether evidence is kept there; then any text counts as a place.

        """
        super().__init__()
        self._root = root
        self._text = text
        self._title = title
        self._judge = source_of if is_source else place_of

    def body(self) -> Sequence[Widget]:
        """Return the lines about the place."""
        return (ReadingPane(lambda: more_line(self.key_label("list.page-down"), "scrolls down")),)

    def on_mount(self) -> None:
        """Show the place, and whether it can be opened."""
        pane = self.query_one(ReadingPane)
        self.set_focus(pane)
        self.set_header(self._title)
        pane.show([BLANK, *self._parts()])
        place = self._judge(self._root, self._text)
        if not place.target:
            self.show_message(f"This cannot be opened: {place.reason}", "note")
        elif over_ssh(os.environ):
            self.show_message("You are connected over SSH: open it on your own computer")
        else:
            self.show_message(f"Press {self.key_label('place.place')} to open it")

    def _parts(self) -> Iterator[Part]:
        """Yield the place as it is written and, for a file, its whole path."""
        yield Part(self._text, "As written")
        place = self._judge(self._root, self._text)
        if place.kind == "file":
            yield Part(clean(place.target), "Whole path")

    def action_open(self) -> None:
        """Open the place, after checking it again: the file may have changed meanwhile."""
        if over_ssh(os.environ):
            self.show_message("Not opened: you are connected over SSH", "note")
            return
        try:
            # Shown before it is started, so that a failure, which comes later, replaces it.
            place = self._judge(self._root, self._text)
            self.show_message(f"Opening it with {opener_name()}, in a window of its own")
            open_place(place, self._opening_failed)
        except UserError as error:
            self.show_message(capitalised(str(error)), "poor")

    def _opening_failed(self, reason: str) -> None:
        """Show that the program has failed; called from the thread that waits for it."""

        def show() -> None:
            if self.is_attached:
                self.show_message(capitalised(reason), "poor")

        # The program may have ended meanwhile; then there is no screen for the message.
        with suppress(RuntimeError):
            self.app.call_from_thread(show)
