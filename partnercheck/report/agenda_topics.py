"""The agenda of the next talk with a vendor: what both pursue and what works first.

Talk that drifts to how the other failed is best avoided before it starts, so an agenda opens with
the shared objective and what works, goes on with what was promised, and only then comes to where
the two see things differently, to what nobody knows, and to what is low: each with a question that
can be said aloud. What is for our own eyes is kept apart; the vendor's version has none of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from partnercheck.base.cells import cut
from partnercheck.base.english import capitalised
from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Goal, Perspective, Record, Response
from partnercheck.questionnaires.records import Instrument, Item, LensWarning
from partnercheck.report.words.advice import find_out_next, weakest
from partnercheck.report.words.verdict import a_class
from partnercheck.rules.records import ItemReading
from partnercheck.rules.respondents import disagreements
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.glossary import Term
from partnercheck.workspace.goals import late, later, opened
from partnercheck.workspace.meetings import held_on, last_meeting

WORKS, LOW = 3, 2
APART = 2
MOST = 3
LONGEST_QUOTE = 240


class Point(Record, frozen=True):
    """One point: what is said, then lines below it; `ours` are lines for our own eyes alone.

    A point that is `private` is for us as a whole.
    """

    text: str
    below: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    private: bool = False


class Section(Record, frozen=True):
    """A part of an agenda."""

    title: str
    points: tuple[Point, ...]


class Agenda(Record, frozen=True):
    """An agenda: who meets, when it was made, and its sections in the order of the talk."""

    organisation: str
    vendor: str
    on: dt.date
    sections: tuple[Section, ...]


class _Seen(NamedTuple):
    """An item as each side that has scored it sees it."""

    item: Item
    sides: Mapping[Perspective, ItemReading]

    @property
    def lowest(self) -> int:
        return min(reading.medians[0] for reading in self.sides.values())


def agenda(
    found: JudgedVendor,
    organisation: str,
    today: dt.date,
    terms: Sequence[Term] = (),
    warnings: Sequence[LensWarning] = (),
) -> Agenda:
    """The agenda of the next talk, from all that is known of a vendor in the round judged.

    `terms` are the workspace's own words; `warnings` those of the lenses.
    """
    vendor = found.vendor
    seen = _seen(found)
    both = len(found.verdict.sides) > 1
    open_items = _open_items(found)
    scored = {each.item.id for each in seen}
    unanswered = [item for item in open_items if item.id not in scored]
    half_answered = [item for item in open_items if item.id in scored] if both else []
    sections = [
        Section("What we pursue together", tuple(_together(found))),
        Section("What works", tuple(_works(found, seen))),
        Section("Since we last met", tuple(_promised(found))),
        Section("Where we see it differently", tuple(_apart(found, seen))),
        Section(
            f"What {'neither of us knows' if both else 'we do not know'} yet",
            _open_points(found, unanswered),
        ),
        Section("What only one of us has answered yet", _open_points(found, half_answered)),
        Section("What to work on", tuple(_low(found, seen))),
        Section("Our goals", tuple(_goals(found, today))),
        Section("Words to agree on", tuple(_words(found, terms))),
        Section("Before we part", tuple(_ending(found, today))),
        Section("For us alone", tuple(_warned(warnings))),
    ]
    return Agenda(organisation, vendor.name, today, tuple(s for s in sections if s.points))


def _seen(found: JudgedVendor) -> list[_Seen]:
    """The items that somebody has scored, in the instrument's order."""
    readings: dict[str, dict[Perspective, ItemReading]] = {}
    for condition in found.verdict.conditions:
        for side in PERSPECTIVES:
            for reading in condition.sides[side].items if side in condition.sides else ():
                if reading.scores:
                    readings.setdefault(reading.item, {})[side] = reading
    return [
        _Seen(item, readings[item.id]) for item in found.instrument.items if item.id in readings
    ]


def _together(found: JudgedVendor) -> Iterator[Point]:
    vendor = found.vendor
    if vendor.objective:
        yield Point(vendor.objective)
    else:
        yield Point(
            "Nobody has written it down yet. Let us agree on one sentence that both follow."
        )
    for whom, benefit in (("we", vendor.benefit_buyer), ("you", vendor.benefit_vendor)):
        if benefit:
            yield Point(f"What {whom} gain: {benefit}")
    if vendor.objective and not (vendor.benefit_buyer and vendor.benefit_vendor):
        missing = "each side gains" if not vendor.benefit_buyer else "you gain"
        yield Point(f"Still to be written down: what {missing} by it.")
    if vendor.target:
        target = a_class(found.instrument, vendor.target)
        why = f": {vendor.target_why}" if vendor.target_why else ""
        yield Point("", ours=(f"Our target for them: {target}{why}",))


