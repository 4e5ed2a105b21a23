"""The robustness of a verdict: on evidence alone, and with slightly different thresholds.

Thresholds are conventions, and an opinion is not an observation; a verdict that changes with
either of them is still the verdict, but its reader should know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from partnercheck.base.records import Perspective, Record, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict

Stands = Literal["holds", "opens", "moves"]


class Check(Record, frozen=True):
    """An alternative verdict, and whether the actual one holds when compared with it.

    *holds*: the same classes, with something left to judge; *opens*: a range that contains them;
    *moves*: anything else.
    """

    stands: Stands
    verdict: Verdict


def on_evidence(
    instrument: Instrument,
    responses: Iterable[Response],
    found: Verdict,
    unread: Mapping[Perspective, int] | None = None,
) -> Check:
    """Return the verdict on scores with evidence alone; the others count as unanswered."""
    evidenced = [_without_opinion(response) for response in responses]
    return compared(instrument, judge(instrument, evidenced, unread), found)


def _without_opinion(response: Response) -> Response:
    answers = {
        item: answer
        for item, answer in response.answers.items()
        if answer.score is None or answer.evidenced
    }
    return replace(response, answers=answers)


def compared(instrument: Instrument, other: Verdict, found: Verdict) -> Check:
    """Compare an alternative verdict with the actual one, `found`."""
    if (other.low, other.high, other.assessed) == (found.low, found.high, found.assessed):
        return Check("holds", other)
    order = [vendor_class.id for vendor_class in instrument.classes]
    contains = order.index(other.high) <= order.index(found.high) and order.index(
        found.low
    ) <= order.index(other.low)
    return Check("opens" if contains else "moves", other)


def at_thresholds(
    instrument: Instrument,
    responses: Sequence[Response],
    shift: float = 5,
    unread: Mapping[Perspective, int] | None = None,
) -> list[tuple[float, float, Verdict]]:
    """Return the verdicts with both thresholds lower and higher by `shift` points, and unchanged.

    Each entry has the thresholds of *present* and *partial* (0-100), and the verdict.
    """
    found = []
    for by in (-shift, 0.0, shift):
        states = replace(
            instrument.states,
            present=_threshold(instrument.states.present + by),
            partial=_threshold(instrument.states.partial + by),
        )
        moved = replace(instrument, states=states)
        found.append((states.present, states.partial, judge(moved, responses, unread)))
    return found


def _threshold(score: float) -> float:
    """Return a threshold limited to its valid range."""
    return min(100.0, max(0.0, score))
