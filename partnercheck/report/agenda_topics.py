"""The topics of the next meeting with a vendor: shared aims and strengths come first.

An agenda that starts with failures turns into blame. So the shared objective and the strengths come
first, then promises, and only then differing views, open questions and low scores, each with a
question to ask. If the sides see something differently, both are quoted. Private points are marked,
and the vendor's version leaves them out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from partnercheck.base.english import capitalised, listed
from partnercheck.base.records import Goal, Record
from partnercheck.questionnaires.duration import minutes_needed
from partnercheck.questionnaires.paper import about_how_many_questions
from partnercheck.questionnaires.records import Item
from partnercheck.report.confidence import is_private, quotes
from partnercheck.report.item_views import ItemViews, item_views, widest_apart
from partnercheck.report.words.agreements import date_moved, missed_meeting
from partnercheck.report.words.ask_next import ask_ourselves
from partnercheck.report.words.asked import newer_request_phrases
from partnercheck.report.words.find_out_next import COMPARE_EVENTS, find_out_next, weakest
from partnercheck.report.words.promises import committed_and_state
from partnercheck.report.words.verdict import a_class
from partnercheck.rules.respondents import disagreements
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.glossary import Term
from partnercheck.workspace.goals import add_period, late, open_goals
from partnercheck.workspace.meetings import held_on, last_meeting, meeting_days
from partnercheck.workspace.promises import since

# Scores (0-4) of a strength, and of an item to work on.
STRENGTH_FROM, LOW_UP_TO = 3, 2
MOST_POINTS = 3
GOAL_QUESTION = "Before we start, each side asks itself: what is our goal in this relationship?"
WENT_WELL = "Which of these go well, as you see it, and why?"
WHICH_EVENTS = "Which events did each of us have in mind?"


# The name of a lens's warning, and its text.
WarningText = tuple[str, str]


class Point(Record, frozen=True):
    """A point of the agenda."""

    text: str
    below: tuple[str, ...] = ()  # the lines below the text
    ours: tuple[str, ...] = ()  # more lines, for our own people only
    private: bool = False  # whether the whole point is for our own people only


class Section(Record, frozen=True):
    """A part of an agenda."""

    title: str
    points: tuple[Point, ...]


class Agenda(Record, frozen=True):
    """An agenda: who meets, the day it was made, and its sections in the order of the meeting."""

    organisation: str
    vendor_id: str
    vendor: str
    on: dt.date
    sections: tuple[Section, ...]

    @property
    def has_private(self) -> bool:
        """Whether some of it is for our own people only."""
        return any(p.private or p.ours for section in self.sections for p in section.points)


def agenda(
    judged: JudgedVendor,
    organisation: str,
    today: dt.date,
    terms: Sequence[Term] = (),
    warnings: Sequence[WarningText] = (),
) -> Agenda:
    """Return the agenda for the next meeting with a vendor, based on its judged round.

    `terms` are the workspace's own glossary; `warnings` are the lens warnings.
    """
    vendor = judged.vendor
    views = item_views(judged, organisation)
    both = len(judged.verdict.sides) > 1
    ours_alone = _vendor_to_answer(judged)
    open_items = _open_items(judged)
    scored = {each.item.id for each in views}
    unanswered = [item for item in open_items if item.id not in scored]
    half_answered = [item for item in open_items if item.id in scored] if both else []
    sections = [
        Section("What we pursue together", tuple(_together(judged))),
        Section(
            f"What works{', as we see it' if ours_alone else ''}", tuple(_works(judged, views))
        ),
        Section("Since we last met", tuple(_promised(judged, today))),
        Section("Where we see it differently", tuple(_differences(judged, views))),
        Section(
            f"What {'neither of us knows' if both else 'we do not know'} yet",
            _open_points(judged, unanswered),
        ),
        Section("What only one of us has answered yet", _open_points(judged, half_answered)),
        Section(_low_title(judged), tuple(_low(judged, views))),
        Section("Our goals", tuple(_goals(judged, today))),
        Section("Words to agree on", tuple(_words(terms))),
        Section("Before we part", tuple(_ending(judged, today))),
        Section("For us alone", tuple(_private_points(judged, views, warnings))),
    ]
    shown = tuple(section for section in sections if section.points)
    return Agenda(organisation, vendor.id, vendor.name, today, shown)


def _private_points(
    judged: JudgedVendor, views: list[ItemViews], warnings: Sequence[WarningText]
) -> Iterator[Point]:
    yield from (Point(f"{phrase}.", private=True) for phrase in newer_request_phrases(judged))
    yield from _told_by_references(judged, views)
    yield from _among_ourselves(judged)
    yield from (Point(f"{name}: {text}", private=True) for name, text in warnings)


def _together(judged: JudgedVendor) -> Iterator[Point]:
    vendor = judged.vendor
    yield Point(GOAL_QUESTION)
    if vendor.objective:
        yield Point(vendor.objective)
    else:
        yield Point(_no_objective(judged))
    gains = (("we gain", vendor.benefit_buyer), ("you gain, as we see it", vendor.benefit_vendor))
    for whose, benefit in gains:
        if benefit:
            yield Point(f"What {whose}: {benefit}")
    if vendor.objective and not (vendor.benefit_buyer and vendor.benefit_vendor):
        missing = "each side gains" if not vendor.benefit_buyer else "you gain"
        yield Point(f"Still to be written down: what {missing} by it.")
    if vendor.charter:
        yield Point("", ours=(f"Described in: {vendor.charter}",))
    if vendor.target:
        target = a_class(judged.instrument, vendor.target)
        why = f": {vendor.target_why}" if vendor.target_why else ""
        yield Point("", ours=(f"Our target for them: {target}{why}",))


def _no_objective(judged: JudgedVendor) -> str:
    """Return the opening if no objective is written down; a mere supplier is not asked for one."""
    classes = [each.id for each in judged.instrument.classes]
    if judged.vendor.target in classes[len(classes) // 2 :]:
        return "What does each of us need from this work in the coming year?"
    if judged.vendor.charter:
        return "In one sentence, what do we want to achieve together?"
    return "Which one sentence says what we want to achieve together? We have none on file yet."


def _works(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    good = [
        view
        for view in views
        if view.lowest >= STRENGTH_FROM and not view.item.confidential and not view.of_reference
    ]
    both = [view for view in good if len(view.sides) > 1] or good
    for view in sorted(both, key=lambda view: -view.lowest)[:MOST_POINTS]:
        yield _asked_first(judged, _seen_point(judged, view))
    if both and _vendor_to_answer(judged):
        yield Point(WENT_WELL)
    if views and not good:
        yield Point("Which piece of work between us went well lately, and what made it go well?")


def _promised(judged: JudgedVendor, today: dt.date) -> Iterator[Point]:
    """Yield the last decision and what became of the promises, those of both sides alike.

    A promise that was not made in a meeting is for us alone: the vendor may not know it.
    """
    files = judged.files
    last = last_meeting(files.meetings)
    if last and last[1].next and last[1].next < today:
        yield Point(missed_meeting(last[1].next))
    shared = bool(last and last[1].decided)
    if last and shared:
        yield Point(f"Decided on {held_on(last[0])}: {last[1].decided}")
    met = meeting_days(files.meetings)
    promises = since(files.promises, held_on(last[0]) if last else dt.date.max)
    for promise in promises.values():
        owner = (f"With {promise.owner}.",) if promise.owner else ()
        text = committed_and_state(promise, today)
        yield Point(text, ours=owner, private=promise.made not in met)
        shared = shared or promise.made in met
    if shared:
        yield Point("What has come of it, and what is in the way of the rest?")


def _differences(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    """Yield the points about the widest gaps between the two sides.

    Confidential items are left out: naming one here would reveal the vendor's answer.
    """
    wide = [view for view in widest_apart(views) if not view.item.confidential]
    for view in wide[:MOST_POINTS]:
        yield _seen_point(judged, view, (WHICH_EVENTS, view.item.dialogue))
    rest = [view for view in wide[MOST_POINTS:] if not _for_us_alone(judged, view)]
    if rest:
        yield Point(f"Also seen differently: {listed([view.item.topic for view in rest])}.")


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
            f"{_topic(item)}: {_question(judged, item)}",
            ours=_trial_note(judged, item),
            private=item.confidential,
        )
        for item in items[:MOST_POINTS]
    )


def _question(judged: JudgedVendor, item: Item) -> str:
    """Return the question about an open item; the vendor cannot answer one about our own side."""
    return ask_ourselves(judged, item) if item.kind == "own" else item.dialogue


def _trial_note(judged: JudgedVendor, item: Item) -> tuple[str, ...]:
    candidate = judged.vendor.stage == "candidate"
    return (f"Find out before signing: {item.trial}",) if candidate and item.trial else ()


def _low(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    """Yield the items that lower the verdict most, each with a question and a practice.

    Items told by a reference customer are left out: they are not ours to work on. If the target
    is reached by our answers alone, the points are for us: they would raise hopes that we do
    not mean.
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
    unneeded = enough and _vendor_to_answer(judged)
    for item_id in low_ids[:MOST_POINTS]:
        item = by_id[item_id].item
        suggested = not enough and not _is_a_goal(judged, item)
        practice = (
            [f"We could: {item.practice[:1].lower()}{item.practice[1:]}"] if suggested else []
        )
        point = _seen_point(judged, by_id[item_id], (item.dialogue, *practice))
        yield replace(_asked_first(judged, point), private=point.private or unneeded)


