"""Key goals: what both sides pursue with a vendor, what is overdue, what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Goal, GoalState
from partnercheck.report.words.agreements import goal_sentence, open_of, state_word
from partnercheck.workspace.goals import (
    ended,
    in_order,
    in_short,
    late,
    offered_again,
    opened,
    overdue,
    refuse_one_more,
    save_goal,
)
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_vendor

STATE_WIDTH = 9
LOOKS: dict[GoalState, str] = {"open": "", "done": "dim", "dropped": "dim"}


class GoalsScreen(Page[None]):
    """The key goals with one vendor: the open ones first, the one that is due first at the top."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key("goals.edit", "enter", "edit", "Change the goal", "edit"),
        Key("goals.new", "n", "new", "A new key goal", "new"),
        Key("goals.done", "x", "end('done')", "The goal is done", "done"),
        Key("goals.drop", "d", "end('dropped')", "The goal is no longer pursued", "drop"),
        Key(
            "goals.again",
            "o",
            "again",
            "Offer it again, a period from today; one that ended is open again",
            "offer again",
        ),
        HELP,
        BACK,
    )
    INSIDE = IN_LISTS
    ABOUT = "goals"

    def __init__(self, workspace: Workspace, vendor_id: str) -> None:
        """The key goals with a vendor of a workspace."""
        super().__init__()
        self._workspace = workspace
        self._about = read_vendor(workspace, vendor_id)

    def body(self) -> Sequence[Widget]:
        """The goals."""
        return (Sheet(id="goals"),)

    def on_mount(self) -> None:
        """Show them."""
        self.set_focus(self._sheet)
        self._show()
        self._say()

    def on_resize(self) -> None:
        """Lay out in the new size."""
        self._show()
        super().on_resize()

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#goals", Sheet)

    def watched(self) -> Sequence[Path]:
        """The folder of the vendor."""
        return (self._workspace.root / "vendors" / self._about.vendor.id,)

    async def disk_changed(self) -> None:
        """Show what somebody else has changed."""
        self._read()
        self._say()

    def _read(self, key: str = "") -> None:
        self._about = read_vendor(self._workspace, self._about.vendor.id)
        self._show(key)

    def _show(self, key: str = "") -> None:
        if not self.size.width:
            return
        rest = max(10, self.size.width - 2 - STATE_WIDTH - 2)
        rows = [self._row(each, goal) for each, goal in in_order(self._about.goals).items()]
        columns = [Column("", STATE_WIDTH), Column("", rest, wrap=True)]
        self._sheet.fill(columns, rows, key or self._sheet.key)
        most = self._workspace.settings.key_goals
        self.head(f"Key goals   {self._about.vendor.name}", open_of(self._about.goals, most))

    def _row(self, key: str, goal: Goal) -> SheetRow:
        today = self.partnercheck.today
        look = "note" if late(goal, today) else LOOKS[goal.state]
        cells = (Span(state_word(goal, today), look), Span(goal_sentence(goal, today), look))
        return SheetRow(key, cells)

    def _say(self) -> None:
        """What is wrong with the file, what is overdue, or how to begin."""
        problems = [each for each in self._about.problems if each.file.endswith("/goals.toml")]
        undone = overdue(self._about.goals, self.partnercheck.today)
        if problems:
            self.tell(str(problems[0]), "note")
        elif undone:
            done, drop = self.face("end('done')"), self.face("end('dropped')")
            ways = (
                f"{done} done, {self.face('again')} offers it again with a later day, {drop} drops"
            )
            self.tell(f"{plural(len(undone), 'key goal')} overdue: {ways}", "note")
        elif not self._about.goals:
            first = f"Agree on the first with the vendor, and press {self.face('new')}"
            self.tell(f"No key goals yet. {first}")
        else:
            self.tell("")

    def _here(self) -> Goal | None:
        return self._about.goals.get(self._sheet.key)

    async def action_new(self) -> None:
        """Add a goal, if there is room for one more."""
        titles = [goal.title for goal in opened(self._about.goals).values()]
        try:
            refuse_one_more(self._workspace, self._about.vendor, titles)
        except UserError as error:
            self.tell(str(error), "poor")
            return
        await self._open_form()

    async def action_edit(self) -> None:
        """Change the goal under the cursor."""
        if goal := self._here():
            await self._open_form(self._sheet.key, goal)
        else:
            self._say()

    async def on_sheet_chosen(self) -> None:
        """A second click on a goal opens it."""
        await self.action_edit()

    async def _open_form(self, key: str = "", goal: Goal | None = None) -> None:
        from partnercheck.app.agreements.goal_form import GoalForm

        def saved(key: str | None) -> None:
            self._read(key or "")
            self._say()

        await self.open(GoalForm(self._workspace, self._about.vendor, key, goal), saved)

    def action_end(self, state: GoalState) -> None:
        """The goal under the cursor is done, or dropped."""
        if goal := self._here():
            self._save(goal, state)

    def action_again(self) -> None:
        """Offer the goal under the cursor again, with a later day."""
        if goal := self._here():
            self._save(goal, "open")

    def _save(self, seen: Goal, state: GoalState) -> None:
        key, today = self._sheet.key, self.partnercheck.today
        try:
            goal = offered_again(seen, today) if state == "open" else ended(seen, state, today)
            save_goal(self._workspace, self._about.vendor, key, seen, goal)
        except (UserError, OSError) as error:
            self._read(key)
            self.tell(str(error), "poor")
            return
        self._read(key)
        opens = f"{state}; {self.face('again')} opens it again"
        now = f"due {goal.due} now" if state == "open" else opens
        self.tell(f"{in_short(goal.title)} is {now}")
