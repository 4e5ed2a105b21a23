"""Several people on one side: where they differ, how far they agree, and who decides the class.

A verdict that depends on one person is still the verdict, but its reader should know; all the
more if that person has given no evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Perspective, Record, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.readings import asked_items
from partnercheck.rules.records import Verdict
from partnercheck.rules.robustness import Check, compared

# With fewer scores than this, nine of ten equal ones cannot be told from chance.
LEAST_SCORES = 10
# With one item, alpha is 0 whatever was scored: what is observed is all that could be expected.
LEAST_ITEMS = 2
MOST_PEOPLE = 100


class Disagreement(Record, frozen=True):
    """An item that people of one side scored differently, with their scores, lowest first."""

    item: str
    perspective: Perspective
    given: tuple[tuple[str, int], ...]

    @property
    def apart(self) -> int:
        """The distance between the lowest and the highest score."""
        return self.given[-1][1] - self.given[0][1]


class Agreement(Record, frozen=True):
    """How far one side's people agree.

    `items` counts the items that two or more of its `people` have scored; on `same` of them all
    scores are equal, on `apart` of them two lie so far apart that they describe other events.
    `alpha` is Krippendorff's, None if it is undefined.
    """

    perspective: Perspective
    people: int
    items: int
    same: int
    apart: int
    alpha: float | None


class StraightLine(Record, frozen=True):
    """A respondent of whose scores nearly all are equal: `equal` of `scored` are `score`."""

    respondent: str
    perspective: Perspective
    score: int
    equal: int
    scored: int


class WithoutOne(Record, frozen=True):
    """The verdict without one respondent, and whether the verdict with everybody stands.

    `scored` and `evidenced` count this respondent's scores on this side, all of them and those
    with evidence; `better` means that without them neither end of the range is worse, and at
    least one is better.
    """

    respondent: str
    perspective: Perspective
    check: Check
    scored: int
    evidenced: int
    better: bool

    @property
    def lowers_unshown(self) -> bool:
        """Whether this respondent lowers the class although none of their scores has evidence."""
        return self.better and self.scored > 0 and self.evidenced == 0


def _counting(instrument: Instrument, responses: Iterable[Response]) -> list[Response]:
    return [r for r in responses if r.instrument == instrument.id and r.begun]


def _scores(instrument: Instrument, response: Response) -> dict[str, int]:
    """What a respondent scored, of the items of the response's form."""
    given = ((item.id, response.answers.get(item.id)) for item in asked_items(instrument, response))
    return {item: answer.score for item, answer in given if answer and answer.score is not None}


def _by_item(
    instrument: Instrument, responses: Iterable[Response], perspective: Perspective
) -> dict[str, list[tuple[str, int]]]:
    """Return one side's respondents and scores by item, the lowest score first."""
    found: dict[str, list[tuple[str, int]]] = {item.id: [] for item in instrument.items}
    for response in _counting(instrument, responses):
        if response.perspective == perspective:
            for item, score in _scores(instrument, response).items():
                found[item].append((response.respondent, score))
    return {item: sorted(given, key=lambda each: each[1]) for item, given in found.items()}


def disagreements(
    instrument: Instrument, responses: Sequence[Response]
) -> tuple[Disagreement, ...]:
    """The items on which one side's scores are far apart, the widest apart first.

    Among items that are equally far apart, ours come first, then the instrument's order decides.
    """
    found = [
        Disagreement(item, perspective, tuple(given))
        for perspective in PERSPECTIVES
        for item, given in _by_item(instrument, responses, perspective).items()
        if given and given[-1][1] - given[0][1] >= instrument.limits.disputed
    ]
    return tuple(sorted(found, key=lambda each: -each.apart))


def agreement(
    instrument: Instrument, responses: Iterable[Response], perspective: Perspective
) -> Agreement:
    """Return the agreement of one side's people over all items that any of them scored."""
    given = _by_item(instrument, responses, perspective).values()
    people = {who for of_item in given for who, _ in of_item}
    ratings = [[score for _, score in of_item] for of_item in given]
    shared = [max(scores) - min(scores) for scores in ratings if len(scores) > 1]
    return Agreement(
        perspective,
        people=len(people),
        items=len(shared),
        same=shared.count(0),
        apart=sum(distance >= instrument.limits.disputed for distance in shared),
        alpha=alpha(ratings),
    )


