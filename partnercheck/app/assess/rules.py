"""The rules for choosing a score, and the meaning of the other keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import Column, SheetRow


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
        """Create the list of these rules; `period` says which months they ask about."""
        super().__init__()
        self._rules = rules
        self._period = period

    def body(self) -> Sequence[Widget]:
        """Return the rules."""
        return (Sheet(id="rules"),)

    def on_mount(self) -> None:
        """Show the rules."""
        self.set_focus(self.query_one("#rules", Sheet))
        self.set_header("Show how to choose a line", self._period)

    def on_resize(self) -> None:
        """Lay out the rules for the new width."""
        rows = [SheetRow(f"{number}", (Span(rule),)) for number, rule in enumerate(self._rules)]
        columns = [Column("", max(10, self.size.width - 4), wrap=True)]
        self.query_one("#rules", Sheet).fill(columns, rows)