def _works(found: JudgedVendor, seen: Sequence[_Seen]) -> Iterator[Point]:
    good = [each for each in seen if each.lowest >= WORKS]
    both = [each for each in good if len(each.sides) > 1] or good
    for each in sorted(both, key=lambda one: -one.lowest)[:MOST]:
        text = f"{_topic(each.item)}: {_as_seen(each)}"
        yield Point(text, ours=_quotes(found, each.item), private=_private(found, each.item))
    if seen and not good:
        yield Point("Which piece of work between us went well lately, and what made it go well?")


def _promised(found: JudgedVendor) -> Iterator[Point]:
    last = last_meeting(found.files.meetings)
    if last is None:
        return
    key, meeting = last
    day = held_on(key).isoformat()
    if meeting.decided:
        yield Point(f"Decided on {day}: {meeting.decided}")
    for promise in meeting.we:
        yield Point(f"We committed to: {promise}")
    for promise in meeting.they:
        yield Point(f"You committed to: {promise}")
    yield Point("What has come of it, and what is in the way of the rest?")


def _apart(found: JudgedVendor, seen: Sequence[_Seen]) -> Iterator[Point]:
    """Items that the two sides score two or more apart, the widest first."""
    for each in _wide(seen)[:MOST]:
        we, you = (_anchor(each.item, each.sides[side].medians[0]) for side in PERSPECTIVES)
        below = (f"We see: {we}.", f"You see: {you}.", each.item.dialogue)
        private = _private(found, each.item)
        yield Point(_topic(each.item), below, _quotes(found, each.item), private)


def _wide(seen: Sequence[_Seen]) -> list[_Seen]:
    """The items that the two sides score two or more apart, the widest first."""
    both = [each for each in seen if len(each.sides) > 1]
    gaps = [(each, each.sides["buyer"].middle - each.sides["vendor"].middle) for each in both]
    wide = sorted((pair for pair in gaps if abs(pair[1]) >= APART), key=lambda pair: -abs(pair[1]))
    return [each for each, _ in wide]


def _open_items(found: JudgedVendor) -> list[Item]:
    """The items that are open and can still move the class, the most decisive first."""
    asked = find_out_next(found.instrument, found.verdict, found.vendor.stage)
    open_ids = dict.fromkeys(item.id for question, item, _ in asked if not question.disputed)
    items = {item.id: item for item in found.instrument.items}
    return [items[item_id] for item_id in open_ids]


def _open_points(found: JudgedVendor, items: Sequence[Item]) -> tuple[Point, ...]:
    """A question to ask about each of these items."""
    return tuple(
        Point(
            f"{_topic(item)}: {item.dialogue}", ours=_for_us(found, item), private=item.confidential
        )
        for item in items[:MOST]
    )


def _for_us(found: JudgedVendor, item: Item) -> tuple[str, ...]:
    candidate = found.vendor.stage == "candidate"
    return (f"Find out before signing: {item.trial}",) if candidate and item.trial else ()


def _low(found: JudgedVendor, seen: Sequence[_Seen]) -> Iterator[Point]:
    """The items that hold the vendor down most, each with what to ask and what to do."""
    apart = {each.item.id for each in _wide(seen)[:MOST]}
    by_id = {each.item.id: each for each in seen if each.item.id not in apart}
    low = [by_id[r.item] for r in weakest(found.instrument, found.verdict) if r.item in by_id]
    listed = list(dict.fromkeys(each.item.id for each in low if each.lowest <= LOW))
    enough = _as_targeted(found)
    for item_id in listed[:MOST]:
        item = by_id[item_id].item
        below = (item.dialogue, *([] if enough else [f"We could: {_lower(item.practice)}"]))
        text = f"{_topic(item)}: {_as_seen(by_id[item_id])}"
        yield Point(text, below, _quotes(found, item), _private(found, item))


