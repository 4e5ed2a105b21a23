"""Help: the keys of a screen by group, its signs, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.help_texts import codes, texts
from partnercheck.app.shared.keys import APP_KEYS, BACK, Key, all_key_labels, remapped
from partnercheck.app.shared.meanings import group, groups
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.workspace.user_settings import config_file

# As wide as the longest sign, and less on a narrow terminal, where a sign may take two lines.
KEY_WIDTH, NARROW_KEY_WIDTH, NARROW = 17, 12, 80
ID_WIDTH = 25
_BLANK = (Span(""), "")


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
        narrow = NARROW_KEY_WIDTH if self.size.width < NARROW else KEY_WIDTH
        first = ID_WIDTH if self._ids else narrow
        width = max(20, self.size.width - first - 5)
        rows = [
            SheetRow(f"{number}", (term, Span(text)))
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

    def _entries(self) -> list[tuple[Span, str]]:
        """Return the keys by group, then the signs, then what the screen shows."""
        entries: list[tuple[Span, str]] = []
        for title, keys in self._groups():
            entries += [*([_BLANK] if entries else []), (Span(title, "strong"), "")]
            entries += [(Span(term, "key"), text) for term, text in self._terms(keys)]
        if signs := codes(self._topic):
            entries += [_BLANK, (Span("Signs", "strong"), "")]
            entries += [(Span(sign), text) for sign, text in signs]
        if about := texts(self._topic, self.key_label):
            entries += [_BLANK, (Span("This screen", "strong"), "")]
            entries += [(Span(""), text) for text in about]
        return entries

    def _groups(self) -> list[tuple[str, Sequence[Key]]]:
        """Return the groups that have keys, in order; those of a list are before the last."""
        keymap = self.partnercheck.keymap
        known = {key.id for key in self._explained}
        everywhere = [key for key in remapped(APP_KEYS, keymap) if key.id not in known]
        by_group: dict[str, list[Key]] = {each: [] for each in groups()}
        for key in (*self._explained, *everywhere):
            by_group[group(key)].append(key)
        *own, last = by_group.items()
        where, inside = self._inside
        found: list[tuple[str, Sequence[Key]]] = [*own, (where, remapped(inside, keymap)), last]
        return [(title, keys) for title, keys in found if keys]

    def _terms(self, keys: Sequence[Key]) -> list[tuple[str, str]]:
        """Return each key with its action; keys with the same action share an entry."""
        if self._ids:
            return [(key.id, key.description) for key in keys]
        alike = groupby(keys, key=attrgetter("description"))
        return [(" ".join(map(all_key_labels, each)), text) for text, each in alike]
