"""How far the two sides' views lie apart, over the items that both have scored.

A mean difference hides views that differ both ways: ours 4, 4, 4, 3 and theirs 2, 2, 3, 4 in one
condition and the reverse in another come to nothing. The whole form is therefore marked by the
mean of the *absolute* differences, or by the share of items on which the views are far apart
(matched pairs see the same relationship differently: Ambrose et al. 2010).
"""

from __future__ import annotations

from partnercheck.base.records import PERSPECTIVES, Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.conditions import mean
from partnercheck.rules.records import ConditionVerdict, Verdict


class Gap(Record, frozen=True):
    """The distance of two views over a whole form.

    `shared` counts the items that both scored, `absolute` is the mean distance in points (0-100),
    `far_apart` are the items on which the views are far apart, the farthest first.
    """

    shared: int
    absolute: float
    far_apart: tuple[str, ...]
    marked: bool


def gap_of(instrument: Instrument, verdict: Verdict) -> Gap | None:
    """The distance of the two sides' views; None unless both have scored the same item."""
    distances = {
        item: distance
        for condition in verdict.conditions
        for item, distance in _distances(condition).items()
    }
    if not distances:
        return None
    limits = instrument.limits
    absolute = mean([*distances.values()])
    far_apart = [item for item, distance in distances.items() if distance >= limits.disputed]
    return Gap(
        shared=len(distances),
        absolute=absolute,
        far_apart=tuple(sorted(far_apart, key=lambda item: -distances[item])),
        marked=absolute >= limits.gap or len(far_apart) >= limits.gap_items * len(distances),
    )


def gap_marked(instrument: Instrument, condition: ConditionVerdict) -> bool:
    """Whether the two sides' means of a condition are so far apart that it is marked."""
    return condition.gap is not None and abs(condition.gap) >= instrument.limits.gap


def _distances(condition: ConditionVerdict) -> dict[str, float]:
    """How far apart the views of each item are, of those that both sides scored."""
    if len(condition.sides) < len(PERSPECTIVES):
        return {}
    ours, theirs = (
        {r.item: r.middle for r in condition.sides[side].items if r.scores} for side in PERSPECTIVES
    )
    return {item: abs(value - theirs[item]) for item, value in ours.items() if item in theirs}