def straight_lines(
    instrument: Instrument, responses: Iterable[Response]
) -> tuple[StraightLine, ...]:
    """The respondents who gave nearly the same score throughout, in the order of the responses."""
    lines = []
    for response in _counting(instrument, responses):
        scores = list(_scores(instrument, response).values())
        if len(scores) < LEAST_SCORES:
            continue
        score, equal = Counter(scores).most_common(1)[0]
        if equal >= instrument.limits.straight * len(scores):
            who, side = response.respondent, response.perspective
            lines.append(StraightLine(who, side, score, equal, len(scores)))
    return tuple(lines)


def alpha(ratings: Iterable[Sequence[int]]) -> float | None:
    """Return Krippendorff's alpha with the ordinal metric, from every item's scores (0-4).

    1 is full agreement, 0 is agreement by chance (Krippendorff 2011, "Computing Krippendorff's
    alpha-reliability"). None (undefined) if all scores that can be paired are the same, or if
    fewer than two items have a pair.
    """
    paired = [scores for scores in ratings if len(scores) > 1]
    counts = [sum(scores.count(v) for scores in paired) for v in range(BEST_SCORE + 1)]
    if len(paired) < LEAST_ITEMS or sum(count > 0 for count in counts) < 2:
        return None
    distance = _ordinal(counts)
    values = range(BEST_SCORE + 1)
    observed = sum(
        scores.count(a) * scores.count(b) * distance[a][b] / (len(scores) - 1)
        for scores in paired
        for a in values
        for b in values
    )
    expected = sum(
        count_a * count_b * distance[a][b]
        for a, count_a in enumerate(counts)
        for b, count_b in enumerate(counts)
    ) / (sum(counts) - 1)
    return 1 - observed / expected


def _ordinal(counts: Sequence[int]) -> list[list[float]]:
    """Return the distance of every two scores: the number of scores between them, squared."""
    values = range(len(counts))
    return [
        [
            (sum(counts[min(a, b) : max(a, b) + 1]) - (counts[a] + counts[b]) / 2) ** 2
            for b in values
        ]
        for a in values
    ]


def without_each(
    instrument: Instrument,
    responses: Sequence[Response],
    found: Verdict,
    unread: Mapping[Perspective, int] | None = None,
) -> tuple[WithoutOne, ...]:
    """Return the verdict without each single respondent, in the order of the responses.

    `found` is the verdict with all respondents, and `unread` the counts it was judged with.
    Someone who answers for both sides is left out of one side at a time. Empty if nothing is
    assessed, or if there are too many people: each costs a verdict, and nobody would read them all.
    """
    if not found.assessed or len(responses) > MOST_PEOPLE:
        return ()
    return tuple(
        _without(instrument, responses, one, found, unread)
        for one in _counting(instrument, responses)
    )


def _without(
    instrument: Instrument,
    responses: Sequence[Response],
    one: Response,
    found: Verdict,
    unread: Mapping[Perspective, int] | None,
) -> WithoutOne:
    others = [response for response in responses if response is not one]
    check = compared(instrument, judge(instrument, others, unread), found)
    scores = _scores(instrument, one)
    return WithoutOne(
        respondent=one.respondent,
        perspective=one.perspective,
        check=check,
        scored=len(scores),
        evidenced=sum(one.answers[item].evidenced for item in scores),
        better=check.verdict.assessed and _better(instrument, check.verdict, found),
    )


def _better(instrument: Instrument, other: Verdict, found: Verdict) -> bool:
    order = [vendor_class.id for vendor_class in instrument.classes]
    ends = ((other.low, found.low), (other.high, found.high))
    steps = [order.index(now) - order.index(then) for then, now in ends]
    return min(steps) >= 0 and max(steps) > 0
