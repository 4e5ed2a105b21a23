"""Lenses: a second questionnaire that explains a verdict, and never changes it.

A lens has facets, which are scored as conditions are. Trust is only as strong as the weakest of
integrity, competence and compassion. Behaviour that managers model at one level but not at the
next is not modelled, so for those facets the lowest level of respondents counts. The instrument
states which finding calls for a lens and what the lens warns of, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import Perspective, Record, Response
from partnercheck.questionnaires.records import (
    Combine,
    Condition,
    Group,
    Instrument,
    LensWarning,
    Offer,
    State,
)
from partnercheck.rules.conditions import RANK, both_sides, lowest_state, side_of, state_of
from partnercheck.rules.readings import counting_responses, item_readings, pending
from partnercheck.rules.records import ConditionVerdict, Side, Verdict


class GroupVerdict(Record, frozen=True):
    """A group of facets: its score and state in both readings."""

    id: str
    low: float
    high: float
    state_low: State
    state_high: State


class LensVerdict(Record, frozen=True):
    """The result of a lens: its facets and groups, with ranges as in a verdict.

    `answered` is the number of items that are scored or left out, of all `items` asked per
    perspective.
    """

    instrument: str
    facets: tuple[ConditionVerdict, ...]
    groups: tuple[GroupVerdict, ...] = ()
    sides: tuple[Perspective, ...] = ()
    answered: int = 0
    items: int = 0
    pending: int = 0

    @property
    def looked(self) -> bool:
        """Whether anybody has given a score, or an unreadable file may contain one."""
        return bool(self.sides)


Part = ConditionVerdict | GroupVerdict


def look(
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
        facets.append(both_sides(lens, facet.id, sides))
    every = [item for facet in facets for side in facet.sides.values() for item in side.items]
    return LensVerdict(
        instrument=lens.id,
        facets=tuple(facets),
        groups=_groups(lens, facets),
        sides=tuple(by_side),
        answered=sum(not item.open for item in every),
        items=len(every),
        pending=sum(pending(lens, response) for response in begun),
    )


def _lowest_level(
    lens: Instrument, facet: Condition, responses: Sequence[Response], unread: int
) -> Side:
    """Return one side of a facet: from all its respondents, or from their lowest level."""
    levels = [list(responses)]
    if lens.levels == "lowest":
        known = dict.fromkeys(r.level for r in responses if r.scored)
        levels = [[r for r in responses if r.level == level] for level in known] or levels
    sides = [
        side_of(lens, facet, item_readings(lens, of_level, unread), of_level, bool(unread))
        for of_level in levels
    ]
    if len(sides) == 1:
        return sides[0]
    low, high = min(sides, key=lambda side: side.low), min(sides, key=lambda side: side.high)
    return Side(
        low=low.low,
        high=high.high,
        state_low=lowest_state(side.state_low for side in sides),
        state_high=lowest_state(side.state_high for side in sides),
        assessable=low.assessable,
        items=low.items,
        scored=sum(side.scored for side in sides),
        evidenced=sum(side.evidenced for side in sides),
    )


def _groups(lens: Instrument, facets: Sequence[ConditionVerdict]) -> tuple[GroupVerdict, ...]:
    """The groups in the lens's order; a group's parts are facets and groups that belong to it."""
    belongs = {facet.id: facet.group for facet in lens.conditions}
    verdicts: dict[str, GroupVerdict] = {}

    def judge_group(group: Group) -> GroupVerdict:
        if group.id not in verdicts:
            parts: list[Part] = [facet for facet in facets if belongs[facet.id] == group.id]
            parts += [judge_group(inner) for inner in lens.groups if inner.group == group.id]
            verdicts[group.id] = _group(lens, group, parts)
        return verdicts[group.id]

    return tuple(judge_group(group) for group in lens.groups)


def _group(lens: Instrument, group: Group, parts: Sequence[Part]) -> GroupVerdict:
    """A group's readings; with `lowest` its state is the lowest of its parts' states."""
    low = _combined(group.combine, [part.low for part in parts])
    high = _combined(group.combine, [part.high for part in parts])
    if group.combine == "lowest":
        worst = lowest_state(part.state_low for part in parts)
        best = lowest_state(part.state_high for part in parts)
    else:
        worst, best = state_of(lens, low, ()), state_of(lens, high, ())
    return GroupVerdict(group.id, low, high, worst, best)


def _combined(combine: Combine, scores: Sequence[float]) -> float:
    return min(scores) if combine == "lowest" else sum(scores) / len(scores)


def offered(lens: Instrument, verdict: Verdict) -> Offer | None:
    """Return the first finding of a verdict that calls for this lens; None if none does."""
    if not verdict.assessed:
        return None
    return next((offer for offer in lens.offers if _calls(lens, offer, verdict)), None)


def _calls(lens: Instrument, offer: Offer, verdict: Verdict) -> bool:
    if offer.gap and any(
        each.gap is not None and abs(each.gap) >= lens.limits.gap for each in verdict.conditions
    ):
        return True
    if verdict.settled and verdict.low in offer.classes:
        return True
    return any(
        _at_most(verdict.conditions, {key: state}) for key, state in offer.conditions.items()
    )


def warnings(
    lens: Instrument, found: LensVerdict, verdicts: Sequence[Verdict]
) -> list[LensWarning]:
    """Return a lens's warnings; `verdicts` are those of the assessed rounds, the current one last.

    A warning about facets is given only if the lens has answers.
    """
    return [warning for warning in lens.warnings if _holds(warning, found, verdicts)]


def rounds_asked(lens: Instrument, now: Verdict) -> int:
    """Return how many rounds are needed for the warnings that the current round allows."""
    return max(
        (
            warning.rounds
            for warning in lens.warnings
            if warning.conditions and _at_most(now.conditions, warning.conditions)
        ),
        default=1,
    )


def _holds(warning: LensWarning, found: LensVerdict, verdicts: Sequence[Verdict]) -> bool:
    if not verdicts or not verdicts[-1].assessed:
        return False
    now = verdicts[-1]
    if warning.classes and not (now.settled and now.low in warning.classes):
        return False
    if (warning.at_most or warning.at_least) and not found.looked:
        return False
    parts: list[Part] = [*found.facets, *found.groups]
    if not _at_most(parts, warning.at_most) or not _at_least(parts, warning.at_least):
        return False
    if not all(_scored_at_most(now, item, value) for item, value in warning.items_at_most.items()):
        return False
    running = verdicts[-warning.rounds :]
    return not warning.conditions or (
        len(running) == warning.rounds
        and all(_at_most(each.conditions, warning.conditions) for each in running)
    )


def _scored_at_most(verdict: Verdict, item: str, value: float) -> bool:
    """Whether a side's view of an item is surely at most so; the lower view counts."""
    return any(
        reading.item == item and bool(reading.scores) and reading.high <= value
        for condition in verdict.conditions
        for side in condition.sides.values()
        for reading in side.items
    )


def _at_most(parts: Iterable[Part], wanted: Mapping[str, State]) -> bool:
    """Return whether each named part is in a state or a worse one, even in its best reading."""
    states = {part.id: part.state_high for part in parts}
    return all(
        name in states and RANK[states[name]] <= RANK[state] for name, state in wanted.items()
    )


def _at_least(parts: Iterable[Part], wanted: Mapping[str, State]) -> bool:
    """Return whether each named part is in a state or a better one, even in its worst reading."""
    states = {part.id: part.state_low for part in parts}
    return all(
        name in states and RANK[states[name]] >= RANK[state] for name, state in wanted.items()
    )
