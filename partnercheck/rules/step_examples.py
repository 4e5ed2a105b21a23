"""Questions on which the steps to a better class could be made: the lowest answers first.

A step up in a condition may be made on any of several questions. For example, with one step up
that makes the condition present, from 17 to 18.48 of 28 points:

    3 3 4 2 1 2 2   any question but the third, which is at 4: first the fifth, then those at 2

For a step that must remove a 0, only questions at 0 are named.
"""

from __future__ import annotations

from collections.abc import Set

from partnercheck.base.records import BEST_SCORE
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.conditions import RANK, state_of
from partnercheck.rules.records import Side, Verdict
from partnercheck.rules.steps import SideSteps


def step_examples(
    instrument: Instrument, verdict: Verdict, step: SideSteps, hidden: Set[str] = frozenset()
) -> list[str]:
    """Return the items on which a side's steps up could be made, the lowest answers first.

    Items that are `hidden` are left out. If one step is enough, it was tried on each item; if
    several steps are needed, each step may be made on any of these items.
    """
    condition = next(each for each in verdict.conditions if each.id == step.condition)
    side = condition.sides[step.perspective]
    able = [r for r in side.counted_items if r.scores and r.low < BEST_SCORE]
    if step.step_count == 1:
        after = {reading.item: _rank_after(instrument, side, reading.item) for reading in able}
        best = max(after.values(), default=0)
        able = [reading for reading in able if after[reading.item] == best]
    able.sort(key=lambda reading: reading.low)
    return [reading.item for reading in able if reading.item not in hidden]


def _rank_after(instrument: Instrument, side: Side, item: str) -> int:
    """Return the rank of a side's state after one step up on an item."""
    values = [
        (min(BEST_SCORE, r.low + 1) if r.item == item else r.low, r.critical)
        for r in side.counted_items
    ]
    score = 100 * sum(value for value, _ in values) / (BEST_SCORE * len(values))
    return RANK[state_of(instrument, score, values)]
