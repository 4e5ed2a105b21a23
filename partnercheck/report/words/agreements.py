"""Key goals and meetings, and what is overdue, in words: for dossier, commands and screens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from partnercheck.base.english import joined, plural
from partnercheck.base.records import Goal, Meeting
from partnercheck.base.text import one_line
from partnercheck.report.signs import AGREEMENT_SIGNS, LATE, Sign
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.promises import (
    OVERDUE,
    PROMISED,
    open_in_short,
    overdue_promises_in_words,
    promise_entries,
    promised_in_short,
    promised_lines,
)
from partnercheck.workspace.agreement_files import GOALS_FILE, MEETINGS_FILE
from partnercheck.workspace.goals import Goals, in_order, late, open_goals, overdue
from partnercheck.workspace.meetings import (
    EVERY,
    first_expected,
    last_meeting,
    meeting_missing,
    meeting_overdue,
    next_due,
    promises_by_meeting,
)
from partnercheck.workspace.promises import Promises
from partnercheck.workspace.read_vendor import VendorFiles, is_unread

MOST_CLOSED = 5
NOTHING_WRITTEN = "nothing written down"


def agreed_entries(vendor_files: VendorFiles, today: dt.date) -> list[Entry]:
    """Return a vendor's key goals, promises and meetings for its dossier; empty if it has none."""
    promises = promise_entries(vendor_files.promises, today)
    meetings = meeting_entries(vendor_files, today)
    return [*goal_entries(vendor_files.goals, today), *promises, *meetings]


def goal_entries(goals: Goals, today: dt.date) -> list[Entry]:
    """Return the open goals in full, marking overdue goals, and the last closed goals in brief."""
    texts = [marked(goal, today) for goal in open_goals(goals).values()]
    closed = [goal for goal in in_order(goals).values() if goal.state != "open"]
    texts += [f"{goal.title}: {when(goal, today)}" for goal in closed[:MOST_CLOSED]]
    if len(closed) > MOST_CLOSED:
        texts.append(f"and {len(closed) - MOST_CLOSED} more that ended before")
    return _labelled("Key goals", texts)


def open_of(vendor_files: VendorFiles, most: int) -> str:
    """Return the number of open goals, and the highest number allowed."""
    if is_unread(vendor_files.problems, GOALS_FILE):
        return f"not known: unreadable file {GOALS_FILE}"
    return f"{len(open_goals(vendor_files.goals))} of {plural(most, 'key goal')} open"


def state_word(goal: Goal, today: dt.date) -> str:
    """Return a goal's state in one word, with a sign in front if the goal is overdue."""
    return f"{OVERDUE}overdue" if late(goal, today) else goal.state


def goal_sign(goal: Goal, today: dt.date) -> Sign:
    """Return the sign of a goal's state."""
    return LATE if late(goal, today) else AGREEMENT_SIGNS[goal.state]


def marked(goal: Goal, today: dt.date) -> str:
    """Return a goal in a few sentences, with a sign in front if it is overdue."""
    return f"{OVERDUE if late(goal, today) else ''}{goal_sentence(goal, today)}"


def goal_sentence(goal: Goal, today: dt.date) -> str:
    """Return a goal's title, day, gains, owners and note, in a few sentences."""
    return " ".join([f"{goal.title}: {when(goal, today)}.", *_shares(goal), *_note(goal)])


def when(goal: Goal, today: dt.date) -> str:
    """Return a goal's due day and its extensions, or the day on which it was closed."""
    if goal.state != "open":
        return goal.state + (f" on {goal.ended}" if goal.ended else "")
    due = f"overdue since {goal.due}" if late(goal, today) else f"due {goal.due}"
    return f"{due}, {date_moved(goal) if goal.times_extended else f'a goal for a {goal.period}'}"


def date_moved(goal: Goal) -> str:
    """Return the day on which a goal was agreed, its period, and how often its due day moved."""
    times = {1: "once", 2: "twice"}.get(goal.times_extended, f"{goal.times_extended} times")
    agreement = f"agreed on {goal.begun}" if goal.begun else "agreed"
    return f"{agreement} for a {goal.period} and extended {times} since"


def missed_meeting(day: dt.date) -> str:
    """Return a sentence about missing minutes of a meeting that was agreed for a past day."""
    return f"We have no minutes of the meeting that was due by {day}."


def _shares(goal: Goal) -> Iterator[str]:
    """Yield the gains and owners of both sides; for an open goal, also which gain is missing."""
    missing = "not stated" if goal.state == "open" else ""
    for label, gain in (("We gain", goal.gain_buyer), ("They gain", goal.gain_vendor)):
        if text := one_line(gain) or missing:
            yield f"{label}: {text.rstrip('.')}."
    if goal.owner_buyer or goal.owner_vendor:
        yield f"Owners: {both_owners(goal)}."


