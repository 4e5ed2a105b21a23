"""The gap between the two sides' views, over the items that both sides have scored.

A difference of means hides views that differ in both directions: if the buyer scores 4, 4, 4, 3 and
the vendor 2, 2, 3, 4 in one condition, and the reverse in another condition, the differences cancel
out. Whether the gap of a whole form is marked therefore depends on the mean of the *absolute*
differences, or on the share of items on which the views are far apart. As a rule, the two sides see
their relationship differently (matched pairs: Ambrose, Marshall & Lynch 2010).
"""

from __future__ import annotations

from partnercheck.base.records import PERSPECTIVES, Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.conditions import mean_score
from partnercheck.rules.records import ConditionVerdict, Verdict


class Gap(Record, frozen=True):
    """How far apart the two sides' scores are on a whole form."""

    shared_count: int  # the number of items that both sides have scored
    mean_distance: float  # the mean of the items' absolute differences, 0-100
    far_apart: tuple[str, ...]  # the items with a large difference, the largest first
    marked: bool  # whether the report should point out the gap


def gap_of(instrument: Instrument, verdict: Verdict) -> Gap | None:
    """Return the gap between the two sides; None if no item has been scored by both sides."""
    distances = {
        item: distance
        for condition in verdict.conditions
        for item, distance in _distances(condition).items()
    }
    if not distances:
        return None
    limits = instrument.limits
    mean_distance = mean_score([*distances.values()])
    far_apart = [item for item, distance in distances.items() if distance >= limits.disputed]
    return Gap(
        shared_count=len(distances),
        mean_distance=mean_distance,
        far_apart=tuple(sorted(far_apart, key=lambda item: -distances[item])),
        marked=mean_distance >= limits.gap or len(far_apart) >= limits.gap_items * len(distances),
    )


def gap_marked(instrument: Instrument, condition: ConditionVerdict) -> bool:
    """Whether the sides' mean scores of a condition differ so much that the gap is marked."""
    return condition.gap is not None and abs(condition.gap) >= instrument.limits.gap


def _distances(condition: ConditionVerdict) -> dict[str, float]:
    """Return the distance (0-4) between the two views of each item that both sides have scored."""
    if len(condition.sides) < len(PERSPECTIVES):
        return {}
    ours, theirs = (
        {r.item: r.middle for r in condition.sides[side].items if r.scores} for side in PERSPECTIVES
    )
    return {item: abs(value - theirs[item]) for item, value in ours.items() if item in theirs}
