"""Key goals and meetings in words: what each is, what is overdue, what the next agenda starts from.

The same entries stand in a vendor's dossier, in the commands and on the screens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from partnercheck.goals import Goals, in_order, late, opened, overdue
from partnercheck.meetings import (
    EVERY,
    Meetings,
    first_expected,
    last_meeting,
    meeting_missing,
    meeting_overdue,
    next_due,
)
from partnercheck.model import Cadence, Goal, Meeting
from partnercheck.report.entry import Entry
from partnercheck.rules.why import plural
from partnercheck.text import one_line
from partnercheck.workspace import Assessment

MOST_ENDED = 5
OVERDUE = "! "


def agreed_entries(about: Assessment, today: dt.date) -> list[Entry]:
    """A vendor's key goals and meetings for its dossier; nothing where there are none."""
    expected = first_expected(about)
    meetings = meeting_entries(about.meetings, today, about.meets, expected)
    return [*goal_entries(about.goals, today), *meetings]


def goal_entries(goals: Goals, today: dt.date) -> list[Entry]:
    """An entry for each open key goal, overdue ones marked; those that ended in one line each."""
    told = [marked(goal, today) for goal in opened(goals).values()]
    rest = [goal for goal in in_order(goals).values() if goal.state != "open"]
    told += [f"{goal.title}: {_when(goal, today)}" for goal in rest[:MOST_ENDED]]
    if len(rest) > MOST_ENDED:
        told.append(f"and {len(rest) - MOST_ENDED} more that ended before")
    return _labelled("Key goals", told)


def open_of(goals: Goals, most: int) -> str:
    """How many goals are open, and of how many at most."""
    return f"{len(opened(goals))} of {plural(most, 'key goal')} open"


def state_word(goal: Goal, today: dt.date) -> str:
    """A goal's state in a word, with a sign before it where it is overdue."""
    return f"{OVERDUE}overdue" if late(goal, today) else goal.state


def marked(goal: Goal, today: dt.date) -> str:
    """A goal in a few sentences, with a sign before it where it is overdue."""
    return f"{OVERDUE if late(goal, today) else ''}{goal_sentence(goal, today)}"


def goal_sentence(goal: Goal, today: dt.date) -> str:
    """What a goal is, by when, what each side gains by it, and who owns it."""
    return " ".join([f"{goal.title}: {_when(goal, today)}.", *_shares(goal), *_note(goal)])


def _when(goal: Goal, today: dt.date) -> str:
    """By when, and how often it was offered again; or when it ended."""
    if goal.state != "open":
        return goal.state + (f" on {goal.ended}" if goal.ended else "")
    due = f"overdue since {goal.due}" if late(goal, today) else f"due {goal.due}"
    parts = [due, f"a goal for a {goal.period}"]
    if goal.again:
        parts.append(f"offered again {'once' if goal.again == 1 else f'{goal.again} times'}")
    return ", ".join(parts)


def _shares(goal: Goal) -> Iterator[str]:
    """What each side gains, and who sees to it; of an open goal also what nobody has said."""
    unsaid = "nobody has said" if goal.state == "open" else ""
    for label, text in (("We gain", goal.gain_buyer), ("They gain", goal.gain_vendor)):
        if said := one_line(text) or unsaid:
            yield f"{label}: {said.rstrip('.')}."
    owners = [goal.owner_buyer, goal.owner_vendor]
    if any(owners):
        ours, theirs = (owner or "nobody yet" for owner in owners)
        yield f"Owners: {ours} (ours), {theirs} (theirs)."


def _note(goal: Goal) -> Iterator[str]:
    if goal.note:
        yield one_line(goal.note)


def meeting_entries(
    meetings: Meetings, today: dt.date, cadence: Cadence, expected: bool = False
) -> list[Entry]:
    """By when to meet next, and what the last meeting came to.

    Nothing where there has been none, unless one is `expected`.
    """
    last = last_meeting(meetings)
    if last is None and not expected:
        return []
    told = [next_meeting(meetings, today, cadence, expected)]
    if last is not None:
        told.append(f"{last[0]}: {meeting_sentence(last[1])}")
    if len(meetings) > 1:
        told.append(f"{plural(len(meetings) - 1, 'meeting')} before")
    return _labelled("Meetings", told)


def next_meeting(
    meetings: Meetings, today: dt.date, cadence: Cadence, expected: bool = False
) -> str:
    """By when to meet next, with a sign before it where that day is over."""
    due = next_due(meetings, cadence)
    if due is None:
        return f"{OVERDUE if expected else ''}No meeting yet; {EVERY[cadence]}"
    if meeting_overdue(meetings, today, cadence, expected):
        return f"{OVERDUE}Overdue since {due}; {EVERY[cadence]}"
    return f"Next by {due}; {EVERY[cadence]}"


def meeting_sentence(meeting: Meeting) -> str:
    """What a meeting came to: who was there, what was decided, who promised what."""
    parts = [
        ("With", ", ".join(meeting.present)),
        ("Decided", one_line(meeting.decided)),
        ("We promised", "; ".join(meeting.we)),
        ("They promised", "; ".join(meeting.they)),
        ("Next agreed for", f"{meeting.next}" if meeting.next else ""),
    ]
    told = [f"{label}: {text.rstrip('.')}." for label, text in parts if text]
    return " ".join(told) or "nothing written down"


def agenda_entries(goals: Goals, meetings: Meetings, today: dt.date) -> list[Entry]:
    """What the next agenda starts from: what was promised last time, and the open key goals."""
    last = last_meeting(meetings)
    entries = []
    if last is not None:
        key, meeting = last
        entries += _labelled(f"We, on {key}", meeting.we)
        entries += _labelled(f"They, on {key}", meeting.they)
    return [*entries, *_labelled("Key goals", [marked(g, today) for g in opened(goals).values()])]


def agenda_in_short(goals: Goals, meetings: Meetings, today: dt.date) -> str:
    """The start of the next agenda as a sentence; empty where there is nothing to start from."""
    last = last_meeting(meetings)
    told = []
    if last is not None and (last[1].we or last[1].they):
        sides = [("we", last[1].we), ("they", last[1].they)]
        said = "; ".join(f"{side}: {', '.join(texts)}" for side, texts in sides if texts)
        told.append(f"what was promised on {last[0]} ({said})")
    if goals_open := opened(goals):
        undone = len(overdue(goals, today))
        told.append(plural(len(goals_open), "key goal") + (f", {undone} overdue" if undone else ""))
    return f"The next agenda starts from {' and '.join(told)}" if told else ""


def overdue_in_words(about: Assessment, today: dt.date) -> str:
    """What of key goals and meetings is overdue, and since when; empty where nothing is."""
    if about.vendor.archived:
        return ""
    told = [f"{goal.title} (since {goal.due})" for goal in overdue(about.goals, today).values()]
    if meeting_missing(about, today):
        due = next_due(about.meetings, about.meets)
        told.append(f"a meeting (since {due})" if due else "a first meeting")
    return f"Overdue: {', '.join(told)}" if told else ""


def _labelled(label: str, texts: Sequence[str]) -> list[Entry]:
    """Entries under one label, which stands before the first."""
    return [Entry("" if number else label, text) for number, text in enumerate(texts)]
