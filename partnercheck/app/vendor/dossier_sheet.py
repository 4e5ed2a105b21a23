"""The table of a vendor's dossier: one column of rows or, on a wide terminal, two."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import ClassVar

from textual import events
from textual.geometry import Offset
from textual.widget import Widget

from partnercheck.app.shared.widgets.lines import Divider
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.app.vendor.dossier_rows import (
    RowMaker,
    by_stable_key,
    condition_layout,
    spaced_rows,
    text_layout,
)
from partnercheck.app.vendor.folding import (
    Choices,
    Columns,
    Spacing,
    divided,
    fitting,
    foldable,
    spacing_of,
)
from partnercheck.report.dossier.groups import Dossier
from partnercheck.report.words.entry import Entry
from partnercheck.rules.what_if import SideItem

# The first column has room for every figure of a condition, as the one column of 80 cells has.
TWO_COLUMNS_FROM = 120
LEAST_FIRST = 71
GAP = 1
FAR = 1000


class DossierSheet(Sheet):
    """One column of a dossier; at either end, the cursor goes on to the other column.

    The first column always has the focus, and passes keys on to the column with the cursor.
    """

    def __init__(self, id: str, view: DossierView) -> None:
        """Create an empty column of a view."""
        super().__init__(id=id, moved=view.moved, marks_row=False)
        self._view = view

    @property
    def marked(self) -> Offset:
        """The first cell of the row under the cursor, which may be in the other column."""
        at = self._view.sheet
        return at.marked_cell + at.region.offset - self.region.offset

    def action_move(self, by: int) -> None:
        """Move the cursor in the column that has it."""
        Sheet.action_move(self._view.sheet, by)

    def action_page(self, by: int) -> None:
        """Turn a page of the column that has the cursor."""
        Sheet.action_page(self._view.sheet, by)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked row, even from the other column."""
        if self._view.sheet is not self:
            self._view.move_to(self)
        super().on_click(event)

    def go_to_row(self, number: int) -> None:
        """Move the cursor of this column."""
        Sheet.action_move(self, number - self.cursor)

    @property
    def has_cursor(self) -> bool:
        """Whether the cursor is in this column."""
        return self._shows_cursor

    def show_cursor(self, is_shown: bool) -> None:
        """Show or hide the cursor; only one of the columns shows it."""
        if is_shown != self._shows_cursor:
            self._shows_cursor = is_shown
            self._draw()

    def _go(self, number: int) -> None:
        last = len(self.rows) - 1
        beyond = max(0, number - last) + min(0, number)
        # A key that goes to an end goes to the end of this column first.
        is_at_end = self.cursor == (last if beyond > 0 else 0)
        if abs(beyond) > FAR and not is_at_end:
            beyond = 0
        if not (beyond and self._view.leave(self, beyond)):
            super()._go(number)