# How soon to make up for a meeting that is overdue.
SOON = dt.timedelta(days=14)

# Shorter words of a topic ("in", "from", "other") say nothing about what it is.
LEAST_LETTERS = 6


def _is_a_goal(judged: JudgedVendor, item: Item) -> bool:
    """Return whether the title of an open goal has a longer word of an item's topic."""
    words = {word for word in _words_of(item.topic) if len(word) >= LEAST_LETTERS}
    goals = open_goals(judged.files.goals).values()
    return any(words & _words_of(goal.title) for goal in goals)


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _told_by_references(judged: JudgedVendor, views: list[ItemViews]) -> Iterator[Point]:
    """Yield what is low by the account of a reference customer."""
    for view in views:
        if view.of_reference and _counts_as_low(view):
            yield _seen_point(judged, view)


def _low_title(judged: JudgedVendor) -> str:
    if not _vendor_to_answer(judged):
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


def _goals(judged: JudgedVendor, today: dt.date) -> Iterator[Point]:
    goals = open_goals(judged.files.goals)
    for goal in goals.values():
        by = f"due {goal.due.isoformat()}"
        if late(goal, today):
            by = (
                f"was {by}: is it done? If not, what is in the way, and is it still the right goal?"
            )
        moved = f" ({date_moved(goal)})" if goal.times_extended else ""
        yield Point(f"{goal.title}{moved}, {by}", tuple(_gains(goal)), tuple(_owners(goal)))
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


