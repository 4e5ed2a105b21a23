"""Dividing the room of a screen between a list and the pane about the selected row.

On a wide screen the pane is to the right of the list, otherwise below it. Above a pane, the list
gets as many lines as it has rows, but leaves the pane at least a few; a low screen has no pane.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from textual.containers import Container
from textual.geometry import Size

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.keybar import rows as key_rows
from partnercheck.app.shared.widgets.lines import Lines, Span, line, section_line
from partnercheck.app.shared.widgets.sheet import Sheet

# From this width on the portfolio's pane is beside the list; the list then has so many cells, a
# blank at the right included.
BESIDE = 120
LIST, WIDE_LIST = 82, 137
# A short list has its pane beside it only from this width on.
BESIDE_SHORT = 150
# The share of the height that a short list takes at most.
SHORT = 2 / 5
# The least lines of the pane below the list, on a low screen and on others.
LOW_PANE, PANE = 7, 9
# From this many lines of body on, the pane has the larger of these.
ENOUGH = 20
# The titles of the list, and the line above the pane.
TITLES, RULE = 1, 1
LEAST_ROWS = 6
# The header and the message.
OTHER_LINES = 2
PaneT = TypeVar("PaneT", bound=Lines)


def list_width(width: int) -> int:
    """Return the width of the list, if the pane is to the right of it."""
    return max(LIST, min(WIDE_LIST, width * 2 // 3))


class Sides(NamedTuple):
    """The least width of a screen with the pane beside the list, and the width of that list."""

    beside: int
    list_width: Callable[[int], int]
    # Below this width, the pane of a short list is below it: beside it, both would waste room.
    beside_short: int = 0


PORTFOLIO_SIDES = Sides(BESIDE, list_width, BESIDE_SHORT)


def list_height(height: int, count: int) -> int:
    """Return the lines of the list with a pane below it; 0 if a pane does not fit.

    `height` is the room for both, and `count` the number of rows that the list may have.
    """
    pane = PANE if height >= ENOUGH else LOW_PANE
    rows = height - TITLES - RULE - pane
    if rows < LEAST_ROWS:
        return 0
    return TITLES + max(1, min(count, rows))


def body_height(size: Size, keys: Sequence[Key]) -> int:
    """Return the number of lines between the header and a message of one line."""
    return size.height - len(key_rows([key for key in keys if key.label], size.width)) - OTHER_LINES


class _Place(NamedTuple):
    """The division of the room; a width or height of None takes the rest."""

    with_pane: bool
    beside: bool
    width: int | None = None
    height: int | None = None
    with_list: bool = True


class ListAndPane(Container, Generic[PaneT]):
    """A list, and a pane about its selected row.

    The room is already divided when the widget is mounted: any change afterwards repaints the whole
    screen.
    """

    DEFAULT_CSS = """
    ListAndPane {
        height: 1fr;
        & > #upright { width: 1; }
        & > #side { width: 1fr; height: 1fr; }
        & #rule { height: 1; }
    }
    """

    def __init__(
        self,
        moved: Callable[[], None],
        opens: str,
        pane: PaneT,
        sheet_id: str = "vendors",
        sides: Sides = PORTFOLIO_SIDES,
    ) -> None:
        """Create an empty list; `moved` is called when its cursor moves.

        `opens` is the text above the pane that names the key to show everything. A pane beside the
        list has this line once it has a title.
        """
        self.sheet = Sheet(id=sheet_id, moved=moved)
        self.pane = pane
        self._upright = Lines(id="upright")
        self._rule = Lines(id="rule")
        self._side = Container(self._rule, pane, id="side")
        self._opens, self._title = opens, ""
        self._sides = sides
        self._place: _Place | None = None
        # The width of the pane.
        self._across = 0
        self._height = 0
        super().__init__(self.sheet, self._upright, self._side, id="panes")

    @property
    def detailed(self) -> bool:
        """Whether the pane is shown."""
        return bool(self._place and self._place.with_pane)

    @property
    def rows_above_pane(self) -> int:
        """The number of rows that fit above the pane; 0 if the pane is not below the list."""
        lines = self._place.height if self._place else None
        return lines - TITLES if lines else 0

    @property
    def pane_room(self) -> tuple[int, int]:
        """The width and the height of the pane in cells, as the room was last divided."""
        place = self._place
        if not place or not place.with_pane:
            return 0, 0
        rule = RULE if place.with_list and (not place.beside or self._title) else 0
        return self._across, self._height - (place.height or 0) - rule

    def divide(self, width: int, height: int, count: int, wanted: bool, alone: bool = False) -> int:
        """Divide the room, and return the width of the rows in cells.

        Args:
            width: The width of the screen in cells.
            height: The lines for the list and the pane.
            count: The number of rows that the list may have.
            wanted: Whether to show the pane, if there is room for it.
            alone: Whether the pane takes the whole room, in place of the list.

        """
        place = _Place(True, False, with_list=False)
        if not alone:
            place = _place(width, height, count, wanted, self._sides)
        if place != self._place:
            self._set(place)
        self._across = width - (place.width or 0) - int(place.beside)
        self._height = height
        if place.with_pane and place.with_list:
            self._show_rules(height)
        return width if place.width is None else place.width - 1

    def show_title(self, title: str, opens: str = "") -> None:
        """Show a title above the pane and, if given, the text `opens` about a key."""
        opens = opens or self._opens
        if (title, opens) == (self._title, self._opens):
            return
        self._opens = opens
        had_title, self._title = bool(self._title), title
        if self._place and had_title != bool(title):
            self._set(self._place)
        self._show_rules(len(self._upright.lines))

    def _show_rules(self, height: int) -> None:
        self._rule.paint([section_line(self._title, self._opens, self._across)])
        corner = "┌" if self._title else "│"
        upright = [corner, *"│" * (height - 1)] if height else []
        self._upright.paint([line(Span(each, "label")) for each in upright])

    def _set(self, place: _Place) -> None:
        if self._place is None or self._place.beside != place.beside:
            self.styles.layout = "horizontal" if place.beside else "vertical"
        self._place = place
        self._side.display = place.with_pane
        both = place.with_pane and place.with_list
        self._upright.display = both and place.beside
        self._rule.display = both and (not place.beside or bool(self._title))
        self.sheet.display = place.with_list
        self.sheet.styles.width = place.width or "1fr"
        self.sheet.styles.height = place.height or "1fr"


def _place(width: int, height: int, count: int, wanted: bool, sides: Sides) -> _Place:
    if not wanted:
        return _Place(False, False)
    is_short = TITLES + count <= height * SHORT
    if width >= (max(sides.beside, sides.beside_short) if is_short else sides.beside):
        return _Place(True, True, width=sides.list_width(width))
    lines = list_height(height, count)
    return _Place(lines > 0, False, height=lines or None)
