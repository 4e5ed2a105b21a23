"""The topics of the next talk with a vendor: shared aims and strengths come first.

An agenda that starts with failures turns into blame. So the shared objective and the strengths come
first, then promises, and only then differing views, open questions and low scores, each with a
question to ask. Private points are marked, and the vendor's version leaves them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from partnercheck.base.english import capitalised
from partnercheck.base.records import BEST_SCORE, PERSPECTIVES, Goal, Perspective, Record
from partnercheck.questionnaires.records import Item, LensWarning
from partnercheck.report.confidence import is_private, quotes
from partnercheck.report.words.advice import find_out_next, weakest
from partnercheck.report.words.verdict import a_class
from partnercheck.rules.records import ItemReading
from partnercheck.rules.respondents import disagreements
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.glossary import Term
from partnercheck.workspace.goals import add_period, late, open_goals
from partnercheck.workspace.meetings import held_on, last_meeting

# Scores (0-4) of a strength, and of an item to work on.
STRENGTH_FROM, LOW_UP_TO = 3, 2
# The least difference of two sides' scores that is a topic.
WIDE_GAP = 2
MOST_POINTS = 3


class Point(Record, frozen=True):
    """A point of the agenda: its text and the lines below it.

    `ours` are further lines for our own people only; a whole point is so if it is `private`.
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
    """An agenda: who meets, the day it was made, and its sections in the order of the talk."""

    organisation: str
    vendor: str
    on: dt.date
    sections: tuple[Section, ...]


class _ItemViews(NamedTuple):
    """An item as each side that has scored it sees it."""

    item: Item
    sides: Mapping[Perspective, ItemReading]

    @property
    def lowest(self) -> int:
        return min(reading.medians[0] for reading in self.sides.values())


def agenda(
    judged: JudgedVendor,
    organisation: str,
    today: dt.date,
    terms: Sequence[Term] = (),
    warnings: Sequence[LensWarning] = (),
) -> Agenda:
    """Return the agenda of the next talk, from a vendor's judged round.

    `terms` are the workspace's own glossary; `warnings` are those of the lenses.
    """
    vendor = judged.vendor
    views = _item_views(judged)
    both = len(judged.verdict.sides) > 1
    open_items = _open_items(judged)
    scored = {each.item.id for each in views}
    unanswered = [item for item in open_items if item.id not in scored]
    half_answered = [item for item in open_items if item.id in scored] if both else []
    sections = [
        Section("What we pursue together", tuple(_together(judged))),
        Section("What works", tuple(_works(judged, views))),
        Section("Since we last met", tuple(_promised(judged))),
        Section("Where we see it differently", tuple(_differences(judged, views))),
        Section(
            f"What {'neither of us knows' if both else 'we do not know'} yet",
            _open_points(judged, unanswered),
        ),
        Section("What only one of us has answered yet", _open_points(judged, half_answered)),
        Section("What to work on", tuple(_low(judged, views))),
        Section("Our goals", tuple(_goals(judged, today))),
        Section("Words to agree on", tuple(_words(judged, terms))),
        Section("Before we part", tuple(_ending(judged, today))),
        Section(
            "For us alone", tuple(Point(f"{w.name}: {w.text}", private=True) for w in warnings)
        ),
    ]
    return Agenda(organisation, vendor.name, today, tuple(s for s in sections if s.points))


def _item_views(judged: JudgedVendor) -> list[_ItemViews]:
    """Return the items with a score, in the order of the questionnaire."""
    readings: dict[str, dict[Perspective, ItemReading]] = {}
    for condition in judged.verdict.conditions:
        for side in PERSPECTIVES:
            for reading in condition.sides[side].items if side in condition.sides else ():
                if reading.scores:
                    readings.setdefault(reading.item, {})[side] = reading
    return [
        _ItemViews(item, readings[item.id])
        for item in judged.instrument.items
        if item.id in readings
    ]


def _together(judged: JudgedVendor) -> Iterator[Point]:
    vendor = judged.vendor
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
        target = a_class(judged.instrument, vendor.target)
        why = f": {vendor.target_why}" if vendor.target_why else ""
        yield Point("", ours=(f"Our target for them: {target}{why}",))


def _works(judged: JudgedVendor, views: Sequence[_ItemViews]) -> Iterator[Point]:
    good = [view for view in views if view.lowest >= STRENGTH_FROM]
    both = [view for view in good if len(view.sides) > 1] or good
    for view in sorted(both, key=lambda view: -view.lowest)[:MOST_POINTS]:
        yield _quoted_point(judged, view.item, f"{_topic(view.item)}: {_as_seen(view)}")
    if views and not good:
        yield Point("Which piece of work between us went well lately, and what made it go well?")


def _promised(judged: JudgedVendor) -> Iterator[Point]:
    last = last_meeting(judged.files.meetings)
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


def _differences(judged: JudgedVendor, views: Sequence[_ItemViews]) -> Iterator[Point]:
    """Yield the points about the widest gaps between the two sides."""
    for view in _wide(views)[:MOST_POINTS]:
        we, you = (_anchor(view.item, view.sides[side].medians[0]) for side in PERSPECTIVES)
        below = (f"We see: {we}.", f"You see: {you}.", view.item.dialogue)
        yield _quoted_point(judged, view.item, _topic(view.item), below)


