"""A vendor's changes from round to round, with every round judged by today's rules.

A changed rule must never look like a changed vendor, so earlier rounds are judged again. Nor must
a change in who answered: two rounds are compared on the sides that answered in both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from partnercheck.base.records import Perspective, Record, Response
from partnercheck.base.rounds import period
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points
from partnercheck.rules.classify import class_range, judge, seen_by
from partnercheck.rules.records import Verdict

# Between the last days of the same round of two years: 52 weeks, or 365 days and more.
A_YEAR = dt.timedelta(weeks=52)
Way = Literal["up", "down", "same", "unclear"]


class RoundVerdict(Record, frozen=True):
    """The verdict on a vendor in one of its rounds."""

    round: str
    verdict: Verdict


class View(Record, frozen=True):
    """A round by the answers of some sides: the class and the range of each condition's score."""

    round: str
    low: str
    high: str
    scores: Mapping[str, tuple[float, float]]


class Change(Record, frozen=True):
    """The direction of the class and of each condition from one assessed round to the next.

    `arrows` are the conditions whose score moved so far that more than chance is behind it, and
    `arrow` is the way of the class if one of them went it too. With unchanged behaviour nine of ten
    scores move less within a year, and a third of the classes move; so rounds less than a year
    apart get no arrow.

    `sides` are those that answered in both rounds, on which they are compared; `narrowed` means
    that a side answered in only one of them, `quick` that only one of them was a quick look.
    `broken` means that they answered different versions of the questionnaire: other questions or
    other lines, so that nothing can be said about the direction.
    """

    before: View
    after: View
    way: Way
    conditions: Mapping[str, Way]
    sides: tuple[Perspective, ...]
    arrow: Way | None = None
    arrows: Mapping[str, Way] = {}
    narrowed: bool = False
    quick: bool = False
    broken: bool = False


class Trend(Record, frozen=True):
    """A vendor's rounds, oldest first, each with its change since the assessed round before it.

    A round has no change if it is the first assessed one, or not assessed.
    """

    rounds: tuple[RoundVerdict, ...]
    changes: tuple[Change | None, ...]

    @property
    def last(self) -> Change | None:
        """The change between the last two assessed rounds; None if there are fewer than two."""
        return next((change for change in reversed(self.changes) if change), None)


def trend(
    instrument: Instrument,
    rounds: Iterable[tuple[str, Sequence[Response]]],
    unread: Mapping[str, Mapping[Perspective, int]] | None = None,
) -> Trend:
    """Return a vendor's trend from its rounds' responses, in any order, by today's rules.

    `unread` counts the unreadable responses of each round, in the form that `judge` expects.
    Raises ValueError if the id of a round is not a period.
    """
    unread = unread or {}
    judged = [(name, judge(instrument, of, unread.get(name))) for name, of in rounds]
    return trend_of(instrument, judged)


def trend_of(instrument: Instrument, verdicts: Iterable[tuple[str, Verdict]]) -> Trend:
    """Return a vendor's trend from its rounds' verdicts, in any order."""
    rounds = [
        RoundVerdict(name, verdict)
        for name, verdict in sorted(verdicts, key=lambda each: period(each[0]))
    ]
    changes: list[Change | None] = []
    before: RoundVerdict | None = None
    for after in rounds:
        known = before is not None and after.verdict.assessed
        changes.append(change(instrument, before, after) if before and known else None)
        before = after if after.verdict.assessed else before
    return Trend(tuple(rounds), tuple(changes))


def change(instrument: Instrument, before: RoundVerdict, after: RoundVerdict) -> Change:
    """Return the change between two assessed rounds."""
    sides = tuple(side for side in before.verdict.sides if side in after.verdict.sides)
    then, now = (_view(instrument, each, sides) for each in (before, after))
    # The first class is the best, so ranks are negative: higher is better, as with scores.
    rank = {vendor_class.id: -n for n, vendor_class in enumerate(instrument.classes)}
    broken = _differ(before.verdict.versions, after.verdict.versions)
    ranks = (rank[then.low], rank[then.high]), (rank[now.low], rank[now.high])
    of_class = "unclear" if broken else way(*ranks)
    arrows = {} if broken else _arrows(instrument, before, after, then, now)
    return Change(
        before=then,
        after=now,
        way=of_class,
        arrow=of_class if of_class in arrows.values() else None,
        arrows=arrows,
        conditions={
            condition: "unclear"
            if broken
            else way(_shown(then.scores[condition]), _shown(now.scores[condition]))
            for condition in now.scores
        },
        sides=sides,
        narrowed=before.verdict.sides != after.verdict.sides,
        quick=before.verdict.quick != after.verdict.quick,
        broken=broken,
    )


def _differ(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether two rounds answered different versions; unreadable files alone say nothing."""
    return bool(before and after) and before != after


def _arrows(
    instrument: Instrument, before: RoundVerdict, after: RoundVerdict, then: View, now: View
) -> Mapping[str, Way]:
    """The ways of the conditions that moved far between rounds that begin a year apart or more."""
    if period(after.round).end - period(before.round).end < A_YEAR:
        return {}
    limits = instrument.limits
    quick = before.verdict.quick or after.verdict.quick
    least = limits.trend_quick if quick else limits.trend
    arrows: dict[str, Way] = {}
    for condition, (low, high) in now.scores.items():
        low_then, high_then = then.scores[condition]
        if low - high_then >= least:
            arrows[condition] = "up"
        elif low_then - high >= least:
            arrows[condition] = "down"
    return arrows


def _view(instrument: Instrument, of: RoundVerdict, sides: Sequence[Perspective]) -> View:
    """A round as these sides see it; nothing is known where there are none."""
    conditions = seen_by(instrument, of.verdict, sides)
    low, high = class_range(instrument, conditions)
    return View(of.round, low, high, {c.id: (c.low, c.high) for c in conditions})


def _shown(score: tuple[float, float]) -> tuple[int, int]:
    """Return a range of scores in whole points, as displayed: 64.2 and 64.8 are the same."""
    return points(score[0]), points(score[1])


def way(before: tuple[int, int], after: tuple[int, int]) -> Way:
    """Return the direction of a range between two rounds; higher is better.

    It is up or down only if every later value is beyond every earlier one, and the same only if
    both are single, equal values. Two equal ranges prove nothing: the values may have moved.
    """
    if after[0] > before[1]:
        return "up"
    if after[1] < before[0]:
        return "down"
    return "same" if before[0] == before[1] == after[0] == after[1] else "unclear"
