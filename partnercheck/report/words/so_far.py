"""What an open verdict comes to unless an open question hides harm."""

from __future__ import annotations

from partnercheck.report.words.verdict import either_class
from partnercheck.rules.classify import judge
from partnercheck.rules.what_if import SideItem, with_agreed_scores
from partnercheck.verdicts.judged import JudgedVendor, unread_of

# The least score that is no harm: neither side did it.
NO_HARM = 1


def unless_harm(judged: JudgedVendor) -> str:
    """Return the range with every open question at 1 to 4, as a sentence.

    Empty if it is the same as with 0 to 4, or if no question is open.
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
    return f"Unless an open question hides harm (a 0), it is {range_}."
