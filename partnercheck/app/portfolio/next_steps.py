"""Next: the steps to take with each vendor, the most urgent first; Enter goes to the vendor.

The steps are those of the portfolio's rows, so a vendor is judged once for both screens. Vendors
that the portfolio has not read yet, or that have changed, are read here a slice at a time; their
steps are sorted in among the others. The cursor begins at the first step with the vendor that was
selected on the portfolio. If there is none, it stays in the first row until it is moved. Only the
rows on the page are made, unless there are so few that their reasons can wrap. The pane below, or
on a low screen the message, has all the reasons for the step under the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.reading import SlicedReader
from partnercheck.app.shared.keys import BACK, HELP, TERM, Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.lines import Span, more_line
from partnercheck.app.shared.widgets.panes import ListAndPane, Sides, body_height
from partnercheck.app.shared.widgets.reading_pane import BLANK, Part, ReadingPane
from partnercheck.app.shared.widgets.sheet import IN_LISTS, Sheet
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, Rows, SheetRow, row_height
from partnercheck.assessing.start import Start
from partnercheck.base.cells import width_of
from partnercheck.base.english import capitalised, plural
from partnercheck.base.errors import UserError
from partnercheck.report.next import ACTION_WORDS, order_in_short, reasons_in_full, why
from partnercheck.report.people import reminder
from partnercheck.report.signs import LATE
from partnercheck.report.words.ask_next import ask_next
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.verdicts.next import ACTIONS, Action, NextStep, select_steps
from partnercheck.workspace.nudges import owing
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.read_vendor import read_vendor
from partnercheck.workspace.respondents import KnownPeople

FIRST_WIDTH, MOST_FIRST = 30, 44
LEAST_WIDTH = 20
# From this many lines on, reasons wrap, in at most so many lines.
HIGH, MOST_ROW_LINES = 30, 3
HEADS = ("Step", "Why")
# The pane is below the list on every screen: the reasons are long.
SIDES = Sides(10_000, lambda width: width)
ENTER_WORDS: Mapping[Action, str] = {
    "assess": "opens the questionnaire",
    "finish": "opens the questionnaire",
    "remind": "opens a message to send",
    "talk": "opens the vendor",
}
KEYS = (
    Key(
        "next.go",
        "enter",
        "go",
        "Open the questionnaire, the message to send, or the vendor",
        "open",
    ),
    Key(
        "next.filter", "f", "filter", "Show only one action: assess, finish, remind, talk", "filter"
    ),
    TERM,
    HELP,
    BACK,
)


class NextScreen(Page[None]):
    """One row per step."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    WIDGET_KEYS = IN_LISTS
    HELP_TOPIC = "next"

    def __init__(self, workspace: Workspace, cache: PortfolioCache, vendor_id: str = "") -> None:
        """Create the list from the portfolio's rows; the cursor begins at a vendor's first step."""
        super().__init__()
        self._workspace = workspace
        self._cache = cache
        self._reader = SlicedReader(cache, self._show_what_was_read, self.set_interval)
        self._vendor_id = vendor_id
        # What to say about that vendor if it has no step, and the width for which it was written.
        self._advice: tuple[int, str] | None = None
        self._action: Action | None = None
        self._rows: dict[str, NextStep] = {}
        self._cursor_was_moved = False
        # The message about the step under the cursor; any other message is the result of a key.
        self._reasons: tuple[str, str] | None = None

    def body(self) -> Sequence[Widget]:
        """Return the list, and the pane about the step under the cursor."""
        pane = ReadingPane(lambda: more_line(self.key_label("next.go"), "shows the rest"))
        pane.can_focus = False
        self._panes = ListAndPane(self._cursor_moved, "", pane, "steps", SIDES)
        return (self._panes,)

    @property
    def sheet(self) -> Sheet:
        """The list."""
        return self._panes.sheet

    def on_mount(self) -> None:
        """Show the list."""
        self.set_focus(self.sheet)
        self._read([self._vendor_id] if self._vendor_id else ())

    def on_resize(self) -> None:
        """Lay out the list for the new size."""
        self._show_what_was_read()

    def watched(self) -> Sequence[Path]:
        """Return the files of the workspace, once they have been read."""
        return self._cache.watched_files(self._workspace.root)

    def initial_fingerprint(self) -> None:
        """Return None: examining thousands of files would delay the first rows."""
        return

    async def disk_changed(self) -> None:
        """Show changes made by others."""
        self._read()

    def _read(self, first: Iterable[str] = ()) -> None:
        """Read the vendors in `first` now, and what else has changed in later slices."""
        urgent = [*first]
        try:
            self._workspace = open_workspace(self._workspace.root)
            self._cache.refresh(self._workspace, self.partnercheck.today, urgent)
        except (UserError, OSError) as error:
            self._show()
            self.show_message(str(error), "poor")
            return
        self._reader.read(len(urgent))
        self._show()

    def _show_what_was_read(self) -> None:
        # Nobody has pressed a key, so the answer to the last key stays.
        self._show(answer_stays=self.message not in (None, self._reasons))

    def _show(self, answer_stays: bool = False) -> None:
        if not self.is_mounted or not self.size.width:
            return
        steps = select_steps(self._cache.totals.steps, action=self._action)
        self._rows = {f"{step.action} {step.vendor.id}": step for step in steps}
        columns = self._divide()
        moved = self.sheet.key and (self.sheet.cursor or self._cursor_was_moved)
        # The sheet may still draw the rows that it had, so each list of rows has its own steps.
        rows = Rows([*self._rows], partial(self._sheet_row, self._rows, columns[1].wrap))
        self.sheet.fill(columns, rows, self.sheet.key if moved else self._first_key())
        only = f"   only {self._action}" if self._action else ""
        coming = 0 if self._cache.complete else len(self._cache.unread)
        to_come = f"; {plural(coming, 'vendor')} not loaded yet" if coming else ""
        count = f"{plural(len(steps), 'step')}{to_come}"
        order = order_in_short(self.size.width - 2)
        self.set_header(f"Next steps for all vendors{only}", count, order)
        if answer_stays:
            super().on_resize()
        else:
            self._show_reasons()

    def _first_key(self) -> str:
        """Return the row of the first step with the vendor selected on the portfolio, if any."""
        keys = (key for key, step in self._rows.items() if step.vendor.id == self._vendor_id)
        return next(keys, "")

    def _divide(self) -> Sequence[Column]:
        """Divide the room between the list and the pane, and return the columns of the list."""
        # The line about the order is one more than other screens have above their list.
        width, height = self.size.width, body_height(self.size, self.keys) - 1
        room = width - MARKER - 2
        first = min(MOST_FIRST, max(FIRST_WIDTH, room // 3))
        widths = (first, max(LEAST_WIDTH, room - first))
        columns = [Column(*each) for each in zip(HEADS, widths, strict=True)]
        most = height // 2 if height >= HIGH else 0
        lines = count = len(self._rows)
        if count <= most:
            wrapped = [each._replace(wrap=True) for each in columns]
            made = [self._sheet_row(self._rows, True, key) for key in self._rows]
            needed = sum(row_height(each, wrapped) for each in made)
            if needed <= most:
                columns, lines = wrapped, needed
        self._panes.divide(width, height, lines, wanted=count > 0)
        return columns

    def _sheet_row(self, steps: Mapping[str, NextStep], wrap: bool, key: str) -> SheetRow:
        step, instrument = steps[key], self._workspace.instrument
        reasons = "; ".join(reasons_in_full(instrument, step)) if wrap else why(instrument, step)
        look = ""
        if any("overdue" in cause.reason for cause in step.causes):
            reasons, look = f"{LATE.glyph} {reasons}", "fair"
        return SheetRow(key, (Span(_name(step)), Span(reasons, look)), MOST_ROW_LINES)

    def _parts(self, step: NextStep) -> Iterator[Part]:
        """Yield what the pane says about a step: every reason, and about the vendor."""
        for number, cause in enumerate(reasons_in_full(self._workspace.instrument, step)):
            is_late = "overdue" in step.causes[number].reason
            sign, tone = (LATE.glyph, LATE.tone) if is_late else ("·", "")
            yield Part(capitalised(cause), " " if number else "Why", tone, sign)
        yield BLANK
        if row := self._cache.rows.get(step.vendor.id):
            listed = row.listed
            target = f". Target: {listed.target_name}, {listed.target_sign.word}"
            yield Part(f"{listed.class_sign}{target if listed.target_name else ''}", "Verdict")
        if step.vendor.owner:
            yield Part(step.vendor.owner, "Owner")

    def _advice_without_step(self) -> str:
        """Return what to ask about the vendor selected on the portfolio, if it has no step."""
        row = self._cache.rows.get(self._vendor_id)
        if row is None or row.archived or self._first_key():
            return ""
        try:
            questions = ask_next(judge_vendor(self._workspace, self._vendor_id))
        except (UserError, OSError):
            # The portfolio reports it.
            return ""
        no_step = f"{row.vendor.name} has no step"
        advice = f"{no_step}. {questions[0].in_short}" if questions else no_step
        # Two lines would push the list up for a few words.
        return advice if width_of(advice) <= self.size.width - 2 else no_step

    def _show_reasons(self) -> None:
        """Show the reasons in the pane or, on a low screen, in the message."""
        step = self._rows.get(self.sheet.key)
        if step and self._panes.detailed:
            opens = f"{self.key_label('next.go')} {ENTER_WORDS[step.action]}"
            self._panes.show_title(_name(step), opens)
            self._panes.pane.show([*self._parts(step)])
        reasons = ""
        if step and not self._panes.detailed:
            reasons = capitalised(why(self._workspace.instrument, step))
        if step and self._action is None and not self._cursor_was_moved:
            if self._advice is None or self._advice[0] != self.size.width:
                self._advice = self.size.width, self._advice_without_step()
            reasons = self._advice[1] or reasons
        if not step and self._cache.complete:
            reasons = "There is nothing to do"
        self.show_message(reasons)
        self._reasons = self.message

    def _cursor_moved(self) -> None:
        self._cursor_was_moved = True
        self._show_reasons()

    def action_filter(self) -> None:
        """Show the steps of the next action only; after the last, all of them."""
        kinds: list[Action | None] = [None, *ACTIONS]
        self._action = kinds[(kinds.index(self._action) + 1) % len(kinds)]
        self._show()

    async def on_sheet_row_clicked(self) -> None:
        """Begin the step when its row is clicked and already has the cursor."""
        await self.action_go()

    def explained_texts(self) -> Sequence[str]:
        """Return why the step under the cursor is to be done."""
        step = self._rows.get(self.sheet.key)
        return (why(self._workspace.instrument, step),) if step else ()

    async def action_go(self) -> None:
        """Open the questionnaire that the step asks for, the message to send, or the vendor."""
        step = self._rows.get(self.sheet.key)
        if step is None:
            return
        vendor_id, cause = step.vendor.id, step.causes[0]

        def after(_: object = None) -> None:
            self._read([vendor_id])

        if step.action == "assess":
            await load_screen("questionnaire")(self, self._workspace, vendor_id, after)
        elif step.action == "finish":
            lens = cause.instrument or None
            start = Start(vendor_id, cause.side, cause.name, round=cause.round, instrument=lens)
            await load_screen("start")(self, self._workspace, start, after)
        elif step.action == "remind":
            await self._show_reminder(step)
        else:
            ids = list(dict.fromkeys(each.vendor.id for each in self._rows.values()))
            show_vendor = load_screen("vendor")
            await self.open(show_vendor(self._workspace, ids, ids.index(vendor_id), after))

    async def _show_reminder(self, step: NextStep) -> None:
        """Show the message to send to the person whose answers are awaited."""
        workspace, cause = self._workspace, step.causes[0]
        vendor = step.vendor.id
        try:
            known = KnownPeople(workspace)
            known.add_vendor(read_vendor(workspace, vendor))
            person, overdue = owing(known, vendor, cause.name, self.partnercheck.today)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        text = reminder(person, workspace.settings.organisation, self.partnercheck.today, overdue)
        show_lines = load_screen("lines")
        await self.open(
            show_lines(text.splitlines(), f"{vendor}.reminder.txt", "A message to send")
        )


def _name(step: NextStep) -> str:
    return f"{ACTION_WORDS[step.action]} {step.vendor.name}"
