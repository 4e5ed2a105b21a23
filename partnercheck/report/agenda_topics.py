"""The topics of the next meeting with a vendor: shared aims and strengths come first.

An agenda that starts with failures turns into blame. So the shared objective and the strengths come
first, then promises, and only then differing views, open questions and low scores, each with a
question to ask. If the sides see something differently, both are quoted. Private points are marked,
and the vendor's version leaves them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from partnercheck.base.records import Goal
from partnercheck.questionnaires.duration import minutes_needed
from partnercheck.questionnaires.paper import about_how_many_questions
from partnercheck.report.agenda_items import (
    MOST_POINTS,
    differences,
    differences_among_people,
    low_by_references,
    low_points,
    low_title,
    open_items,
    open_points,
    strengths,
    vendor_to_answer,
)
from partnercheck.report.agenda_records import Agenda, Point, Section, WarningText
from partnercheck.report.item_views import ItemViews, item_views
from partnercheck.report.words.agreements import date_moved, missed_meeting
from partnercheck.report.words.asked import newer_request_phrases
from partnercheck.report.words.promises import committed_and_state
from partnercheck.report.words.verdict import a_class
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.glossary import Term
from partnercheck.workspace.goals import add_period, late, open_goals
from partnercheck.workspace.meetings import held_on, last_meeting, meeting_days
from partnercheck.workspace.promises import since

GOAL_QUESTION = "Before we start, each side asks itself: what is our goal in this relationship?"


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
    ours_alone = vendor_to_answer(judged)
    undecided = open_items(judged)
    scored = {each.item.id for each in views}
    unanswered = [item for item in undecided if item.id not in scored]
    half_answered = [item for item in undecided if item.id in scored] if both else []
    sections = [
        Section("What we pursue together", tuple(_together(judged))),
        Section(
            f"What works{', as we see it' if ours_alone else ''}", tuple(strengths(judged, views))
        ),
        Section("Since we last met", tuple(_promised(judged, today))),
        Section("Where we see it differently", tuple(differences(judged, views))),
        Section(
            f"What {'neither of us knows' if both else 'we do not know'} yet",
            open_points(judged, unanswered),
        ),
        Section("What only one of us has answered yet", open_points(judged, half_answered)),
        Section(low_title(judged), tuple(low_points(judged, views))),
        Section("Our goals", tuple(_goals(judged, today))),
        Section("Words to agree on", tuple(_words(terms))),
        Section("Before we close", tuple(_ending(judged, today))),
        Section("For us alone", tuple(_private_points(judged, views, warnings))),
    ]
    filled_sections = tuple(section for section in sections if section.points)
    return Agenda(organisation, vendor.id, vendor.name, today, filled_sections)


def _private_points(
    judged: JudgedVendor, views: list[ItemViews], warnings: Sequence[WarningText]
) -> Iterator[Point]:
    yield from (Point(f"{phrase}.", private=True) for phrase in newer_request_phrases(judged))
    yield from low_by_references(judged, views)
    yield from differences_among_people(judged)
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
        yield Point(f"Still to be recorded: what {missing} from this objective.")
    if vendor.charter:
        yield Point("", ours=(f"Described in: {vendor.charter}",))
    if vendor.target:
        target = a_class(judged.instrument, vendor.target)
        why = f": {vendor.target_why}" if vendor.target_why else ""
        yield Point("", ours=(f"Our target for them: {target}{why}",))


def _no_objective(judged: JudgedVendor) -> str:
    """Return the opening if no objective is recorded; a mere supplier is not asked for one."""
    classes = [each.id for each in judged.instrument.classes]
    if judged.vendor.target in classes[len(classes) // 2 :]:
        return "What does each of us need from this work in the coming year?"
    if judged.vendor.charter:
        return "In one sentence, what do we want to achieve together?"
    return "Which one sentence says what we want to achieve together? We have none on file yet."


def _promised(judged: JudgedVendor, today: dt.date) -> Iterator[Point]:
    """Yield the last decision, and what became of the promises of both sides.

    A promise that was not made in a meeting is shown only to us: the vendor may not know of it.
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


# The time within which to make up for an overdue meeting.
SOON = dt.timedelta(days=14)


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
        yield Point("No goal is open. Which one thing should be different when we next meet?")


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
    """Return a question that asks the vendor to fill in a form, with the time it takes to do so."""
    instrument, candidate = judged.instrument, judged.vendor.stage == "candidate"
    minutes = minutes_needed(instrument, "quick", "vendor", on_paper=True, candidate=candidate)
    questions = about_how_many_questions(instrument, "quick")
    return (
        f"Would you be willing to answer {questions} about our work "
        f"before we next meet? It takes about {minutes} minutes. We would do the same."
    )
