"""From respondents' answers to one value per item and perspective, in a low and a high reading.

The scores of an item are put in order; the low reading takes the lower middle score, the high
reading the upper. Where the two differ, each gives way by half a step:

    3          ->  3 in both          2, 3       ->  2.5 in both
    1, 3, 3    ->  3 in both          2, 4       ->  2.5 to 3.5

So two people one step apart agree on a value between theirs, and only a wider distance leaves a
range. Both readings can only rise when a score rises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Answer, Perspective, Response
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.rules.records import ItemReading

HALF = 0.5
Readings = Mapping[str, ItemReading]


def counting_responses(
    instrument: Instrument, responses: Iterable[Response], unread: Mapping[Perspective, int]
) -> tuple[list[Response], dict[Perspective, list[Response]]]:
    """The responses to an instrument that count, and those of each perspective that exists.

    A response without an answer counts as absent. A perspective exists with its first score, or
    with a file that cannot be read.
    """
    asked = [_as_asked(instrument, r) for r in responses if r.instrument == instrument.id]
    begun = [response for response in asked if response.begun]
    return begun, {
        side: [r for r in begun if r.perspective == side]
        for side in PERSPECTIVES
        if unread.get(side) or any(r.scored for r in begun if r.perspective == side)
    }


def answered_version(instrument: Instrument, response: Response) -> int:
    """Return the version of the questionnaire that a response answered.

    A file that does not say counts as one that answered the current version.
    """
    return instrument.version if response.version is None else response.version


def _as_asked(instrument: Instrument, response: Response) -> Response:
    """A response with the answers to its form's items alone, and to those in reserve."""
    items = instrument.may_ask(response.form)
    if response.answers.keys() <= items:
        return response
    answers = {item: answer for item, answer in response.answers.items() if item in items}
    return replace(response, answers=answers)


def asked_items(instrument: Instrument, response: Response) -> tuple[Item, ...]:
    """The items that a respondent is asked, in the instrument's order.

    They are those of the form, and in the quick form the reserve item of each condition in which
    the respondent said of a core item that there was no occasion.
    """
    if response.form == "full":
        return instrument.items
    in_reserve = _reserves(instrument, [response])
    return tuple(item for item in instrument.items if item.core or item.id in in_reserve)


def pending(instrument: Instrument, response: Response) -> int:
    """How many of the items that a respondent is asked have no answer yet."""
    return sum(
        not response.answers.get(item.id, Answer()).is_answered
        for item in asked_items(instrument, response)
    )


def _reserves(instrument: Instrument, responses: Sequence[Response]) -> set[str]:
    """The reserve items that count: a core item of their condition had no occasion, and no score.

    One person's *no occasion* never hides another's score.
    """
    counting = set()
    for item in instrument.form_items("quick"):
        reserve = instrument.reserve_of(item.condition)
        if reserve and _without_occasion(item, _answers(item, responses)):
            counting.add(reserve.id)
    return counting


def _answers(item: Item, responses: Sequence[Response]) -> list[Answer]:
    return [answer for r in responses if (answer := r.answers.get(item.id))]


def _without_occasion(item: Item, answers: Sequence[Answer]) -> bool:
    """Whether nobody scored an item, and somebody said that it had no occasion."""
    return (
        item.offers_no_occasion
        and any(answer.skip == "no-occasion" for answer in answers)
        and all(answer.score is None for answer in answers)
    )


def item_readings(
    instrument: Instrument, responses: Sequence[Response], unread: int = 0
) -> Readings:
    """Every item of one perspective's forms in both readings.

    The forms are those of respondents who gave a score: a file with skips alone cannot turn a
    quick look into a full form. A file that cannot be read may be a full form. It may also be a
    quick one that decides whether an item in reserve counts, so that such an item is open then.
    """
    disputed_from = instrument.limits.disputed
    full = any(response.form == "full" for response in responses if response.scored)
    in_reserve = _reserves(instrument, responses)
    readings = {}
    for item in instrument.items:
        if unread and item.reserve and not full:
            readings[item.id] = ItemReading(item.id, 0, BEST_SCORE)
        elif full or unread or item.core or item.id in in_reserve:
            readings[item.id] = _item_reading(item, responses, unread, disputed_from)
    return readings


def _item_reading(
    item: Item, responses: Sequence[Response], unread: int, disputed_from: int
) -> ItemReading:
    answers = _answers(item, responses)
    scores = sorted([answer.score for answer in answers if answer.score is not None])
    if scores:
        low, _ = middle_readings([0] * unread + scores)
        _, high = middle_readings(scores + [BEST_SCORE] * unread)
        apart = scores[len(scores) // 2] - scores[(len(scores) - 1) // 2]
        disputed = apart >= disputed_from
        return ItemReading(item.id, low, high, tuple(scores), False, item.critical, disputed)
    if not unread and _without_occasion(item, answers):
        return ItemReading(item.id, 0, 0, left_out=True, critical=item.critical)
    return ItemReading(item.id, 0, BEST_SCORE, critical=item.critical)


def middle_readings(scores: Sequence[int]) -> tuple[float, float]:
    """The low and the high reading of scores in order."""
    lower, upper = scores[(len(scores) - 1) // 2], scores[len(scores) // 2]
    return (lower, upper) if lower == upper else (lower + HALF, upper - HALF)
