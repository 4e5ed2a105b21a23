"""The reasons why a condition is not certain to be present: its score, its items, open questions.

Each reason names the items on which it rests, and the side that judged these items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import Instrument, State
from partnercheck.rules.conditions import RANK, below, state_of
from partnercheck.rules.records import (
    ConditionVerdict,
    CriticalReading,
    ItemReading,
    Side,
    Verdict,
)

ReasonKind = Literal["score", "stopped", "undecided", "not-assessable"]


class Reason(Record, frozen=True):
    """One reason why a condition is not certain to be *present* on one side.

    The kinds are:

    - `score`: the score is below the threshold of *present*;
    - `stopped`: some items keep the condition below *present*, however other items are scored;
    - `undecided`: an unsettled critical item could keep the condition below *present*;
    - `not-assessable`: too few items had an occasion.
    """

    kind: ReasonKind
    condition: str
    perspective: Perspective
    side: Side
    items: tuple[ItemReading, ...] = ()  # the items that the reason rests on
    two_sided: bool = False  # whether both sides have answered
    present_side: Side | None = None  # the other side, if it judges the condition present

    @property
    def people(self) -> int:
        """The number of respondents who scored at least one of the condition's items."""
        return max((len(reading.scores) for reading in self.side.items), default=0)

    @property
    def state(self) -> State:
        """The state that the reason explains."""
        return self.side.state_low


def reasons(instrument: Instrument, verdict: Verdict) -> tuple[Reason, ...]:
    """Return the reasons why conditions may not be present, in the order of the conditions.

    Empty if nothing is scored, or if all conditions are present.
    """
    if not verdict.assessed:
        return ()
    return tuple(
        reason
        for condition in verdict.conditions
        if condition.state_low != "present"
        for reason in _condition_reasons(instrument, condition)
    )


def _condition_reasons(instrument: Instrument, condition: ConditionVerdict) -> Iterator[Reason]:
    """Yield the reasons on every side on which a condition is not certain to be present."""
    not_present = {p: side for p, side in condition.sides.items() if side.state_low != "present"}
    present = [side for p, side in condition.sides.items() if p not in not_present]
    for perspective, side in not_present.items():
        for kind, items in _side_reasons(instrument, side):
            yield Reason(
                kind,
                condition.id,
                perspective,
                side,
                items,
                two_sided=len(condition.sides) > 1,
                present_side=present[0] if present else None,
            )


def _side_reasons(
    instrument: Instrument, side: Side
) -> Iterator[tuple[ReasonKind, tuple[ItemReading, ...]]]:
    """Yield the kinds of reason that apply to one side, each with its items."""
    if not side.assessable:
        yield "not-assessable", tuple(r for r in side.items if r.left_out)
        return
    if side.low < instrument.states.present:
        yield "score", tuple(r for r in side.counted_items if r.low < r.high)
    if stopping := stopping_items(instrument, side):
        yield "stopped", stopping
    least_value = instrument.limits.critical_present
    undecided = tuple(
        r
        for r in side.counted_items
        if r.critical and below(r.low, least_value) and not below(r.high, least_value)
    )
    if undecided:
        yield "undecided", undecided


def stopping_items(instrument: Instrument, side: Side) -> tuple[ItemReading, ...]:
    """Return the items that keep a side below *present*, however its other items are scored."""
    limits = instrument.limits
    zeros = [reading for reading in side.counted_items if reading.scores and reading.high == 0]
    too_many = zeros if len(zeros) >= limits.zeros else []
    return tuple(
        reading
        for reading in side.counted_items
        if reading in too_many
        or (reading.critical and reading.scores and below(reading.high, limits.critical_present))
    )


def deciding_items(instrument: Instrument, side: Side) -> tuple[ItemReading, ...]:
    """Return the items that keep a side below the state that its score alone would give."""
    by_score = state_of(instrument, side.low, ())
    lowered = side.assessable and RANK[side.state_high] < RANK[by_score]
    return stopping_items(instrument, side) if lowered else ()


def criticals_from_one_side(
    instrument: Instrument, verdict: Verdict
) -> tuple[CriticalReading, ...]:
    """Return the critical items that are not certain to be mutual.

    Empty unless a better class needs more mutual critical items. If every condition is present and
    the class is still not the best, these items explain why: the most important behaviours come
    from only one side.
    """
    not_mutual = [
        c.critical
        for c in verdict.conditions
        if c.critical and c.critical.low < instrument.limits.mutual
    ]
    mutual = sum(c.critical is not None for c in verdict.conditions) - len(not_mutual)
    rank = [vendor_class.id for vendor_class in instrument.classes].index(verdict.worst_class)
    better_classes = instrument.classes[:rank]
    needed = [rule.mutual for vendor_class in better_classes for rule in vendor_class.rules]
    return tuple(not_mutual) if verdict.assessed and max(needed, default=0) > mutual else ()
