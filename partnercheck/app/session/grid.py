"""The lines of the session screen: an item, a grid of its answers, and what helps to score it.

The grid has a row for each person and a column for each vendor. Names are cut only if they do not
fit; if even short columns do not fit, the vendors are shown in turns. For example, three
vendors on 60 cells, of which the names of people take 14:

    Acme Logistics   Borealis Pack…   Cobalt Cloud

A cell says in a word whether there is an answer; what it is, only once everyone has answered.

Who scores whom is above the question. The free lines below show the answer of the last round, what
to write, and the rules for choosing a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.shared.page import MESSAGE_LINES
from partnercheck.app.shared.question import (
    KeyLabel,
    mark_of,
    question_lines,
    rules_at_the_bottom,
    side_lines,
)
from partnercheck.app.shared.widgets.lines import Line, Span, line, rule_line
from partnercheck.assessing.group_session import Seat, Session
from partnercheck.assessing.question_words import note_hint, phrase_question, reading_rules
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import unknown_words, wording

# Cells. A column is as wide as its vendor's name, if all fit, and at least this wide.
LEAST_CELL = 15
# The names of people take no more than this share of the width.
PEOPLE_SHARE = 3
GAP = 1
OPEN, HIDDEN, NOT_ASKED = "· open", "• given", "– not asked"
WITH_EVIDENCE = " +"
GRID_TITLE = "Answers, a row for each person"
NOW = "Now: "
EVIDENCE_LEGEND = "+ with evidence"
NO_OCCASION = wording().keys.n.form


class GridView(NamedTuple):
    """The data from which an item is drawn.

    `seat` is the person and the vendor under the cursor; `width` is in cells, and `room` the number
    of lines, 0 if it is not known.
    """

    session: Session
    item: Item
    seat: Seat
    width: int
    key_label: KeyLabel
    room: int = 0


def item_lines(view: GridView) -> list[Line]:
    """Return the lines of the item with its anchors, the grid, a note on differences, and hints."""
    session, item, seat = view.session, view.item, view.seat
    answer = session.answer(seat, item.id)
    complete = session.all_in(item.id)
    # Until everyone has answered, the introduction must not reveal the basis of an answer.
    basis = answer.basis if complete else "opinion"
    question = phrase_question(
        session.sittings[seat], session.descriptions[seat.vendor], item, basis
    )
    turn = _turn_lines(view)
    lines = [*turn, *question_lines(question, view.width)]
    scores = [
        each
        for score, anchor in enumerate(item.anchors)
        for each in _choice(view, f"session.score-{score}", anchor)
    ]
    others = _choice(view, "session.unknown", unknown_words(item))
    if item.offers_no_occasion:
        others += _choice(view, "session.no-occasion", NO_OCCASION)
    grid = _grid_lines(view)
    free = view.room - len(lines) - len(scores) - len(grid)
    if free < 0 < view.room:
        # The place that the keys act on stays in view.
        lines += [*grid, *scores]
    else:
        lines += [*scores, *(others if len(others) <= free else []), *grid]
    if complete:
        lines += side_lines(question, answer, view.width, view.key_label, "session")
    if len(lines) < view.room:
        lines.insert(len(turn), ())
    lines += _hints_that_fit(view, view.room - len(lines))
    return lines + _rules(view, view.room - len(lines))


def _rules(view: GridView, free: int) -> list[Line]:
    """Return the rules for choosing a line, if the lines have room for them and any message."""
    sitting, vendor = view.session.sittings[view.seat], view.session.descriptions[view.seat.vendor]
    rules = reading_rules(vendor.stage, sitting.response.perspective)
    return rules_at_the_bottom(rules, view.width, free - MESSAGE_LINES + 1)


def _choice(view: GridView, key_id: str, text: str) -> list[Line]:
    first, *rest = wrapped(text, view.width - 6)
    lines: list[Line] = [line("   ", Span(view.key_label(key_id), "key"), f" {first}")]
    return lines + [line(f"     {each}") for each in rest]


def _hints_that_fit(view: GridView, room: int) -> list[Line]:
    """Return the details of the cell under the cursor, as many as fit in the free lines."""
    lines: list[Line] = []
    for block in (_last_time_lines(view), _note_lines(view)):
        if block and len(lines) + 1 + len(block) <= room:
            lines += [(), *block]
    return lines


def _turn_lines(view: GridView) -> list[Line]:
    """Return who scores which vendor, with both names in full."""
    vendor = view.session.descriptions[view.seat.vendor].name
    first, *rest = wrapped(f"{NOW}{view.seat.person} about {vendor}", view.width - 2)
    start = line(Span(f" {NOW}", "dim"), Span(first.removeprefix(NOW), "strong"))
    return [start, *(line(Span(f" {each}", "strong")) for each in rest)]


def _last_time_lines(view: GridView) -> list[Line]:
    """Return the person's answer of the round before; its score only once all have answered.

    A score from the last round would sway those who have not answered yet.
    """
    carried = view.session.sittings[view.seat].carried
    before = carried.answers.get(view.item.id)
    if before is None:
        return []
    shows_score = view.session.all_in(view.item.id)
    text = one_line(before.evidence or before.reason)
    if not text and not shows_score:
        return []
    score = f" {mark_of(before)}" if shows_score else ""
    last_time = (
        f"Last time, in {carried.round}:{score}{f' — {text}' if score and text else f' {text}'}"
    )
    return [line(f" {each}") for each in wrapped(last_time.rstrip(), view.width - 2, 3)]


def _note_lines(view: GridView) -> list[Line]:
    """Return how to write what happened, and what to leave out of it."""
    answer = view.session.answer(view.seat, view.item.id)
    key = view.key_label("session.evidence")
    text = f"{wording().evidence.screen} {note_hint(view.item, answer)}"
    first, *rest = wrapped(text.rstrip(), view.width - 6)
    lines: list[Line] = [line("   ", Span(key, "key"), f" {first}")]
    return lines + [line(f"     {each}") for each in rest]


def _grid_lines(view: GridView) -> list[Line]:
    session, item = view.session, view.item
    people = _people_width(view)
    vendors, widths = _columns(view, people)
    names = [
        Span(f"{' ' * GAP}{fitted(session.descriptions[each].name, width - GAP)}", "dim")
        for each, width in zip(vendors, widths, strict=True)
    ]
    note = Span(EVIDENCE_LEGEND, "dim")
    lines: list[Line] = [
        line(" ", *rule_line(GRID_TITLE, (note,), view.width - 2)),
        (Span(" " * (people + 1)), *names),
    ]
    for person in session.people:
        cells = [
            span
            for vendor, width in zip(vendors, widths, strict=True)
            for span in (Span(" " * GAP), _cell(view, Seat(person, vendor), width))
        ]
        lines.append((Span(f" {fitted(person, people)}"), *cells))
    hidden = len(session.vendors) - len(vendors)
    more = "more vendor" if hidden == 1 else "more vendors"
    turns = f"   {hidden} {more} to the side" if hidden else ""
    if missing := len(session.missing(item.id)):
        message = f"Scores stay hidden until everyone has answered: {missing} missing{turns}"
        return [
            *lines,
            *(line(Span(f" {each}", "dim")) for each in wrapped(message, view.width - 2)),
        ]
    differing = [
        session.descriptions[each].name
        for each in session.vendors
        if session.far_apart(each, item.id)
    ]
    if not differing:
        return [*lines, line(Span(" Everyone has answered", "good"), Span(turns, "dim"))]
    message = f"Far apart: {', '.join(differing)}. Talk it over, and score again{turns}"
    return [*lines, *(line(Span(f" {each}", "note")) for each in wrapped(message, view.width - 2))]


def _people_width(view: GridView) -> int:
    """Return the cells of the longest name of a person, or of as much of it as may be shown."""
    longest = max(width_of(person) for person in view.session.people)
    return min(longest, max(8, view.width // PEOPLE_SHARE))


def _columns(view: GridView, people: int) -> tuple[tuple[str, ...], list[int]]:
    """Return the vendors that are shown side by side, with the cells of each column.

    The one under the cursor is among them.
    """
    session = view.session
    room = max(LEAST_CELL, view.width - people - 1)
    count = max(1, room // LEAST_CELL)
    first = session.vendors.index(view.seat.vendor) // count * count
    vendors = session.vendors[first : first + count]
    names = [width_of(session.descriptions[each].name) for each in vendors]
    wanted = [max(LEAST_CELL, each + GAP + 1) for each in names]
    return vendors, shared_width(wanted, room)


def shared_width(wanted: Sequence[int], room: int) -> list[int]:
    """Return the cells of columns: what they want, or less for the widest, until all fit."""
    widths = list(wanted)
    while sum(widths) > room and max(widths) > LEAST_CELL:
        widths[widths.index(max(widths))] -= 1
    return widths


def _cell(view: GridView, seat: Seat, width: int) -> Span:
    answer = view.session.answer(seat, view.item.id)
    value = OPEN if view.session.is_asked(seat, view.item.id) else NOT_ASKED
    if answer.is_answered:
        value = mark_of(answer) if view.session.all_in(view.item.id) else HIDDEN
    marked = seat == view.seat
    text = fitted(
        f"{'▸' if marked else ' '} {value}{WITH_EVIDENCE if answer.evidence else ''}", width - GAP
    )
    return Span(text, "mark" if marked else "")
