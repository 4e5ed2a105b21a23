"""A session as it is shown: an item, and a grid of who has said what about which vendor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from partnercheck.app.shared.note_page import NotePage
from partnercheck.app.shared.question import mark_of
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.app.shared.widgets.note import Note
from partnercheck.app.shared.widgets.passage import Passage, turned
from partnercheck.assessing.group_session import Seat, Session
from partnercheck.base.cells import fitted, wrapped
from partnercheck.questionnaires.records import Item

PERSON = 16
CELL = 14
HIDDEN = "•"


class SessionGrid(NotePage):
    """An item with its anchors, and a place for each person and vendor."""

    CURSOR_SELECTOR = "#item"

    def __init__(self, session: Session) -> None:
        """The session, at its first item that is not complete."""
        super().__init__()
        self._session = session
        self._at = session.first_open()
        self._seat = session.seats[0]
        self._top = 0

    def body(self) -> Sequence[Widget]:
        """The item with its grid, and the note being written."""
        return (Passage(self.more_below, "item"), Note())

    def on_resize(self) -> None:
        """Lay out in the new size."""
        self._show()

    @property
    def _item(self) -> Item:
        return self._session.items[self._at]

    def _count(self) -> str:
        return f"{self._session.done} of {len(self._session.items)} complete"

    def _show(self) -> None:
        if not self.size.width:
            return
        session, item = self._session, self._item
        some = next(iter(session.sittings.values()))
        names = {each.id: each.name for each in some.instrument.conditions}
        self.set_header(
            f"Session   {some.response.round}   {len(session.people)} people",
            f"{names[item.condition]}   {self._at + 1} of {len(session.items)}",
        )
        self.query_one("#item", Passage).show_text(self._lines(item), self._top)

    def _lines(self, item: Item) -> list[Line]:
        width = self.size.width
        perspective = next(iter(self._session.sittings.values())).response.perspective
        question = wrapped(item.question(perspective), width - 2)
        lines: list[Line] = [line(Span(f" {text}", "strong")) for text in question]
        for score, anchor in enumerate(item.anchors):
            first, *rest = wrapped(anchor, width - 6)
            lines.append(
                line("   ", Span(self.key_label(f"session.score-{score}"), "key"), f" {first}")
            )
            lines += [line(f"     {text}") for text in rest]
        return [*lines, (), *self._grid(item)]

    def _grid(self, item: Item) -> list[Line]:
        session, shown = self._session, self._session.all_in(item.id)
        first = self._first_vendor()
        vendors = session.vendors[first : first + self._room]
        names = [Span(f"{fitted(session.names[each], CELL)} ", "dim") for each in vendors]
        lines: list[Line] = [(Span(" " * (PERSON + 1)), *names)]
        for person in session.people:
            cells = [self._cell(Seat(person, vendor), item, shown) for vendor in vendors]
            lines.append((Span(f" {fitted(person, PERSON - 1)} "), *cells))
        apart = [session.names[each] for each in vendors if session.far_apart(each, item.id)]
        if shown:
            said = f"Far apart: {', '.join(apart)}. Talk, and score again" if apart else "All in"
            return [*lines, line(Span(f" {said}", "note" if apart else "good"))]
        waiting = sum(not session.answer(seat, item.id).given for seat in session.seats)
        return [*lines, line(Span(f" Hidden until all are in: {waiting} to come", "dim"))]

    @property
    def _room(self) -> int:
        return max(1, (self.size.width - PERSON - 1) // (CELL + 1))

    def _first_vendor(self) -> int:
        at = self._session.vendors.index(self._seat.vendor)
        return at // self._room * self._room

    def _cell(self, seat: Seat, item: Item, shown: bool) -> Span:
        answer = self._session.answer(seat, item.id)
        value = "·"
        if answer.given:
            value = mark_of(answer) if shown else HIDDEN
        here = seat == self._seat
        text = fitted(f"{'▸' if here else ' '} {value}{' +' if answer.evidence else ''}", CELL)
        return Span(f"{text} ", "mark" if here else "")

    def action_move(self, people: int, vendors: int) -> None:
        """Go to another place of the grid."""
        session = self._session
        person = (session.people.index(self._seat.person) + people) % len(session.people)
        vendor = (session.vendors.index(self._seat.vendor) + vendors) % len(session.vendors)
        self._seat = Seat(session.people[person], session.vendors[vendor])
        self._show()

    def action_scroll(self, by: int) -> None:
        """Read on or back where the item does not fit."""
        self._top = turned(self._top, by, self.query_one("#item", Passage))
        self._show()