class DossierView(Widget):
    """A vendor's dossier, whose entries can be opened; as many as fit are open at first."""

    DEFAULT_CSS: ClassVar[str] = """
    DossierView { layout: horizontal; width: 1fr; height: 1fr; }
    DossierView > #between { width: 1; }
    """

    def __init__(self, moved: Callable[[], None], crossed: Callable[[], None]) -> None:
        """Create an empty view; `moved` is called when the cursor moves.

        `crossed` is called when the cursor goes from one column to the other.
        """
        self.moved, self._crossed = moved, crossed
        self.columns = DossierSheet("dossier", self), DossierSheet("dossier-more", self)
        self._between = Divider(id="between")
        super().__init__(self.columns[0], self._between, self.columns[1], id="view")
        # Only the first is ever in focus: Textual repaints all of what gains or loses it.
        self.columns[1].can_focus = False
        self._give_cursor(self.columns[0])
        self.opened: frozenset[str] = frozenset()
        self.foldable: frozenset[str] = frozenset()
        self._choices = Choices()
        # The parts that open by themselves, for a size and a state of the files.
        self._automatic: tuple[tuple[int, int, int], frozenset[str]] = ((0, 0, 0), frozenset())
        # Blank lines stay where they are when the person opens or closes a part.
        self._spacings: Sequence[Spacing] = (Spacing(), Spacing())
        self._vendor_id = ""
        self._entries: dict[str, Entry] = {}
        # The width that was divided between the columns.
        self._divided = 0

    @property
    def shows_gaps(self) -> bool:
        """Whether the conditions are shown with the gap between the two sides."""
        return "gap" in condition_layout(_first_width(self._divided)).figures

    @property
    def sheets(self) -> Sequence[DossierSheet]:
        """The columns that are shown."""
        return [each for each in self.columns if each.display]

    @property
    def sheet(self) -> DossierSheet:
        """The column with the cursor."""
        return next(each for each in self.columns if each.has_cursor)

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries.get(self.sheet.key)

    def show(
        self, dossier: Dossier, tried: Container[SideItem], width: int, room: int, anew: int
    ) -> None:
        """Show a dossier in `width` cells and `room` lines; `tried` are the items of a what-if.

        If the vendor or the size changes, the parts that open by themselves are chosen again.
        `anew` counts how often the vendor's files have been read again: if only it changes,
        further parts may open, but none is closed.
        """
        key, cursor = self.sheet.key, self.sheet.cursor
        is_wide = width >= TWO_COLUMNS_FROM
        first = _first_width(width)
        judged = dossier.sources.judged
        columns = Columns(
            RowMaker(condition_layout(first), judged, self.opened, tried),
            RowMaker(text_layout(width - first - GAP), judged, self.opened, tried)
            if is_wide
            else None,
        )
        self.foldable = foldable(dossier)
        is_new = self._automatic[0] != (width, room, anew)
        if is_new:
            # Open parts stay open if the files change, even if they are no longer on the page.
            is_same = (judged.vendor.id, width, room) == (self._vendor_id, *self._automatic[0][:2])
            before = self._automatic[1] - self._choices.closed if is_same else frozenset()
            fits = fitting(dossier, self._choices, columns, room)
            self._automatic = ((width, room, anew), fits | before)
            self._vendor_id = judged.vendor.id
        self.opened = self._choices.applied_to(self._automatic[1])
        self._divide(width)
        entries = divided(dossier, self.opened, is_wide)
        if is_new:
            self._spacings = [
                spacing_of(part, self.opened, maker, room) if maker else Spacing()
                for maker, part in zip(columns, entries, strict=True)
            ]
        self._fill(entries, columns)
        if key in self._entries:
            self._focus_on(key)
        elif cursor == 0:
            self.go_to_first()

    def _divide(self, width: int) -> None:
        """Divide the width between the columns, or hide the second, unless that is already done."""
        if width == self._divided:
            return
        self._divided = width
        is_wide = width >= TWO_COLUMNS_FROM
        self.columns[0].styles.width = _first_width(width) if is_wide else "1fr"
        self._between.display = is_wide
        self.columns[1].display = is_wide
        if not is_wide:
            self._give_cursor(self.columns[0])

    def _fill(self, entries: tuple[list[Entry], list[Entry]], columns: Columns) -> None:
        self._entries = by_stable_key([*entries[0], *entries[1]])
        keyed = list(self._entries.items())
        parts = dict(keyed[: len(entries[0])]), dict(keyed[len(entries[0]) :])
        each_column = zip(self.columns, columns, parts, self._spacings, strict=True)
        for sheet, maker, part, spacing in each_column:
            if maker is not None:
                rows = maker._replace(opened=self.opened).rows(part)
                breaks = spacing.breaks([*part.values()], self.opened)
                sheet.fill(maker.layout.columns, spaced_rows(rows, breaks), sheet.key)

    def leave(self, sheet: DossierSheet, beyond: int) -> bool:
        """Move the cursor from an end of a column to the other column, if there is one."""
        sheets = self.sheets
        to = sheets.index(sheet) + (1 if beyond > 0 else -1) if sheet in sheets else -1
        if not 0 <= to < len(sheets) or not sheets[to].rows:
            return False
        other = sheets[to]
        is_far = abs(beyond) > FAR
        last = len(other.rows) - 1
        at = (last if is_far else 0) if beyond > 0 else (0 if is_far else last)
        other.go_to_row(at)
        self.move_to(other)
        self._crossed()
        return True

    def move_to(self, sheet: DossierSheet) -> None:
        """Move the cursor to the given column."""
        self._give_cursor(sheet)

    def _give_cursor(self, to: DossierSheet) -> None:
        for column in self.columns:
            column.show_cursor(column is to)

    def change_column(self) -> bool:
        """Move the cursor to the other column; return False if there is only one."""
        others = [each for each in self.sheets if each is not self.sheet and each.rows]
        if others:
            self.move_to(others[0])
        return bool(others)

    def focus_cursor(self) -> None:
        """Give the first column the focus, so that it receives the keys."""
        self.screen.set_focus(self.columns[0])

    def toggle(self, ids: frozenset[str]) -> None:
        """Open these parts; if all of them are open already, close them."""
        self._choose(ids, not ids <= self.opened)

    def open_parts(self, ids: frozenset[str]) -> None:
        """Open these parts."""
        self._choose(ids, True)

    def _choose(self, ids: frozenset[str], is_open: bool) -> None:
        self._choices = self._choices.with_open(ids, is_open)
        self.opened = self._choices.applied_to(self._automatic[1])

    def go_to(self, goal: str) -> None:
        """Move the cursor to a condition, lens or item; its answers are on the page if they fit."""
        keys = [
            key
            for key, entry in self._entries.items()
            if entry.leads_to == goal
            and entry.kind in ("condition", "lens", "item", "text", "answer")
        ]
        at = next((n for n, key in enumerate(keys) if _opens(self._entries[key])), None)
        if at is not None:
            # The page that shows the last answer shows the others too, if there is room.
            self._focus_on(keys[-1])
            self._focus_on(keys[at])

    def go_to_first(self) -> None:
        """Move the cursor to the first entry."""
        self._focus_on(next(iter(self._entries), ""))

    def _focus_on(self, key: str) -> None:
        for sheet in self.sheets:
            keys = [row.key for row in sheet.rows]
            if key in keys:
                sheet.go_to_row(keys.index(key))
                self.move_to(sheet)
                return


def _first_width(width: int) -> int:
    return max(LEAST_FIRST, width // 2) if width >= TWO_COLUMNS_FROM else width


def _opens(entry: Entry) -> bool:
    return entry.kind in ("condition", "lens", "item")
