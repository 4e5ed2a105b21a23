"""Goal form: add a key goal, or change one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, cast

from msgspec.structs import replace

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base.errors import UserError
from partnercheck.base.records import GOAL_STATES, PERIODS, Goal, GoalState, Period
from partnercheck.base.text import one_line
from partnercheck.workspace.goals import (
    add_goal,
    add_period,
    changed_goal,
    day_from,
    new_goal,
    save_goal,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

TEXTS = ("title", "gain_buyer", "gain_vendor", "owner_buyer", "owner_vendor", "note")
DUE_HINT = "2026-12-15; if empty, today plus the goal's period"


class GoalForm(NameForm[str]):
    """A form for a key goal with a vendor; the result is the goal's id, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("save")
    HELP_TOPIC = "goal"

    def __init__(self, workspace: Workspace, vendor_files: VendorFiles, key: str = "") -> None:
        """Create a form for the goal with this id, or for a new goal."""
        super().__init__()
        self.workspace = workspace
        self._vendor = vendor_files.vendor
        self.vendor_id = self._vendor.id
        self._key = key
        self._original = vendor_files.goals[key] if key else None

    def fields(self) -> Sequence[Field]:
        """Return the fields of the goal: title, period, due date, gains, owners and note.

        An existing goal also has a state.
        """
        original = self._original
        texts = {key: one_line(getattr(original, key)) if original else "" for key in TEXTS}
        ours = texts["owner_buyer"] if original else self._vendor.owner
        fields = [
            Field(
                "title",
                "Goal",
                texts["title"],
                hint="what will be different once it is done",
                group="The goal",
                required=True,
            ),
            Field(
                "period",
                "A goal for",
                original.period if original else "quarter",
                _choices(PERIODS),
            ),
            Field("due", "Due", f"{original.due}" if original else "", hint=DUE_HINT),
            Field(
                "gain_buyer",
                "We gain",
                texts["gain_buyer"],
                hint="what improves for us",
                group="What each side gains",
            ),
            Field("gain_vendor", "They gain", texts["gain_vendor"], hint="what improves for them"),
            Field(
                "owner_buyer",
                "Our owner",
                ours,
                hint="the person responsible on our side",
                group="Who is responsible",
            ),
            Field(
                "owner_vendor",
                "Their owner",
                texts["owner_vendor"],
                hint="the person responsible on their side",
            ),
            Field("note", "Note", texts["note"], hint="anything else worth knowing", group="More"),
        ]
        if original:
            fields.insert(3, Field("state", "State", original.state, _choices(GOAL_STATES)))
        return fields

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the owners of both sides."""
        return {"owner_buyer": NameField("buyer"), "owner_vendor": NameField("vendor")}

    def on_mount(self) -> None:
        """Show the vendor's name."""
        title = "Change a key goal" if self._original else "Add a key goal"
        self.set_header(f"{title}   {self._vendor.name}")
        self.show_message(
            "Agree on the goal with the vendor. Both sides should gain from it, "
            "and each side needs an owner for it"
        )

    async def done(self, values: dict[str, str]) -> None:
        """Save the goal, or show why it cannot be saved."""
        if not values["title"]:
            self.refuse("The goal has no title. Enter one", "title")
            return
        try:
            due = day_from(values["due"], "The due date") if values["due"] else None
        except UserError as error:
            self.refuse(str(error), "due")
            return
        await self.finish_saved(lambda: self._save(values, due))

    def _save(self, values: dict[str, str], due: dt.date | None) -> str:
        today = self.partnercheck.today
        period = cast("Period", values["period"])
        original = self._original
        due = due or add_period(today, period)
        if original is None:
            blank = Goal(title=values["title"], period=period, due=due)
            goal = new_goal(replace(blank, **{key: values[key] for key in TEXTS}), today)
            return add_goal(self.workspace, self._vendor, goal)
        state = cast("GoalState", values["state"])
        texts = {key: _kept_layout(getattr(original, key), values[key]) for key in TEXTS}
        edited = replace(original, period=period, due=due, state=state, **texts)
        goal = changed_goal(original, edited, today)
        save_goal(self.workspace, self._vendor, self._key, original, goal)
        return self._key


def _choices(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


def _kept_layout(saved: str, typed: str) -> str:
    """Return the typed text; if it is unchanged, the saved text with its line breaks."""
    return saved if one_line(saved) == typed else typed
