"""The rules of classification once more: plain, slow and exact, from the design alone.

Nothing here uses `partnercheck.rules`. Numbers are fractions, so that no rounding decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import product
from math import floor

from tests.oracle.files import SIDES, Answer, Instrument, Item, Perspective, Response, State

ORDER: tuple[State, ...] = ("weak", "partial", "present")
Value = Fraction | int
# The value of a critical item in both readings.
Ends = tuple[Fraction, Fraction]


HALF = Fraction(1, 2)


@dataclass(frozen=True)
class OneItem:
    """One item from one perspective."""

    item: Item
    scores: tuple[int, ...]
    evidenced: tuple[bool, ...]
    no_occasion: bool

    @property
    def left_out(self) -> bool:
        """Nobody scored it, and somebody said that it had no occasion."""
        return not self.scores and self.no_occasion

    @property
    def open(self) -> bool:
        """Nobody scored it, and nobody said that it had no occasion."""
        return not self.scores and not self.no_occasion

    @property
    def middle_scores(self) -> tuple[int, int]:
        """The two scores in the middle; of an odd number both are the one in the middle."""
        ordered = sorted(self.scores)
        return ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]

    @property
    def disputed(self) -> bool:
        """The scores in the middle are two or more apart."""
        return bool(self.scores) and self.middle_scores[1] - self.middle_scores[0] >= 2

    @property
    def low(self) -> Value:
        """The lower middle score, half a step up if the upper differs; 0 if nobody scored it."""
        if not self.scores:
            return 0
        lower, upper = self.middle_scores
        return lower if lower == upper else lower + HALF

    @property
    def high(self) -> Value:
        """The upper middle score, half a step down if the lower differs.

        4 if nobody scored it, 0 if it is left out (then it does not count).
        """
        if not self.scores:
            return 0 if self.left_out else 4
        lower, upper = self.middle_scores
        return upper if lower == upper else upper - HALF

    @property
    def middle(self) -> Fraction:
        """The middle of the two scores in the middle."""
        return Fraction(sum(self.middle_scores), 2)


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
    critical: Ends | None


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
    untested: tuple[str, ...]
    without_occasion: int
    few_occasions: bool

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
    """Rule 5: the state for a score, held down by zeros and by a low critical item."""
    limits = instrument.limits
    zeros = sum(1 for value, _ in values if value == 0)
    criticals = [floor(value + HALF) for value, critical in values if critical]
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


def class_of(
    instrument: Instrument, states: Mapping[str, State], criticals: Mapping[str, Value | None]
) -> str:
    """Rule 7: the first class one of whose rules holds.

    `criticals` has the value of each condition's critical item, None for one that is untested.
    """
    mutual = sum(
        1
        for value in criticals.values()
        if value is None or value >= exact(instrument.limits.mutual)
    )
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
            values = [
                (criticals[name], exact(least)) for name, least in rule.critical_needs.items()
            ]
            critical = all(value is None or value >= least for value, least in values)
            if counted and named and critical and mutual >= rule.mutual:
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
    """The items of the forms of one side's respondents: of those who gave a score.

    Rule 3: in the quick form a reserve item counts when a core item of its condition has no score
    there, and somebody said *no occasion*.
    """
    forms = {
        response.form
        for response in responses
        if any(answer.score is not None for answer in response.answers.values())
    }
    if "full" in forms:
        return list(instrument.items)
    missed = {
        item.condition
        for item in instrument.items
        if item.core and one_item(item, responses).left_out
    }
    return [
        item
        for item in instrument.items
        if item.core or (item.reserve and item.condition in missed)
    ]


def offers_no_occasion(item: Item) -> bool:
    """Occasion items, and those of one's own side that say so."""
    return item.kind == "occasion" or item.allows_no_occasion


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
        no_occasion=offers_no_occasion(item)
        and any(answer.skip == "no-occasion" for answer in answers),
    )


