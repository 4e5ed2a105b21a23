"""Key goals: a few at a time, each with a gain and an owner for each side, and a due date.

With too many goals at a time, none gets done, so the workspace limits the number of open goals. A
goal that is not done by its due date can be extended, and the number of extensions is counted.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.cells import cut
from partnercheck.base.english import closest_id
from partnercheck.base.errors import UserError
from partnercheck.base.records import MOST_EXTENSIONS, Cadence, Goal, GoalState, Vendor
from partnercheck.base.text import clean, name_key, one_line, slug, sort_key, tidy_name, tidy_text
from partnercheck.storage.parse import Table
from partnercheck.workspace.agreement_files import GOALS
from partnercheck.workspace.agreements import (
    Check,
    add_agreement,
    no_check,
    remove_agreement,
    replace_agreement,
)
from partnercheck.workspace.open import Workspace

MONTHS: Mapping[Cadence, int] = {"month": 1, "quarter": 3, "year": 12}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LONGEST_ID = 58
TITLE_WIDTH = 32
Goals = Mapping[str, Goal]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def add_period(day: dt.date, period: Cadence) -> dt.date:
    """Return the day one week, month, quarter or year later.

    One month after 31 January is the last day of February. The result is `date.max` at most.
    """
    try:
        if period == "week":
            return day + dt.timedelta(weeks=1)
        years, month = divmod(day.month - 1 + MONTHS[period], 12)
        year = day.year + years
        last = calendar.monthrange(year, month + 1)[1]
        return dt.date(year, month + 1, min(day.day, last))
    except (OverflowError, ValueError):
        return dt.date.max


def day_from(text: str, label: str) -> dt.date:
    """Return the date that a person typed; `label` names its field in messages.

    Raises:
        UserError: The text is not a valid date.

    """
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        typed = one_line(clean(text, lines=True))
        if _DAY.fullmatch(typed):
            message = f'{label}: "{typed}" is not a valid date. Check the month and the day'
            raise UserError(message) from None
        message = f'{label}: "{typed}" is not a date. Use the form 2026-12-15'
        raise UserError(message) from None


def open_goals(goals: Goals) -> dict[str, Goal]:
    """Return the open goals, the earliest due first."""
    unsorted = [(key, goal) for key, goal in goals.items() if goal.state == "open"]
    return dict(sorted(unsorted, key=lambda pair: (pair[1].due, sort_key(pair[1].title))))


def overdue(goals: Goals, today: dt.date) -> dict[str, Goal]:
    """Return the open goals that were due before today."""
    return {key: goal for key, goal in open_goals(goals).items() if late(goal, today)}


def late(goal: Goal, today: dt.date) -> bool:
    """Whether a goal is open and was due before today."""
    return goal.state == "open" and goal.due < today


def in_order(goals: Goals) -> dict[str, Goal]:
    """Return the open goals, then the closed goals, the most recently closed first."""
    rest = [(key, goal) for key, goal in goals.items() if goal.state != "open"]
    rest.sort(key=lambda pair: pair[1].ended or pair[1].due, reverse=True)
    return open_goals(goals) | dict(rest)


def goal_named(goals: Goals, named: str, vendor: Vendor) -> str:
    """Return the id of the goal with this id or title.

    Raises:
        UserError: No goal has this id or title.

    """
    name = tidy_name(named)
    if name in goals:
        return name
    for key, goal in goals.items():
        if name_key(goal.title) == name_key(name):
            return key
    near = closest_id(name, {key: goal.title for key, goal in goals.items()})
    hint = f"; did you mean {near}?" if near else ""
    raise UserError(f'{vendor.name} has no key goal "{name}"{hint}')


def new_goal(goal: Goal, today: dt.date) -> Goal:
    """Return a goal, marked as agreed on today, with its texts cleaned.

    Raises:
        UserError: The cleaned title is empty, or the goal was due before today.

    """
    refuse_past(goal.due, today)
    return replace(checked_goal(goal), begun=today)


def changed_goal(seen: Goal, goal: Goal, today: dt.date) -> Goal:
    """Return an edited goal with its texts cleaned; if it was just closed, it ends today.

    Raises:
        UserError: The cleaned title is empty, or an open goal was given a due date before today.

    """
    if goal.state == "open" and goal.due != seen.due:
        refuse_past(goal.due, today)
    ended = seen.ended if goal.state == seen.state else None if goal.state == "open" else today
    return replace(checked_goal(goal), ended=ended)


def checked_goal(goal: Goal) -> Goal:
    """Return a goal with its texts cleaned. Raises UserError if the cleaned title is empty."""
    lines = ("title", "owner_buyer", "owner_vendor")
    texts = ("gain_buyer", "gain_vendor", "note")
    cleaned = {key: tidy_name(getattr(goal, key)) for key in lines}
    cleaned |= {key: tidy_text(getattr(goal, key)) for key in texts}
    if not cleaned["title"]:
        raise UserError("the goal has no title. Give it one")
    return replace(goal, **cleaned)


def refuse_past(due: dt.date, today: dt.date) -> None:
    """Raise UserError if a due date is before today."""
    if due < today:
        raise UserError(f"{due} is in the past. Choose {today} or a later date")


def extended(goal: Goal, today: dt.date, due: dt.date | None = None) -> Goal:
    """Return a goal with a later due date, by default one period from today.

    A closed goal is reopened.

    Raises:
        UserError: The goal is open and not due yet, `due` has passed, or the goal was extended
            too often.

    """
    if goal.state == "open" and not late(goal, today):
        reason = f"{in_short(goal.title)} is open until {goal.due}"
        raise UserError(f"{reason}; only an overdue or closed goal can be extended")
    if goal.times_extended >= MOST_EXTENSIONS:
        reason = f"{in_short(goal.title)} has been extended {goal.times_extended} times"
        raise UserError(f"{reason}, which is the limit. Drop it, or agree on a new goal")
    refuse_past(due or today, today)
    due = due or add_period(today, goal.period)
    times = goal.times_extended + 1
    return replace(goal, due=due, state="open", ended=None, times_extended=times)


def closed(goal: Goal, state: GoalState, today: dt.date) -> Goal:
    """Return a goal, marked as done or dropped today.

    Raises:
        UserError: The goal is closed already.

    """
    if goal.state != "open":
        when = f" ({goal.ended})" if goal.ended else ""
        reason = f"{in_short(goal.title)} is already {goal.state}{when}"
        raise UserError(f"{reason}; only an open goal can be {state}")
    return replace(goal, state=state, ended=today)


def reopened(goal: Goal) -> Goal:
    """Reopen a closed goal. Raises UserError if the goal is open."""
    if goal.state == "open":
        raise UserError(f"{in_short(goal.title)} is already open")
    return replace(goal, state="open", ended=None)


def add_goal(workspace: Workspace, vendor: Vendor, goal: Goal) -> str:
    """Save a new goal; return its id, which is made from its title.

    Raises:
        UserError: Too many goals are open, or the file cannot be read or written.

    """
    name = slug(goal.title)[:LONGEST_ID].rstrip("-") or "goal"
    return add_agreement(workspace, vendor, GOALS, name, goal, _limit_check(workspace, vendor))


def save_goal(workspace: Workspace, vendor: Vendor, key: str, seen: Goal, goal: Goal) -> None:
    """Replace a goal that was last read as `seen`.

    Raises:
        UserError: The goal in the file no longer equals `seen`, too many goals would be open, or
            the file cannot be read or written. The file is unchanged.

    """
    opens = goal.state == "open" and seen.state != "open"
    check = _limit_check(workspace, vendor) if opens else no_check
    replace_agreement(workspace, vendor, GOALS, key, seen, goal, in_short(seen.title), check=check)


def remove_goal(workspace: Workspace, vendor: Vendor, key: str, seen: Goal) -> None:
    """Remove a goal that was last read as `seen`, as if it had never been agreed.

    Raises:
        UserError: The goal in the file no longer equals `seen`, or the file cannot be read or
            written.

    """
    remove_agreement(workspace, vendor, GOALS, key, seen, f"the goal {in_short(seen.title)}")


def _limit_check(workspace: Workspace, vendor: Vendor) -> Check:
    return lambda tables: refuse_one_more(workspace, vendor, _open_titles(tables))


def refuse_one_more(workspace: Workspace, vendor: Vendor, titles: Sequence[str]) -> None:
    """Raise UserError if no more goals may be opened; `titles` are the titles of the open goals."""
    most = workspace.settings.key_goals
    if len(titles) < most:
        return
    count = NUMBERS[len(titles)] if len(titles) < len(NUMBERS) else str(len(titles))
    goals = "key goal" if len(titles) == 1 else "key goals"
    raise UserError(
        f"{vendor.name} already has {count} open {goals}. Finish or drop one first: "
        f"{', '.join(map(in_short, titles))}. At most {NUMBERS[most]} can be open at a "
        "time"
    )


def in_short(title: str) -> str:
    """Return a title, cut to fit in a sentence."""
    return cut(title, TITLE_WIDTH)


def _open_titles(tables: Table) -> list[str]:
    """Return the titles of a file's open goals, including unreadable ones that are not closed."""
    titles = []
    for key, table in tables.items():
        fields: Table = table if isinstance(table, dict) else {}
        if fields.get("state") not in ("done", "dropped"):
            titles.append(one_line(clean(str(fields.get("title", "")))) or clean(key))
    return titles
