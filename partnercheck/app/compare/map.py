"""The map: each vendor is a letter, placed by exchange and bond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from partnercheck.app.shared.keys import BACK, HELP, Key, bindings
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.verdict_lines import class_lines, condition_lines
from partnercheck.app.shared.widgets.lines import (
    Line,
    Lines,
    Span,
    line_width,
    section_line,
    visible,
)
from partnercheck.base.cells import column_text, cut, width_of
from partnercheck.base.english import listed, plural
from partnercheck.base.rounds import period
from partnercheck.report.map.field import MapLine, Piece
from partnercheck.report.map.legend import map_caveats, with_as_many
from partnercheck.report.map.places import LETTERS, Place, places
from partnercheck.report.map.text import MapPage, Size, drawn, pages, same_position
from partnercheck.report.signs import class_sign
from partnercheck.report.words.caveat_phrases import short_caveats
from partnercheck.verdicts.judged import JudgedVendor, read_again, vendor_folders
from partnercheck.workspace.open import Workspace

LOOKS = {"grid": "dim", "note": "dim", "label": "strong", "marker": "key"}
MARKED_LOOKS = {"label": "mark", "open": "mark", "name": "mark", "box": "key"}
# The vendors at one position that a message names.
MOST_BESIDE = 5
FIRST, OTHERS = LETTERS[0], LETTERS[1:]
LETTER_KEYS = [
    Key(
        f"map.letter-{each}",
        each,
        f"jump('{each}')",
        "Select the vendor with this letter",
        palette=False,
    )
    for each in OTHERS
]


class Chart(Lines, can_focus=True):
    """The map with its legend, one page at a time.

    The page always contains the selected vendor.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(LETTER_KEYS)

    class Moved(Message):
        """Posted when another vendor is selected or another page is shown."""

    class Opened(Message):
        """Posted when the selected vendor is clicked."""

    def __init__(self, id: str | None = None) -> None:
        """Create an empty map."""
        super().__init__(id=id)
        self.page = 0
        self.pages: Sequence[MapPage] = ()
        self._vendors: Sequence[JudgedVendor] = ()
        self._places: Sequence[Place] = ()
        self._drawn: Sequence[MapLine] = ()
        self._cursor = 0

    @property
    def marked_place(self) -> Place | None:
        """The selected vendor; None if the map is empty."""
        return self._places[self._cursor] if self._places else None

    @property
    def vendor_ids(self) -> Sequence[str]:
        """The vendors on the map, in the order of their letters."""
        return [place.judged.vendor.id for place in self._places]

    def beside(self, place: Place) -> list[str]:
        """Return the labels of the other vendors at the position of one on this page."""
        groups = same_position(self.pages[self.page], Size(*self.size))
        together = next((labels for labels in groups if place.label in labels), [])
        return [label for label in together if label != place.label]

    def fill(self, vendors: Sequence[JudgedVendor]) -> None:
        """Show these vendors, and keep the selection."""
        before = self.marked_place
        marked = before.judged.vendor.id if before else ""
        self._vendors, self._places = vendors, places(vendors)
        ids = [place.judged.vendor.id for place in self._places]
        last = max(0, len(ids) - 1)
        self._cursor = ids.index(marked) if marked in ids else min(self._cursor, last)
        self._lay_out()

    def on_resize(self) -> None:
        """Lay out the map for the new size."""
        self._lay_out()

    def _lay_out(self) -> None:
        if self.size.width and self._vendors:
            self.pages = pages(self._vendors, Size(*self.size))
            self._show()

    def _show(self) -> None:
        """Paint the page of the selected vendor."""
        label = self.marked_place.label if self.marked_place else ""
        on = (n for n, page in enumerate(self.pages) if label in page.labels)
        self.page = next(on, min(self.page, len(self.pages) - 1))
        self._paint(label)

    def _paint(self, label: str) -> None:
        page = self.pages[self.page]
        self._drawn = drawn(self._vendors[0].instrument, page, Size(*self.size), label)
        lines = [_spans(line, label) for line in self._drawn]
        self.paint([*self._with_details(lines, page, label)])
        self.post_message(self.Moved())

    def _with_details(self, lines: Sequence[Line], page: MapPage, label: str) -> Iterator[Line]:
        """Yield the lines, with the selected vendor's conditions below the legend if they fit."""
        size = Size(*self.size)
        place = next((each for each in page.places if each.label == label), None)
        about = _about(place, size.legend) if place else []
        first = size.height - len(about)
        if not about or not size.beside or first <= len(page.legend):
            yield from lines
            return
        start = size.width - size.legend
        yield from lines[:first]
        for number, text in enumerate(about, first):
            plot = visible(lines[number] if number < len(lines) else (), start)
            yield (*plot, Span(" " * (start - line_width(plot))), *text)

    def action_move(self, by: int) -> None:
        """Select a vendor further down or up the legend."""
        self._go(min(max(0, self._cursor + by), len(self._places) - 1))

    def action_jump(self, label: str) -> None:
        """Select the vendor with this letter, if there is one."""
        labels = [place.label for place in self._places]
        if label in labels:
            self._go(labels.index(label))

    def action_page(self, by: int) -> None:
        """Show another page and select the first vendor on it."""
        self.page = min(max(0, self.page + by), len(self.pages) - 1)
        if labels := self.pages[self.page].labels:
            self.action_jump(labels[0])
        else:
            self._paint("")

    def _go(self, number: int) -> None:
        if self._places:
            self._cursor = number
            self._show()

    def on_click(self, event: events.Click) -> None:
        """Select the vendor whose letter or name was clicked; open it if it is selected."""
        end = 0
        for piece in self._drawn[event.y] if event.y < len(self._drawn) else ():
            end += cell_len(piece.text)
            if event.x < end:
                marked = self.marked_place
                if marked and piece.label == marked.label:
                    self.post_message(self.Opened())
                else:
                    self.action_jump(piece.label)
                return


