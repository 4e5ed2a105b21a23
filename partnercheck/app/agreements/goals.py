"""The screen of key goals: the open goals, with overdue goals marked, then the closed goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar

from partnercheck.app.agreements.goal_form import GoalForm
from partnercheck.app.agreements.list_page import AgreementList, Listing
from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import SheetRow
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Goal, GoalState
from partnercheck.report.words.agreements import goal_sentence, open_of, state_word
from partnercheck.workspace.agreement_files import GOALS_FILE
from partnercheck.workspace.goals import (
    closed,
    extended,
    in_order,
    in_short,
    late,
    open_goals,
    overdue,
    refuse_one_more,
    save_goal,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

STATE_WIDTH = 9
STATE_LOOKS: Mapping[GoalState, str] = {"open": "", "done": "dim", "dropped": "dim"}


def _title(workspace: Workspace, vendor_files: VendorFiles) -> tuple[str, str]:
    most = workspace.settings.key_goals
    return f"Key goals   {vendor_files.vendor.name}", open_of(vendor_files.goals, most)


def _rows(vendor_files: VendorFiles, today: dt.date) -> list[SheetRow]:
    return [_row(key, goal, today) for key, goal in in_order(vendor_files.goals).items()]


def _row(key: str, goal: Goal, today: dt.date) -> SheetRow:
    look = "note" if late(goal, today) else STATE_LOOKS[goal.state]
    cells = (Span(state_word(goal, today), look), Span(goal_sentence(goal, today), look))
    return SheetRow(key, cells)


class GoalsScreen(AgreementList):
    """The key goals with one vendor: open goals by due date, then closed goals."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("goals.edit", "enter,R", "edit", "Change the goal", "edit"),
        Key("goals.new", "plus", "new", "A new key goal", "new"),
        Key("goals.mark", "space", "end('done')", "The goal is done", "done"),
        Key("goals.drop", "minus", "end('dropped')", "The goal is no longer pursued", "drop"),
        Key(
            "goals.again",
            "T",
            "again",
            "Offer it again, due one period from today; reopen a closed goal",
            "offer again",
        ),
        HELP,
        BACK,
    )
    HELP_TOPIC = "goals"
    LISTING = Listing(GOALS_FILE, STATE_WIDTH, _title, _rows, GoalForm)

    def hint(self) -> tuple[str, str]:
        """Return how many goals are overdue and the keys to act on them, or how to add a goal."""
        goals = self.vendor_files.goals
        if count := len(overdue(goals, self.partnercheck.today)):
            done, drop = self.key_label("goals.mark"), self.key_label("goals.drop")
            again = self.key_label("goals.again")
            ways = f"{done} done, {again} offer again with a later day, {drop} drop"
            return f"{plural(count, 'key goal')} overdue: {ways}", "note"
        if not goals:
            first = f"Agree on one with the vendor, then press {self.key_label('goals.new')}"
            return f"No key goals yet. {first}", ""
        return "", ""

    async def action_new(self) -> None:
        """Add a goal, if there is room for one more."""
        vendor, goals = self.vendor_files.vendor, self.vendor_files.goals
        titles = [goal.title for goal in open_goals(goals).values()]
        try:
            refuse_one_more(self.workspace, vendor, titles)
        except UserError as error:
            self.show_message(str(error), "poor")
            return
        await self.open_form()

    async def action_edit(self) -> None:
        """Change the goal under the cursor."""
        if self.key:
            await self.open_form(self.key)
        else:
            self.show_hint()

    def action_end(self, state: GoalState) -> None:
        """Mark the goal under the cursor as done or dropped."""
        self._save(state)

    def action_again(self) -> None:
        """Extend the goal under the cursor by one period; reopen it if it is closed."""
        self._save("open")

    def _save(self, state: GoalState) -> None:
        key, today = self.key, self.partnercheck.today
        if not key:
            return
        seen = self.vendor_files.goals[key]
        try:
            goal = extended(seen, today) if state == "open" else closed(seen, state, today)
            save_goal(self.workspace, self.vendor_files.vendor, key, seen, goal)
        except (UserError, OSError) as error:
            self.reload(key)
            self.show_message(str(error), "poor")
            return
        self.reload(key)
        opens = f"{state}; press {self.key_label('goals.again')} to reopen it"
        outcome = f"now due {goal.due}" if state == "open" else opens
        self.show_message(f"{in_short(goal.title)} is {outcome}")
