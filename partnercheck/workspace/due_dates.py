"""The days on which something is due with a vendor: agreements, requests, rounds, and dated facts.

They depend only on the files, not on today's date, so that the same workspace always has the same
days. Settled goals, settled promises and answered requests are included, with their outcome, so
that a calendar that already has these days shows that nothing is due any more.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from typing import Literal

from partnercheck.base.records import Awaited, Perspective, Record, Vendor
from partnercheck.base.rounds import current, period
from partnercheck.base.text import name_key, slug
from partnercheck.workspace.asked import ASKED_FILE, SIDE_WORDS, last_to_each
from partnercheck.workspace.meetings import last_meeting, next_due
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import Round, read_round
from partnercheck.workspace.read_vendor import VendorFiles

Kind = Literal["goal", "promise", "meeting", "request", "assessment", "fact"]
# The outcomes of what is due: still open, settled in one of several ways, or dropped.
Outcome = Literal["open", "done", "kept", "late", "answered", "dropped"]
# The key of a recurring event, of which only the next is listed: once it is over, its day moves on.
NEXT = "next"


class DueDate(Record, frozen=True):
    """A day on which something is due with a vendor."""

    vendor: Vendor
    kind: Kind
    key: str  # identifies, with vendor and kind, what is due; it stays the same if the day changes
    day: dt.date
    text: str  # what is due: a goal's title, who is to answer, a round, a fact's key
    people: tuple[str, ...] = ()  # the people responsible
    outcome: Outcome = "open"
    side: Perspective | None = None  # for a promise, the side that made it


def due_dates(workspace: Workspace, files: VendorFiles) -> list[DueDate]:
    """Return the days on which something is due with a vendor, the earliest first."""
    latest = read_round(workspace, files)
    days = [
        *_goals(files),
        *_promises(files),
        *_meeting(files),
        *_requests(workspace, files, latest),
        *_assessment(workspace, files, latest),
        *_facts(files),
    ]
    return sorted(days, key=lambda due: (due.day, due.kind, due.key))


def next_day(files: VendorFiles, latest: Round) -> dt.date | None:
    """Return the earliest day on which a goal, a promise, an answer or a meeting is due.

    The day may be in the past. Coming rounds and dated facts do not count: every vendor has some.
    """
    days = [
        *(each.day for each in _goals(files) if each.outcome == "open"),
        *(each.day for each in _promises(files) if each.outcome == "open"),
        *(each.day for each in _meeting(files)),
        *(each.due for asked in latest.asked for each in asked.awaited if each.due),
    ]
    return min(days, default=None)


def concerns(due: DueDate, person: str) -> bool:
    """Whether a person is responsible for what is due."""
    return name_key(person) in map(name_key, due.people)


def _owner(files: VendorFiles) -> tuple[str, ...]:
    return tuple(filter(None, [files.vendor.owner]))


def _goals(files: VendorFiles) -> Iterator[DueDate]:
    for key, goal in files.goals.items():
        ours = goal.owner_buyer or files.vendor.owner
        people = tuple(filter(None, (ours, goal.owner_vendor)))
        yield DueDate(files.vendor, "goal", key, goal.due, goal.title, people, goal.state)


def _promises(files: VendorFiles) -> Iterator[DueDate]:
    for key, promise in files.promises.items():
        if promise.due is None:
            continue
        people = tuple(filter(None, [promise.owner]))
        if promise.by == "vendor" or not people:
            # Somebody on our side is responsible for seeing that the vendor keeps its promises.
            people = tuple(dict.fromkeys((*people, *_owner(files))))
        yield DueDate(
            files.vendor,
            "promise",
            key,
            promise.due,
            promise.text,
            people,
            promise.state,
            promise.by,
        )


def _meeting(files: VendorFiles) -> Iterator[DueDate]:
    """Yield the latest day for the next meeting, once there has been one."""
    last = last_meeting(files.meetings)
    day = next_due(files.meetings, files.meets)
    if last is not None and day is not None and day < dt.date.max:
        text = "agreed" if day == last[1].next else ""
        yield DueDate(files.vendor, "meeting", NEXT, day, text, _owner(files))


def _requests(workspace: Workspace, files: VendorFiles, latest: Round) -> Iterator[DueDate]:
    """Yield the due dates of requests, in every round."""
    keys: dict[str, int] = {}
    for round_id in files.folders:
        folder = workspace.root / "vendors" / files.vendor.id / round_id
        if not os.path.lexists(folder / ASKED_FILE):
            continue
        round_ = latest if latest.id == round_id else read_round(workspace, files, round_id)
        last = last_to_each(each for each in round_.requests.values() if not each.withdrawn)
        for table, request in round_.requests.items():
            if request.due is None or not (request.withdrawn or request in last):
                continue
            # Made from the key, not from the name, which may be corrected. Keys that were written
            # by hand may have the same slug.
            key = f"{round_id}-{slug(table)}"
            keys[key] = keys.get(key, 0) + 1
            key = f"{key}-{keys[key]}" if keys[key] > 1 else key
            who = request.respondent or SIDE_WORDS[request.perspective]
            ours = request.respondent if request.perspective == "buyer" else ""
            yield DueDate(
                files.vendor,
                "request",
                key,
                request.due,
                f"{who}, {round_id}",
                tuple(filter(None, [ours])) or _owner(files),
                _outcome(request, round_),
            )


def _outcome(request: Awaited, round_: Round) -> Outcome:
    if request.withdrawn is not None:
        return "dropped"
    return "open" if request in round_.awaited else "answered"


def _assessment(workspace: Workspace, files: VendorFiles, latest: Round) -> Iterator[DueDate]:
    """Yield the last day of the next round: the round after the latest one with answers.

    A vendor that was never assessed has no such day: no file says when it is to be assessed.
    """
    if not latest.id:
        return
    round_id = latest.id
    try:
        if any(response.begun for response in latest.responses):
            after = period(round_id).end + dt.timedelta(1)
            round_id = current(workspace.settings.cadence, after)
        day = period(round_id).end
    except (OverflowError, ValueError):
        return
    yield DueDate(files.vendor, "assessment", NEXT, day, round_id, _owner(files))


def _facts(files: VendorFiles) -> Iterator[DueDate]:
    for key, value in files.vendor.facts.items():
        if isinstance(value, dt.date):
            yield DueDate(files.vendor, "fact", key, value, key, _owner(files))
