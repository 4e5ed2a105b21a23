"""Several respondents on one side: their disagreements, their agreement, and who decides the class.

Invariant: nothing here changes a verdict. A verdict that depends on one person is still the
verdict, but readers should know that it does, especially if this person gives no evidence.

An example: Alice scores four items 3, 4, 1 and 2, and Tom scores them 3, 2, 1 and 3.

    disagreements   the second item, because Tom's 2 and Alice's 4 are two or more apart
    agreement       equal scores on 2 of 4 items, scores two or more apart on 1 item
    without Tom     the verdict on Alice's scores alone, as if Tom had not answered
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Perspective, Record, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.readings import asked_items
from partnercheck.rules.records import Verdict
from partnercheck.rules.robustness import Check, compare_verdicts

# With fewer scores than this, it may well be chance that nearly all of them are equal.
LEAST_SCORES = 10
# With one item, alpha is always 0, because the observed and the expected disagreement are computed
# from the same pairs of scores.
LEAST_ITEMS = 2
# The verdict is computed again without each person, which takes time; nobody would read more.
MOST_PEOPLE = 100


class Disagreement(Record, frozen=True):
    """An item on which the scores of one side's respondents are far apart."""

    item: str
    perspective: Perspective
    # The respondents with their scores, the lowest score first.
    scores_by_respondent: tuple[tuple[str, int], ...]

    @property
    def distance(self) -> int:
        """The distance between the lowest and the highest score."""
        return self.scores_by_respondent[-1][1] - self.scores_by_respondent[0][1]


class Agreement(Record, frozen=True):
    """The agreement among one side's respondents."""

    perspective: Perspective
    people: int  # respondents who scored an item
    items: int  # items that two or more of them have scored
    equal_count: int  # the number of these items on which all scores are equal
    # The number of these items on which two scores are far apart, as if about different events.
    far_apart_count: int
    alpha: float | None  # Krippendorff's alpha, at most 1; None if it is undefined


class StraightLine(Record, frozen=True):
    """A respondent whose scores are nearly all equal."""

    respondent: str
    perspective: Perspective
    score: int  # the most common score (0-4)
    equal_count: int  # how many of the respondent's scores are this score
    score_count: int  # the number of all of the respondent's scores


class WithoutOne(Record, frozen=True):
    """The verdict without one respondent, compared with the verdict on all responses."""

    respondent: str
    perspective: Perspective
    check: Check
    score_count: int  # the number of the respondent's scores on this side
    evidenced_count: int  # the number of these scores that have evidence
    # Whether, without this person, one end of the range of classes is better and no end is worse.
    better_without: bool

    @property
    def lowers_without_evidence(self) -> bool:
        """Whether this respondent lowers the class although none of their scores has evidence."""
        return self.better_without and self.score_count > 0 and self.evidenced_count == 0


def _counting_responses(instrument: Instrument, responses: Iterable[Response]) -> list[Response]:
    """Return the responses to an instrument that have an answer."""
    return [r for r in responses if r.instrument == instrument.id and r.begun]


def _scores(instrument: Instrument, response: Response) -> dict[str, int]:
    """Map each item of the response's form to the respondent's score, if there is one."""
    answers = response.answers
    return {
        item.id: answer.score
        for item in asked_items(instrument, response)
        if (answer := answers.get(item.id)) is not None and answer.score is not None
    }


def _by_item(
    instrument: Instrument, responses: Iterable[Response], perspective: Perspective
) -> dict[str, list[tuple[str, int]]]:
    """Map each item to one side's respondents and their scores, the lowest score first."""
    by_item: dict[str, list[tuple[str, int]]] = {item.id: [] for item in instrument.items}
    for response in _counting_responses(instrument, responses):
        if response.perspective == perspective:
            for item, score in _scores(instrument, response).items():
                by_item[item].append((response.respondent, score))
    return {item: sorted(scores, key=lambda scored: scored[1]) for item, scores in by_item.items()}


def disagreements(
    instrument: Instrument, responses: Sequence[Response]
) -> tuple[Disagreement, ...]:
    """Return the items on which one side's scores are far apart, the largest difference first.

    If differences are equal, the buyer's items come first; then the instrument's order decides.
    """
    unsorted = [
        Disagreement(item, perspective, tuple(scores))
        for perspective in PERSPECTIVES
        for item, scores in _by_item(instrument, responses, perspective).items()
        if scores and scores[-1][1] - scores[0][1] >= instrument.limits.disputed
    ]
    return tuple(sorted(unsorted, key=lambda disagreement: -disagreement.distance))


def agreement(
    instrument: Instrument, responses: Iterable[Response], perspective: Perspective
) -> Agreement:
    """Return the agreement among one side's respondents."""
    by_item = _by_item(instrument, responses, perspective).values()
    people = {respondent for of_item in by_item for respondent, _ in of_item}
    ratings = [[score for _, score in of_item] for of_item in by_item]
    distances = [max(scores) - min(scores) for scores in ratings if len(scores) > 1]
    return Agreement(
        perspective,
        people=len(people),
        items=len(distances),
        equal_count=distances.count(0),
        far_apart_count=sum(distance >= instrument.limits.disputed for distance in distances),
        alpha=alpha(ratings),
    )