def both_owners(goal: Goal) -> str:
    """Return the owners of a goal on both sides."""
    ours, theirs = (owner or "not stated" for owner in (goal.owner_buyer, goal.owner_vendor))
    return f"{ours} (ours), {theirs} (theirs)"


def _note(goal: Goal) -> Iterator[str]:
    if goal.note:
        yield one_line(goal.note)


def meeting_entries(vendor_files: VendorFiles, today: dt.date) -> list[Entry]:
    """Return the day of the next meeting and the results of the last meeting.

    Before the first meeting the list is empty, unless a meeting is expected.
    """
    meetings, expected = vendor_files.meetings, first_expected(vendor_files)
    last = last_meeting(meetings)
    if last is None and not expected:
        return []
    texts = [next_meeting(vendor_files, today, expected)]
    if last is not None:
        promises = promises_by_meeting(vendor_files)[last[0]]
        texts.append(f"{last[0]}: {meeting_sentence(last[1], promises, today)}")
    if len(meetings) > 1:
        texts.append(f"{plural(len(meetings) - 1, 'meeting')} before")
    return _labelled("Meetings", texts)


def next_meeting(vendor_files: VendorFiles, today: dt.date, expected: bool = False) -> str:
    """Return the latest day for the next meeting, with a sign in front if that day is past."""
    if is_unread(vendor_files.problems, MEETINGS_FILE):
        return f"Not known: unreadable file {MEETINGS_FILE}"
    meetings, cadence = vendor_files.meetings, vendor_files.meets
    due = next_due(meetings, cadence)
    if due is None:
        return f"{OVERDUE if expected else ''}No meeting yet; {EVERY[cadence]}"
    if meeting_overdue(meetings, today, cadence, expected):
        return f"{OVERDUE}Overdue since {due}; {EVERY[cadence]}"
    last = last_meeting(meetings)
    next_day = last[1].next if last else None
    if next_day == due:
        return f"Next on {due}, as agreed; {EVERY[cadence]}"
    if next_day and next_day > due:
        return (
            f"Next on {next_day}, as agreed; to meet {EVERY[cadence]}, both sides would have to "
            f"meet by {due}"
        )
    return f"Next by {due}; {EVERY[cadence]}"


def meeting_sentence(meeting: Meeting, promises: Promises, today: dt.date) -> str:
    """Return the results of a meeting, and the promises made in it, in one paragraph."""
    parts = [
        ("With", joined(meeting.present)),
        ("Decided", one_line(meeting.decided)),
        *((label, promised_in_short(promises, by, today)) for by, label in PROMISED.items()),
        ("Next agreed for", f"{meeting.next}" if meeting.next else ""),
    ]
    sentences = [f"{label}: {text.rstrip('.')}." for label, text in parts if text]
    return " ".join(sentences) or NOTHING_WRITTEN


def meeting_lines(meeting: Meeting, promises: Promises, today: dt.date) -> list[str]:
    """Return the results of a meeting, one line for each decision and each promise made in it."""
    present = f"With: {', '.join(meeting.present)}" if meeting.present else ""
    decided = [
        f"Decided: {one_line(each)}" for each in meeting.decided.splitlines() if each.strip()
    ]
    next_meeting = f"Next agreed for: {meeting.next}" if meeting.next else ""
    lines = [present, *decided, *promised_lines(promises, today), next_meeting]
    return list(filter(None, lines)) or [NOTHING_WRITTEN]


def agenda_in_short(goals: Goals, promises: Promises, today: dt.date) -> str:
    """Return the first topics of the next agenda as a sentence; empty if there are none."""
    topics = list(filter(None, [open_in_short(promises, today)]))
    if count := len(open_goals(goals)):
        late_count = len(overdue(goals, today))
        suffix = f", {late_count} overdue" if late_count else ""
        topics.append(plural(count, "key goal") + suffix)
    return f"The agenda starts with {' and '.join(topics)}" if topics else ""


def overdue_in_words(vendor_files: VendorFiles, today: dt.date, *, whole: bool = False) -> str:
    """Return a vendor's overdue goals, promises and meeting; empty if nothing is overdue.

    The texts of promises are cut, unless `whole` is true.
    """
    if vendor_files.vendor.archived:
        return ""
    goals = overdue(vendor_files.goals, today).values()
    texts = [f"{one_line(goal.title)} (since {goal.due})" for goal in goals]
    texts += overdue_promises_in_words(vendor_files.promises, today, whole=whole)
    if meeting_missing(vendor_files, today):
        due = next_due(vendor_files.meetings, vendor_files.meets)
        texts.append(f"a meeting (since {due})" if due else "a first meeting")
    return f"Overdue: {', '.join(texts)}" if texts else ""


def _labelled(label: str, texts: Sequence[str]) -> list[Entry]:
    """Return one entry per text. Only the first entry has the label."""
    return [Entry("" if number else label, text) for number, text in enumerate(texts)]
