"""The list of questions with their answers, from which the user can go to a question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.progress import answer_line
from partnercheck.app.shared.question import mark_of
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow, row_height
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.cells import width_of
from partnercheck.base.english import plural
from partnercheck.base.records import Answer
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import answer_counts

# The answer's column; a question takes at most half of the width, and wraps.
ANSWER, MOST_TOPIC_SHARE, LEAST_TEXT = 6, 2, 10
# The header with the bar, the heads of the columns, the message and a line of keys.
LINES_AROUND = 5


class ItemsScreen(Page[str]):
    """All questions of the form; the result is the id of the chosen question, or None."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("items.choose", "enter", "choose", "Go to the question", "answer it"),
        Key(
            *("items.next-open", "o", "next_open", "Next question without an answer"),
            "next unanswered",
        ),
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
        bar = answer_line(*answer_counts(self._sitting), self.size.width)
        items = self._sitting.items
        self.set_header("Questions", plural(len(items), "question"), "", bar)
        topic = max((width_of(each.topic) for each in items), default=0)
        topic = min(topic, self.size.width // MOST_TOPIC_SHARE)
        rest = max(LEAST_TEXT, self.size.width - MARKER - topic - 1 - ANSWER - 1 - 1)
        columns = [
            Column("Question", topic, wrap=True),
            Column("Answer", ANSWER),
            Column("What happened", rest),
        ]
        names = {each.id: each.name for each in self._sitting.instrument.conditions}
        rows: list[SheetRow] = []
        for condition, of_condition in groupby(items, key=attrgetter("condition")):
            name = Span(names[condition], "strong")
            rows.append(SheetRow(condition, (name, Span("")), is_heading=True))
            rows += [_row(item, self._sitting.answer_to(item.id)) for item in of_condition]
        # The evidence is shown in full if all questions then still fit on the page.
        full = [*columns[:-1], columns[-1]._replace(wrap=True)]
        lines = sum(row_height(row, full) for row in rows)
        columns = full if lines <= self.size.height - LINES_AROUND else columns
        sheet.fill(columns, rows, sheet.key or (self._item or items[0]).id)

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
        keys = [row.key for row in sheet.rows]
        at = next((n for n, each in enumerate(items) if each.id == sheet.key), 0)
        for item in (*items[at + 1 :], *items[: at + 1]):
            if not self._sitting.answer_to(item.id).is_answered:
                sheet.action_move(keys.index(item.id) - sheet.cursor)
                return
        self.show_message("Every question has an answer")


def _row(item: Item, answer: Answer) -> SheetRow:
    cells = (
        Span(item.topic),
        Span(mark_of(answer), "key"),
        Span(one_line(answer.evidence or answer.reason), "dim"),
    )
    return SheetRow(item.id, cells)
