"""The glossary screen: the program's terms and their meanings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.workspace.glossary import glossary
from partnercheck.workspace.open import Workspace

WORD = 20


class GlossaryScreen(Page[None]):
    """Words and their meanings."""

    KEYS: ClassVar[Sequence[Key]] = (HELP, BACK)
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "glossary"

    def __init__(self, workspace: Workspace) -> None:
        """Create the glossary of a workspace."""
        super().__init__()
        self._terms, self._problems = glossary(workspace)

    def body(self) -> Sequence[Widget]:
        """Return the words."""
        return (Sheet(id="glossary"),)

    def on_mount(self) -> None:
        """Show the words."""
        self.set_focus(self.query_one("#glossary", Sheet))
        self.set_header("Glossary", f"{len(self._terms)} words")
        if self._problems:
            self.show_message(str(self._problems[0]), "note")

    def on_resize(self) -> None:
        """Lay out the glossary for the new width."""
        rest = max(10, self.size.width - WORD - 5)
        rows = [
            SheetRow(term.word, (Span(term.word, "strong"), Span(f"{term.meaning} ({term.whose})")))
            for term in self._terms
        ]
        columns = [Column("", WORD, wrap=True), Column("", rest, wrap=True)]
        sheet = self.query_one("#glossary", Sheet)
        sheet.fill(columns, rows, sheet.key)
