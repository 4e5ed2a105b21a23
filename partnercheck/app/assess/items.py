"""The list of questions with their answers, from which the user can go to a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.progress import answer_parts, progress_line
from partnercheck.app.shared.question import mark_of
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.records import Answer
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import answer_counts, progress


class ItemsScreen(Page[str]):
    """All questions of the form; the result is the id of the chosen question, or None."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("items.choose", "enter", "choose", "Go to the question", "go to it"),
        Key("items.next-open", "o", "next_open", "Next question without an answer", "next open"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "items"

    def __init__(self, sitting: Sitting, item: Item | None) -> None:
        """Create the list of a questionnaire's items, with the cursor on one of them."""
        super().__init__()
        self._sitting = sitting
        self._item = item

    def body(self) -> Sequence[Widget]:
        """Return the list."""
        return (Sheet(id="items"),)

    def on_mount(self) -> None:
        """Show the list."""
        sheet = self.query_one("#items", Sheet)
        self.set_focus(sheet)
        self._fill(sheet)

    def on_resize(self) -> None:
        """Lay out the list for the new width."""
        self._fill(self.query_one("#items", Sheet))

    def _fill(self, sheet: Sheet) -> None:
        bar = progress_line(answer_parts(*answer_counts(self._sitting)), self.size.width)
        self.set_header("Questions", progress(self._sitting), "", bar)
        rest = max(10, self.size.width - 2 - 5 - 3 - 27 - 3)
        columns = [
            Column("", 4),
            Column("", 2),
            Column("Question", 26),
            Column("What happened", rest),
        ]
        names = {each.id: each.short for each in self._sitting.instrument.conditions}
        rows = [
            _row(item, names[item.condition], self._sitting.answer_to(item.id))
            for item in self._sitting.items
        ]
        sheet.fill(columns, rows, sheet.key or (self._item.id if self._item else ""))

    async def action_choose(self) -> None:
        """Go to the question under the cursor."""
        await self.finish(self.query_one("#items", Sheet).key)

    async def on_sheet_row_clicked(self) -> None:
        """Go to the question when the row under the cursor is clicked."""
        await self.action_choose()

    def action_next_open(self) -> None:
        """Move the cursor to the next question without an answer."""
        sheet = self.query_one("#items", Sheet)
        items = self._sitting.items
        order = [*range(sheet.cursor + 1, len(items)), *range(sheet.cursor + 1)]
        for number in order:
            if not self._sitting.answer_to(items[number].id).is_answered:
                sheet.action_move(number - sheet.cursor)
                return
        self.show_message("Every question has an answer")


def _row(item: Item, condition: str, answer: Answer) -> SheetRow:
    cells = (
        Span(condition, "dim"),
        Span(mark_of(answer), "key"),
        Span(item.topic),
        Span(one_line(answer.evidence or answer.reason), "dim"),
    )
    return SheetRow(item.id, cells)
