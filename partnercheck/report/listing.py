"""A vendor's row in the portfolio: scores, sides, target, and the verdict in brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from partnercheck.base.cells import width_of
from partnercheck.base.english import capitalised, plural
from partnercheck.base.records import Problem, Record
from partnercheck.questionnaires.records import Instrument, LensWarning, State
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.sides import letters, sides_in_words
from partnercheck.report.signs import (
    DIRECTION_SIGNS,
    HELD_DOWN,
    NOT_ASSESSED,
    TARGET_SIGNS,
    WARNING,
    ClassSign,
    Sign,
    class_sign,
    state_sign,
    target_sign,
)
from partnercheck.report.words.asked import newer_awaited
from partnercheck.report.words.caveat_phrases import short_caveats
from partnercheck.report.words.caveats import pending_is_harmless
from partnercheck.report.words.verdict import range_and_so_far, short_class
from partnercheck.rules.conditions import RANK, state_of
from partnercheck.rules.records import ConditionVerdict
from partnercheck.rules.target import target_missed
from partnercheck.rules.trend import Change
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace import goals
from partnercheck.workspace.asked import awaited_clause
from partnercheck.workspace.meetings import meeting_missing
from partnercheck.workspace.promises import overdue_promises
from partnercheck.workspace.vendor_filter import key_label, value_text
from partnercheck.workspace.waiting import unfinished

# The most cells that a score may have if a blank precedes it, in a column of five cells.
MOST_WITH_BLANK = 3


class Score(Record, frozen=True):
    """A condition's score as text, and the range of its state."""

    number: str  # at most five cells: a number, or a range; `·` if nothing is assessed
    low: State  # the lowest possible state
    high: State  # the highest possible state
    held_down: bool = False  # whether a question keeps the state below the score's own state

    @property
    def sign(self) -> Sign:
        """The sign of the state."""
        return (
            NOT_ASSESSED if self.number == NOT_ASSESSED.glyph else state_sign(self.low, self.high)
        )

    @property
    def text(self) -> str:
        """The score after its state's glyph, with a sign if held down; a range has no glyph."""
        settled = self.low == self.high and "–" not in self.number
        # In a column of five cells there is no blank before "100↧".
        blank = "" if len(self.plain) > MOST_WITH_BLANK else " "
        return f"{self.sign.glyph}{blank}{self.plain}" if settled else self.plain

    @property
    def plain(self) -> str:
        """The score, with a sign if a question holds its state down."""
        return f"{self.number}{HELD_DOWN.glyph if self.held_down else ''}"

    @property
    def words(self) -> str:
        """The score, with the state in place of the sign."""
        return f"{self.number} {self.low}" if self.held_down else self.number


class Listed(Record, frozen=True):
    """One vendor's row, ready to display."""

    id: str
    name: str
    scores: tuple[Score, ...]
    sides: str
    target: str
    class_words: str
    caveats: tuple[str, ...]
    to_come: str
    round: str
    problem: str
    mismatch: bool
    class_sign: ClassSign
    target_sign: Sign
    direction: Sign | None = None  # of the class, compared with a year before, if certain
    warnings: tuple[str, ...] = ()  # the names of the lens warnings
    late: bool = False
    # The same texts without signs and abbreviations, for lines of any length.
    sides_words: str = ""
    target_name: str = ""
    verdict_words: str = ""
    so_far_words: str = ""  # the range of an open verdict and its class so far, if it has one
    caveat_words: tuple[str, ...] = ()  # in words that need no legend, without the warnings
    awaited: str = ""  # the answers still to come, in words
    overdue: str = ""  # goals, promises and meetings that are overdue, in words
    archived: bool = False
    more: tuple[str, ...] = ()  # the cells of further columns

    def verdict(self, width: int) -> str:
        """Return the class, as many caveats as fit in `width` cells, and the number left out."""
        for count in range(len(self.caveats), -1, -1):
            hidden = len(self.caveats) - count
            text = ", ".join([self.class_words, *self.caveats[:count]]) + (
                f" +{hidden}" if hidden else ""
            )
            if width_of(text) <= width:
                return text
        return text


