"""A vendor's row in the portfolio: scores, sides, target, and the verdict in brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from partnercheck.base.cells import width_of
from partnercheck.base.records import Problem, Record
from partnercheck.questionnaires.records import Instrument, LensWarning
from partnercheck.report.condition_scores import Score, scored
from partnercheck.report.sides import letters, sides_in_words
from partnercheck.report.signs import (
    DIRECTION_SIGNS,
    TARGET_SIGNS,
    WARNING,
    ClassSign,
    Sign,
    class_sign,
    target_sign,
)
from partnercheck.report.words.asked import newer_awaited
from partnercheck.report.words.caveat_phrases import short_caveats
from partnercheck.report.words.caveats import pending_is_harmless
from partnercheck.report.words.still_to_come import (
    awaited_answers,
    late_in_words,
    overdue_clauses,
    still_to_come,
)
from partnercheck.report.words.verdict import range_and_so_far, short_class
from partnercheck.rules.conditions import RANK
from partnercheck.rules.target import target_missed
from partnercheck.rules.trend import Change
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.vendor_filter import key_label, value_text


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
        late=bool(overdue_clauses(judged, today)),
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


def judged_target_sign(judged: JudgedVendor) -> Sign:
    """Return the sign of the target: also "reached" if pending answers cannot change that."""
    verdict, target = judged.verdict, judged.vendor.target
    if verdict.worst_class == target and pending_is_harmless(judged):
        return TARGET_SIGNS["reached"]
    return target_sign(judged.instrument, verdict, target)


def mismatch(judged: JudgedVendor) -> bool:
    """Return whether the target class has become impossible."""
    return target_missed(judged.instrument, judged.verdict, judged.vendor.target)


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
