"""The map on the screen: the field and its legend, one page at a time, with a selected vendor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.message import Message

from partnercheck.app.shared.keys import Key, bindings
from partnercheck.app.shared.verdict_lines import class_lines, condition_lines
from partnercheck.app.shared.widgets.lines import (
    Line,
    Lines,
    Span,
    line_width,
    section_line,
    visible,
)
from partnercheck.base.cells import column_text, cut
from partnercheck.report.map.field import MapLine, Piece
from partnercheck.report.map.pages import MapPage, Size, pages, same_position
from partnercheck.report.map.places import LETTERS, Place, places
from partnercheck.report.map.text import drawn
from partnercheck.report.signs import Tone, class_tone
from partnercheck.verdicts.judged import JudgedVendor

LOOKS = {"grid": "label", "region": "dim", "note": "dim", "label": "strong", "marker": "key"}
# The looks of a letter, which is bold if its place is exact, by the tone of the vendor's class.
LETTER_LOOKS = {"good": "strong good", "fair": "note"}
MARKED_LOOKS = {"label": "mark", "open": "mark", "name": "mark", "box": "key"}
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
        """Return the labels of the vendors at the same position as this one, on this page."""
        groups = same_position(self.pages[self.page], Size(*self.size))
        together = next((labels for labels in groups if place.label in labels), [])
        return [label for label in together if label != place.label]

    def fill(self, vendors: Sequence[JudgedVendor]) -> None:
        """Show these vendors; keep the selected vendor if it is still among them."""
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
        tones = {
            place.label: class_tone(place.judged.instrument, place.judged.verdict)
            for place in page.places
        }
        lines = [_spans(line, label, tones) for line in self._drawn]
        self.paint([*self._with_details(lines, page, label)])
        self.post_message(self.Moved())

    def _with_details(self, lines: Sequence[Line], page: MapPage, label: str) -> Iterator[Line]:
        """Yield the lines, with the selected vendor's conditions below the legend if they fit."""
        size = Size(*self.size)
        place = next((each for each in page.places if each.label == label), None)
        details = _details(place, size.legend) if place else []
        first = size.height - len(details)
        if not details or not size.beside or first <= len(page.legend):
            yield from lines
            return
        start = size.width - size.legend
        yield from lines[:first]
        for number, text in enumerate(details, first):
            plot = visible(lines[number] if number < len(lines) else (), start)
            yield (*plot, Span(" " * (start - line_width(plot))), *text)

    def action_move(self, by: int) -> None:
        """Select the vendor that is `by` lines further down the legend, or up if negative."""
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


def _details(place: Place, width: int) -> list[Line]:
    """Return a line with a vendor's name, then its class, target and conditions."""
    judged = place.judged
    instrument, conditions = judged.instrument, judged.verdict.conditions
    names = [each.name for each in instrument.conditions]
    title = f"{place.label} {cut(column_text(place.name), width - len('──  ──  '))}"
    return [
        section_line(title, "", width - 1),
        *class_lines(judged, width - 1, in_words=False),
        *condition_lines([*zip(names, conditions, strict=True)], instrument, width - 1),
    ]


def _spans(line: MapLine, marked: str, tones: Mapping[str, Tone]) -> Line:
    return tuple(Span(piece.text, _look(piece, marked, tones)) for piece in line)


def _look(piece: Piece, marked: str, tones: Mapping[str, Tone]) -> str:
    tone = tones.get(piece.label, "")
    plain = LOOKS.get(piece.kind, "")
    if piece.kind == "class":
        return tone
    if piece.kind == "label":
        plain = LETTER_LOOKS.get(tone, plain)
    return MARKED_LOOKS.get(piece.kind, plain) if marked and piece.label == marked else plain