def listed(
    judged: JudgedVendor,
    today: dt.date,
    change: Change | None = None,
    warnings: Sequence[LensWarning] = (),
    pending: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> Listed:
    """Return a vendor's row as of a day.

    `change` is the change since the previous assessed round; `warnings` are the lens warnings, and
    `pending` says in words which answers to lenses are still to come. `columns` are the keys of
    further columns.
    """
    vendor, errors, instrument = judged.vendor, judged.errors, judged.instrument
    warned = tuple(f"! {warning.name}" for warning in warnings)
    return Listed(
        id=vendor.id,
        name=vendor.name,
        scores=tuple(scored(judged, condition) for condition in judged.verdict.conditions),
        sides=letters(judged, today),
        target=judged.instrument.class_named(vendor.target).short if vendor.target else "",
        class_words=_class_words(judged, change),
        caveats=(*warned, *short_caveats(judged)),
        to_come=still_to_come(judged, today, [*pending, *newer_awaited(judged, today)]),
        round=judged.round.id,
        problem=in_short(errors[0]) if errors else "",
        mismatch=mismatch(judged),
        class_sign=class_sign(instrument, judged.verdict),
        target_sign=judged_target_sign(judged),
        direction=DIRECTION_SIGNS[change.arrow] if change and change.arrow else None,
        warnings=tuple(warning.name for warning in warnings),
        late=bool(late(judged, today)),
        sides_words=sides_in_words(judged, today),
        target_name=instrument.class_named(vendor.target).name if vendor.target else "",
        verdict_words=_verdict_words(judged, change, warned),
        so_far_words=_so_far_words(judged),
        caveat_words=tuple(short_caveats(judged, in_words=True)),
        awaited=awaited_answers(judged, today, [*pending, *newer_awaited(judged, today)]),
        overdue=late_in_words(judged, today),
        archived=vendor.archived is not None,
        more=tuple(value_text(vendor, key) for key in columns),
    )


def _class_words(judged: JudgedVendor, change: Change | None) -> str:
    """Return the class in short, with the sign of its change."""
    class_words = short_class(judged.instrument, judged.verdict)
    if change is not None and change.arrow:
        class_words += f" {DIRECTION_SIGNS[change.arrow].glyph}"
    return f"archived, {class_words}" if judged.vendor.archived else class_words


def _so_far_words(judged: JudgedVendor) -> str:
    has_both = judged.verdict.class_so_far and not judged.verdict.settled
    return range_and_so_far(judged.instrument, judged.verdict) if has_both else ""


def _verdict_words(judged: JudgedVendor, change: Change | None, warned: Sequence[str]) -> str:
    """Return the class and all caveats in words that need no legend."""
    instrument, verdict = judged.instrument, judged.verdict
    words = range_and_so_far(instrument, verdict)
    moved = {"up": "up", "down": "down"}.get(change.arrow or "") if change else None
    parts = [f"archived, {words}" if judged.vendor.archived else words]
    parts += [f"{moved} since {change.earlier.round}"] if moved and change else []
    return "; ".join([*parts, *warned, *short_caveats(judged, in_words=True)])


def in_short(problem: Problem) -> str:
    """Return a problem without the folders in its path, for a row that names the vendor.

    An error begins with the words for what it makes of its file.
    """
    name, message = problem.file.rpartition("/")[2], str(problem).removeprefix(problem.file)
    name = f"Unreadable file {name}" if problem.severity == "error" else name
    return f"{WARNING.glyph} {name}{message}"


def scored(judged: JudgedVendor, condition: ConditionVerdict) -> Score:
    """Return a condition's score or range, and the range of its state."""
    low, high = condition.state_low, condition.state_high
    if not judged.verdict.assessed:
        return Score(NOT_ASSESSED.glyph, low, high)
    is_low = held_down(judged.instrument, condition)
    return Score(span(condition.low, condition.high), low, high, is_low)


def held_down(instrument: Instrument, condition: ConditionVerdict) -> bool:
    """Return whether a question holds a condition below the state that its score alone has."""
    settled = points(condition.low) == points(condition.high)
    return settled and condition.state_low != state_of(instrument, condition.low, ())


def marked_span(instrument: Instrument, condition: ConditionVerdict) -> str:
    """Return a condition's score or range, with a sign if a question holds its state down."""
    held = instrument.classifies and held_down(instrument, condition)
    return f"{span(condition.low, condition.high)}{HELD_DOWN.glyph if held else ''}"


def judged_target_sign(judged: JudgedVendor) -> Sign:
    """Return the sign of the target: also "reached" if pending answers cannot change that."""
    verdict, target = judged.verdict, judged.vendor.target
    if verdict.worst_class == target and pending_is_harmless(judged):
        return TARGET_SIGNS["reached"]
    return target_sign(judged.instrument, verdict, target)


def mismatch(judged: JudgedVendor) -> bool:
    """Return whether the target class has become impossible."""
    return target_missed(judged.instrument, judged.verdict, judged.vendor.target)


def still_to_come(judged: JudgedVendor, today: dt.date, pending: Sequence[str] = ()) -> str:
    """Return a vendor's answers to come and overdue goals, promises and meetings, in words.

    `pending` are the answers to lenses that are still to come, in words.
    """
    return "; ".join([*_answers_to_come(judged, today), *pending, *late(judged, today)])


def awaited_answers(judged: JudgedVendor, today: dt.date, pending: Sequence[str] = ()) -> str:
    """Return a vendor's answers to come, in words, without what is overdue."""
    return "; ".join([*_answers_to_come(judged, today), *pending])


def late_in_words(judged: JudgedVendor, today: dt.date) -> str:
    """Return a vendor's overdue goals, promises and meetings under the heading "Overdue"."""
    return ", ".join(each.removesuffix(" overdue") for each in late(judged, today))


def late(judged: JudgedVendor, today: dt.date) -> list[str]:
    """Return a vendor's overdue goals, promises and meetings in a few words.

    Empty for an archived vendor.
    """
    if judged.vendor.archived:
        return []
    late_goals = goals.overdue(judged.files.goals, today)
    texts = [f"{plural(len(late_goals), 'goal')} overdue"] if late_goals else []
    if late_promises := overdue_promises(judged.files.promises, today):
        texts.append(f"{plural(len(late_promises), 'promise')} overdue")
    return [*texts, *(["meeting overdue"] if meeting_missing(judged.files, today) else [])]


def is_waited_for(judged: JudgedVendor) -> bool:
    """Return whether answers of somebody who has begun or was asked are still to come."""
    round_ = judged.round
    begun = unfinished(judged.instrument, round_.responses, round_.leavers)
    return bool(begun or round_.awaited)


def awaited_sentences(
    judged: JudgedVendor, today: dt.date, pending: Sequence[str] = ()
) -> list[str]:
    """Return a vendor's answers to come in sentences, begun questionnaires first."""
    begun = [*_begun(judged), *pending]
    first = [f"Still to come: {'; '.join(begun)}."] if begun else []
    return [*first, *(f"{capitalised(each)}." for each in _asked_or_not(judged, today))]


def _answers_to_come(judged: JudgedVendor, today: dt.date) -> list[str]:
    """Return whose answers are still to come, who was asked, and which side was not asked."""
    return [*_begun(judged), *_asked_or_not(judged, today)]


def _begun(judged: JudgedVendor) -> list[str]:
    """Return a clause for each person who has begun: how many answers are still to come."""
    round_ = judged.round
    return [
        f"{plural(missing, 'answer')} from {response.respondent}"
        for response, missing in unfinished(judged.instrument, round_.responses, round_.leavers)
    ]


def _asked_or_not(judged: JudgedVendor, today: dt.date) -> list[str]:
    """Return a clause for each person who was asked and has not begun, and each side not asked."""
    awaited = judged.round.awaited
    clauses = [awaited_clause(each, today) for each in awaited]
    if not judged.verdict.assessed:
        return [*clauses, *([] if clauses or _begun(judged) else ["nobody has answered yet"])]
    requests = (each for asked in judged.round.asked for each in asked.awaited)
    answering = {*judged.verdict.sides, *(each.perspective for each in requests)}
    not_asked = {"vendor": "the vendor has not been asked yet", "buyer": "we have not answered yet"}
    return [*clauses, *(text for side, text in not_asked.items() if side not in answering)]


def rank(judged: JudgedVendor) -> tuple[int, int, int]:
    """Return a sort key for a verdict: the best class first, vendors not assessed last."""
    order = [vendor_class.id for vendor_class in judged.instrument.classes]
    verdict = judged.verdict
    return (
        not verdict.assessed,
        order.index(verdict.worst_class) + order.index(verdict.best_class),
        -sum(RANK[condition.state_low] for condition in verdict.conditions),
    )


def portfolio_header(instrument: Instrument, columns: Sequence[str] = ()) -> list[str]:
    """Return the header of the portfolio in words; `columns` are the keys of further columns."""
    names = [each.name for each in instrument.conditions]
    more = [key_label(key) for key in columns]
    return ["Vendor", *names, "Answered by", "Target", "Verdict", "Round", *more, "Still to come"]


def portfolio_cells(row: Listed, empty: str = "") -> list[str]:
    """Return a vendor's cells in words, without letters or signs that need a legend.

    Cells without text have `empty`.
    """
    scores = [score.words for score in row.scores]
    problem = f"{row.problem.rstrip('.')}; " if row.problem else ""
    verdict = f"{problem}{row.verdict_words}"
    views = [row.sides_words, row.target_name, verdict]
    after = [*views, row.round, *row.more, row.to_come]
    return [row.name, *scores, *(cell or empty for cell in after)]
