"""Help: an explanation of a screen, and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.help_texts import texts
from partnercheck.app.shared.keys import APP_KEYS, BACK, Key, all_key_labels, remapped
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.workspace.user_settings import config_file

KEY_WIDTH = 16
ID_WIDTH = 25


class HelpScreen(Page[None]):
    """The explanation of one screen, with its keys."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "help.ids",
            "number_sign",
            "ids",
            "Show the ids of the keys, for your own key settings",
            "ids",
        ),
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "help"

    def __init__(self, topic: str, keys: Sequence[Key], inside: tuple[str, Sequence[Key]]) -> None:
        """Create the help for a screen, with the keys of the screen and of its widgets."""
        super().__init__()
        self._topic = topic
        self._explained = keys
        self._inside = inside
        self._ids = False

    def body(self) -> Sequence[Widget]:
        """Return the text."""
        return (Sheet(id="help"),)

    def on_mount(self) -> None:
        """Show the text."""
        self.set_focus(self.query_one("#help", Sheet))
        self.set_header(f"Help: {self._topic}")
        self.on_resize()

    def on_resize(self) -> None:
        """Lay out the text for the new width."""
        super().on_resize()
        first = ID_WIDTH if self._ids else KEY_WIDTH
        width = max(20, self.size.width - first - 5)
        rows = [
            SheetRow(f"{number}", (Span(term, "key"), Span(text)))
            for number, (term, text) in enumerate(self._entries())
        ]
        columns = [Column("", first, wrap=True), Column("", width, wrap=True)]
        sheet = self.query_one("#help", Sheet)
        sheet.fill(columns, rows, sheet.key)

    def action_ids(self) -> None:
        """Switch between the keys and their ids."""
        self._ids = not self._ids
        self.on_resize()
        self.show_message(f"[keymap] in {config_file()}" if self._ids else "")

    def _entries(self) -> list[tuple[str, str]]:
        keymap = self.partnercheck.keymap
        where, inside = self._inside
        known = {key.id for key in self._explained}
        everywhere = remapped(APP_KEYS, keymap)
        groups = [
            ("", self._explained),
            (where, remapped(inside, keymap)),
            ("Everywhere", [key for key in everywhere if key.id not in known]),
        ]
        entries = [("", text) for text in texts(self._topic, self.key_label)]
        for title, keys in groups:
            if keys:
                entries += [("", ""), *([(title, "")] if title else [])]
                entries += self._terms(keys)
        return entries

    def _terms(self, keys: Sequence[Key]) -> list[tuple[str, str]]:
        """Return each key with its action; keys with the same action share an entry."""
        if self._ids:
            return [(key.id, key.description) for key in keys]
        alike = groupby(keys, key=attrgetter("description"))
        return [(" ".join(map(all_key_labels, each)), text) for text, each in alike]
