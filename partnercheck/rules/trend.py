"""The changes of a vendor from round to round.

Invariant: a change of the rules, or of the sides that answered, never looks like a change of the
vendor. Every round is therefore judged by today's rules, and two rounds are compared only by the
sides that answered in both.

A change has a direction only if it is certain. For ranges of a score:

    60       ->  75         up: every later value is above every earlier value
    60 to 70 ->  75 to 80   up
    60 to 70 ->  70 to 80   unclear: the value may be 70 both times
    60 to 70 ->  60 to 70   unclear: the value may have moved within the range
    70       ->  70         same

An example with both sides: in 2025 only the buyer answered, and the class was near partner. In 2026
the buyer gave the same answers, the vendor gave lower answers, and the class is steady supplier.
The change is *same*, because only the buyer's answers are compared, and is marked as narrowed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from partnercheck.base.records import Perspective, Record, Response
from partnercheck.base.rounds import period
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points
from partnercheck.rules.classify import class_range, conditions_by_sides, judge
from partnercheck.rules.records import Verdict

# The last days of the same round in two successive years are 52 or 53 weeks apart if rounds are ISO
# weeks, and otherwise 365 or 366 days.
A_YEAR = dt.timedelta(weeks=52)
Direction = Literal["up", "down", "same", "unclear"]


class RoundVerdict(Record, frozen=True):
    """The verdict on a vendor in one of its rounds."""

    round: str
    verdict: Verdict


class RoundView(Record, frozen=True):
    """A round as judged by some or all of its sides."""

    round: str
    worst_class: str  # the class in the low reading
    best_class: str  # the class in the high reading
    scores: Mapping[str, tuple[float, float]]  # each condition's lowest and highest score (0-100)


class Change(Record, frozen=True):
    """The direction of the class and of each condition from one assessed round to the next.

    An arrow marks a change that is unlikely to be chance. If behaviour stays the same from one year
    to the next, nine of ten scores move too little for an arrow, but a third of the classes change
    nevertheless. So the class has an arrow only if a condition has the same arrow, and no arrows
    are given between rounds less than a year apart.

    Rounds with different versions of the questionnaire cannot be compared, because the questions,
    or the answers to choose from, are different.
    """

    earlier: RoundView
    later: RoundView
    direction: Direction  # the direction of the class
    conditions: Mapping[str, Direction]  # the direction of each condition's score, in whole points
    sides: tuple[Perspective, ...]  # the sides that answered in both rounds
    arrow: Direction | None = None  # the direction of the class, if a condition has the same arrow
    arrows: Mapping[str, Direction] = {}  # the directions of the conditions that moved far
    narrowed: bool = False  # whether a side answered in only one of the rounds
    quick: bool = False  # whether exactly one of the rounds was a quick look
    broken: bool = False  # whether the rounds used different versions of the questionnaire

    @property
    def moved(self) -> bool:
        """Whether the class certainly went up or down, as seen by the sides in both rounds."""
        return self.direction in ("up", "down")


class Trend(Record, frozen=True):
    """The rounds of a vendor, and the changes between them."""

    rounds: tuple[RoundVerdict, ...]  # oldest first
    # For each round, its change since the previous assessed round; None if there is no such round,
    # or if the round itself is not assessed.
    changes: tuple[Change | None, ...]

    @property
    def last_change(self) -> Change | None:
        """The change between the last two assessed rounds; None if there are fewer than two."""
        return next((change for change in reversed(self.changes) if change), None)


def trend(
    instrument: Instrument,
    rounds: Iterable[tuple[str, Sequence[Response]]],
    unread: Mapping[str, Mapping[Perspective, int]] | None = None,
) -> Trend:
    """Return the trend of a vendor from the responses of its rounds, by today's rules.

    Args:
        instrument: The questionnaire with today's rules.
        rounds: The id and the responses of each round, in any order.
        unread: The number of unreadable responses of each round, per perspective.

    Raises ValueError if the id of a round is not a period.

    """
    unread = unread or {}
    verdicts = [(name, judge(instrument, of, unread.get(name))) for name, of in rounds]
    return trend_of(instrument, verdicts)


def trend_of(instrument: Instrument, verdicts: Iterable[tuple[str, Verdict]]) -> Trend:
    """Return the trend of a vendor from the id and the verdict of each round, in any order.

    Raises ValueError if the id of a round is not a period.
    """
    rounds = [
        RoundVerdict(name, verdict)
        for name, verdict in sorted(verdicts, key=lambda judged: period(judged[0]))
    ]
    changes: list[Change | None] = []
    earlier_round: RoundVerdict | None = None
    for later_round in rounds:
        if not later_round.verdict.assessed:
            # The next assessed round is compared with the last assessed round before this one.
            changes.append(None)
            continue
        changes.append(change(instrument, earlier_round, later_round) if earlier_round else None)
        earlier_round = later_round
    return Trend(tuple(rounds), tuple(changes))


def change(
    instrument: Instrument, earlier_round: RoundVerdict, later_round: RoundVerdict
) -> Change:
    """Return the change between two assessed rounds."""
    sides = tuple(side for side in earlier_round.verdict.sides if side in later_round.verdict.sides)
    earlier, later = (_view(instrument, judged, sides) for judged in (earlier_round, later_round))
    # The first class is the best, so ranks are negated: higher is better, as with scores.
    rank = {vendor_class.id: -n for n, vendor_class in enumerate(instrument.classes)}
    broken = _differ(earlier_round.verdict.versions, later_round.verdict.versions)
    ranks = (
        (rank[earlier.worst_class], rank[earlier.best_class]),
        (rank[later.worst_class], rank[later.best_class]),
    )
    class_direction = "unclear" if broken else direction_between(*ranks)
    arrows = {} if broken else _arrows(instrument, earlier_round, later_round, earlier, later)
    return Change(
        earlier=earlier,
        later=later,
        direction=class_direction,
        arrow=class_direction if class_direction in arrows.values() else None,
        arrows=arrows,
        conditions={
            condition: "unclear"
            if broken
            else direction_between(
                _whole_points(earlier.scores[condition]), _whole_points(later.scores[condition])
            )
            for condition in later.scores
        },
        sides=sides,
        narrowed=earlier_round.verdict.sides != later_round.verdict.sides,
        quick=earlier_round.verdict.quick != later_round.verdict.quick,
        broken=broken,
    )


def _differ(earlier: tuple[int, ...], later: tuple[int, ...]) -> bool:
    """Whether two rounds used different versions; False if no file of a round can be read."""
    return bool(earlier and later) and earlier != later


def _arrows(
    instrument: Instrument,
    earlier_round: RoundVerdict,
    later_round: RoundVerdict,
    earlier: RoundView,
    later: RoundView,
) -> Mapping[str, Direction]:
    """Return the directions of the conditions that moved far, if the rounds are a year apart."""
    # A round is about the months before its last day, so the last days are compared.
    if period(later_round.round).end - period(earlier_round.round).end < A_YEAR:
        return {}
    limits = instrument.limits
    quick = earlier_round.verdict.quick or later_round.verdict.quick
    # A quick form has fewer items, so its scores vary more by chance.
    least_move = limits.trend_quick if quick else limits.trend
    arrows: dict[str, Direction] = {}
    for condition, (low, high) in later.scores.items():
        earlier_low, earlier_high = earlier.scores[condition]
        if low - earlier_high >= least_move:
            arrows[condition] = "up"
        elif earlier_low - high >= least_move:
            arrows[condition] = "down"
    return arrows


def _view(instrument: Instrument, judged: RoundVerdict, sides: Sequence[Perspective]) -> RoundView:
    """Return a round as judged by some sides; without a side, every class is possible."""
    conditions = conditions_by_sides(instrument, judged.verdict, sides)
    low, high = class_range(instrument, conditions)
    return RoundView(judged.round, low, high, {c.id: (c.low, c.high) for c in conditions})


def _whole_points(score: tuple[float, float]) -> tuple[int, int]:
    """Return a range of scores in whole points.

    Reports show whole points, in which a change from 64.2 to 64.8 would not be seen.
    """
    return points(score[0]), points(score[1])


def direction_between(earlier: tuple[int, int], later: tuple[int, int]) -> Direction:
    """Return the direction from one range to a later one; higher is better.

    It is *up* only if every later value is above every earlier value, *down* only if every later
    value is below every earlier value, and *same* only if both ranges are the same single value.
    If the ranges are equal but span more than one value, the value may have moved within the range,
    so the direction is *unclear*.
    """
    if later[0] > earlier[1]:
        return "up"
    if later[1] < earlier[0]:
        return "down"
    return "same" if earlier[0] == earlier[1] == later[0] == later[1] else "unclear"
