"""The lines of the session screen: an item, and a grid of its answers by person and vendor."""

from __future__ import annotations

from typing import NamedTuple

from partnercheck.app.shared.question import KeyLabel, asked_lines, mark_of, side_lines
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.assessing.group_session import Seat, Session
from partnercheck.assessing.question_words import asked
from partnercheck.base.cells import fitted, wrapped
from partnercheck.questionnaires.records import Item

# Cells.
PERSON = 16
CELL = 14
HIDDEN = "•"
NOT_ASKED = "–"


class GridView(NamedTuple):
    """The data from which an item is drawn.

    `seat` is the person and the vendor under the cursor; `width` is in cells.
    """

    session: Session
    item: Item
    seat: Seat
    width: int
    key_label: KeyLabel


def item_lines(view: GridView) -> list[Line]:
    """Return the lines of the item with its anchors, the grid, and a note on differences."""
    session, item, seat = view.session, view.item, view.seat
    answer = session.answer(seat, item.id)
    complete = session.all_in(item.id)
    # Until everybody has answered, the introduction must not reveal the basis of an answer.
    basis = answer.basis if complete else "opinion"
    question = asked(session.sittings[seat], session.descriptions[seat.vendor], item, basis)
    lines = asked_lines(question, view.width)
    for score, anchor in enumerate(item.anchors):
        first, *rest = wrapped(anchor, view.width - 6)
        key = view.key_label(f"session.score-{score}")
        lines.append(line("   ", Span(key, "key"), f" {first}"))
        lines += [line(f"     {text}") for text in rest]
    lines += [(), *_grid_lines(view)]
    if complete:
        lines += side_lines(question, answer, view.width, view.key_label, "session")
    return lines


def _grid_lines(view: GridView) -> list[Line]:
    session, item = view.session, view.item
    vendors = _visible_vendors(view)
    names = [Span(f"{fitted(session.descriptions[each].name, CELL)} ", "dim") for each in vendors]
    lines: list[Line] = [(Span(" " * (PERSON + 1)), *names)]
    for person in session.people:
        cells = [_cell(view, Seat(person, vendor)) for vendor in vendors]
        lines.append((Span(f" {fitted(person, PERSON - 1)} "), *cells))
    if missing := len(session.missing(item.id)):
        return [*lines, line(Span(f" Hidden until all are in: {missing} to come", "dim"))]
    differing = [
        session.descriptions[each].name for each in vendors if session.far_apart(each, item.id)
    ]
    if not differing:
        return [*lines, line(Span(" All in", "good"))]
    message = f" Far apart: {', '.join(differing)}. Talk it over, and score again"
    return [*lines, line(Span(message, "note"))]


def _visible_vendors(view: GridView) -> tuple[str, ...]:
    """Return as many vendors as fit side by side, including the one under the cursor."""
    room = max(1, (view.width - PERSON - 1) // (CELL + 1))
    first = view.session.vendors.index(view.seat.vendor) // room * room
    return view.session.vendors[first : first + room]


def _cell(view: GridView, seat: Seat) -> Span:
    answer = view.session.answer(seat, view.item.id)
    value = "·" if view.session.is_asked(seat, view.item.id) else NOT_ASKED
    if answer.is_answered:
        value = mark_of(answer) if view.session.all_in(view.item.id) else HIDDEN
    marked = seat == view.seat
    text = fitted(f"{'▸' if marked else ' '} {value}{' +' if answer.evidence else ''}", CELL)
    return Span(f"{text} ", "mark" if marked else "")
