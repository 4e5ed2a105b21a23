"""Next: what to do with which vendor, the most urgent first, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Column, Sheet, SheetRow
from partnercheck.assessing.start import Start
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.report.next import ACTION_WORDS, why
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.verdicts.next import ACTIONS, Action, NextStep, chosen, next_steps
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import vendor_ids

FIRST_WIDTH = 30
LEAST_WIDTH = 20
KEYS = (
    Key("next.go", "enter,space", "go", "Begin it, or show the vendor", "begin"),
    Key(
        "next.filter", "f", "filter", "Show one action only: assess, finish, remind, talk", "filter"
    ),
    HELP,
    BACK,
)


class NextScreen(Page[None]):
    """One row per step."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "next"

    def __init__(self, workspace: Workspace, changed: Callable[[Iterable[str]], None]) -> None:
        """Create the list; `changed` is called with the vendors whose files may have changed."""
        super().__init__()
        self._workspace = workspace
        self._changed = changed
        self._action: Action | None = None
        self._steps: list[NextStep] = []

    def body(self) -> Sequence[Widget]:
        """Return the list."""
        return (Sheet(id="steps"),)

    @property
    def sheet(self) -> Sheet:
        """The list."""
        return self.query_one(Sheet)

    def on_mount(self) -> None:
        """Show the list."""
        self.set_focus(self.sheet)
        self._read()

    def on_resize(self) -> None:
        """Lay out the list for the new size."""
        self._paint()
        super().on_resize()

    def watched(self) -> Sequence[Path]:
        """Return the folder of the vendors, and the list of our people."""
        root = self._workspace.root
        return (root / "vendors", root / "people.toml")

    async def disk_changed(self) -> None:
        """Show changes made by others."""
        self._read()

    def _read(self) -> None:
        try:
            vendors = judge_vendors(self._workspace, vendor_ids(self._workspace), archived=False)
            self._steps = next_steps(self._workspace, vendors, self.partnercheck.today)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        self._paint()
        self._show_hint()

    @property
    def _rows(self) -> dict[str, NextStep]:
        steps = chosen(self._steps, action=self._action)
        return {f"{step.action} {step.vendor.id}": step for step in steps}

    def _paint(self) -> None:
        if not self.size.width:
            return
        rest = max(LEAST_WIDTH, self.size.width - 2 - FIRST_WIDTH - 2)
        columns = [Column("", FIRST_WIDTH, wrap=True), Column("", rest, wrap=True)]
        instrument, rows = self._workspace.instrument, self._rows
        cells = [
            SheetRow(
                key,
                (
                    Span(f"{ACTION_WORDS[step.action]} {step.vendor.name}"),
                    Span(why(instrument, step)),
                ),
            )
            for key, step in rows.items()
        ]
        self.sheet.fill(columns, cells, self.sheet.key)
        only = f"   only {self._action}" if self._action else ""
        self.set_header(f"Next{only}", plural(len(rows), "step"))

    def _show_hint(self) -> None:
        self.show_message("" if self._rows else "Nothing is to be done")

    def action_filter(self) -> None:
        """Show the steps of the next action only; after the last, all of them."""
        kinds: list[Action | None] = [None, *ACTIONS]
        self._action = kinds[(kinds.index(self._action) + 1) % len(kinds)]
        self._paint()
        self._show_hint()

    async def on_sheet_row_clicked(self) -> None:
        """Begin the step when its row is clicked and already has the cursor."""
        await self.action_go()

    async def action_go(self) -> None:
        """Open the questionnaire that the step asks for, or else the vendor."""
        step = self._rows.get(self.sheet.key)
        if step is None:
            return
        vendor_id, cause = step.vendor.id, step.causes[0]

        def after(_: object = None) -> None:
            self._changed([vendor_id])
            self._read()

        if step.action == "assess":
            await load_screen("questionnaire")(self, self._workspace, vendor_id, after)
        elif step.action == "finish":
            start = Start(vendor_id, cause.side, cause.name, round=cause.round)
            await load_screen("start")(self, self._workspace, start, after)
        else:
            ids = list(dict.fromkeys(each.vendor.id for each in self._rows.values()))
            show_vendor = load_screen("vendor")
            await self.open(show_vendor(self._workspace, ids, ids.index(vendor_id), after))