def _wide(views: Sequence[_ItemViews]) -> list[_ItemViews]:
    """Return the items that the two sides score two or more apart, the widest first."""
    both = [each for each in views if len(each.sides) > 1]
    gaps = [(each, each.sides["buyer"].middle - each.sides["vendor"].middle) for each in both]
    wide = sorted(
        (pair for pair in gaps if abs(pair[1]) >= WIDE_GAP), key=lambda pair: -abs(pair[1])
    )
    return [each for each, _ in wide]


def _open_items(judged: JudgedVendor) -> list[Item]:
    """Return the open items that can still change the class, the most decisive first."""
    questions = find_out_next(judged.instrument, judged.verdict, judged.vendor.stage)
    open_ids = dict.fromkeys(item.id for question, item, _ in questions if not question.disputed)
    items = {item.id: item for item in judged.instrument.items}
    return [items[item_id] for item_id in open_ids]


def _open_points(judged: JudgedVendor, items: Sequence[Item]) -> tuple[Point, ...]:
    """Return a question to ask about each of these items."""
    return tuple(
        Point(
            f"{_topic(item)}: {item.dialogue}",
            ours=_trial_note(judged, item),
            private=item.confidential,
        )
        for item in items[:MOST_POINTS]
    )


def _trial_note(judged: JudgedVendor, item: Item) -> tuple[str, ...]:
    candidate = judged.vendor.stage == "candidate"
    return (f"Find out before signing: {item.trial}",) if candidate and item.trial else ()


def _low(judged: JudgedVendor, views: Sequence[_ItemViews]) -> Iterator[Point]:
    """Yield the items that lower the verdict most, each with a question and a practice."""
    discussed = {each.item.id for each in _wide(views)[:MOST_POINTS]}
    by_id = {each.item.id: each for each in views if each.item.id not in discussed}
    low = [by_id[r.item] for r in weakest(judged.instrument, judged.verdict) if r.item in by_id]
    listed = list(dict.fromkeys(each.item.id for each in low if each.lowest <= LOW_UP_TO))
    enough = _reached_target(judged)
    for item_id in listed[:MOST_POINTS]:
        item = by_id[item_id].item
        below = (item.dialogue, *([] if enough else [f"We could: {_lower(item.practice)}"]))
        text = f"{_topic(item)}: {_as_seen(by_id[item_id])}"
        yield _quoted_point(judged, item, text, below)


def _goals(judged: JudgedVendor, today: dt.date) -> Iterator[Point]:
    goals = open_goals(judged.files.goals)
    for goal in goals.values():
        by = f"due {goal.due.isoformat()}"
        if late(goal, today):
            by = f"was {by}: what is in the way, and is it still the right goal?"
        again = f", offered again {_times(goal.times_extended)}" if goal.times_extended else ""
        yield Point(f"{goal.title}, {by}{again}", tuple(_gains(goal)), tuple(_owners(goal)))
    if not goals and judged.verdict.assessed:
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


def _words(judged: JudgedVendor, terms: Sequence[Term]) -> Iterator[Point]:
    for term in terms[:MOST_POINTS]:
        below = ("Is that what it means to you?",)
        yield Point(f'"{term.word}" means to us: {term.meaning}', below, private=not term.shared)
    disputed = disagreements(judged.instrument, judged.round.responses)
    items = {item.id: item for item in judged.instrument.items}
    for item_id in list(dict.fromkeys(one.item for one in disputed))[:MOST_POINTS]:
        text = f'What do we understand by "{items[item_id].topic}"?'
        scores = [one for one in disputed if one.item == item_id]
        sides = {"buyer": "our own people", "vendor": "their people"}
        ours = tuple(f"The scores of {sides[one.perspective]} are far apart" for one in scores)
        yield Point(text, ours=ours, private=True)


def _ending(judged: JudgedVendor, today: dt.date) -> Iterator[Point]:
    latest = add_period(today, judged.files.meets).isoformat()
    yield Point("What does each of us commit to, and by when?")
    yield Point(f"When do we meet again? On {latest} at the latest.")
    if not judged.verdict.assessed:
        yield Point(
            "Until then: each side answers the twelve core questions, about the same events."
        )


def _quoted_point(
    judged: JudgedVendor, item: Item, text: str, below: tuple[str, ...] = ()
) -> Point:
    """Return a point about an item, with our people's evidence."""
    return Point(text, below, quotes(judged, item), is_private(judged, item))


def _topic(item: Item) -> str:
    return capitalised(item.topic)


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _as_seen(view: _ItemViews) -> str:
    """Return the anchor of an item's lowest score; if only one side scored it, name that side."""
    sentence = _anchor(view.item, view.lowest)
    return (
        sentence
        if len(view.sides) > 1
        else f"as {'we' if 'buyer' in view.sides else 'you'} see it, {sentence}"
    )


def _anchor(item: Item, score: int) -> str:
    """Return the anchor of a score as part of a sentence, for the best with the one before it."""
    score = min(max(score, 0), BEST_SCORE)
    anchor = _lower(item.anchors[score]).rstrip(".")
    if score < BEST_SCORE:
        return anchor
    return f"{_lower(item.anchors[score - 1]).rstrip('.')}; {anchor}"


def _reached_target(judged: JudgedVendor) -> bool:
    """Return whether the vendor has reached its target, so that no practice is proposed."""
    target, verdict = judged.vendor.target, judged.verdict
    order = [each.id for each in judged.instrument.classes]
    return target in order and verdict.assessed and order.index(verdict.low) <= order.index(target)
