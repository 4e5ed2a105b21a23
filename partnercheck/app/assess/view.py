"""The lines of the assess screen: a question with its anchors and evidence, or the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from partnercheck.app.assess.ending import (
    NextAction,
    detail_lines,
    end_lines,
)
from partnercheck.app.shared.confirm import both_lines
from partnercheck.app.shared.question import (
    KeyLabel,
    anchor_lines,
    answer_words,
    evidence_lines,
    offered_lines,
    rules_at_the_bottom,
    sibling_lines,
    so_far_lines,
)
from partnercheck.app.shared.widgets.lines import Line
from partnercheck.assessing.pending_answer import PendingAnswer
from partnercheck.assessing.question_words import PhrasedQuestion, phrase_question, reading_rules
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.cells import cut, width_of
from partnercheck.base.records import Answer, Vendor
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import Ending, by_these_answers, place_in_condition
from partnercheck.workspace.responses import AnswerConflict

# If the screen has at least this many cells, the evidence is beside the question: long lines are
# hard to read.
WIDE = 110
MOST_BESIDE = 64
GAP = 2
LEAST_NAME = 16


def side_width(width: int) -> int:
    """Return the width of the side column in cells; 0 if the screen has no room for it."""
    return min(MOST_BESIDE, width * 2 // 5) if width >= WIDE else 0


class QuestionView(NamedTuple):
    """The data from which a question or the end is drawn; `width` is the screen's, in cells."""

    sitting: Sitting
    vendor: Vendor
    pending: PendingAnswer
    item: Item | None
    verdict_visible: bool
    width: int
    key_label: KeyLabel
    end: Ending | None = None  # after the last question
    actions: Sequence[NextAction] = ()  # what to do next
    labels: Mapping[str, str] = {}  # those of the actions' keys
    room: int = 0  # the lines between the header and the message

    def answer_to(self, item: Item) -> Answer:
        """Return the answer to an item, saved or not."""
        return self.pending.answer_to(self.sitting, item.id)


def header_words(
    sitting: Sitting, vendor: Vendor, item: Item | None, width: int
) -> tuple[str, str]:
    """Return the title and the place of an item; without an item, of the end.

    If there is little room, the condition gets its short name, and the vendor's name is cut. The
    round and the person are always shown in full.
    """
    response = sitting.response
    rest = f"   {response.round}   {response.perspective}: {response.respondent}"
    place = place_in_condition(sitting, item) if item else "the end"
    room = width - 3
    if item and width_of(f"{vendor.name}{rest}{place}") > room:
        place = place_in_condition(sitting, item, short=True)
    name = cut(vendor.name, max(LEAST_NAME, room - width_of(rest) - width_of(place)))
    return f"{name}{rest}", place


def question_lines(view: QuestionView) -> tuple[list[Line], list[Line]]:
    """Return the lines of the question and of the side column.

    After the last question, the result takes the place of the question.
    """
    sitting, item, key_label = view.sitting, view.item, view.key_label
    beside = side_width(view.width)
    width = view.width - (beside + GAP if beside else 0)
    if item is None:
        assert view.end
        result = end_lines(view.end, view.actions, sitting, width, view.room, view.labels)
        details = detail_lines(view.end, sitting, beside or width)
        return (result, [(), *details]) if beside else (result + details, [])
    answer = view.answer_to(item)
    question = phrase_question(sitting, view.vendor, item, answer.basis)
    lines = anchor_lines(question, answer, width, key_label)
    if not beside:
        lines += _context_lines(view, question, answer, width)
        return [*lines, *_rules(view, width, view.room - len(lines))], []
    answers = [(sibling, view.answer_to(sibling)) for sibling in sitting.siblings(item)]
    context = _context_lines(view, question, answer, beside)
    lines += _rules(view, width, view.room - len(lines))
    return lines, [(), *context, *sibling_lines(answers, item, beside)]


def _rules(view: QuestionView, width: int, free: int) -> list[Line]:
    rules = reading_rules(view.vendor.stage, view.sitting.response.perspective)
    return rules_at_the_bottom(rules, width, free)


def _context_lines(
    view: QuestionView, question: PhrasedQuestion, answer: Answer, width: int
) -> list[Line]:
    """Return the verdict so far, evidence and earlier answer; in a conflict, both answers."""
    pending, sitting = view.pending, view.sitting
    if isinstance(pending.error, AnswerConflict) and pending.unsaved:
        return both_lines(pending.error.theirs, pending.unsaved.answer, question.did, width)
    so_far = by_these_answers(sitting) if view.verdict_visible else ""
    lines = [*so_far_lines(so_far, width), *evidence_lines(answer, width, view.key_label)]
    offered = sitting.offered(question.item.id)
    if offered is None or pending.unsaved:
        return lines
    words = answer_words(offered, question.did)
    return lines + offered_lines(words, sitting.carried.round, width, view.key_label)
