"""The rules for choosing a score, and the meaning of the other keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import more_line
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part, ReadingPane, part_lines
from partnercheck.app.shared.widgets.sheet import IN_LISTS

# The header, the message and a line of keys.
LINES_AROUND = 3


class RulesScreen(Page[None]):
    """The rules for choosing a score, each in a few words."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("rules.rules", "r,enter", "back", "Back to the question", "question"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "rules"

    def __init__(self, rules: Sequence[str], period: str) -> None:
        """Create the list of these rules; `period` names the months that they ask about."""
        super().__init__()
        self._rules = rules
        self._period = period

    def body(self) -> Sequence[Widget]:
        """Return the rules."""
        return (ReadingPane(lambda: more_line(self.key_label("list.page-down"), "scrolls down")),)

    def on_mount(self) -> None:
        """Show the rules."""
        self.set_focus(self.query_one(ReadingPane))
        self.set_header("How to choose a line", self._period)

    def on_resize(self) -> None:
        """Lay out the rules for the new width."""
        super().on_resize()
        rules = [Part(rule, sign="-") for rule in self._rules]
        spaced = [each for rule in rules for each in (rule, BLANK)][:-1]
        pane = self.query_one(ReadingPane)
        fits = len(part_lines(spaced, self.size.width)) <= self.size.height - LINES_AROUND
        pane.show(spaced if fits else rules)
