"""Goal form: agreeing on a key goal, or changing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, cast

from msgspec.structs import replace

from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.errors import UserError
from partnercheck.base.records import GOAL_STATES, PERIODS, Goal, GoalState, Period, Vendor
from partnercheck.base.text import one_line
from partnercheck.workspace.goals import add_goal, day_from, later, new_goal, refuse_past, save_goal
from partnercheck.workspace.open import Workspace

TEXTS = ("title", "gain_buyer", "gain_vendor", "owner_buyer", "owner_vendor", "note")


class GoalForm(FormPage[str]):
    """A key goal with a vendor; the result is its id, or None."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("save")
    ABOUT = "goal"

    def __init__(
        self, workspace: Workspace, vendor: Vendor, key: str = "", goal: Goal | None = None
    ) -> None:
        """A form for a new goal, or for one that is there, with its id."""
        super().__init__()
        self._workspace = workspace
        self._vendor = vendor
        self._key = key
        self._seen = goal

    def fields(self) -> Sequence[Field]:
        """What, for how long, by when, what each side gains, and who sees to it."""
        seen = self._seen
        was = {each: one_line(getattr(seen, each)) if seen else "" for each in TEXTS}
        ours = was["owner_buyer"] if seen else self._vendor.owner
        fields = [
            Field("title", "Goal", was["title"], hint="what will be so, once it is done"),
            Field("period", "A goal for", seen.period if seen else "quarter", _named(PERIODS)),
            Field("due", "Due", f"{seen.due}" if seen else "", hint=_WHEN),
            Field("gain_buyer", "We gain", was["gain_buyer"], hint="why it is worth it to us"),
            Field("gain_vendor", "They gain", was["gain_vendor"], hint="why it is to them"),
            Field("owner_buyer", "Our owner", ours, hint="who sees to it on our side"),
            Field("owner_vendor", "Their owner", was["owner_vendor"], hint="and on theirs"),
            Field("note", "Note", was["note"], hint="anything else worth knowing"),
        ]
        if seen:
            fields.insert(3, Field("state", "State", seen.state, _named(GOAL_STATES)))
        return fields

    def on_mount(self) -> None:
        """Say with whom."""
        what = "Change a key goal" if self._seen else "A new key goal"
        self.head(f"{what}   {self._vendor.name}")
        self.tell("Agree on it with the vendor: both sides gain, and each has an owner")

    async def done(self, values: dict[str, str]) -> None:
        """Save the goal, or say why not."""
        if not values["title"]:
            self.refuse("What the goal is, is missing", "title")
            return
        try:
            due = day_from(values["due"], "The due date") if values["due"] else None
        except UserError as error:
            self.refuse(str(error), "due")
            return
        try:
            key = self._save(values, due)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        await self.finish(key)

    def _save(self, values: dict[str, str], due: dt.date | None) -> str:
        today = self.partnercheck.today
        period = cast("Period", values["period"])
        seen = self._seen
        due = due or later(today, period)
        if seen is None:
            blank = Goal(title=values["title"], period=period, due=due)
            goal = new_goal(replace(blank, **{each: values[each] for each in TEXTS}), today)
            return add_goal(self._workspace, self._vendor, goal)
        state = cast("GoalState", values["state"])
        if state == "open" and due != seen.due:
            refuse_past(due, today)
        ended = seen.ended if state == seen.state else None if state == "open" else today
        texts = {each: _as_typed(getattr(seen, each), values[each]) for each in TEXTS}
        goal = replace(seen, period=period, due=due, state=state, ended=ended, **texts)
        save_goal(self._workspace, self._vendor, self._key, seen, goal)
        return self._key


_WHEN = "2026-12-15; left empty, a period from today"


def _named(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(each, each) for each in values]


def _as_typed(before: str, now: str) -> str:
    """The text as it was where the field still holds it; a field has no line ends."""
    return before if one_line(before) == now else now
