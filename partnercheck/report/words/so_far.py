"""The range of an open verdict if no open question turns out to be harm (a score of 0)."""

from __future__ import annotations

from partnercheck.report.words.verdict import either_class
from partnercheck.rules.classify import judge
from partnercheck.rules.what_if import SideItem, with_agreed_scores
from partnercheck.verdicts.judged import JudgedVendor, unread_of

# The lowest score that is no harm: neither side did it.
NO_HARM = 1


def unless_harm(judged: JudgedVendor) -> str:
    """Return a sentence giving the range of classes if no open question is scored 0.

    Empty if scores of 0 would not change the range, or if no question is open.
    """
    instrument, verdict = judged.instrument, judged.verdict
    if verdict.settled or not verdict.open_count:
        return ""
    open_places: dict[SideItem, int] = {
        (perspective, reading.item): NO_HARM
        for condition in verdict.conditions
        for perspective, side in condition.sides.items()
        for reading in side.open_items
    }
    responses = with_agreed_scores(instrument, judged.round.responses, open_places)
    low = judge(instrument, responses, unread_of(instrument, judged.round)).worst_class
    if low == verdict.worst_class:
        return ""
    range_ = either_class(instrument, low, verdict.best_class)
    return f"Unless an open question is scored 0, the class is {range_}."
