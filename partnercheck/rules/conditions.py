"""From items' values to the score and the state of a condition, on one side and on both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Perspective, Response
from partnercheck.questionnaires.records import STATES, Condition, Instrument, State
from partnercheck.rules.readings import HALF, Readings
from partnercheck.rules.records import ConditionVerdict, CriticalReading, ItemReading, Side

RANK: Mapping[State, int] = {state: rank for rank, state in enumerate(STATES)}
# From this score on, a critical item has to be more than an opinion.
HIGH_SCORE_FROM = 3


def lowest_state(states: Iterable[State]) -> State:
    """The lowest of some states; *present* without any."""
    return min(states, key=RANK.__getitem__, default="present")


def state_of(instrument: Instrument, score: float, values: Sequence[tuple[float, bool]]) -> State:
    """The state of a condition from its score (0-100) and its items' values (0-4, critical?).

    Zeros and low critical items cap the state, so that high values elsewhere cannot hide them.
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
    """Whether the value of a critical item is below a whole score; halves count up."""
    return value + HALF < limit


def side_of(
    instrument: Instrument,
    condition: Condition,
    readings: Readings,
    responses: Sequence[Response],
    unread: bool,
) -> Side:
    """One condition from one perspective."""
    items = instrument.items_of(condition.id)
    combined = lowest if condition.combine == "lowest" else mean
    asked = tuple(readings[item.id] for item in items if item.id in readings)
    left = [reading for reading in asked if not reading.left_out]
    sure = left
    if unread:
        # The file that cannot be read may have left out what nobody else has scored, and may be a
        # quick form that does not ask the rest.
        full = any(response.form == "full" for response in responses if response.scored)
        counts = {item.id for item in items if (full or item.core) and not item.offers_no_occasion}
        sure = [reading for reading in left if reading.scores or reading.item in counts]
    assessable = len(sure) >= instrument.limits.least_items
    low = combined([reading.low for reading in left]) if assessable else 0.0
    high = combined([reading.high for reading in left]) if assessable else 100.0
    given = [
        (reading, answer)
        for reading in left
        if reading.scores
        for response in responses
        if (answer := response.answers.get(reading.item)) and answer.score is not None
    ]
    evidenced = [(reading, answer) for reading, answer in given if answer.evidenced]
    shown = {r.item for r, answer in evidenced if (answer.score or 0) >= HIGH_SCORE_FROM}
    return Side(
        low=low,
        high=high,
        state_low=state_of(instrument, low, [(r.low, r.critical) for r in left]),
        state_high=state_of(instrument, high, [(r.high, r.critical) for r in left]),
        assessable=assessable,
        items=asked,
        scored=len(given),
        evidenced=len(evidenced),
        bare=tuple(
            r.item
            for r in left
            if r.critical and r.scores and r.medians[1] >= HIGH_SCORE_FROM and r.item not in shown
        ),
    )


def mean(values: Sequence[float]) -> float:
    """Items' values (0-4) as a condition's score (0-100)."""
    return 100 * sum(values) / (BEST_SCORE * len(values))


def lowest(values: Sequence[float]) -> float:
    """The lowest of items' values (0-4) as a facet's score (0-100)."""
    return mean([min(values)])


def both_sides(
    instrument: Instrument, condition: str, sides: Mapping[Perspective, Side]
) -> ConditionVerdict:
    """A condition as some sides see it; without any side, everything is possible.

    The lower score and the lower state count. That is our convention: the lower of two equally
    true views lies some points below either.
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
    """The critical item as the mean of the perspectives that it counts for."""
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
    return [reading.low for reading in readings], [reading.high for reading in readings]


def _gap(sides: Mapping[Perspective, Side]) -> float | None:
    """Buyer minus vendor in points, over the items both have scored (Ambrose et al. 2010)."""
    if len(sides) < len(PERSPECTIVES):
        return None
    buyer, vendor = (
        {r.item: r.middle for r in sides[side].items if r.scores} for side in PERSPECTIVES
    )
    both = [item for item in buyer if item in vendor]
    return mean([buyer[item] - vendor[item] for item in both]) if both else None
