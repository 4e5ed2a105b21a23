"""The reasons why a condition is not certainly present: its score, its items, open answers.

A reason names the items that it rests on, and the side whose view it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import Instrument, State
from partnercheck.rules.conditions import below
from partnercheck.rules.records import (
    ConditionVerdict,
    CriticalReading,
    ItemReading,
    Side,
    Verdict,
)

Kind = Literal["score", "stopped", "undecided", "not-assessable"]


class Reason(Record, frozen=True):
    """One reason about one condition from one perspective.

    `score`: it is below what present takes; `stopped`: the items keep it from being present
    whatever the others score; `undecided`: an item not settled yet could; `not-assessable`: too
    few items had an occasion. `held_down` is set if the other side sees the condition as present.
    """

    kind: Kind
    condition: str
    perspective: Perspective
    side: Side
    items: tuple[ItemReading, ...] = ()
    two_sided: bool = False
    held_down: Side | None = None

    @property
    def people(self) -> int:
        """The number of respondents who scored at least one of the condition's items."""
        return max((len(reading.scores) for reading in self.side.items), default=0)

    @property
    def state(self) -> State:
        """The state that the reason explains."""
        return self.side.state_low


def reasons(instrument: Instrument, verdict: Verdict) -> tuple[Reason, ...]:
    """Return the reasons for each condition that is not certainly present, in their order.

    Empty if nobody has given a score, or if all conditions are present.
    """
    if not verdict.assessed:
        return ()
    return tuple(
        reason
        for condition in verdict.conditions
        if condition.state_low != "present"
        for reason in _of_condition(instrument, condition)
    )


def _of_condition(instrument: Instrument, condition: ConditionVerdict) -> Iterator[Reason]:
    missing = {p: side for p, side in condition.sides.items() if side.state_low != "present"}
    others = [side for p, side in condition.sides.items() if p not in missing]
    for perspective, side in missing.items():
        for kind, items in _of_side(instrument, side):
            yield Reason(
                kind,
                condition.id,
                perspective,
                side,
                items,
                two_sided=len(condition.sides) > 1,
                held_down=others[0] if others else None,
            )


def _of_side(instrument: Instrument, side: Side) -> Iterator[tuple[Kind, tuple[ItemReading, ...]]]:
    if not side.assessable:
        yield "not-assessable", tuple(r for r in side.items if r.left_out)
        return
    if side.low < instrument.states.present:
        yield "score", tuple(r for r in side.left if r.low < r.high)
    if stopping := stopping_items(instrument, side):
        yield "stopped", stopping
    floor = instrument.limits.critical_present
    undecided = tuple(
        r for r in side.left if r.critical and below(r.low, floor) and not below(r.high, floor)
    )
    if undecided:
        yield "undecided", undecided


def stopping_items(instrument: Instrument, side: Side) -> tuple[ItemReading, ...]:
    """Return the items that keep a side below *present* whatever the others score."""
    limits = instrument.limits
    zeros = [reading for reading in side.left if reading.scores and reading.high == 0]
    too_many = zeros if len(zeros) >= limits.zeros else []
    return tuple(
        reading
        for reading in side.left
        if reading in too_many
        or (reading.critical and reading.scores and below(reading.high, limits.critical_present))
    )


def from_one_side(instrument: Instrument, verdict: Verdict) -> tuple[CriticalReading, ...]:
    """The critical items that do not surely come from both sides, if a better class needs more.

    Every condition can be present, and the class still not the best: what matters most comes from
    one side.
    """
    short = [
        c.critical
        for c in verdict.conditions
        if c.critical and c.critical.low < instrument.limits.mutual
    ]
    mutual = sum(c.critical is not None for c in verdict.conditions) - len(short)
    better = [each.id for each in instrument.classes].index(verdict.low)
    asked = [rule.mutual for each in instrument.classes[:better] for rule in each.rules]
    return tuple(short) if verdict.assessed and max(asked, default=0) > mutual else ()
