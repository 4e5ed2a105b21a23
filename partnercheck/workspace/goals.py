"""Key goals: few at a time, each with what both sides gain by it, an owner on each, and a day.

More than a few at a time and none gets done, so one more is refused while as many are open as the
workspace allows. A goal that is not done by its day is offered again, and how often is counted.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.cells import cut
from partnercheck.base.english import closest_id
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    MOST_EXTENSIONS,
    Cadence,
    Goal,
    GoalState,
    Vendor,
)
from partnercheck.base.text import clean, folded, one_line, slug, tidy_name, tidy_text
from partnercheck.storage.parse import Table
from partnercheck.storage.save import SaveError
from partnercheck.workspace.agreement_files import GOALS_FILE, NOTHING, change_tables, goal_of
from partnercheck.workspace.canonical import agreed_over, agreed_table
from partnercheck.workspace.open import Workspace

MONTHS: Mapping[Cadence, int] = {"month": 1, "quarter": 3, "year": 12}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LONGEST_ID = 58
SHOWN_TITLE = 32
Goals = Mapping[str, Goal]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def later(day: dt.date, period: Cadence) -> dt.date:
    """The day a week, month, quarter or year later; the month's last where it has no such day."""
    try:
        if period == "week":
            return day + dt.timedelta(weeks=1)
        years, month = divmod(day.month - 1 + MONTHS[period], 12)
        year = day.year + years
        last = calendar.monthrange(year, month + 1)[1]
        return dt.date(year, month + 1, min(day.day, last))
    except (OverflowError, ValueError):
        return dt.date.max


