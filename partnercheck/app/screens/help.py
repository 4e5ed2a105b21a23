"""Help: what a screen shows, and what can be pressed on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.keys import APP_KEYS, BACK, Key, face
from partnercheck.app.screens.page import Page
from partnercheck.app.widgets.lines import Span
from partnercheck.app.widgets.sheet import KEYS as LIST_KEYS
from partnercheck.app.widgets.sheet import Column, Sheet, SheetRow

KEY_WIDTH = 16


class HelpScreen(Page[None]):
    """The explanation of one screen, with its keys."""

    KEYS: ClassVar[Sequence[Key]] = (BACK,)
    ABOUT = "help"

    def __init__(self, about: str, keys: Sequence[Key]) -> None:
        """The help of the screen with this name and these keys."""
        super().__init__()
        self._about = about
        self._explained = keys

    def body(self) -> Sequence[Widget]:
        """The text."""
        return (Sheet(id="help"),)

    def on_mount(self) -> None:
        """Show it."""
        self.set_focus(self.query_one("#help", Sheet))
        self.head(f"Help: {self._about}")
        self.on_resize()

    def on_resize(self) -> None:
        """Lay out in the new width."""
        width = max(20, self.size.width - KEY_WIDTH - 5)
        rows = [
            SheetRow(f"{number}", (Span(term, "key"), Span(text)))
            for number, (term, text) in enumerate(self._entries())
        ]
        columns = [Column("", KEY_WIDTH, wrap=True), Column("", width, wrap=True)]
        self.query_one("#help", Sheet).fill(columns, rows)

    def _entries(self) -> list[tuple[str, str]]:
        from partnercheck.app.help_texts import texts

        entries = [("", text) for text in texts(self._about)]
        entries.append(("", ""))
        entries += [(face_of(key), key.about) for key in self._explained]
        entries += [("", ""), ("In every list", "")]
        entries += [(face_of(key), key.about) for key in LIST_KEYS]
        entries += [("", ""), ("Everywhere", "")]
        entries += [(face_of(key), key.about) for key in APP_KEYS]
        return [*entries, ("^P", "Every action by name")]


def face_of(key: Key) -> str:
    """The keys of an action in full, as the help writes them."""
    from msgspec.structs import replace

    return face(replace(key, face=""))