def _words(terms: Sequence[Term]) -> Iterator[Point]:
    for term in terms[:MOST_POINTS]:
        below = ("Is that what it means to you?",)
        yield Point(f'"{term.word}" means to us: {term.meaning}', below, private=not term.shared)


def _among_ourselves(judged: JudgedVendor) -> Iterator[Point]:
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


def _ending(judged: JudgedVendor, today: dt.date) -> Iterator[Point]:
    yield Point("What does each of us commit to, and by when?")
    last = last_meeting(judged.files.meetings)
    next_day = last[1].next if last else None
    if next_day and next_day < today:
        yield Point(f"When do we meet next? Our suggestion: by {(today + SOON).isoformat()}.")
    else:
        after = f"After our meeting on {next_day.isoformat()}: when" if next_day else "When"
        suggested = add_period(next_day or today, judged.files.meets).isoformat()
        yield Point(f"{after} do we meet next? Our suggestion: by {suggested}.")
    if not judged.verdict.assessed:
        yield Point(_willing_to_answer(judged))


def _willing_to_answer(judged: JudgedVendor) -> str:
    """Return a question that asks the vendor to fill in a form, with the time that this takes."""
    instrument, candidate = judged.instrument, judged.vendor.stage == "candidate"
    minutes = minutes_needed(instrument, "quick", "vendor", on_paper=True, candidate=candidate)
    questions = about_how_many_questions(instrument, "quick")
    return (
        f"Would you be willing to answer {questions} about our work "
        f"before we next meet? It takes about {minutes} minutes. We would do the same."
    )


def _seen_point(judged: JudgedVendor, view: ItemViews, below: tuple[str, ...] = ()) -> Point:
    """Return a point about an item as both sides see it, with our people's evidence.

    The point is private if our own people still disagree on the item. It does not quote a
    confidential item, not even for us: the vendor's form promises that.
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


def _vendor_to_answer(judged: JudgedVendor) -> bool:
    """Return whether we have answered and the vendor has not yet."""
    return judged.verdict.sides == ("buyer",)


def _asked_first(judged: JudgedVendor, point: Point) -> Point:
    """Return a point without our own view, for a vendor that has not answered yet.

    Otherwise our view would influence the vendor's own.
    """
    if not _vendor_to_answer(judged):
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
