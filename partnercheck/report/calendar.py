"""The days on which something is due, as events of a calendar file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from partnercheck.formats.ics import Event, calendar_text
from partnercheck.workspace.due_dates import DueDate, Kind, Outcome
from partnercheck.workspace.facts import fact_label

_CATEGORIES: Mapping[Kind, str] = {
    "goal": "Key goal",
    "promise": "Promise",
    "meeting": "Meeting",
    "request": "Request",
    "assessment": "Assessment",
    "fact": "Fact",
}
_OUTCOMES: Mapping[Outcome, str] = {
    "open": "",
    "done": "Done: ",
    "kept": "Kept: ",
    "late": "Kept late: ",
    "answered": "Answered: ",
    "dropped": "Dropped: ",
}


def calendar(organisation: str, days: Iterable[DueDate], written: dt.datetime) -> str:
    """Return a calendar file of these days, of which there is at least one."""
    return calendar_text(f"{organisation}: vendors", map(_event, days), written)


def _event(due: DueDate) -> Event:
    people = f"Responsible: {', '.join(due.people)}\n" if due.people else ""
    return Event(
        # Ids, kinds and keys contain no dot, so different days always have different UIDs.
        uid=f"{due.vendor.id}.{due.kind}.{due.key}@partnercheck",
        day=due.day,
        summary=f"{_OUTCOMES[due.outcome]}{due.vendor.name}: {_subject(due)}",
        description=f"{people}Vendor: {due.vendor.id}",
        category=_CATEGORIES[due.kind],
        cancelled=due.outcome == "dropped",
    )


def _subject(due: DueDate) -> str:
    """Return what is due, without the vendor."""
    if due.kind == "meeting":
        return "meet, as agreed" if due.text else "last day to meet"
    if due.kind == "request":
        return f"answers from {due.text}"
    if due.kind == "assessment":
        return f"last day to assess for {due.text}"
    if due.kind == "promise":
        return f"{'our' if due.side == 'buyer' else 'their'} promise: {due.text}"
    return fact_label(due.text) if due.kind == "fact" else due.text
