"""The rules of classification once more: plain, slow and exact, from the design alone.

Nothing here uses `partnercheck.rules`. Numbers are fractions, so that no rounding decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

import msgspec

from partnercheck.base.records import PERSPECTIVES, Answer, Perspective, Response
from partnercheck.questionnaires.records import Instrument, Item, State

ORDER: tuple[State, ...] = ("weak", "partial", "present")
Value = Fraction | int


@dataclass(frozen=True)
class OneItem:
    """One item from one perspective."""

    item: Item
    scores: tuple[int, ...]
    evidenced: tuple[bool, ...]
    not_applicable: bool

    @property
    def left_out(self) -> bool:
        """Nobody scored it, and somebody said that it does not apply."""
        return not self.scores and self.not_applicable

    @property
    def open(self) -> bool:
        """Nobody scored it, and nobody said that it does not apply."""
        return not self.scores and not self.not_applicable

    @property
    def low(self) -> int:
        """The lower median; 0 if nobody scored it."""
        return sorted(self.scores)[(len(self.scores) - 1) // 2] if self.scores else 0

    @property
    def high(self) -> int:
        """The upper median; 4 if nobody scored it, 0 if it is left out (then it does not count)."""
        if self.left_out:
            return 0
        return sorted(self.scores)[len(self.scores) // 2] if self.scores else 4

    @property
    def middle(self) -> Fraction:
        """The middle of the two medians."""
        return Fraction(self.low + self.high, 2)


@dataclass(frozen=True)
class OneSide:
    """One condition from one perspective."""

    items: tuple[OneItem, ...]
    assessable: bool
    low: Fraction
    high: Fraction
    state_low: State
    state_high: State
    scored: int
    evidenced: int
    opinion: bool


@dataclass(frozen=True)
class OneCondition:
    """One condition: of everything the lower side."""

    id: str
    sides: Mapping[Perspective, OneSide]
    low: Fraction
    high: Fraction
    state_low: State
    state_high: State


@dataclass(frozen=True)
class Expected:
    """What the rules say about a vendor."""

    low: str
    high: str
    conditions: tuple[OneCondition, ...]
    sides: tuple[Perspective, ...]
    answered: int
    items: int
    pending: int
    scored: int
    evidenced: int
    so_far: str | None
    opinion: tuple[str, ...]

    @property
    def assessable(self) -> bool:
        """Whether every condition is assessable on every side heard."""
        return all(
            side.assessable for condition in self.conditions for side in condition.sides.values()
        )

    @property
    def open_items(self) -> tuple[tuple[Perspective, str], ...]:
        """The items nobody has scored, by perspective."""
        return tuple(
            (perspective, one.item.id)
            for condition in self.conditions
            for perspective, side in condition.sides.items()
            for one in side.items
            if one.open
        )

    @property
    def left_out_items(self) -> tuple[tuple[Perspective, str], ...]:
        """The items left out, by perspective."""
        return tuple(
            (perspective, one.item.id)
            for condition in self.conditions
            for perspective, side in condition.sides.items()
            for one in side.items
            if one.left_out
        )


def exact(number: float) -> Fraction:
    """A threshold as it is written in the instrument: 0.66 is 66/100."""
    return Fraction(repr(number))


def worst(states: Iterable[State]) -> State:
    """The lowest of some states."""
    return min(states, key=ORDER.index)


def class_index(instrument: Instrument, class_id: str) -> int:
    """0 for the best class, and so on downwards."""
    return [each.id for each in instrument.classes].index(class_id)


def best_class(instrument: Instrument, classes: Iterable[str]) -> str:
    """The best of some classes."""
    return min(classes, key=lambda each: class_index(instrument, each))


def worst_class(instrument: Instrument, classes: Iterable[str]) -> str:
    """The worst of some classes."""
    return max(classes, key=lambda each: class_index(instrument, each))


def within(instrument: Instrument, inner: Expected, low: str, high: str) -> bool:
    """Whether a verdict lies between two classes."""
    return (
        class_index(instrument, high) <= class_index(instrument, inner.high)
        and class_index(instrument, inner.high) <= class_index(instrument, inner.low)
        and class_index(instrument, inner.low) <= class_index(instrument, low)
    )


def state(instrument: Instrument, score: Fraction, values: Sequence[tuple[Value, bool]]) -> State:
    """Rule 4: the state for a score, held down by zeros and by a low critical item."""
    limits = instrument.limits
    zeros = sum(1 for value, _ in values if value == 0)
    criticals = [value for value, critical in values if critical]
    if any(value < limits.critical_partial for value in criticals):
        return "weak"
    if score < exact(instrument.states.partial):
        return "weak"
    if score < exact(instrument.states.present):
        return "partial"
    if zeros >= limits.zeros or any(value < limits.critical_present for value in criticals):
        return "partial"
    return "present"


def percent(values: Sequence[Value]) -> Fraction:
    """100 times the mean, divided by 4."""
    return Fraction(100) * sum(values, Fraction(0)) / len(values) / 4


def class_of(instrument: Instrument, states: Mapping[str, State]) -> str:
    """Rule 6: the first class one of whose rules holds."""
    for each in instrument.classes:
        for rule in each.rules:
            counted = all(
                sum(1 for found in states.values() if ORDER.index(found) >= ORDER.index(asked))
                >= count
                for asked, count in rule.at_least.items()
            )
            named = all(
                ORDER.index(states[name]) >= ORDER.index(asked)
                for name, asked in rule.needs.items()
            )
            if counted and named:
                return each.id
    raise AssertionError("the last class asks for nothing")


def begun(responses: Iterable[Response]) -> list[Response]:
    """Rule 1: the responses with at least one score or skip."""
    return [
        response
        for response in responses
        if any(answer.score is not None or answer.skip for answer in response.answers.values())
    ]


def asked(instrument: Instrument, responses: Sequence[Response]) -> list[Item]:
    """The items of the forms of one side's respondents: of those who gave a score."""
    forms = {
        response.form
        for response in responses
        if any(answer.score is not None for answer in response.answers.values())
    }
    return [item for item in instrument.items if "full" in forms or item.core]


