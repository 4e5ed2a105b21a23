"""Agreements with a vendor on the report page: key goals and meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from partnercheck.base.records import Goal, Record
from partnercheck.report.comparison import NOTHING
from partnercheck.report.page.facts import Fact
from partnercheck.report.signs import without_sign
from partnercheck.report.words.agreements import (
    MOST_CLOSED,
    both_owners,
    goal_sign,
    meeting_lines,
    next_meeting,
    when,
)
from partnercheck.workspace.goals import Goals, in_order
from partnercheck.workspace.meetings import first_expected, last_meeting, promises_by_meeting
from partnercheck.workspace.read_vendor import VendorFiles


class GoalLine(Record, frozen=True):
    """A key goal: its day, the gains and the owners of both sides."""

    title: str
    sign: str
    tone: str
    when: str
    gain_us: str
    gain_them: str
    owners: str
    note: str


def goal_lines(goals: Goals, today: dt.date) -> Iterator[GoalLine]:
    """Yield the open key goals, and then the last closed goals."""
    ordered = list(in_order(goals).values())
    closed = [goal for goal in ordered if goal.state != "open"][:MOST_CLOSED]
    for goal in [*(goal for goal in ordered if goal.state == "open"), *closed]:
        yield _goal(goal, today)


def _goal(goal: Goal, today: dt.date) -> GoalLine:
    nothing = "not stated" if goal.state == "open" else NOTHING
    sign = goal_sign(goal, today)
    return GoalLine(
        title=goal.title,
        sign=sign.glyph,
        tone=sign.tone,
        when=when(goal, today),
        gain_us=goal.gain_buyer or nothing,
        gain_them=goal.gain_vendor or nothing,
        owners=both_owners(goal) if goal.owner_buyer or goal.owner_vendor else nothing,
        note=goal.note,
    )


def meeting_facts(vendor_files: VendorFiles, today: dt.date) -> Iterator[Fact]:
    """Yield the day of the next meeting, and the results of the last meeting if there was one."""
    last, expected = last_meeting(vendor_files.meetings), first_expected(vendor_files)
    if last is None and not expected:
        return
    due = without_sign(next_meeting(vendor_files, today, expected))
    yield Fact("Next meeting", (due,))
    if last is not None:
        lines = meeting_lines(last[1], promises_by_meeting(vendor_files)[last[0]], today)
        yield Fact(f"Meeting of {last[0]}", tuple(lines))
