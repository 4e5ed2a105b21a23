"""The open and disputed questions that can still change the class, in words."""

from __future__ import annotations

from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.next_question import next_questions
from partnercheck.rules.records import Verdict


def decisive_counts(instrument: Instrument, verdict: Verdict) -> tuple[int, int]:
    """Return how many open and how many disputed questions can still change the class.

    A question that both sides are asked counts once.
    """
    still_open, disputed = decisive_items(instrument, verdict)
    return len(still_open), len(disputed)


def decisive_items(instrument: Instrument, verdict: Verdict) -> tuple[set[str], set[str]]:
    """Return the open and the disputed items that can still change the class."""
    matter = [each for each in next_questions(instrument, verdict) if not each.beyond_form]
    disputed = {each.item for each in matter if each.disputed}
    unscored = {
        (side, reading.item)
        for condition in verdict.conditions
        for side, of_side in condition.sides.items()
        for reading in of_side.open_items
    }
    still_open = {each.item for each in matter if (each.perspective, each.item) in unscored}
    return still_open, disputed - still_open


def decisive_questions(instrument: Instrument, verdict: Verdict) -> str:
    """Return the number of questions that leave a verdict open, of all open or disputed questions.

    For example "6 of the 8 disputed questions" or "5 open and 1 disputed question"; empty if no
    question leaves the verdict open.
    """
    matter, unsettled = decisive_counts(instrument, verdict), all_unsettled(verdict)
    counts = [
        (count, all_of, word)
        for count, all_of, word in zip(matter, unsettled, ("open", "disputed"), strict=True)
        if count
    ]
    if not counts:
        return ""
    words = [
        f"{count} {word}" if count >= all_of else f"{count} of the {all_of} {word}"
        for count, all_of, word in counts
    ]
    last = counts[-1][1] if "of the" in words[-1] else counts[-1][0]
    return f"{' and '.join(words)} {'question' if last == 1 else 'questions'}"


def all_unsettled(verdict: Verdict) -> tuple[int, int]:
    """Return how many questions are open and how many are disputed, each counted once."""
    disputed = set(verdict.disputed_items)
    still_open = {
        reading.item
        for condition in verdict.conditions
        for side in condition.sides.values()
        for reading in side.open_items
    }
    return len(still_open), len(disputed - still_open)
