"""The score and the state of a condition, from the values of its items.

First each side is scored alone; then the lower of the two scores and the lower of the two states
count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Answer, Perspective, Response
from partnercheck.questionnaires.records import STATES, Condition, Instrument, Item, State
from partnercheck.rules.readings import HALF, Readings
from partnercheck.rules.records import ConditionVerdict, CriticalReading, ItemReading, Side

RANK: Mapping[State, int] = {state: rank for rank, state in enumerate(STATES)}
# From this score on, a critical item needs evidence.
HIGH_SCORE_FROM = 3
# An answer with a score, and the reading of its item.
ScoredAnswer = tuple[ItemReading, Answer]


def lowest_state(states: Iterable[State]) -> State:
    """Return the lowest of some states; *present* if there are none."""
    return min(states, key=RANK.__getitem__, default="present")


def state_of(instrument: Instrument, score: float, values: Sequence[tuple[float, bool]]) -> State:
    """Return the state of a condition on one side.

    Zeros and low critical items cap the state, so that high values elsewhere cannot hide them.

    Args:
        instrument: The questionnaire with the thresholds.
        score: The score of the condition, 0-100.
        values: The value (0-4) of each item that counts, and whether the item is critical.

    """
    limits = instrument.limits
    critical, zeros = float(BEST_SCORE), 0
    for value, is_critical in values:
        zeros += value == 0
        if is_critical and value < critical:
            critical = value
    if score < instrument.states.partial or below(critical, limits.critical_partial):
        return "weak"
    if (
        score < instrument.states.present
        or below(critical, limits.critical_present)
        or zeros >= limits.zeros
    ):
        return "partial"
    return "present"


def below(value: float, limit: int) -> bool:
    """Whether the value (0-4) of a critical item, with halves rounded up, is below a limit."""
    return value + HALF < limit


def side_verdict(
    instrument: Instrument,
    condition: Condition,
    readings: Readings,
    responses: Sequence[Response],
    unread: bool,
) -> Side:
    """Return one condition as judged by one side.

    Args:
        instrument: The questionnaire.
        condition: The condition, or the facet of a lens.
        readings: The readings of the side's items.
        responses: The responses of the side that count.
        unread: Whether the side also has responses that cannot be read.

    """
    items = instrument.items_of(condition.id)
    combine = lowest_score if condition.combine == "lowest" else mean_score
    item_readings = tuple(readings[item.id] for item in items if item.id in readings)
    counted_items = [reading for reading in item_readings if not reading.left_out]
    certain = _certain_items(items, counted_items, responses) if unread else counted_items
    assessable = len(certain) >= instrument.limits.least_items
    low, high = 0.0, 100.0
    if assessable:
        low, high = (combine(values) for values in _ends(counted_items))
    scores = _scores(counted_items, responses)
    evidenced = [(reading, answer) for reading, answer in scores if answer.evidenced]
    return Side(
        low=low,
        high=high,
        state_low=state_of(instrument, low, [(r.low, r.critical) for r in counted_items]),
        state_high=state_of(instrument, high, [(r.high, r.critical) for r in counted_items]),
        assessable=assessable,
        items=item_readings,
        score_count=len(scores),
        evidenced_count=len(evidenced),
        critical_without_evidence=_critical_without_evidence(counted_items, evidenced),
    )


def _certain_items(
    items: Sequence[Item], counted_items: Sequence[ItemReading], responses: Sequence[Response]
) -> list[ItemReading]:
    """Return the items that count no matter what a side's unreadable responses contain.

    An unreadable response may say *no occasion* for any unscored item, and it may be a quick form,
    which asks only the core items.
    """
    full = any(response.form == "full" for response in responses if response.scored)
    always = {item.id for item in items if (full or item.core) and not item.offers_no_occasion}
    return [reading for reading in counted_items if reading.scores or reading.item in always]


def _scores(
    counted_items: Sequence[ItemReading], responses: Sequence[Response]
) -> list[ScoredAnswer]:
    """Return every answer of a side that has a score, with the reading of its item."""
    return [
        (reading, answer)
        for reading in counted_items
        if reading.scores
        for response in responses
        if (answer := response.answers.get(reading.item)) and answer.score is not None
    ]


def _critical_without_evidence(
    counted_items: Sequence[ItemReading], evidenced: Sequence[ScoredAnswer]
) -> tuple[str, ...]:
    """Return the critical items with a high score, but without evidence for any high score."""
    # Evidence for a colleague's low score does not support a high one.
    high_with_evidence = {
        reading.item for reading, answer in evidenced if (answer.score or 0) >= HIGH_SCORE_FROM
    }
    return tuple(
        reading.item
        for reading in counted_items
        if reading.critical
        and reading.scores
        and reading.medians[1] >= HIGH_SCORE_FROM
        and reading.item not in high_with_evidence
    )


def mean_score(values: Sequence[float]) -> float:
    """Return the mean of items' values (0-4) as a score (0-100)."""
    return 100 * sum(values) / (BEST_SCORE * len(values))


def lowest_score(values: Sequence[float]) -> float:
    """Return the lowest of items' values (0-4) as a score (0-100)."""
    return mean_score([min(values)])


def condition_verdict(
    instrument: Instrument, condition: str, sides: Mapping[Perspective, Side]
) -> ConditionVerdict:
    """Return a condition as judged by some sides; without a side, every score is possible.

    The lower score and the lower state count (Lambert, Emmelhainz & Gardner 1996). The convention
    is strict: the lower of two equally accurate scores is, on average, a few points below the score
    that one side alone would give.
    """
    critical = _critical_reading(instrument, condition, sides)
    if not sides:
        return ConditionVerdict(condition, 0.0, 100.0, "weak", "present", critical=critical)
    views = tuple(sides.values())
    return ConditionVerdict(
        id=condition,
        low=min(side.low for side in views),
        high=min(side.high for side in views),
        state_low=lowest_state(side.state_low for side in views),
        state_high=lowest_state(side.state_high for side in views),
        sides=sides,
        gap=_gap(sides),
        critical=critical,
    )


def _critical_reading(
    instrument: Instrument, condition: str, sides: Mapping[Perspective, Side]
) -> CriticalReading | None:
    """Return the critical item of a condition, with its mean over the sides for which it counts."""
    item = instrument.critical_of(condition)
    if item is None:
        return None
    if not sides:
        return CriticalReading(item.id, 0, BEST_SCORE)
    readings = [side.critical for side in sides.values() if side.critical]
    if not readings:
        return CriticalReading(item.id, BEST_SCORE, BEST_SCORE, untested=True)
    low, high = (sum(ends) / len(readings) for ends in _ends(readings))
    return CriticalReading(item.id, low, high)


def _ends(readings: Sequence[ItemReading]) -> tuple[list[float], list[float]]:
    """Return the low values and the high values of some readings."""
    return [reading.low for reading in readings], [reading.high for reading in readings]


def _gap(sides: Mapping[Perspective, Side]) -> float | None:
    """Return buyer minus vendor, -100 to 100, over the items that both sides have scored.

    The sides are a matched pair of views on one relationship (Ambrose, Marshall & Lynch 2010).
    Return None if no item has been scored by both.
    """
    if len(sides) < len(PERSPECTIVES):
        return None
    buyer, vendor = (
        {r.item: r.middle for r in sides[side].items if r.scores} for side in PERSPECTIVES
    )
    shared = [item for item in buyer if item in vendor]
    return mean_score([buyer[item] - vendor[item] for item in shared]) if shared else None