def one_side(instrument: Instrument, items: Sequence[OneItem]) -> OneSide:
    """Rules 3 and 4 for one condition on one side, and its evidence."""
    left = [one for one in items if not one.left_out]
    assessable = len(left) >= instrument.limits.least_items
    low, high = Fraction(0), Fraction(100)
    if assessable:
        low = percent([one.low for one in left])
        high = percent([one.high for one in left])
    lows: list[tuple[Value, bool]] = [(one.low, one.item.critical) for one in left]
    highs: list[tuple[Value, bool]] = [(one.high, one.item.critical) for one in left]
    scored = sum(len(one.scores) for one in items)
    evidenced = sum(sum(one.evidenced) for one in items)
    bare = any(
        one.item.critical
        and one.scores
        and one.middle_scores[1] >= 3
        and not any(score >= 3 for score, has in zip(one.scores, one.evidenced, strict=True) if has)
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


def critical_ends(sides: Iterable[OneSide]) -> Ends | None:
    """Rule 6: the critical item as the mean of the sides on which it counts; None if untested."""
    views = list(sides)
    if not views:
        return Fraction(0), Fraction(4)
    counting = [
        one for side in views for one in side.items if one.item.critical and not one.left_out
    ]
    if not counting:
        return None
    return (
        sum((Fraction(one.low) for one in counting), Fraction(0)) / len(counting),
        sum((Fraction(one.high) for one in counting), Fraction(0)) / len(counting),
    )


def has_critical(instrument: Instrument, condition: str) -> bool:
    """Whether a condition has a critical item."""
    return any(item.critical and item.condition == condition for item in instrument.items)


def so_far_state(instrument: Instrument, side: OneSide) -> State | None:
    """The state on the answers given alone.

    None if too few of the items left are scored, or the critical item is open.
    """
    scored = [one for one in side.items if one.scores]
    counted = [one for one in side.items if not one.left_out]
    if not scored or not side.assessable or any(o.open and o.item.critical for o in side.items):
        return None
    if Fraction(len(scored), len(counted)) < exact(instrument.limits.so_far):
        return None
    values: list[tuple[Value, bool]] = [(one.middle, one.item.critical) for one in scored]
    return state(instrument, percent([value for value, _ in values]), values)


def so_far_class(instrument: Instrument, conditions: Sequence[OneCondition]) -> str | None:
    """The class on the answers given alone; None if some condition has too few."""
    states: dict[str, State] = {}
    criticals: dict[str, Value | None] = {}
    for condition in conditions:
        found = [so_far_state(instrument, side) for side in condition.sides.values()]
        known = [each for each in found if each is not None]
        if not known or len(known) < len(found):
            return None
        states[condition.id] = worst(known)
        middles = [
            one.middle
            for side in condition.sides.values()
            for one in side.items
            if one.item.critical and one.scores
        ]
        if has_critical(instrument, condition.id):
            total = sum(middles, Fraction(0))
            criticals[condition.id] = total / len(middles) if middles else None
    return class_of(instrument, states, criticals)


def expected(instrument: Instrument, responses: Iterable[Response]) -> Expected:
    """The whole verdict."""
    present = begun(responses)
    by_side: dict[Perspective, list[Response]] = {}
    for perspective in SIDES:
        mine = [response for response in present if response.perspective == perspective]
        if any(answer.score is not None for each in mine for answer in each.answers.values()):
            by_side[perspective] = mine
    conditions = [
        one_condition(
            condition.id,
            {
                perspective: one_side(
                    instrument,
                    [
                        one_item(item, mine)
                        for item in asked(instrument, mine)
                        if item.condition == condition.id
                    ],
                )
                for perspective, mine in by_side.items()
            },
        )
        for condition in instrument.conditions
    ]
    every = [
        one for condition in conditions for side in condition.sides.values() for one in side.items
    ]
    without_occasion = sum(1 for one in every if one.left_out)
    unknown = {
        (response.perspective, item)
        for response in present
        for item, answer in response.answers.items()
        if answer.skip == "unknown"
    }
    still_open = {
        (perspective, one.item.id)
        for condition in conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if one.open
    }
    low, high = class_ends(instrument, conditions)
    return Expected(
        low=low,
        high=high,
        conditions=tuple(conditions),
        sides=tuple(by_side),
        answered=sum(1 for one in every if not one.open) + len(unknown & still_open),
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
        untested=tuple(
            item.id
            for item in instrument.items
            for condition in conditions
            if item.critical and item.condition == condition.id and condition.critical is None
        ),
        without_occasion=without_occasion,
        few_occasions=bool(every)
        and Fraction(without_occasion, len(every)) > exact(instrument.limits.no_occasion),
    )


def one_condition(name: str, sides: Mapping[Perspective, OneSide]) -> OneCondition:
    """Rule 6: of both sides the lower score and the lower state."""
    return OneCondition(
        id=name,
        sides=sides,
        low=min((side.low for side in sides.values()), default=Fraction(0)),
        high=min((side.high for side in sides.values()), default=Fraction(100)),
        state_low=worst(side.state_low for side in sides.values()) if sides else "weak",
        state_high=worst(side.state_high for side in sides.values()) if sides else "present",
        critical=critical_ends(sides.values()),
    )


def class_ends(instrument: Instrument, conditions: Sequence[OneCondition]) -> tuple[str, str]:
    """Rule 8: the classes of both readings."""
    ends = []
    for reading, states in (
        (0, {each.id: each.state_low for each in conditions}),
        (1, {each.id: each.state_high for each in conditions}),
    ):
        criticals: dict[str, Value | None] = {
            each.id: each.critical[reading] if each.critical else None
            for each in conditions
            if has_critical(instrument, each.id)
        }
        ends.append(class_of(instrument, states, criticals))
    return ends[0], ends[1]


def with_zeros(instrument: Instrument, verdict: Expected) -> tuple[str, str]:
    """The classes if every *no occasion* had been a score of 0."""
    conditions = [
        one_condition(
            condition.id,
            {
                perspective: one_side(
                    instrument,
                    [replace(one, scores=(0,)) if one.left_out else one for one in side.items],
                )
                for perspective, side in condition.sides.items()
            },
        )
        for condition in verdict.conditions
    ]
    return class_ends(instrument, conditions)


def asked_of(instrument: Instrument, response: Response) -> list[Item]:
    """The items that a respondent is asked.

    The quick form asks a reserve item after a *no occasion* in its condition.
    """
    missed = {
        item.condition
        for item in instrument.items
        if item.core and offers_no_occasion(item) and skip_of(response, item) == "no-occasion"
    }
    return [
        item
        for item in instrument.items
        if response.form == "full" or item.core or (item.reserve and item.condition in missed)
    ]


def pending(instrument: Instrument, response: Response) -> int:
    """How many of the items that a respondent is asked have neither a score nor a skip."""
    answers = [response.answers.get(item.id, Answer()) for item in asked_of(instrument, response)]
    return sum(answer.score is None and answer.skip is None for answer in answers)


def skip_of(response: Response, item: Item) -> str | None:
    """Why a respondent gave no score to an item."""
    return response.answers.get(item.id, Answer()).skip


Vector = tuple[Value, ...]
# One condition on one side: its id, the items that count, and whether it can be assessed.
Group = tuple[str, tuple[OneItem, ...], bool]


@dataclass(frozen=True)
class Board:
    """The low reading as values that can be moved, one group a condition and side."""

    instrument: Instrument
    groups: tuple[Group, ...]
    known: dict[tuple[int, Vector], State] = field(default_factory=dict)
    classes: dict[tuple[tuple[State, ...], Vector], str] = field(default_factory=dict)

    @property
    def start(self) -> Vector:
        """The values of all items in the low reading."""
        return tuple(plain(one.low) for _, items, _ in self.groups for one in items)

    def class_at(self, values: Vector) -> str:
        """The class in the low reading if the items had these values."""
        states: dict[str, State] = {}
        criticals: dict[str, list[Value]] = {}
        at = 0
        for index, (condition, items, _) in enumerate(self.groups):
            of_group = values[at : at + len(items)]
            found = self.state_at(index, of_group)
            states[condition] = worst([found, states.get(condition, "present")])
            criticals.setdefault(condition, []).extend(critical_values(items, of_group))
            at += len(items)
        critical = tuple(value for values in criticals.values() for value in values)
        key = (tuple(states.values()), critical)
        if key not in self.classes:
            self.classes[key] = class_of(self.instrument, states, self.means(criticals))
        return self.classes[key]

    def means(self, criticals: Mapping[str, Sequence[Value]]) -> dict[str, Value | None]:
        """The mean of each condition's critical values; None if there are none."""
        return {
            condition: sum(values, Fraction(0)) / len(values) if values else None
            for condition, values in criticals.items()
            if has_critical(self.instrument, condition)
        }

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


def critical_values(items: Sequence[OneItem], values: Vector) -> list[Value]:
    """The values of the critical items among some."""
    return [value for one, value in zip(items, values, strict=True) if one.item.critical]


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


@cache
def moved(value: Value, step: int) -> Value:
    """A value one step higher or lower, never beyond 0 or 4."""
    return plain(max(Fraction(0), min(Fraction(4), Fraction(value) + step)))


def plain(value: Value) -> Value:
    """The same value, as an int if it is whole: fractions are slow to hash."""
    return int(value) if value == int(value) else value


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
        others = [each for each in reached if (class_index(instrument, each) - here) * step < 0]
        if others:
            choose = best_class if step > 0 else worst_class
            return choose(instrument, others), points
        points += 1
        following = set()
        for values in frontier:
            for index, value in enumerate(values):
                for change in (1, -1):
                    following.add((*values[:index], moved(value, change), *values[index + 1 :]))
        frontier = following - seen
        seen |= frontier
    return None


def reachable(value: Value) -> dict[Value, int]:
    """Every value that an item can get, and the points that it takes."""
    points = {value: 0}
    for change in (1, -1):
        at, spent = value, 0
        while moved(at, change) != at:
            at, spent = moved(at, change), spent + 1
            points[at] = min(spent, points.get(at, spent))
    return points


def all_at_once(instrument: Instrument, verdict: Expected, step: int) -> tuple[str, int] | None:
    """Path (step 1) or margin (step -1), from every value that every item can get.

    For larger cases: the cheapest way of each side to each state and critical value is found among
    all its values, then of each condition, then all ways to combine the conditions are tried. Of
    a condition's critical values only what a class can ask of them is told apart.
    """
    if not settled(verdict):
        return None
    groups = board(instrument, verdict)
    here = class_index(instrument, verdict.low)
    conditions: dict[str, list[Mapping[tuple[State, tuple[Value, ...]], int]]] = {}
    for index, (condition, items, _) in enumerate(groups.groups):
        conditions.setdefault(condition, []).append(cheapest_of_group(groups, index, items))
    options = [
        cheapest_of_condition(groups, condition, sides) for condition, sides in conditions.items()
    ]
    found_best: dict[int, set[str]] = {}
    for choice in product(*(each.items() for each in options)):
        states: dict[str, State] = {}
        criticals: dict[str, Value | None] = {}
        for condition, ((reached, critical), _) in zip(conditions, choice, strict=True):
            states[condition] = reached
            if has_critical(instrument, condition):
                criticals[condition] = critical
        vendor_class = class_of(instrument, states, criticals)
        if (class_index(instrument, vendor_class) - here) * step < 0:
            found_best.setdefault(sum(cost for _, cost in choice), set()).add(vendor_class)
    if not found_best:
        return None
    points = min(found_best)
    choose = best_class if step > 0 else worst_class
    return choose(instrument, found_best[points]), points


def cheapest_of_group(
    groups: Board, index: int, items: Sequence[OneItem]
) -> Mapping[tuple[State, tuple[Value, ...]], int]:
    """The fewest points to each state and critical value of one condition on one side."""
    costs: dict[tuple[State, tuple[Value, ...]], int] = {}
    for chosen in product(*(reachable(one.low).items() for one in items)):
        values = tuple(value for value, _ in chosen)
        key = (groups.state_at(index, values), tuple(critical_values(items, values)))
        cost = sum(points for _, points in chosen)
        costs[key] = min(cost, costs.get(key, cost))
    return costs


def cheapest_of_condition(
    groups: Board,
    condition: str,
    sides: Sequence[Mapping[tuple[State, tuple[Value, ...]], int]],
) -> Mapping[tuple[State, Value | None], int]:
    """The fewest points of both sides to each state and to each level of the critical item."""
    instrument = groups.instrument
    asked = {exact(instrument.limits.mutual)} | {
        exact(rule.critical_needs[condition])
        for each in instrument.classes
        for rule in each.rules
        if condition in rule.critical_needs
    }
    costs: dict[tuple[State, Value | None], int] = {}
    for chosen in product(*(side.items() for side in sides)):
        reached = worst(found for (found, _), _ in chosen)
        values = [value for (_, of_side), _ in chosen for value in of_side]
        level: Value | None = None
        if values:
            critical = sum(values, Fraction(0)) / len(values)
            level = max((each for each in asked if each <= critical), default=Fraction(0))
        cost = sum(points for _, points in chosen)
        key = (reached, level)
        costs[key] = min(cost, costs.get(key, cost))
    return costs
