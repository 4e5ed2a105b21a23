"""The robustness of a verdict: if only evidence counted, or if the thresholds were different.

Invariant: nothing here changes a verdict. Thresholds are conventions, and an opinion is not an
observation. A verdict that changes with the thresholds, or without opinions, is still the verdict,
but readers should know that it does.

An example: the verdict is near partner, and the verdict on evidence alone is one of these classes.

    near partner              holds: the evidence alone gives the same class
    near partner to partner   opens: less is certain, but near partner is still possible
    partner                   moves: the evidence alone gives another class
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from partnercheck.base.records import Perspective, Record, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict

CheckResult = Literal["holds", "opens", "moves"]


class Check(Record, frozen=True):
    """An alternative verdict, compared with the actual one.

    The actual verdict *holds* if both verdicts have the same classes, and both or neither of them
    are assessed; it *opens* if the alternative range of classes contains the actual range;
    otherwise it *moves*.
    """

    result: CheckResult
    verdict: Verdict  # the alternative verdict


def verdict_on_evidence(
    instrument: Instrument,
    responses: Iterable[Response],
    verdict: Verdict,
    unread: Mapping[Perspective, int] | None = None,
) -> Check:
    """Return the verdict if only scores with evidence counted, compared with the actual verdict.

    Items scored without evidence are treated as unanswered.

    Args:
        instrument: The questionnaire.
        responses: All responses.
        verdict: The verdict on all of them.
        unread: The number of unreadable responses per perspective, as used for `verdict`.

    """
    evidenced = [_without_opinion(response) for response in responses]
    return compare_verdicts(instrument, judge(instrument, evidenced, unread), verdict)


def _without_opinion(response: Response) -> Response:
    """Return a response without the scores that have no evidence."""
    # Skips stay: that an item is unknown, or had no occasion, needs no evidence.
    answers = {
        item: answer
        for item, answer in response.answers.items()
        if answer.score is None or answer.evidenced
    }
    return replace(response, answers=answers)


def compare_verdicts(instrument: Instrument, other: Verdict, verdict: Verdict) -> Check:
    """Compare an alternative verdict, `other`, with the actual verdict."""
    # A verdict without any score has the widest range, which a verdict with scores may also have.
    same_classes = (other.worst_class, other.best_class) == (
        verdict.worst_class,
        verdict.best_class,
    )
    if same_classes and other.assessed == verdict.assessed:
        return Check("holds", other)
    # The best class comes first, so a better class has a lower rank.
    rank = {vendor_class.id: rank for rank, vendor_class in enumerate(instrument.classes)}
    contains_best = rank[other.best_class] <= rank[verdict.best_class]
    contains_worst = rank[verdict.worst_class] <= rank[other.worst_class]
    return Check("opens" if contains_best and contains_worst else "moves", other)


def verdicts_at_thresholds(
    instrument: Instrument,
    responses: Sequence[Response],
    shift: float = 5,
    unread: Mapping[Perspective, int] | None = None,
) -> list[tuple[float, float, Verdict]]:
    """Return the verdicts with both thresholds lowered, unchanged and raised, in this order.

    Each entry has the thresholds of *present* and *partial* (0-100), and the verdict.

    Args:
        instrument: The questionnaire with the usual thresholds.
        responses: All responses.
        shift: How far the thresholds are moved, in points of the score (0-100).
        unread: The number of unreadable responses per perspective.

    """
    verdicts = []
    for offset in (-shift, 0.0, shift):
        states = replace(
            instrument.states,
            present=_threshold(instrument.states.present + offset),
            partial=_threshold(instrument.states.partial + offset),
        )
        shifted = replace(instrument, states=states)
        verdicts.append((states.present, states.partial, judge(shifted, responses, unread)))
    return verdicts


def _threshold(score: float) -> float:
    """Return a threshold limited to the range of scores, 0-100."""
    return min(100.0, max(0.0, score))