def _about(place: Place, width: int) -> list[Line]:
    """Return a vendor's class, target and conditions, below a line with its name."""
    judged = place.judged
    instrument, conditions = judged.instrument, judged.verdict.conditions
    names = [each.name for each in instrument.conditions]
    title = f"{place.label} {cut(column_text(place.name), width - len('──  ──  '))}"
    return [
        section_line(title, "", width - 1),
        *class_lines(judged, width - 1),
        *condition_lines([*zip(names, conditions, strict=True)], instrument, width - 1),
    ]


def _spans(line: MapLine, marked: str) -> Line:
    return tuple(Span(piece.text, _look(piece, marked)) for piece in line)


def _look(piece: Piece, marked: str) -> str:
    plain = LOOKS.get(piece.kind, "")
    return MARKED_LOOKS.get(piece.kind, plain) if marked and piece.label == marked else plain


class MapScreen(Page[None]):
    """The vendors of a comparison on a map."""

    KEYS: ClassVar[Sequence[Key]] = (
        Key(
            "map.down",
            "down",
            "move(1)",
            "Next vendor",
            "vendors",
            "↑ ↓",
            stands_for=("map.up", "map.down"),
        ),
        Key("map.up", "up", "move(-1)", "Previous vendor"),
        Key(
            "map.letter",
            FIRST,
            f"jump('{FIRST}')",
            "Select the vendor with that letter: a to z, A to Z",
            "by letter",
            "a–Z",
        ),
        Key("map.open", "enter", "open_vendor", "Open the vendor", "open"),
        Key("map.page-down", "pagedown", "page(1)", "Next page"),
        Key("map.page-up", "pageup", "page(-1)", "Previous page"),
        Key("map.first", "home", "move(-1000000)", "First vendor"),
        Key("map.last", "end", "move(1000000)", "Last vendor"),
        HELP,
        BACK,
    )
    WIDGET_KEYS = ("On the map", LETTER_KEYS)
    HELP_TOPIC = "map"

    def __init__(self, workspace: Workspace, vendors: Sequence[JudgedVendor]) -> None:
        """Create a map of these vendors, labelled in the given order."""
        super().__init__()
        self._workspace = workspace
        self._vendors = vendors

    def body(self) -> Sequence[Widget]:
        """Return the map."""
        return (Chart(id="map"),)

    @property
    def chart(self) -> Chart:
        """The map with its legend."""
        return self.query_one("#map", Chart)

    def on_mount(self) -> None:
        """Show the vendors."""
        self.set_focus(self.chart)
        self.chart.fill(self._vendors)

    def watched(self) -> Sequence[Path]:
        """Return the folders of the vendors."""
        return vendor_folders(self._workspace, self._vendors)

    async def disk_changed(self) -> None:
        """Show the vendors' current data, in the rounds being compared."""
        self._read_again()

    def on_chart_moved(self) -> None:
        """Show the selected vendor's name, scores and class."""
        chart = self.chart
        total = plural(len(self._vendors), "vendor")
        page = f"page {chart.page + 1} of {len(chart.pages)}   " if len(chart.pages) > 1 else ""
        rounds = sorted({each.round.id for each in self._vendors} - {""}, key=period)
        self.set_header("   ".join(["Map", ", ".join(rounds)]), f"{page}{total}")
        place = chart.marked_place
        if place is None or place.label not in chart.pages[chart.page].labels:
            self.show_message("These vendors have no scores yet")
            return
        self.show_message(_place_text(place, chart.beside(place), self.size.width - 2))

    async def action_open_vendor(self) -> None:
        """Open the selected vendor."""
        chart = self.chart
        if chart.marked_place is None:
            self.show_message("There is no vendor to open: these vendors have no scores yet")
            return
        at = chart.vendor_ids.index(chart.marked_place.judged.vendor.id)
        show_vendor = load_screen("vendor")
        await self.open(show_vendor(self._workspace, chart.vendor_ids, at, self._read_again))

    async def on_chart_opened(self) -> None:
        """Open the selected vendor when it is clicked."""
        await self.action_open_vendor()

    def _read_again(self) -> None:
        self._vendors = read_again(self._workspace, self._vendors)
        self.chart.fill(self._vendors)

    def action_move(self, by: int) -> None:
        """Select another vendor."""
        self.chart.action_move(by)

    def action_jump(self, label: str) -> None:
        """Select the vendor with this letter."""
        self.chart.action_jump(label)

    def action_page(self, by: int) -> None:
        """Show another page of the map."""
        self.chart.action_page(by)


def _place_text(place: Place, beside: Sequence[str], width: int) -> str:
    """Return a vendor's name, scores and class, and as many caveats as fit in the line.

    `beside` has the labels of the vendors at the same position.
    """
    several = beside if len(beside) <= MOST_BESIDE else [*beside[:MOST_BESIDE], "others"]
    where = f" (with {listed(several)})" if several else ""
    named = f"{place.name}{where}: {place.ranges}. "
    named += str(class_sign(place.judged.instrument, place.judged.verdict))
    in_words = ", ".join([named, *short_caveats(place.judged, in_words=True)])
    if width_of(in_words) <= width and not place.judged.vendor.archived:
        return in_words
    caveats = map_caveats(place.judged)
    brief = with_as_many((named,), caveats, width)
    return brief if brief.startswith(named) else ", ".join([named, *caveats])
