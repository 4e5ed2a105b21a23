"""The screen of key goals: the open goals, with overdue goals marked, then the closed goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from partnercheck.app.agreements.goal_form import GoalForm
from partnercheck.app.agreements.list_page import AgreementList, Listing
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.list_rows import Heads, ListRow, list_keys
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part
from partnercheck.base.english import capitalised, joined, plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Goal, GoalState
from partnercheck.base.text import one_line
from partnercheck.report.words.agreements import goal_sign, open_of, when
from partnercheck.workspace.agreement_files import GOALS_FILE
from partnercheck.workspace.goals import (
    closed,
    extended,
    in_order,
    in_short,
    open_goals,
    overdue,
    refuse_one_more,
    remove_goal,
    save_goal,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles


def _title(workspace: Workspace, vendor_files: VendorFiles) -> tuple[str, str]:
    most = workspace.settings.key_goals
    return f"Key goals   {vendor_files.vendor.name}", open_of(vendor_files, most)


def _rows(vendor_files: VendorFiles, today: dt.date) -> list[ListRow]:
    return [_row(key, goal, today) for key, goal in in_order(vendor_files.goals).items()]


def _row(key: str, goal: Goal, today: dt.date) -> ListRow:
    owners = joined(filter(None, (goal.owner_buyer, goal.owner_vendor))) or "nobody"
    sign = goal_sign(goal, today)
    return ListRow(key, one_line(goal.title), f"{goal.due}", owners, sign, goal.state != "open")


def _parts(vendor_files: VendorFiles, key: str, today: dt.date) -> list[Part]:
    goal = vendor_files.goals.get(key)
    if goal is None:
        return []
    sign = goal_sign(goal, today)
    nobody = "not stated" if goal.state == "open" else ""
    facts = [
        ("We gain", one_line(goal.gain_buyer) or nobody),
        ("They gain", one_line(goal.gain_vendor) or nobody),
        ("Our owner", goal.owner_buyer or "not stated"),
        ("Their owner", goal.owner_vendor or "not stated"),
        ("Agreed on", f"{goal.begun or ''}"),
    ]
    return [
        Part(one_line(goal.title), look="strong"),
        Part(capitalised(when(goal, today)), look=sign.tone, sign=sign.glyph),
        BLANK,
        *(Part(text, label) for label, text in facts if text),
        *(Part(one_line(each), "" if n else "Note") for n, each in enumerate(_notes(goal))),
    ]


def _notes(goal: Goal) -> list[str]:
    return [each for each in goal.note.splitlines() if each.strip()]


def _goal_title(vendor_files: VendorFiles, key: str) -> str:
    return one_line(vendor_files.goals[key].title)


class GoalsScreen(AgreementList):
    """The key goals with one vendor: open goals by due date, then closed goals."""

    KEYS: ClassVar[Sequence[Key]] = list_keys(
        "goals",
        "Change the goal",
        "Add a key goal",
        Key("goals.mark", "space", "end('done')", "Mark the goal as done", "done"),
        Key("goals.drop", "minus", "end('dropped')", "Drop the goal", "drop"),
        Key(
            "goals.again",
            "T",
            "again",
            "Extend the goal by its period, counted from today; reopen a closed goal",
            "extend",
        ),
        Key("goals.remove", "delete", "remove", "Remove a goal recorded by mistake"),
    )
    HELP_TOPIC = "goals"
    HEADS = Heads("Key goal")
    ROW_TERM = "key goal"
    UNDO = "goals.undo"
    LISTING = Listing(
        GOALS_FILE,
        _title,
        _rows,
        _parts,
        GoalForm,
        lambda files, key: in_short(_goal_title(files, key)),
    )

    def hint(self) -> tuple[str, str]:
        """Return how many goals are overdue and the keys to act on them, or how to add a goal."""
        goals = self.vendor_files.goals
        if count := len(overdue(goals, self.partnercheck.today)):
            done, drop = self.key_label("goals.mark"), self.key_label("goals.drop")
            again = self.key_label("goals.again")
            ways = f"{done} done, {again} extend, {drop} drop"
            return f"{plural(count, 'key goal')} overdue: {ways}", "note"
        if not goals:
            new = self.key_label("goals.new")
            return f"No key goals yet. Press {new} to add one agreed with the vendor", ""
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
        await self.edit(self.LISTING)

    def action_end(self, state: GoalState) -> None:
        """Mark the goal under the cursor as done or dropped."""
        self._save(state)

    def action_again(self) -> None:
        """Extend the goal under the cursor by its period from today; reopen it if it is closed."""
        self._save("open")

    def action_remove(self) -> None:
        """Remove the goal under the cursor, as if it had never been agreed."""
        key = self.key
        if not key:
            self.show_hint()
            return
        seen = self.vendor_files.goals[key]
        name = in_short(one_line(seen.title))

        def save() -> tuple[str, str]:
            remove_goal(self.workspace, self.vendor_files.vendor, key, seen)
            return f"Removed {name}", f"{name} is listed again"

        self.change(key, save)

    def _save(self, state: GoalState) -> None:
        key, today = self.key, self.partnercheck.today
        if not key:
            self.show_hint()
            return
        original = self.vendor_files.goals[key]
        name = in_short(one_line(original.title))

        def save() -> tuple[str, str]:
            goal = extended(original, today) if state == "open" else closed(original, state, today)
            save_goal(self.workspace, self.vendor_files.vendor, key, original, goal)
            outcome = f"now due {goal.due}" if state == "open" else state
            return f"{name} is {outcome}", f"{name} is {goal_sign(original, today).word}"

        self.change(key, save)
