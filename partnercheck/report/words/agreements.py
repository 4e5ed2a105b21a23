"""Key goals and meetings in words: what each is, what is overdue, what the next agenda starts from.

The same entries stand in a vendor's dossier, in the commands and on the screens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from partnercheck.base.english import plural
from partnercheck.base.records import Cadence, Goal, Meeting
from partnercheck.base.text import one_line
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.goals import Goals, in_order, in_short, late, opened, overdue
from partnercheck.workspace.meetings import (
    EVERY,
    Meetings,
    first_expected,
    last_meeting,
    meeting_missing,
    meeting_overdue,
    next_due,
)
from partnercheck.workspace.read_vendor import VendorFiles

MOST_ENDED = 5
OVERDUE = "! "
NOTHING_SAID = "nothing written down"


def agreed_entries(about: VendorFiles, today: dt.date) -> list[Entry]:
    """A vendor's key goals and meetings for its dossier; nothing where there are none."""
    expected = first_expected(about)
    meetings = meeting_entries(about.meetings, today, about.meets, expected)
    return [*goal_entries(about.goals, today), *meetings]


def goal_entries(goals: Goals, today: dt.date) -> list[Entry]:
    """An entry for each open key goal, overdue ones marked; those that ended in one line each."""
    told = [marked(goal, today) for goal in opened(goals).values()]
    rest = [goal for goal in in_order(goals).values() if goal.state != "open"]
    told += [f"{goal.title}: {when(goal, today)}" for goal in rest[:MOST_ENDED]]
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
    return " ".join([f"{goal.title}: {when(goal, today)}.", *_shares(goal), *_note(goal)])


def when(goal: Goal, today: dt.date) -> str:
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
    """What a meeting came to, in one paragraph."""
    parts = [
        ("With", ", ".join(meeting.present)),
        ("Decided", one_line(meeting.decided)),
        ("We promised", "; ".join(meeting.we)),
        ("They promised", "; ".join(meeting.they)),
        ("Next agreed for", f"{meeting.next}" if meeting.next else ""),
    ]
    told = [f"{label}: {text.rstrip('.')}." for label, text in parts if text]
    return " ".join(told) or NOTHING_SAID


def meeting_lines(meeting: Meeting) -> list[str]:
    """What a meeting came to, a line for each decision and each promise."""
    parts = [
        ("With", [", ".join(meeting.present)]),
        ("Decided", meeting.decided.splitlines()),
        ("We promised", meeting.we),
        ("They promised", meeting.they),
        ("Next agreed for", [f"{meeting.next}"] if meeting.next else []),
    ]
    told = [
        f"{label}: {one_line(text)}" for label, texts in parts for text in texts if text.strip()
    ]
    return told or [NOTHING_SAID]


def agenda_in_short(goals: Goals, meetings: Meetings, today: dt.date) -> str:
    """From what the next agenda starts, as a sentence; empty where there is nothing."""
    last = last_meeting(meetings)
    promised = len(last[1].we) + len(last[1].they) if last else 0
    told = [f"{plural(promised, 'promise')} of {last[0]}"] if last and promised else []
    if goals_open := opened(goals):
        undone = len(overdue(goals, today))
        told.append(plural(len(goals_open), "key goal") + (f", {undone} overdue" if undone else ""))
    return f"The agenda starts from {' and '.join(told)}" if told else ""


def last_promises(meetings: Meetings) -> str:
    """Who promised what at the last meeting, as a sentence; empty where nobody did."""
    last = last_meeting(meetings)
    if last is None or not (last[1].we or last[1].they):
        return ""
    sides = [("We", last[1].we), ("They", last[1].they)]
    said = [f"{side}: {'; '.join(texts)}" for side, texts in sides if texts]
    return ". ".join([f"Promised on {last[0]}", *said])


def overdue_in_words(about: VendorFiles, today: dt.date) -> str:
    """What of key goals and meetings is overdue, and since when; empty where nothing is."""
    if about.vendor.archived:
        return ""
    undone = overdue(about.goals, today).values()
    told = [f"{in_short(goal.title)} (since {goal.due})" for goal in undone]
    if meeting_missing(about, today):
        due = next_due(about.meetings, about.meets)
        told.append(f"a meeting (since {due})" if due else "a first meeting")
    return f"Overdue: {', '.join(told)}" if told else ""


def _labelled(label: str, texts: Sequence[str]) -> list[Entry]:
    """Entries under one label, which stands before the first."""
    return [Entry("" if number else label, text) for number, text in enumerate(texts)]
