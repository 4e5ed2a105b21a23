"""The lines of the session screen: an item, and a grid of people and vendors with their answers."""

from __future__ import annotations

from typing import NamedTuple

from partnercheck.app.shared.question import KeyLabel, mark_of
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.assessing.group_session import Seat, Session
from partnercheck.base.cells import fitted, wrapped
from partnercheck.questionnaires.records import Item

# Cells.
PERSON = 16
CELL = 14
HIDDEN = "•"


class GridView(NamedTuple):
    """The data from which an item is drawn: `seat` is the current one, `width` is in cells."""

    session: Session
    item: Item
    seat: Seat
    width: int
    key_label: KeyLabel


def item_lines(view: GridView) -> list[Line]:
    """Return the item with its anchors, the grid, and how the scores compare."""
    perspective = view.session.sittings[view.seat].response.perspective
    question = wrapped(view.item.question(perspective), view.width - 2)
    lines: list[Line] = [line(Span(f" {text}", "strong")) for text in question]
    for score, anchor in enumerate(view.item.anchors):
        first, *rest = wrapped(anchor, view.width - 6)
        key = view.key_label(f"session.score-{score}")
        lines.append(line("   ", Span(key, "key"), f" {first}"))
        lines += [line(f"     {text}") for text in rest]
    return [*lines, (), *_grid_lines(view)]


def _grid_lines(view: GridView) -> list[Line]:
    session, item = view.session, view.item
    vendors = _visible_vendors(view)
    names = [Span(f"{fitted(session.names[each], CELL)} ", "dim") for each in vendors]
    lines: list[Line] = [(Span(" " * (PERSON + 1)), *names)]
    for person in session.people:
        cells = [_cell(view, Seat(person, vendor)) for vendor in vendors]
        lines.append((Span(f" {fitted(person, PERSON - 1)} "), *cells))
    if not session.all_in(item.id):
        missing = sum(not session.answer(seat, item.id).is_answered for seat in session.seats)
        return [*lines, line(Span(f" Hidden until all are in: {missing} to come", "dim"))]
    differing = [session.names[each] for each in vendors if session.far_apart(each, item.id)]
    if not differing:
        return [*lines, line(Span(" All in", "good"))]
    message = f"Far apart: {', '.join(differing)}. Talk it over, and score again"
    return [*lines, line(Span(message, "note"))]


def _visible_vendors(view: GridView) -> tuple[str, ...]:
    """Return as many vendors as fit side by side, including the current one."""
    room = max(1, (view.width - PERSON - 1) // (CELL + 1))
    first = view.session.vendors.index(view.seat.vendor) // room * room
    return view.session.vendors[first : first + room]


def _cell(view: GridView, seat: Seat) -> Span:
    answer = view.session.answer(seat, view.item.id)
    value = "·"
    if answer.is_answered:
        value = mark_of(answer) if view.session.all_in(view.item.id) else HIDDEN
    marked = seat == view.seat
    text = fitted(f"{'▸' if marked else ' '} {value}{' +' if answer.evidence else ''}", CELL)
    return Span(f"{text} ", "mark" if marked else "")
