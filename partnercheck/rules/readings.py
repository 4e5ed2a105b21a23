"""The value of each item on one side, in a low and a high reading, from the respondents' answers.

Invariant: raising a score never lowers either reading.

The scores of an item are sorted; the low reading takes the lower median, and the high reading the
upper median. If the two medians differ, each reading moves half a step towards the other:

    3          ->  3 in both          2, 3       ->  2.5 in both
    1, 3, 3    ->  3 in both          2, 4       ->  2.5 to 3.5

Two people who are one step apart therefore share a value between their scores, and only a wider
distance leaves a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Answer, Perspective, Response
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.rules.records import ItemReading

HALF = 0.5
# Maps the id of each item to its reading on one side.
Readings = Mapping[str, ItemReading]


def counting_responses(
    instrument: Instrument, responses: Iterable[Response], unread: Mapping[Perspective, int]
) -> tuple[list[Response], dict[Perspective, list[Response]]]:
    """Return the counting responses to an instrument: first a list, then the same by perspective.

    A response without an answer does not count. A perspective has an entry as soon as it has a
    score, or a response that cannot be read.

    Args:
        instrument: The questionnaire.
        responses: Responses to any instrument.
        unread: The number of unreadable responses per perspective.

    """
    to_instrument = [
        _within_form(instrument, r) for r in responses if r.instrument == instrument.id
    ]
    begun = [response for response in to_instrument if response.begun]
    return begun, {
        side: [r for r in begun if r.perspective == side]
        for side in PERSPECTIVES
        if unread.get(side) or any(r.scored for r in begun if r.perspective == side)
    }


def answered_version(instrument: Instrument, response: Response) -> int:
    """Return the version of the questionnaire that a response answered.

    A response that names no version counts as an answer to the current version.
    """
    return instrument.version if response.version is None else response.version


def _within_form(instrument: Instrument, response: Response) -> Response:
    """Return a response with only the answers to items of its form and to reserve items."""
    items = instrument.may_ask(response.form)
    if response.answers.keys() <= items:
        return response
    answers = {item: answer for item, answer in response.answers.items() if item in items}
    return replace(response, answers=answers)


def asked_items(instrument: Instrument, response: Response) -> tuple[Item, ...]:
    """Return the items that a respondent is asked, in the instrument's order.

    Besides the items of the form, a quick form asks the reserve item of each condition in which
    the respondent answered *no occasion* to a core item.
    """
    if response.form == "full":
        return instrument.items
    in_reserve = _counting_reserves(instrument, [response])
    return tuple(item for item in instrument.items if item.core or item.id in in_reserve)


def pending_count(instrument: Instrument, response: Response) -> int:
    """Return the number of items that a respondent is asked but has not answered yet."""
    answers = response.answers
    return sum(
        (answer := answers.get(item.id)) is None or not answer.is_answered
        for item in asked_items(instrument, response)
    )


def _counting_reserves(instrument: Instrument, responses: Sequence[Response]) -> set[str]:
    """Return the ids of the reserve items that count on a side.

    A reserve item counts if a core item of its condition is left out.
    """
    counting = set()
    for item in instrument.form_items("quick"):
        reserve = instrument.reserve_of(item.condition)
        if reserve and _without_occasion(item, _answers(item, responses)):
            counting.add(reserve.id)
    return counting


def _answers(item: Item, responses: Sequence[Response]) -> list[Answer]:
    """Return the answers to one item."""
    return [answer for r in responses if (answer := r.answers.get(item.id))]


def _without_occasion(item: Item, answers: Sequence[Answer]) -> bool:
    """Whether an item has no score but at least one *no occasion*.

    One person's *no occasion* never hides another person's score.
    """
    return (
        item.offers_no_occasion
        and any(answer.skip == "no-occasion" for answer in answers)
        and all(answer.score is None for answer in answers)
    )


def item_readings(
    instrument: Instrument, responses: Sequence[Response], unread: int = 0
) -> Readings:
    """Return the readings of all items on one side's forms.

    `unread` is the number of the side's unreadable responses. An unreadable response may be a full
    form, so if there is one, every item counts as being on a form.
    """
    # A full form that contains only skips does not turn a quick look into a full assessment.
    disputed_from = instrument.limits.disputed
    full = any(response.form == "full" for response in responses if response.scored)
    in_reserve = _counting_reserves(instrument, responses)
    readings = {}
    for item in instrument.items:
        # An unreadable quick form may decide whether a reserve item counts, even if it was scored.
        if unread and item.reserve and not full:
            readings[item.id] = ItemReading(item.id, 0, BEST_SCORE)
        elif full or unread or item.core or item.id in in_reserve:
            readings[item.id] = _item_reading(item, responses, unread, disputed_from)
    return readings


def _item_reading(
    item: Item, responses: Sequence[Response], unread: int, disputed_from: int
) -> ItemReading:
    """Return the reading of one item; an unreadable response counts as 0 at worst, 4 at best."""
    answers = _answers(item, responses)
    scores = sorted([answer.score for answer in answers if answer.score is not None])
    if scores:
        low, high = middle_readings(scores)
        if unread:
            low, _ = middle_readings([0] * unread + scores)
            _, high = middle_readings(scores + [BEST_SCORE] * unread)
        distance = scores[len(scores) // 2] - scores[(len(scores) - 1) // 2]
        disputed = distance >= disputed_from
        return ItemReading(item.id, low, high, tuple(scores), False, item.critical, disputed)
    if not unread and _without_occasion(item, answers):
        return ItemReading(item.id, 0, 0, left_out=True, critical=item.critical)
    return ItemReading(item.id, 0, BEST_SCORE, critical=item.critical)


def unknown_items(instrument: Instrument, readings: Readings, responses: Sequence[Response]) -> int:
    """Return how many open items on one side have been answered with *unknown*.

    The answer *no occasion* to an item that does not offer this answer counts as *unknown*.
    """
    offering = {item.id for item in instrument.items if item.offers_no_occasion}
    unknown = {
        item
        for response in responses
        for item, answer in response.answers.items()
        if answer.skip == "unknown" or (answer.skip == "no-occasion" and item not in offering)
    }
    return sum(reading.open and item in unknown for item, reading in readings.items())


def middle_readings(scores: Sequence[int]) -> tuple[float, float]:
    """Return the low and the high reading (0-4) of scores, which must be sorted and not empty."""
    lower, upper = scores[(len(scores) - 1) // 2], scores[len(scores) // 2]
    return (lower, upper) if lower == upper else (lower + HALF, upper - HALF)
