"""The points of an agenda about single questions: strong, seen differently, open, or low.

If the sides see something differently, both are quoted. The vendor's confidential answers are not
quoted, not even for our own people, as the vendor's form promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from partnercheck.base.english import capitalised, listed
from partnercheck.questionnaires.records import Item
from partnercheck.report.agenda_records import Point
from partnercheck.report.confidence import is_private, quotes
from partnercheck.report.item_views import ItemViews, widest_apart
from partnercheck.report.words.ask_next import ask_ourselves
from partnercheck.report.words.find_out_next import COMPARE_EVENTS, find_out_next, weakest
from partnercheck.rules.respondents import disagreements
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.goals import open_goals

# Scores (0-4) of a strength, and of an item to work on.
STRENGTH_FROM, LOW_UP_TO = 3, 2
MOST_POINTS = 3
WENT_WELL = "Which of these do you think are going well, and why?"
WHICH_EVENTS = "Which events did each of us have in mind?"


def strengths(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    """Yield the items with high scores, those that both sides have scored first."""
    good = [
        view
        for view in views
        if view.lowest >= STRENGTH_FROM and not view.item.confidential and not view.of_reference
    ]
    both = [view for view in good if len(view.sides) > 1] or good
    for view in sorted(both, key=lambda view: -view.lowest)[:MOST_POINTS]:
        yield _asked_first(judged, _seen_point(judged, view))
    if both and vendor_to_answer(judged):
        yield Point(WENT_WELL)
    if views and not good:
        yield Point("Which piece of work between us went well lately, and what made it go well?")


def differences(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    """Yield the points about the widest gaps between the two sides.

    Confidential items are left out: naming one here would reveal the vendor's answer.
    """
    wide = [view for view in widest_apart(views) if not view.item.confidential]
    for view in wide[:MOST_POINTS]:
        yield _seen_point(judged, view, (WHICH_EVENTS, view.item.dialogue))
    rest = [view for view in wide[MOST_POINTS:] if not _for_us_alone(judged, view)]
    if rest:
        yield Point(f"Also seen differently: {listed([view.item.topic for view in rest])}.")


def open_items(judged: JudgedVendor) -> list[Item]:
    """Return the open items that can still change the class, the most decisive first."""
    questions = find_out_next(judged.instrument, judged.verdict, judged.vendor.stage)
    open_ids = dict.fromkeys(item.id for question, item, _ in questions if not question.disputed)
    items = {item.id: item for item in judged.instrument.items}
    return [items[item_id] for item_id in open_ids]


def open_points(judged: JudgedVendor, items: Sequence[Item]) -> tuple[Point, ...]:
    """Return a question to ask about each of these items."""
    return tuple(
        Point(
            f"{_topic(item)}: {_question(judged, item)}",
            ours=_trial_note(judged, item),
            private=item.confidential,
        )
        for item in items[:MOST_POINTS]
    )


def _question(judged: JudgedVendor, item: Item) -> str:
    """Return the question about an open item; on our own side, the vendor cannot answer it."""
    return ask_ourselves(judged, item) if item.kind == "own" else item.dialogue


def _trial_note(judged: JudgedVendor, item: Item) -> tuple[str, ...]:
    candidate = judged.vendor.stage == "candidate"
    return (f"Find out before signing: {item.trial}",) if candidate and item.trial else ()


def low_points(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    """Yield the items that lower the verdict most, each with a question and a practice.

    Items told by a reference customer are left out, since we cannot work on them. If our answers
    alone reach the target, the points are for our own people only: they would raise false hopes.
    """
    discussed = {each.item.id for each in widest_apart(views) if not each.item.confidential}
    by_id = {
        each.item.id: each
        for each in views
        if each.item.id not in discussed and not each.of_reference
    }
    low = [by_id[r.item] for r in weakest(judged.instrument, judged.verdict) if r.item in by_id]
    low_ids = list(dict.fromkeys(each.item.id for each in low if _counts_as_low(each)))
    enough = _reached_target(judged)
    unneeded = enough and vendor_to_answer(judged)
    for item_id in low_ids[:MOST_POINTS]:
        item = by_id[item_id].item
        suggested = not enough and not _is_a_goal(judged, item)
        practice = (
            [f"We could: {item.practice[:1].lower()}{item.practice[1:]}"] if suggested else []
        )
        point = _seen_point(judged, by_id[item_id], (item.dialogue, *practice))
        yield replace(_asked_first(judged, point), private=point.private or unneeded)


# Shorter words ("in", "from", "other") do not tell what a topic is about.
LEAST_LETTERS = 6


def _is_a_goal(judged: JudgedVendor, item: Item) -> bool:
    """Return whether the title of an open goal has a longer word of an item's topic."""
    words = {word for word in _words_of(item.topic) if len(word) >= LEAST_LETTERS}
    goals = open_goals(judged.files.goals).values()
    return any(words & _words_of(goal.title) for goal in goals)


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def low_by_references(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    """Yield the items that are low according to a reference customer."""
    for view in views:
        if view.of_reference and _counts_as_low(view):
            yield _seen_point(judged, view)


def low_title(judged: JudgedVendor) -> str:
    """Return the title above the low items; if only we have answered, it says so."""
    if not vendor_to_answer(judged):
        return "What to work on"
    return (
        "What is low, as we see it"
        if _reached_target(judged)
        else "What we would like to talk about"
    )


def _counts_as_low(view: ItemViews) -> bool:
    """Return whether an item is low. For a confidential item, only our own answer counts."""
    if not view.item.confidential:
        return view.lowest <= LOW_UP_TO
    return "buyer" in view.sides and view.sides["buyer"].medians[0] <= LOW_UP_TO


def differences_among_people(judged: JudgedVendor) -> Iterator[Point]:
    """Yield private points on the items that the people of one side scored differently."""
    topics = {item.id: _topic(item) for item in judged.instrument.items}
    confidential = {item.id for item in judged.instrument.items if item.confidential}
    differing = [
        each
        for each in disagreements(judged.instrument, judged.round.responses)
        if each.perspective == "buyer" or each.item not in confidential
    ]
    for point in differing[:MOST_POINTS]:
        scored = listed([f"{name} scored {score}" for name, score in point.scores_by_respondent])
        ask = COMPARE_EVENTS[point.perspective]
        yield Point(f"{topics[point.item]}: {scored}. {ask}", private=True)


def _seen_point(judged: JudgedVendor, view: ItemViews, below: tuple[str, ...] = ()) -> Point:
    """Return a point about an item as both sides see it, with our people's evidence.

    The point is private if our own people still disagree on the item. A confidential item is not
    quoted, not even for us, as the vendor's form promises.
    """
    item = view.item
    if item.confidential:
        return Point(_topic(item), below, private=True)
    fact = view.fact()
    text = f"{_topic(item)}{f'. {fact}' if fact else ''}"
    asks = view.doers and len(view.sides) > 1 and WHICH_EVENTS not in below
    below = (*view.both(), *([WHICH_EVENTS] if asks else []), *below)
    ours = (*view.named_doers(), *quotes(judged, item))
    return Point(text, below, ours, _for_us_alone(judged, view))


def vendor_to_answer(judged: JudgedVendor) -> bool:
    """Return whether we have answered and the vendor has not answered yet."""
    return judged.verdict.sides == ("buyer",)


def _asked_first(judged: JudgedVendor, point: Point) -> Point:
    """Return a point without our own view, for a vendor that has not answered yet.

    Otherwise our view would influence the vendor's own.
    """
    if not vendor_to_answer(judged):
        return point
    topic, _, fact = point.text.partition(". ")
    return replace(point, text=topic, ours=(*([fact] if fact else []), *point.ours))


def _for_us_alone(judged: JudgedVendor, view: ItemViews) -> bool:
    return is_private(judged, view.item) or view.disputed_by("buyer")


def _topic(item: Item) -> str:
    return capitalised(item.topic)


def _reached_target(judged: JudgedVendor) -> bool:
    """Return whether the vendor has reached its target, so that no practice is proposed."""
    target, verdict = judged.vendor.target, judged.verdict
    order = [each.id for each in judged.instrument.classes]
    return (
        target in order
        and verdict.assessed
        and order.index(verdict.worst_class) <= order.index(target)
    )
