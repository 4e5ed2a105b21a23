"""Lenses: additional questionnaires that explain a verdict and never change it.

Invariant: no function here takes part in `judge`, so answers to a lens cannot change a class.

The facets of a lens are scored like conditions, with two stricter ways to combine values:

- *lowest of the parts*: trust is only as strong as the weakest of integrity, competence and
  compassion ("On trust and value");
- *lowest of the levels*: behaviour that managers model at one level but not at the next is not
  modelled ("On partnering, all talk and few walk").

An example: on every item about coaching, an executive scores 3 and a colleague in operations 0. If
both were judged together, the facet's score would be 12 to 62 of 100. By the lowest level, the
score is 0, and so is the score of the group to which the facet belongs.

The instrument states which finding calls for a lens and what the lens warns of, with reasons.
An offer or a warning is given only if it would hold whatever the answers to open questions are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import Perspective, Record, Response
from partnercheck.questionnaires.records import Combine, Condition, Group, Instrument, State
from partnercheck.rules.conditions import condition_verdict, lowest_state, side_verdict, state_of
from partnercheck.rules.readings import counting_responses, item_readings, pending_count
from partnercheck.rules.records import ConditionVerdict, Side


class GroupVerdict(Record, frozen=True):
    """A group of facets: its score and state in both readings."""

    id: str
    low: float
    high: float
    state_low: State
    state_high: State


class LensVerdict(Record, frozen=True):
    """The result of a lens: its facets and groups, with ranges as in a verdict.

    The counts are totals over the perspectives that have answered.
    """

    instrument: str
    facets: tuple[ConditionVerdict, ...]
    groups: tuple[GroupVerdict, ...] = ()
    sides: tuple[Perspective, ...] = ()
    answered_count: int = 0  # items with a score, or left out because there was no occasion
    item_count: int = 0  # items on the forms, answered or not
    pending_count: int = 0  # items that respondents who have begun have not answered yet

    @property
    def assessed(self) -> bool:
        """Whether there is a score, or an unreadable response that may contain one."""
        return bool(self.sides)


Part = ConditionVerdict | GroupVerdict


def judge_lens(
    lens: Instrument,
    responses: Iterable[Response],
    unread: Mapping[Perspective, int] | None = None,
) -> LensVerdict:
    """Return the result of a lens in one round; responses to other instruments do not count."""
    unread = unread or {}
    begun, by_side = counting_responses(lens, responses, unread)
    facets = []
    for facet in lens.conditions:
        sides = {
            side: _lowest_level(lens, facet, of_side, unread.get(side, 0))
            for side, of_side in by_side.items()
        }
        # The lower of the two sides' views counts, as for conditions.
        facets.append(condition_verdict(lens, facet.id, sides))
    readings = [
        reading for facet in facets for side in facet.sides.values() for reading in side.items
    ]
    return LensVerdict(
        instrument=lens.id,
        facets=tuple(facets),
        groups=_groups(lens, facets),
        sides=tuple(by_side),
        answered_count=sum(not reading.open for reading in readings),
        item_count=len(readings),
        pending_count=sum(pending_count(lens, response) for response in begun),
    )


def lowest_levels(lens: Instrument, responses: Iterable[Response]) -> Mapping[str, str]:
    """Map each facet's id to the level of respondents that certainly scored the facet lowest.

    A facet has no entry if only one level has scored it, or if no level is certainly the lowest.
    The mapping is empty for a lens in which the lowest level does not count.
    """
    begun, _ = counting_responses(lens, responses, {})
    by_level = {
        level: [each for each in begun if each.level == level]
        for level in dict.fromkeys(each.level for each in begun if each.scored)
        if level
    }
    lowest: dict[str, str] = {}
    for facet in lens.conditions if lens.levels == "lowest" else ():
        sides = {
            level: side_verdict(lens, facet, item_readings(lens, of_level, 0), of_level, False)
            for level, of_level in by_level.items()
        }
        scored = {level: side for level, side in sides.items() if side.score_count}
        for level, side in scored.items():
            others = [other for name, other in scored.items() if name != level]
            if others and all(side.high < other.low for other in others):
                lowest[facet.id] = level
    return lowest


def _lowest_level(
    lens: Instrument, facet: Condition, responses: Sequence[Response], unread: int
) -> Side:
    """Return one side of a facet, judged by all respondents together or by their lowest level.

    `unread` is the number of the side's unreadable responses.
    """
    levels = [list(responses)]
    if lens.levels == "lowest":
        # Respondents whose level is not given form a group of their own: they may be of any level.
        scoring = dict.fromkeys(r.level for r in responses if r.scored)
        levels = [[r for r in responses if r.level == level] for level in scoring] or levels
    sides = [
        side_verdict(lens, facet, item_readings(lens, of_level, unread), of_level, bool(unread))
        for of_level in levels
    ]
    if len(sides) == 1:
        return sides[0]
    # The two ends of the range may come from different levels: one level may have a low score, and
    # another level open items.
    lowest, lowest_at_best = (
        min(sides, key=lambda side: side.low),
        min(sides, key=lambda side: side.high),
    )
    return Side(
        low=lowest.low,
        high=lowest_at_best.high,
        state_low=lowest_state(side.state_low for side in sides),
        state_high=lowest_state(side.state_high for side in sides),
        assessable=lowest.assessable,
        items=lowest.items,
        score_count=sum(side.score_count for side in sides),
        evidenced_count=sum(side.evidenced_count for side in sides),
    )


def _groups(lens: Instrument, facets: Sequence[ConditionVerdict]) -> tuple[GroupVerdict, ...]:
    """Return the groups in the lens's order; each is judged by the facets and groups in it."""
    return tuple(_judge_group(lens, facets, group) for group in lens.groups)


# Not a function within `_groups` that calls itself: that would be a reference cycle, and worker
# processes, which collect no garbage, would keep it for each of thousands of vendors.
def _judge_group(
    lens: Instrument, facets: Sequence[ConditionVerdict], group: Group
) -> GroupVerdict:
    # A group inside this group may come later in the lens, so it is judged here once more.
    inside = {facet.id for facet in lens.conditions if facet.group == group.id}
    parts: list[Part] = [facet for facet in facets if facet.id in inside]
    parts += [_judge_group(lens, facets, each) for each in lens.groups if each.group == group.id]
    return _group(lens, group, parts)


def _group(lens: Instrument, group: Group, parts: Sequence[Part]) -> GroupVerdict:
    """Return a group's verdict from the verdicts on its parts.

    With `lowest`, the group has the lowest state of its parts. The state is not computed from the
    score, because zeros can lower the state of a facet whose score is high.
    """
    low = _combine_scores(group.combine, [part.low for part in parts])
    high = _combine_scores(group.combine, [part.high for part in parts])
    if group.combine == "lowest":
        state_low = lowest_state(part.state_low for part in parts)
        state_high = lowest_state(part.state_high for part in parts)
    else:
        state_low, state_high = state_of(lens, low, ()), state_of(lens, high, ())
    return GroupVerdict(group.id, low, high, state_low, state_high)


def _combine_scores(combine: Combine, scores: Sequence[float]) -> float:
    """Return the lowest or the mean of some scores (0-100)."""
    return min(scores) if combine == "lowest" else sum(scores) / len(scores)
