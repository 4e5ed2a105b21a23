"""Several people on one side: where they differ, how far they agree, and who decides the class.

A verdict that depends on one person is still the verdict, but its reader should know; all the
more if that person has given no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Perspective, Record, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict
from partnercheck.rules.robustness import Check, compared

# Scores this far apart describe different events; one step can be a matter of words.
APART = 2
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
    """The agreement of one side's people: Krippendorff's alpha, None if it is undefined.

    `items` counts the items that two or more of its `people` have scored.
    """

    perspective: Perspective
    people: int
    items: int
    alpha: float | None


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
    """Return a respondent's scores for the items of the response's form."""
    items = instrument.form_items(response.form)
    given = ((item.id, response.answers.get(item.id)) for item in items)
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
    """Return the items on which one side's scores differ by two or more, the widest apart first.

    Among items that are equally far apart, ours come first, then the instrument's order decides.
    """
    found = [
        Disagreement(item, perspective, tuple(given))
        for perspective in PERSPECTIVES
        for item, given in _by_item(instrument, responses, perspective).items()
        if given and given[-1][1] - given[0][1] >= APART
    ]
    return tuple(sorted(found, key=lambda each: -each.apart))


def agreement(
    instrument: Instrument, responses: Iterable[Response], perspective: Perspective
) -> Agreement:
    """Return the agreement of one side's people over all items that any of them scored."""
    given = _by_item(instrument, responses, perspective).values()
    people = {who for of_item in given for who, _ in of_item}
    ratings = [[score for _, score in of_item] for of_item in given]
    shared = sum(len(of_item) > 1 for of_item in ratings)
    return Agreement(perspective, len(people), shared, alpha(ratings))


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