def day_from(text: str, what: str) -> dt.date:
    """A day as a person types it; `what` is what it is for. Raises UserError where it is none."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        said = one_line(clean(text, lines=True))
        if _DAY.fullmatch(said):
            raise UserError(f"{what}: there is no day {said}") from None
        raise UserError(f'{what} is a day such as 2026-12-15; "{said}" is none') from None


def opened(goals: Goals) -> dict[str, Goal]:
    """The open goals, the one that is due first at the top."""
    found = [(key, goal) for key, goal in goals.items() if goal.state == "open"]
    return dict(sorted(found, key=lambda each: (each[1].due, folded(each[1].title))))


def overdue(goals: Goals, today: dt.date) -> dict[str, Goal]:
    """The open goals whose day is over: each is done, dropped, or offered again."""
    return {key: goal for key, goal in opened(goals).items() if late(goal, today)}


def late(goal: Goal, today: dt.date) -> bool:
    """Whether a goal is open and its day is over."""
    return goal.state == "open" and goal.due < today


def in_order(goals: Goals) -> dict[str, Goal]:
    """The open goals, then those that ended, the last to end first."""
    rest = [(key, goal) for key, goal in goals.items() if goal.state != "open"]
    rest.sort(key=lambda each: each[1].ended or each[1].due, reverse=True)
    return opened(goals) | dict(rest)


def goal_named(goals: Goals, named: str, vendor: Vendor) -> str:
    """The id of the goal with this id or title. Raises UserError where there is none."""
    wanted = tidy_name(named)
    if wanted in goals:
        return wanted
    for key, goal in goals.items():
        if folded(goal.title) == folded(wanted):
            return key
    near = closest_id(wanted, {key: goal.title for key, goal in goals.items()})
    hint = f"; did you mean {near}?" if near else ""
    raise UserError(f'{vendor.name} has no key goal "{wanted}"{hint}')


def new_goal(goal: Goal, today: dt.date) -> Goal:
    """A goal as it is agreed today, its texts cleaned.

    Raises UserError where nothing is left of its title, or where it is due before today.
    """
    lines = ("title", "owner_buyer", "owner_vendor")
    texts = ("gain_buyer", "gain_vendor", "note")
    told = {key: tidy_name(getattr(goal, key)) for key in lines}
    told |= {key: tidy_text(getattr(goal, key)) for key in texts}
    if not told["title"]:
        raise UserError("what the goal is, is missing: give it a title")
    refuse_past(goal.due, today)
    return replace(goal, begun=today, **told)


def refuse_past(due: dt.date, today: dt.date) -> None:
    """Raise UserError for a day that is over: a goal that is due then can only be missed."""
    if due < today:
        raise UserError(f"{due} is over already. Choose a day from {today} on")


def offered_again(goal: Goal, today: dt.date, due: dt.date | None = None) -> Goal:
    """A goal with a later day, by default a period from today; one that ended is open again.

    Raises UserError where its day is not over yet, or the new one is.
    """
    if goal.state == "open" and not late(goal, today):
        said = f"{in_short(goal.title)} is open until {goal.due}"
        raise UserError(f"{said}; there is nothing to offer again")
    if goal.again >= MOST_EXTENSIONS:
        said = f"{in_short(goal.title)} was offered again {goal.again} times"
        raise UserError(f"{said}, the most there can be. Drop it, or agree a new goal")
    refuse_past(due or today, today)
    due = due or later(today, goal.period)
    return replace(goal, due=due, state="open", ended=None, again=goal.again + 1)


def ended(goal: Goal, state: GoalState, today: dt.date) -> Goal:
    """A goal that was done or dropped today. Raises UserError where it had ended before."""
    if goal.state != "open":
        when = f" ({goal.ended})" if goal.ended else ""
        said = f"{in_short(goal.title)} is {goal.state} already{when}"
        raise UserError(f"{said}; only an open goal can be {state}")
    return replace(goal, state=state, ended=today)


def add_goal(workspace: Workspace, vendor: Vendor, goal: Goal) -> str:
    """File a new goal; its id is made of its title.

    Raises UserError, with nothing changed, where as many are open as there may be, or where the
    file cannot be read or written.
    """
    made: list[str] = []

    def added(tables: Table) -> Table:
        refuse_one_more(workspace, vendor, _open_titles(tables))
        made.append(_free_id(goal.title, tables))
        return {**tables, made[-1]: agreed_table(goal)}

    _change(workspace, vendor, added)
    return made[-1]


def save_goal(workspace: Workspace, vendor: Vendor, key: str, seen: Goal, goal: Goal) -> None:
    """Put a goal in the place of what was `seen` there; what a person added to it stays.

    Raises UserError, with nothing changed, where it is no longer what was seen, where opening it
    would make too many, or where the file cannot be read or written.
    """

    def changed(tables: Table) -> Table:
        if key not in tables:
            raise SaveError(f"{in_short(seen.title)} is gone from {GOALS_FILE} since it was read")
        if goal_of(NOTHING, key, tables[key])[0] != seen:
            raise SaveError(f"{in_short(seen.title)} was changed by somebody else. Look again")
        if goal.state == "open" and seen.state != "open":
            refuse_one_more(workspace, vendor, _open_titles(tables))
        return {**tables, key: agreed_over(tables[key], seen, goal)}

    _change(workspace, vendor, changed)


def _change(workspace: Workspace, vendor: Vendor, change: Callable[[Table], Table]) -> None:
    workspace.require_settings()
    path = workspace.root / "vendors" / vendor.id / GOALS_FILE
    change_tables(workspace.root, path, "goals", change)


def refuse_one_more(workspace: Workspace, vendor: Vendor, titles: Sequence[str]) -> None:
    """Raise UserError where as many goals are open, by these titles, as there may be."""
    most = workspace.settings.key_goals
    if len(titles) < most:
        return
    count = NUMBERS[len(titles)] if len(titles) < len(NUMBERS) else str(len(titles))
    goals = "key goal" if len(titles) == 1 else "key goals"
    raise UserError(
        f"{vendor.name} has {count} {goals} open already. Finish or drop one first: "
        f"{', '.join(map(in_short, titles))}. With more than {NUMBERS[most]} at a time, "
        "none gets done"
    )


def in_short(title: str) -> str:
    """A title cut to fit a sentence."""
    return cut(title, SHOWN_TITLE)


def _open_titles(tables: Table) -> list[str]:
    """The titles of a file's open goals; one that cannot be read counts, unless it has ended."""
    titles = []
    for key, table in tables.items():
        told: Table = table if isinstance(table, dict) else {}
        if told.get("state") not in ("done", "dropped"):
            titles.append(one_line(clean(str(told.get("title", "")))) or clean(key))
    return titles


def _free_id(title: str, taken: Mapping[str, object]) -> str:
    """An id made of a title that no other goal of the vendor has."""
    made = slug(title)[:LONGEST_ID].rstrip("-") or "goal"
    number = 1
    while (found := made if number == 1 else f"{made}-{number}") in taken:
        number += 1
    return found