def straight_lines(
    instrument: Instrument, responses: Iterable[Response]
) -> tuple[StraightLine, ...]:
    """Return the respondents whose scores are nearly all equal, in the order of the responses."""
    lines = []
    for response in _counting_responses(instrument, responses):
        scores = list(_scores(instrument, response).values())
        if len(scores) < LEAST_SCORES:
            continue
        score = max(set(scores), key=scores.count)
        equal = scores.count(score)
        if equal >= instrument.limits.straight * len(scores):
            respondent, side = response.respondent, response.perspective
            lines.append(StraightLine(respondent, side, score, equal, len(scores)))
    return tuple(lines)


def alpha(ratings: Iterable[Sequence[int]]) -> float | None:
    """Return Krippendorff's alpha with the ordinal metric, from the scores (0-4) of every item.

    1 is full agreement, 0 is as much agreement as by chance, and a negative value is less agreement
    than by chance (Krippendorff 2011, "Computing Krippendorff's alpha-reliability"). Alpha is
    undefined (None) if fewer than two items have two or more scores, or if all scores of such
    items are the same.
    """
    # An item with a single score says nothing about agreement, so it is left out.
    paired = [scores for scores in ratings if len(scores) > 1]
    counts = [sum(scores.count(v) for scores in paired) for v in range(BEST_SCORE + 1)]
    if len(paired) < LEAST_ITEMS or sum(count > 0 for count in counts) < 2:
        return None
    distance = _ordinal_distances(counts)
    values = range(BEST_SCORE + 1)
    # The disagreement within items; the weight of each item is the number of its scores.
    observed = sum(
        scores.count(a) * scores.count(b) * distance[a][b] / (len(scores) - 1)
        for scores in paired
        for a in values
        for b in values
    )
    # The disagreement to expect if the same scores were distributed over the items by chance.
    expected = sum(
        count_a * count_b * distance[a][b]
        for a, count_a in enumerate(counts)
        for b, count_b in enumerate(counts)
    ) / (sum(counts) - 1)
    return 1 - observed / expected


def _ordinal_distances(counts: Sequence[int]) -> list[list[float]]:
    """Return the ordinal distance between any two scores, from how often each score was given.

    The distance of scores a and b is the square of the number of all scores given from a to b, in
    which the scores a and b themselves count as half.
    """
    values = range(len(counts))
    return [
        [
            (sum(counts[min(a, b) : max(a, b) + 1]) - (counts[a] + counts[b]) / 2) ** 2
            for b in values
        ]
        for a in values
    ]


def verdicts_without_each(
    instrument: Instrument,
    responses: Sequence[Response],
    verdict: Verdict,
    unread: Mapping[Perspective, int] | None = None,
) -> tuple[WithoutOne, ...]:
    """Return one verdict per respondent, as if that respondent had not answered.

    The verdicts are in the order of the responses. A person who answers for both sides is left out
    of one side at a time. Empty if nothing is assessed, or if there are too many responses.

    Args:
        instrument: The questionnaire.
        responses: All responses.
        verdict: The verdict on all of them.
        unread: The number of unreadable responses per perspective, as used for `verdict`.

    """
    if not verdict.assessed or len(responses) > MOST_PEOPLE:
        return ()
    return tuple(
        _without(instrument, responses, response, verdict, unread)
        for response in _counting_responses(instrument, responses)
    )


def _without(
    instrument: Instrument,
    responses: Sequence[Response],
    left_out: Response,
    verdict: Verdict,
    unread: Mapping[Perspective, int] | None,
) -> WithoutOne:
    """Return the verdict without one response."""
    # By identity: one person may have responded for both sides.
    others = [response for response in responses if response is not left_out]
    check = compare_verdicts(instrument, judge(instrument, others, unread), verdict)
    scores = _scores(instrument, left_out)
    return WithoutOne(
        respondent=left_out.respondent,
        perspective=left_out.perspective,
        check=check,
        score_count=len(scores),
        evidenced_count=sum(left_out.answers[item].evidenced for item in scores),
        better_without=check.verdict.assessed and _better(instrument, check.verdict, verdict),
    )


def _better(instrument: Instrument, other: Verdict, verdict: Verdict) -> bool:
    """Whether one end of the range of classes is better in the other verdict, and no end worse."""
    # The best class comes first, so a better class has a lower rank.
    order = [vendor_class.id for vendor_class in instrument.classes]
    ends = ((other.worst_class, verdict.worst_class), (other.best_class, verdict.best_class))
    gains = [order.index(actual) - order.index(alternative) for alternative, actual in ends]
    return min(gains) >= 0 and max(gains) > 0