def one_item(item: Item, responses: Sequence[Response]) -> OneItem:
    """What one side's respondents said about one item."""
    answers = [response.answers[item.id] for response in responses if item.id in response.answers]
    scored = [answer for answer in answers if answer.score is not None]
    return OneItem(
        item=item,
        scores=tuple(answer.score for answer in scored if answer.score is not None),
        evidenced=tuple(
            answer.basis != "opinion" and answer.evidence.strip() != "" for answer in scored
        ),
        not_applicable=not item.critical
        and any(answer.skip == "not-applicable" for answer in answers),
    )


def one_side(instrument: Instrument, items: Sequence[OneItem]) -> OneSide:
    """Rules 3 and 4 for one condition on one side, and its evidence."""
    left = [one for one in items if not one.left_out]
    assessable = Fraction(len(left), len(items)) >= exact(instrument.limits.assessable)
    low, high = Fraction(0), Fraction(100)
    if assessable:
        low = percent([one.low for one in left])
        high = percent([one.high for one in left])
    lows: list[tuple[Value, bool]] = [(one.low, one.item.critical) for one in left]
    highs: list[tuple[Value, bool]] = [(one.high, one.item.critical) for one in left]
    scored = sum(len(one.scores) for one in items)
    evidenced = sum(sum(one.evidenced) for one in items)
    bare = any(
        one.item.critical and any(score >= 3 for score in one.scores) and not any(one.evidenced)
        for one in items
    )
    too_few = scored > 0 and Fraction(evidenced, scored) < exact(instrument.limits.evidence)
    return OneSide(
        items=tuple(items),
        assessable=assessable,
        low=low,
        high=high,
        state_low=state(instrument, low, lows),
        state_high=state(instrument, high, highs),
        scored=scored,
        evidenced=evidenced,
        opinion=too_few or bare,
    )


