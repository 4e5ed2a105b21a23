"""Which side has to move for a question to rise by one step, in a few words.

The answer decides, because its anchor says which side does it:

    0, 1   neither side does it, or one does the opposite: either side can begin
    2      one side does it: the other side has to follow; the answer may name the side that does
    3      both do it: both have to keep it up
"""

from __future__ import annotations

from collections.abc import Callable

from partnercheck.base.records import BOTH_SIDES_SCORE, ONE_SIDE_SCORE, Perspective
from partnercheck.rules.records import Side
from partnercheck.verdicts.judged import JudgedVendor

# Maps the perspective and the item of an answer to whose move it is; empty if not known.
Movers = Callable[[Perspective, str], str]
MOVES: dict[Perspective, str] = {"buyer": "we have to act", "vendor": "the vendor has to act"}


def side_that_did(judged: JudgedVendor, item: str, perspective: Perspective) -> Perspective | None:
    """Return which side did it according to one side's answers; None unless all name one side."""
    named = {
        response.answers[item].done_by
        for response in judged.round.responses
        if response.instrument == judged.instrument.id
        and response.perspective == perspective
        and item in response.answers
        and response.answers[item].score == ONE_SIDE_SCORE
    } - {None}
    return named.pop() if len(named) == 1 else None


def movers_of(judged: JudgedVendor) -> Movers:
    """Return the function that says whose move it is on a question of a vendor."""
    items = {each.id: each for each in judged.instrument.items}
    sides = {
        (condition.id, perspective): side
        for condition in judged.verdict.conditions
        for perspective, side in condition.sides.items()
    }

    def mover(perspective: Perspective, item: str) -> str:
        side = sides.get((items[item].condition, perspective))
        value = _value(side, item) if side else None
        if value is None:
            return ""
        if items[item].kind == "own":
            return MOVES[perspective]
        if value >= BOTH_SIDES_SCORE:
            return "both have to keep it up"
        if value < ONE_SIDE_SCORE:
            return "either side can begin"
        doer = side_that_did(judged, item, perspective)
        if doer is None:
            return "the side that has not done it yet has to act"
        return MOVES["vendor" if doer == "buyer" else "buyer"]

    return mover


def _value(side: Side, item: str) -> float | None:
    return next((each.low for each in side.items if each.item == item and each.scores), None)
