"""Why a verdict is what it is, in sentences, and how it is called.

A class is never named without what it rests on: one side only, a quick look, answers pending,
mostly opinion, questions left out. Numbers are rounded down, so that 69.6 never reads as 70.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from partnercheck.instruments.records import Condition, Instrument
from partnercheck.model import Perspective, Record
from partnercheck.rules.records import ConditionVerdict, ItemReading, Side, Verdict

SIDE_NAMES: dict[Perspective, str] = {"buyer": "our", "vendor": "the vendor's"}


class Reason(Record, frozen=True):
    """One reason why a condition is not present, and the items it can be followed to."""

    condition: str
    text: str
    items: tuple[str, ...] = ()


def headline(instrument: Instrument, verdict: Verdict) -> str:
    """The verdict in a sentence or two: the class, what it rests on, how many conditions."""
    if not verdict.assessed:
        return "Not assessed: nobody has given a score yet."
    named = class_range(instrument, verdict)
    resting = "; ".join(qualifiers(instrument, verdict))
    present = sum(c.state_low == "present" for c in verdict.conditions)
    counted = f"{present} of {len(verdict.conditions)} conditions present"
    if not verdict.settled:
        counted += f", {sum(c.state_high == 'present' for c in verdict.conditions)} possible"
    return f"{named}{f' {resting}' if resting else ''}. {counted}."


def class_range(instrument: Instrument, verdict: Verdict) -> str:
    """The class, or the classes between which it is open, in words."""
    low, high = (instrument.class_named(end).name for end in (verdict.low, verdict.high))
    if not verdict.assessed:
        return "Not assessed"
    return low if verdict.settled else f"Between {low} and {high}"


def qualifiers(instrument: Instrument, verdict: Verdict) -> list[str]:
    """What a class rests on, in words; empty where nothing limits it."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    found = []
    if verdict.one_sided:
        one = {
            "buyer": "on our side; vendor not asked",
            "vendor": "on the vendor's side; we have not answered",
        }
        found.append(one[verdict.sides[0]])
    if verdict.open and not verdict.settled:
        found.append(f"{plural(verdict.open, 'question')} open")
    if verdict.disputed and not verdict.settled:
        found.append(f"{plural(len(verdict.disputed), 'question')} disputed")
    if verdict.quick:
        found.append("quick look")
    if verdict.provisional:
        found.append(f"provisional, {plural(verdict.pending, 'answer')} pending")
    if verdict.opinion:
        found.append(f"mostly opinion: {', '.join(names[c] for c in verdict.opinion)}")
    if verdict.left_out:
        found.append(f"with {plural(verdict.left_out.count, 'question')} left out")
    return found


def short_qualifiers(verdict: Verdict) -> list[str]:
    """What a class rests on, in a word each, for a narrow column."""
    found = []
    if verdict.one_sided:
        found.append({"buyer": "ours", "vendor": "theirs"}[verdict.sides[0]])
    if verdict.quick:
        found.append("quick")
    if verdict.provisional:
        found.append(f"{verdict.pending} due")
    if verdict.opinion:
        found.append("opinion")
    if verdict.left_out:
        found.append(f"{verdict.left_out.count} left out")
    return found


def short_class(instrument: Instrument, verdict: Verdict) -> str:
    """The class with its glyph, or both ends of the range, for a narrow column."""
    if not verdict.assessed:
        return "· Not assessed"
    low, high = (instrument.class_named(end) for end in (verdict.low, verdict.high))
    if verdict.settled:
        return f"{low.glyph} {low.name}"
    return f"… {low.name.split()[0]}–{high.name.split()[0]}"


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def points(score: float) -> int:
    """A score (0-100) as shown: rounded down."""
    return floor(score + 1e-9)


def span(low: float, high: float) -> str:
    """A score, or the range it can still take, as shown."""
    return f"{points(low)}" if points(low) == points(high) else f"{points(low)}–{points(high)}"


def reasons(instrument: Instrument, verdict: Verdict) -> tuple[Reason, ...]:
    """Why each condition that is not surely present is not; in the conditions' order."""
    if not verdict.assessed:
        return ()
    found: list[Reason] = []
    for condition, judged in zip(instrument.conditions, verdict.conditions, strict=True):
        if judged.state_low != "present":
            found += _condition_reasons(instrument, condition, judged)
    return tuple(found)


def _condition_reasons(
    instrument: Instrument, condition: Condition, judged: ConditionVerdict
) -> Iterator[Reason]:
    missing = {p: side for p, side in judged.sides.items() if side.state_low != "present"}
    for perspective, side in missing.items():
        whose = ""
        if len(judged.sides) > 1:
            both = len(missing) > 1
            whose = f"{SIDE_NAMES[perspective]} view: " if both else ""
        for text, items in _side_reasons(instrument, condition.name, side):
            yield Reason(condition.id, _capital(f"{whose}{text}"), items)
    if len(judged.sides) > 1 and len(missing) == 1:
        (perspective,) = missing
        yield Reason(condition.id, _held_down(judged, perspective))


def _held_down(judged: ConditionVerdict, perspective: Perspective) -> str:
    side = judged.sides[perspective]
    people = max((len(reading.scores) for reading in side.items), default=0)
    who = "1 person" if people == 1 else f"{people} people"
    return (
        f"Held down by {SIDE_NAMES[perspective]} view: {who}, "
        f"{side.evidenced} of {side.scored} with evidence"
    )


def _side_reasons(
    instrument: Instrument, name: str, side: Side
) -> Iterator[tuple[str, tuple[str, ...]]]:
    topics = {item.id: item.topic for item in instrument.items}
    if not side.assessable:
        count = sum(reading.left_out for reading in side.items)
        yield (
            f"{name} cannot be judged: {count} of {plural(len(side.items), 'question')} left out",
            tuple(reading.item for reading in side.items if reading.left_out),
        )
        return
    need = instrument.states.present
    if side.low < need:
        why_open = _uncertain(side) if side.high >= need else ""
        yield f"{name} {span(side.low, side.high)}, needs {points(need)}{why_open}", ()
    stopping = _stopping(instrument, side)
    if stopping:
        listed = [f"{topics[reading.item]}, scored {reading.high}" for reading in stopping]
        yield f"Stopped by: {'; '.join(listed)}", tuple(reading.item for reading in stopping)
    floor_ = instrument.limits.critical_present
    undecided = [r for r in side.left if r.critical and r.low < floor_ <= r.high]
    for reading in undecided:
        state = "open" if reading.open else "disputed"
        yield f"Could be stopped by: {topics[reading.item]}, {state}", (reading.item,)


def _uncertain(side: Side) -> str:
    disputed = sum(reading.disputed for reading in side.items)
    parts = [f"{len(side.open)} open"] if side.open else []
    parts += [f"{disputed} disputed"] if disputed else []
    return f" ({', '.join(parts)})" if parts else ""


def _stopping(instrument: Instrument, side: Side) -> Sequence[ItemReading]:
    """The items that keep the side from present whatever the others score."""
    limits = instrument.limits
    zeros = [r for r in side.left if r.scores and r.high == 0]
    stopping = zeros if len(zeros) >= limits.zeros else []
    return [
        r
        for r in side.left
        if (r.critical and r.scores and r.high < limits.critical_present) or r in stopping
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