def so_far_state(instrument: Instrument, side: OneSide) -> State | None:
    """The state on the answers given alone; None if too few of the items left are scored."""
    scored = [one for one in side.items if one.scores]
    counted = [one for one in side.items if not one.left_out]
    if not scored or not side.assessable:
        return None
    if Fraction(len(scored), len(counted)) < exact(instrument.limits.so_far):
        return None
    values: list[tuple[Value, bool]] = [(one.middle, one.item.critical) for one in scored]
    return state(instrument, percent([value for value, _ in values]), values)


def so_far_class(instrument: Instrument, conditions: Sequence[OneCondition]) -> str | None:
    """The class on the answers given alone; None if some condition has too few."""
    states: dict[str, State] = {}
    for condition in conditions:
        found = [so_far_state(instrument, side) for side in condition.sides.values()]
        known = [each for each in found if each is not None]
        if not known or len(known) < len(found):
            return None
        states[condition.id] = worst(known)
    return class_of(instrument, states)


def expected(instrument: Instrument, responses: Iterable[Response]) -> Expected:
    """The whole verdict."""
    present = begun(responses)
    by_side: dict[Perspective, list[Response]] = {}
    for perspective in PERSPECTIVES:
        mine = [response for response in present if response.perspective == perspective]
        if any(answer.score is not None for each in mine for answer in each.answers.values()):
            by_side[perspective] = mine
    conditions = []
    for condition in instrument.conditions:
        sides: dict[Perspective, OneSide] = {}
        for perspective, mine in by_side.items():
            items = [
                one_item(item, mine)
                for item in asked(instrument, mine)
                if item.condition == condition.id
            ]
            sides[perspective] = one_side(instrument, items)
        conditions.append(
            OneCondition(
                id=condition.id,
                sides=sides,
                low=min((side.low for side in sides.values()), default=Fraction(0)),
                high=min((side.high for side in sides.values()), default=Fraction(100)),
                state_low=worst(side.state_low for side in sides.values()) if sides else "weak",
                state_high=(
                    worst(side.state_high for side in sides.values()) if sides else "present"
                ),
            )
        )
    every = [
        one for condition in conditions for side in condition.sides.values() for one in side.items
    ]
    return Expected(
        low=class_of(instrument, {each.id: each.state_low for each in conditions}),
        high=class_of(instrument, {each.id: each.state_high for each in conditions}),
        conditions=tuple(conditions),
        sides=tuple(by_side),
        answered=sum(1 for one in every if not one.open),
        items=len(every),
        pending=sum(pending(instrument, response) for response in present),
        scored=sum(len(one.scores) for one in every),
        evidenced=sum(sum(one.evidenced) for one in every),
        so_far=so_far_class(instrument, conditions),
        opinion=tuple(
            condition.id
            for condition in conditions
            if any(side.opinion for side in condition.sides.values())
        ),
    )


def pending(instrument: Instrument, response: Response) -> int:
    """How many items of its own form a respondent has neither scored nor skipped."""
    waiting = 0
    for item in instrument.items:
        if response.form == "quick" and not item.core:
            continue
        answer = response.answers.get(item.id, Answer())
        if answer.score is None and answer.skip is None:
            waiting += 1
    return waiting


def with_answer(response: Response, item: str, answer: Answer) -> Response:
    """The same response with one answer put in the place of another."""
    return msgspec.structs.replace(response, answers={**response.answers, item: answer})


def answered(
    responses: Sequence[Response], scores: Mapping[tuple[Perspective, str], int]
) -> list[Response]:
    """The responses, with scores given by each side's first respondent who has scored."""
    result = list(responses)
    for (perspective, item), score in scores.items():
        first = next(
            index
            for index, response in enumerate(result)
            if response.perspective == perspective
            and any(answer.score is not None for answer in response.answers.values())
        )
        result[first] = with_answer(result[first], item, Answer(score=score))
    return result


def completions(
    responses: Sequence[Response], places: Sequence[tuple[Perspective, str]]
) -> Iterator[list[Response]]:
    """The responses with every possible score given at some places."""
    for scores in product(range(5), repeat=len(places)):
        yield answered(responses, dict(zip(places, scores, strict=True)))


Vector = tuple[int, ...]


