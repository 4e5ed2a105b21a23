"""The table of a vendor's dossier: one column of rows, or on a wide terminal two."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.app.vendor.dossier_rows import RowMaker, condition_layout, text_layout
from partnercheck.app.vendor.folding import Choices, Columns, divided, fitting, foldable
from partnercheck.report.dossier.groups import Dossier
from partnercheck.report.words.entry import Entry
from partnercheck.rules.what_if import SideItem

TWO_COLUMNS_FROM = 110
LEAST_FIRST = 66
GAP = 1
FAR = 1000


class DossierSheet(Sheet):
    """One column of a dossier; the cursor leaves it at its ends for the other column."""

    def __init__(self, id: str, leave: Callable[[Sheet, int], bool]) -> None:
        """Create an empty column; `leave` moves the cursor to the other one, if it can."""
        super().__init__(id=id)
        self._leave = leave

    def show_cursor(self, is_shown: bool) -> None:
        """Show or hide the cursor: it is in one of the columns."""
        if is_shown != self._shows_cursor:
            self._shows_cursor = is_shown
            self._draw()

    def _go(self, number: int) -> None:
        beyond = max(0, number - len(self.rows) + 1) + min(0, number)
        if not (beyond and self._leave(self, beyond)):
            super()._go(number)


class DossierView(Widget):
    """A vendor's dossier: its entries open to more, as far as they fit by themselves."""

    DEFAULT_CSS: ClassVar[str] = """
    DossierView { layout: horizontal; width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        """Create an empty view."""
        super().__init__(id="view")
        self.opened: frozenset[str] = frozenset()
        self.foldable: frozenset[str] = frozenset()
        self._choices = Choices()
        # What opens by itself, for a size and a state of the files.
        self._automatic: tuple[tuple[int, int, int], frozenset[str]] = ((0, 0, 0), frozenset())
        self._entries: dict[str, Entry] = {}

    def compose(self) -> ComposeResult:
        """Return both columns; the second is hidden on a narrow terminal."""
        yield DossierSheet("dossier", self._leave)
        yield DossierSheet("dossier-more", self._leave)

    @property
    def sheets(self) -> Sequence[DossierSheet]:
        """The columns that are shown."""
        return [each for each in self.query(DossierSheet) if each.display]

    @property
    def sheet(self) -> DossierSheet:
        """The column with the cursor."""
        shown = self.sheets
        return next((each for each in shown if each is self.screen.focused), shown[0])

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries.get(self.sheet.key)

    def show(
        self, dossier: Dossier, tried: Container[SideItem], width: int, room: int, anew: int
    ) -> None:
        """Show a dossier in `width` cells and `room` lines, with the items tried in a what-if.

        What opens by itself is decided again if the size or the value of `anew` changes.
        """
        key, cursor = self.sheet.key, self.sheet.cursor
        is_wide = width >= TWO_COLUMNS_FROM
        first = max(LEAST_FIRST, width // 2) if is_wide else width
        judged = dossier.sources.judged
        columns = Columns(
            RowMaker(condition_layout(first), judged, self.opened, tried),
            RowMaker(text_layout(width - first - GAP), judged, self.opened, tried)
            if is_wide
            else None,
        )
        self.foldable = foldable(dossier)
        if self._automatic[0] != (width, room, anew):
            fits = fitting(dossier, self._choices, columns, room)
            self._automatic = ((width, room, anew), fits)
        self.opened = self._choices.applied_to(self._automatic[1])
        self._fill(divided(dossier, self.opened, is_wide), columns, first)
        if key in self._entries:
            self._focus_on(key)
        elif cursor == 0:
            self.go_to_first()

    def _fill(
        self, entries: tuple[list[Entry], list[Entry]], columns: Columns, first_width: int
    ) -> None:
        sheets = list(self.query(DossierSheet))
        self._entries = _by_stable_key([*entries[0], *entries[1]])
        keyed = list(self._entries.items())
        parts = dict(keyed[: len(entries[0])]), dict(keyed[len(entries[0]) :])
        has_second = columns.second is not None
        sheets[1].display = has_second
        sheets[0].styles.width = first_width + GAP if has_second else "1fr"
        if not has_second:
            sheets[0].show_cursor(True)
        for sheet, maker, part in zip(sheets, columns, parts, strict=True):
            if maker is not None:
                rows = maker._replace(opened=self.opened).rows(part)
                sheet.fill(maker.layout.columns, rows, sheet.key)

    def _leave(self, sheet: Sheet, beyond: int) -> bool:
        """Move the cursor from an end of a column to the other column, if there is one."""
        shown = self.sheets
        to = shown.index(sheet) + (1 if beyond > 0 else -1) if sheet in shown else -1
        if not 0 <= to < len(shown) or not shown[to].rows:
            return False
        other = shown[to]
        is_far = abs(beyond) > FAR
        last = len(other.rows) - 1
        at = (last if is_far else 0) if beyond > 0 else (0 if is_far else last)
        other.action_move(at - other.cursor)
        self._move_to(other)
        return True

    def _move_to(self, sheet: DossierSheet) -> None:
        self.screen.set_focus(sheet)
        for each in self.sheets:
            each.show_cursor(each is sheet)

    def change_column(self) -> bool:
        """Move the cursor to the other column; return False if there is only one."""
        others = [each for each in self.sheets if each is not self.sheet and each.rows]
        if others:
            self._move_to(others[0])
        return bool(others)

    def focus_cursor(self) -> None:
        """Give the focus to the column with the cursor."""
        self._move_to(self.sheet)

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
        """Move the cursor to a condition or an item, with its answers on the page if they fit."""
        found = [
            key
            for key, entry in self._entries.items()
            if entry.leads_to == goal and entry.kind in ("condition", "item", "text", "answer")
        ]
        at = next((n for n, key in enumerate(found) if _opens(self._entries[key])), None)
        if at is not None:
            # The page that shows the last answer shows the others too, if there is room.
            self._focus_on(found[-1])
            self._focus_on(found[at])

    def go_to_first(self) -> None:
        """Move the cursor to the first entry."""
        self._focus_on(next(iter(self._entries), ""))

    def _focus_on(self, key: str) -> None:
        for sheet in self.sheets:
            keys = [row.key for row in sheet.rows]
            if key in keys:
                sheet.action_move(keys.index(key) - sheet.cursor)
                self._move_to(sheet)
                return


def _opens(entry: Entry) -> bool:
    return entry.kind in ("condition", "item")


def _by_stable_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return entries by keys that do not change when other entries are added or removed.

    Entries of one kind with the same target are numbered: `why:culture#0`, `why:culture#1`.
    """
    keyed: dict[str, Entry] = {}
    for entry in entries:
        key = f"{entry.kind}:{entry.leads_to or entry.label}"
        number = 0
        while f"{key}#{number}" in keyed:
            number += 1
        keyed[f"{key}#{number}"] = entry
    return keyed
