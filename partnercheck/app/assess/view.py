"""A question as it is shown: its anchors in full, and beside or below them what happened."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Container
from textual.widget import Widget

from partnercheck.app.shared.confirm import both_lines
from partnercheck.app.shared.note_page import NotePage
from partnercheck.app.shared.question import (
    anchor_lines,
    evidence_lines,
    offered_lines,
    result_lines,
    sibling_lines,
    so_far_lines,
)
from partnercheck.app.shared.widgets.lines import Line
from partnercheck.app.shared.widgets.note import Note
from partnercheck.app.shared.widgets.passage import Passage, turned
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.records import Answer, Vendor
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import by_these_answers, ending
from partnercheck.storage.save import SaveError
from partnercheck.workspace.responses import TakenError

# From so many cells on, what happened is beside the question; it is never wider than it reads well.
WIDE = 110
MOST_BESIDE = 64
BETWEEN = 2


class AssessView(NotePage):
    """One question of a sitting. What is answered to it is the assess screen's own."""

    CURSOR_SELECTOR = "#question"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    AssessView {
        #work { height: 1fr; layout: vertical; }
        #side { height: auto; }
        #beside { display: none; }
        &.-wide #work { layout: horizontal; }
        &.-wide #side { height: 1fr; }
        &.-wide #beside { display: block; }
        &.-wide Note { height: 9; margin-top: 1; }
    }
    """

    def __init__(self, sitting: Sitting, vendor: Vendor) -> None:
        """The questionnaire of a sitting, at its first open question."""
        super().__init__()
        self._sitting = sitting
        self._vendor = vendor
        self._at = sitting.first_open()
        self._unsaved: tuple[str, Answer] | None = None
        self._asked: SaveError | None = None
        self._show_verdict: bool | None = None
        self._top = 0

    def body(self) -> Sequence[Widget]:
        """The question, and beside or below it what happened, with the note being written."""
        beside = Container(Note(), Passage(self.more_below, "beside"), id="side")
        return (Container(Passage(self.more_below, "question"), beside, id="work"),)

    def on_resize(self) -> None:
        """Lay out in the new size."""
        super().on_resize()
        self.query_one("#side").styles.width = self._beside or "100%"
        self._show()

    @property
    def _beside(self) -> int:
        """How wide what happened is beside the question; 0 where it is below."""
        width = self.size.width
        return min(MOST_BESIDE, width * 2 // 5) if width >= WIDE else 0

    @property
    def _item(self) -> Item | None:
        items = self._sitting.items
        return items[self._at] if self._at < len(items) else None

    @property
    def _ids(self) -> list[str]:
        return [item.id for item in self._sitting.items]

    def _show(self) -> None:
        if not self.size.width:
            return
        who = self._sitting.response
        left = f"{self._vendor.name}   {who.round}   {who.perspective}: {who.respondent}"
        self.set_header(left, self._where())
        lines, others = self._lines()
        self.query_one("#question", Passage).show_text(lines, self._top)
        self.query_one("#beside", Passage).show_text(others, self._top)

    def _where(self) -> str:
        item = self._item
        if item is None:
            return "the end"
        condition = next(c for c in self._sitting.instrument.conditions if c.id == item.condition)
        siblings = [each for each in self._sitting.items if each.condition == item.condition]
        return f"{condition.name} {siblings.index(item) + 1} of {len(siblings)}"

    def _lines(self) -> tuple[list[Line], list[Line]]:
        """What is shown, and what is shown beside it."""
        sitting, item, key_label = self._sitting, self._item, self.key_label
        width = self.size.width - self._beside - (BETWEEN if self._beside else 0)
        if item is None:
            return result_lines(ending(sitting), width, key_label), []
        answer, side = self._current(), sitting.response.perspective
        lines = anchor_lines(item, answer, side, width, key_label)
        if not self._beside:
            return lines + self._about(item, width), []
        siblings = [each for each in sitting.items if each.condition == item.condition]
        answers = [(each, self._current_of(each.id)) for each in siblings]
        told = self._about(item, self._beside)
        return lines, [(), *told, *sibling_lines(answers, item, self._beside)]

    def _about(self, item: Item, width: int) -> list[Line]:
        """What belongs to a question: the verdict so far, what happened, what is offered."""
        sitting, key_label, answer = self._sitting, self.key_label, self._current()
        if isinstance(self._asked, TakenError) and self._unsaved:
            return both_lines(self._asked.theirs, self._unsaved[1], width)
        complete = any(sitting.complete(each.id) for each in sitting.instrument.conditions)
        visible = complete if self._show_verdict is None else self._show_verdict
        so_far = by_these_answers(sitting) if visible else ""
        lines = [*so_far_lines(so_far, width), *evidence_lines(answer, width, key_label)]
        offered = sitting.offered(item.id)
        if offered is None or self._unsaved:
            return lines
        return lines + offered_lines(offered, sitting.carried.round, width, key_label)

    def _count(self) -> str:
        return f"{self._sitting.done} of {len(self._sitting.items)} answered"

    def _current(self) -> Answer:
        assert self._item
        return self._current_of(self._item.id)

    def _current_of(self, item: str) -> Answer:
        """The answer to an item, saved or in hand."""
        held = self._unsaved is not None and self._unsaved[0] == item
        return self._unsaved[1] if held and self._unsaved else self._sitting.answer_to(item)

    def _go(self, at: int) -> None:
        self._at = min(max(0, at), len(self._sitting.items))
        self._top = 0
        self._show()

    def action_scroll(self, by: int) -> None:
        """Read on or back where the question does not fit."""
        self._top = turned(self._top, by, *self.query(Passage))
        self._show()

    def action_verdict(self) -> None:
        """Show or hide the verdict so far."""
        complete = any(self._sitting.complete(c.id) for c in self._sitting.instrument.conditions)
        shown = complete if self._show_verdict is None else self._show_verdict
        self._show_verdict = None if complete != shown else not shown
        self._show()