@dataclass(frozen=True)
class Board:
    """The low reading as values that can be moved, one group a condition and side."""

    instrument: Instrument
    groups: tuple[tuple[str, tuple[OneItem, ...], bool], ...]
    known: dict[tuple[int, Vector], State] = field(default_factory=dict)

    @property
    def start(self) -> Vector:
        """The values of all items in the low reading."""
        return tuple(one.low for _, items, _ in self.groups for one in items)

    def class_at(self, values: Vector) -> str:
        """The class in the low reading if the items had these values."""
        states: dict[str, State] = {}
        at = 0
        for index, (condition, items, _) in enumerate(self.groups):
            found = self.state_at(index, values[at : at + len(items)])
            states[condition] = worst([found, states.get(condition, "present")])
            at += len(items)
        return class_of(self.instrument, states)

    def state_at(self, index: int, values: Vector) -> State:
        """The state of one group if its items had these values."""
        _, items, assessable = self.groups[index]
        if not assessable:
            return "weak"
        key = (index, values)
        if key not in self.known:
            pairs = [(value, one.item.critical) for value, one in zip(values, items, strict=True)]
            self.known[key] = state(self.instrument, percent(values), pairs)
        return self.known[key]


def board(instrument: Instrument, verdict: Expected) -> Board:
    """Everything whose value a point can move: all items but those left out."""
    return Board(
        instrument,
        tuple(
            (condition.id, tuple(one for one in side.items if not one.left_out), side.assessable)
            for condition in verdict.conditions
            for side in condition.sides.values()
        ),
    )


def settled(verdict: Expected) -> bool:
    """Whether somebody has scored, and only one class is possible."""
    return bool(verdict.sides) and verdict.low == verdict.high


def step_by_step(instrument: Instrument, verdict: Expected, step: int) -> tuple[str, int] | None:
    """Path (step 1) or margin (step -1), by looking at every place each point can lead to.

    The points may be spent anywhere; all that a number of points can reach is looked at before
    one more is spent.
    """
    if not settled(verdict):
        return None
    start = board(instrument, verdict)
    here = class_index(instrument, verdict.low)
    frontier = {start.start}
    seen = set(frontier)
    points = 0
    while frontier:
        reached = {start.class_at(values) for values in frontier}
        moved = [each for each in reached if (class_index(instrument, each) - here) * step < 0]
        if moved:
            choose = best_class if step > 0 else worst_class
            return choose(instrument, moved), points
        points += 1
        following = set()
        for values in frontier:
            for index, value in enumerate(values):
                for change in (1, -1):
                    if 0 <= value + change <= 4:
                        following.add((*values[:index], value + change, *values[index + 1 :]))
        frontier = following - seen
        seen |= frontier
    return None


def all_at_once(instrument: Instrument, verdict: Expected, step: int) -> tuple[str, int] | None:
    """Path (step 1) or margin (step -1), from every value that every item can get.

    For larger cases: the cheapest way to each state of each condition on each side is found
    among all its values, then all ways to combine them are tried.
    """
    if not settled(verdict):
        return None
    groups = board(instrument, verdict)
    here = class_index(instrument, verdict.low)
    cheapest = []
    for index, (_, items, _) in enumerate(groups.groups):
        costs: dict[State, int] = {}
        for values in product(range(5), repeat=len(items)):
            cost = sum(abs(value - one.low) for value, one in zip(values, items, strict=True))
            found = groups.state_at(index, values)
            costs[found] = min(cost, costs.get(found, cost))
        cheapest.append(costs)
    found_best: dict[int, set[str]] = {}
    for choice in product(*(costs.items() for costs in cheapest)):
        states: dict[str, State] = {}
        for (condition, _, _), (reached, _) in zip(groups.groups, choice, strict=True):
            states[condition] = worst([reached, states.get(condition, "present")])
        vendor_class = class_of(instrument, states)
        if (class_index(instrument, vendor_class) - here) * step < 0:
            found_best.setdefault(sum(cost for _, cost in choice), set()).add(vendor_class)
    if not found_best:
        return None
    points = min(found_best)
    choose = best_class if step > 0 else worst_class
    return choose(instrument, found_best[points]), points
