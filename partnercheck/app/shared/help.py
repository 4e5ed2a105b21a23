"""Help: the keys of a screen, its signs, and what it shows.

The keys of the footer come first, then the signs on the screen, then the other keys by group; the
keys that only move come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.help_texts import codes, texts
from partnercheck.app.shared.keys import APP_KEYS, BACK, Key, all_key_labels, remapped
from partnercheck.app.shared.meanings import group, groups, meaning
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import Column, SheetRow
from partnercheck.base.cells import width_of
from partnercheck.questionnaires.records import VendorClass
from partnercheck.workspace.user_settings import config_file

# The column of the keys and signs is as wide as the longest of them, up to this width.
MOST_KEY_WIDTH = 12
ID_WIDTH = 25
_BLANK = (Span(""), "")
HEADING = "strong"
MOST_USED, MARKS, GO = "Most used", "Marks", "Go"


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

    def __init__(
        self,
        topic: str,
        keys: Sequence[Key],
        inside: tuple[str, Sequence[Key]],
        classes: Sequence[VendorClass],
    ) -> None:
        """Create the help for a screen, with the keys of the screen and of its widgets.

        `classes` are those of the verdicts, whose signs are explained.
        """
        super().__init__()
        self._vendor_classes = classes
        self._topic = topic
        self._explained = keys
        self._inside = inside
        self._ids = False

    def body(self) -> Sequence[Widget]:
        """Return the text."""
        return (Sheet(id="help", moved=self._show_header, marks_row=False),)

    def on_mount(self) -> None:
        """Show the text."""
        self.set_focus(self.query_one("#help", Sheet))
        self.on_resize()

    def on_resize(self) -> None:
        """Lay out the text for the new width."""
        super().on_resize()
        entries = self._entries()
        longest = max(width_of(term.text) for term, _ in entries if term.look != HEADING)
        first = ID_WIDTH if self._ids else min(longest, MOST_KEY_WIDTH)
        width = max(20, self.size.width - first - 5)
        rows = [
            # The cursor passes over the headings and the blank lines before them.
            SheetRow(f"{number}", (term, Span(text)))
            if text
            else SheetRow(f"{number}", (term,), is_heading=True)
            for number, (term, text) in enumerate(entries)
        ]
        columns = [Column("", first, wrap=True), Column("", width, wrap=True)]
        sheet = self.query_one("#help", Sheet)
        # The first row is the heading of the first group.
        sheet.fill(columns, rows, sheet.key or "1")
        self._show_header()

    def _show_header(self) -> None:
        """Show the title and, if the text goes on below the page, the key that turns it."""
        sheet = self.query_one("#help", Sheet)
        goes_on = 0 < sheet.page[1] < len(sheet.rows)
        more = f"{self.key_label('list.page-down')} shows more" if goes_on else ""
        self.set_header(f"Help: {self._topic}", more)

    def action_ids(self) -> None:
        """Switch between the keys and their ids."""
        self._ids = not self._ids
        self.on_resize()
        self.show_message(f"[keymap] in {config_file()}" if self._ids else "")

    def _entries(self) -> list[tuple[Span, str]]:
        """Return the keys and the signs, then what the screen shows, and the keys that move."""
        most_used, *others, moving = self._groups()
        entries = self._group(*most_used)
        if signs := codes(self._topic, self._vendor_classes):
            entries += [_BLANK, (Span(MARKS, HEADING), "")]
            entries += [(Span(sign), text) for sign, text in signs]
        entries += [each for named in others for each in self._group(*named)]
        if explanations := texts(self._topic, self.key_label):
            entries += [_BLANK, (Span("This screen", HEADING), "")]
            entries += [(Span(""), text) for text in explanations]
        return [*entries, *self._group(*moving)][1:]

    def _group(self, title: str, keys: Sequence[Key]) -> list[tuple[Span, str]]:
        """Return a blank line, the title and the keys of a group; empty without keys."""
        if not keys:
            return []
        terms = [(Span(term, "key"), text) for term, text in self._terms(keys)]
        return [_BLANK, (Span(title, HEADING), ""), *terms]

    def _groups(self) -> list[tuple[str, Sequence[Key]]]:
        """Return the groups of keys: those of the footer first, those that only move last."""
        keymap = self.partnercheck.keymap
        known = {meaning(key) for key in self._explained}
        everywhere = [key for key in remapped(APP_KEYS, keymap) if meaning(key) not in known]
        by_group: dict[str, list[Key]] = {each: [] for each in groups()}
        in_footer = {key.id for key in self._explained if key.label}
        in_footer |= {each for key in self._explained for each in key.stands_for}
        for key in (*self._explained, *everywhere):
            if key.id not in in_footer:
                by_group[group(key)].append(key)
        footer = [key for key in self._explained if key.id in in_footer]
        moving = [*by_group.pop(GO), *remapped(self._inside[1], keymap)]
        return [(MOST_USED, footer), *by_group.items(), (self._inside[0] or GO, moving)]

    def _terms(self, keys: Sequence[Key]) -> list[tuple[str, str]]:
        """Return each key with its action; keys with the same action share an entry."""
        if self._ids:
            return [(key.id, key.description) for key in keys]
        alike = groupby(keys, key=attrgetter("description"))
        return [(" ".join(map(all_key_labels, each)), text) for text, each in alike]