def _goals(found: JudgedVendor, today: dt.date) -> Iterator[Point]:
    goals = opened(found.files.goals)
    for goal in goals.values():
        by = f"due {goal.due.isoformat()}"
        if late(goal, today):
            by = f"was {by}: what is in the way, and is it still the right goal?"
        again = f", offered again {_times(goal.again)}" if goal.again else ""
        yield Point(f"{goal.title}, {by}{again}", tuple(_gains(goal)), tuple(_owners(goal)))
    if not goals and found.verdict.assessed:
        yield Point("None is open. Which one thing should be different when we next meet?")


def _owners(goal: Goal) -> Iterator[str]:
    owners = [each for each in (goal.owner_buyer, goal.owner_vendor) if each]
    if owners:
        yield f"With {' and '.join(owners)}."


def _gains(goal: Goal) -> Iterator[str]:
    for whom, gain in (("We", goal.gain_buyer), ("You", goal.gain_vendor)):
        if gain:
            yield f"{whom} gain: {gain.rstrip('.')}."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _words(found: JudgedVendor, terms: Sequence[Term]) -> Iterator[Point]:
    for term in terms[:MOST]:
        below = ("Is that what it means to you?",)
        yield Point(f'"{term.word}" means to us: {term.meaning}', below, private=not term.shared)
    apart = disagreements(found.instrument, found.round.responses)
    items = {item.id: item for item in found.instrument.items}
    for each in list(dict.fromkeys(one.item for one in apart))[:MOST]:
        text = f'What do we understand by "{items[each].topic}"?'
        scores = [one for one in apart if one.item == each]
        sides = {"buyer": "our own people", "vendor": "their people"}
        ours = tuple(f"The scores of {sides[one.perspective]} are far apart" for one in scores)
        yield Point(text, ours=ours, private=True)


def _warned(warnings: Sequence[LensWarning]) -> Iterator[Point]:
    for warning in warnings:
        yield Point(f"{warning.name}: {warning.text}", private=True)


def _ending(found: JudgedVendor, today: dt.date) -> Iterator[Point]:
    latest = later(today, found.files.meets).isoformat()
    yield Point("What does each of us commit to, and by when?")
    yield Point(f"When do we meet again? On {latest} at the latest.")
    if not found.verdict.assessed:
        yield Point(
            "Until then: each side answers the twelve core questions, about the same events."
        )


def _topic(item: Item) -> str:
    return capitalised(item.topic)


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _as_seen(each: _Seen) -> str:
    """What the lowest score of an item looks like; said as our view where only we have looked."""
    seen = _anchor(each.item, each.lowest)
    return (
        seen
        if len(each.sides) > 1
        else f"as {'we' if 'buyer' in each.sides else 'you'} see it, {seen}"
    )


def _anchor(item: Item, score: int) -> str:
    """What a score looks like, as a part of a sentence; the best one builds on the one before."""
    score = min(max(score, 0), BEST_SCORE)
    said = _lower(item.anchors[score]).rstrip(".")
    if score < BEST_SCORE:
        return said
    return f"{_lower(item.anchors[score - 1]).rstrip('.')}; {said}"


def in_confidence(found: JudgedVendor) -> frozenset[str]:
    """The items to which our answers are not for the vendor: told in confidence, or ours alone."""
    told = {
        item
        for response in _ours(found)
        for item, answer in response.answers.items()
        if answer.basis == "reference"
    }
    return frozenset(told | {item.id for item in found.instrument.items if item.confidential})


def _private(found: JudgedVendor, item: Item) -> bool:
    return item.id in in_confidence(found)


def _as_targeted(found: JudgedVendor) -> bool:
    """Whether the vendor has reached its target, so that nothing has to be undertaken."""
    target, verdict = found.vendor.target, found.verdict
    order = [each.id for each in found.instrument.classes]
    return target in order and verdict.assessed and order.index(verdict.low) <= order.index(target)


def _quotes(found: JudgedVendor, item: Item) -> tuple[str, ...]:
    """What happened, as our own people wrote it down: for our eyes alone."""
    answered = [r for r in _ours(found) if item.id in r.answers]
    return tuple(_quote(r, item) for r in answered if r.answers[item.id].evidence)


def _ours(found: JudgedVendor) -> list[Response]:
    instrument: Instrument = found.instrument
    return [r for r in found.round.responses if r.instrument == instrument.id]


def _quote(response: Response, item: Item) -> str:
    evidence = " ".join(response.answers[item.id].evidence.split())
    whose = "" if response.perspective == "buyer" else " (the vendor's)"
    return f"{response.respondent}{whose}: {cut(evidence, LONGEST_QUOTE)}"
