"""The lines of the session screen: an item, a grid of its answers, and what helps to score it.

The grid has a row for each person and a column for each vendor. Names are cut only if they do not
fit; if even short columns do not fit, the vendors are shown in turns. For example, three
vendors on 60 cells, of which the names of people take 14:

    Acme Logistics   Borealis Pack…   Cobalt Cloud

A cell says in a word whether there is an answer; what it is, only once everyone has answered.

The first line says who answers about which vendor and with which keys or, once everybody has
answered, what comes next. The free lines below the grid show the answer of the last round, and what
to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.session.keys import SCORES, SKIPS
from partnercheck.app.shared.question import KeyLabel, mark_of, question_lines, side_lines
from partnercheck.app.shared.widgets.lines import SIGN, Line, Span, line, line_width, rule_line
from partnercheck.assessing.group_session import Seat, Session
from partnercheck.assessing.question_words import note_hint, phrase_question
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.english import plural
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import unknown_words, wording
from partnercheck.report.signs import ANSWERED, EVIDENCE, FAR_APART, NOT_ASKED, TO_COME

# Cells. A column is as wide as its vendor's name, if all fit, and at least this wide.
LEAST_CELL = 15
# The names of people take no more than this share of the width.
PEOPLE_SHARE = 3
GAP = 1
# Before what a cell says, for its sign if it is under the cursor.
MARKER = 2
OPEN = f"{TO_COME.glyph} open"
WITH_EVIDENCE = f" {EVIDENCE.glyph}"
GRID_TITLE = "Answers"
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
    if complete:
        grid += side_lines(question, answer, view.width, view.key_label, "session")
    free = view.room - len(lines) - len(scores) - len(grid)
    if free < 0 < view.room:
        # The place that the keys act on stays in view.
        return [*lines, *grid, *scores]
    others = others if len(others) <= free else []
    # Blank lines come first between the answers and the grid, then below the first line.
    free -= len(others)
    above_grid: list[Line] = [()] if free > 0 else []
    below_turn: list[Line] = [()] if free > 1 else []
    lines[len(turn) : len(turn)] = below_turn
    lines += [*scores, *others, *above_grid, *grid]
    return lines + _hints_that_fit(view, view.room - len(lines))


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
    """Return what to do now, and with which keys; the names are in full."""
    words, look = _turn_words(view)
    first, *rest = wrapped(words, view.width - 2)
    keys = (*_turn_keys(view), Span(" ──", "label"))
    gap = view.width - 2 - width_of(first) - 2 - line_width(keys)
    if rest or gap < 0:
        return [line(Span(f" {each}", look)) for each in (first, *rest)]
    return [line(Span(f" {first} ", look), Span(f"{'─' * gap} ", "label"), *keys)]


def _turn_words(view: GridView) -> tuple[str, str]:
    """Return who answers about which vendor or, once all have answered, what follows; the look."""
    session, seat, item = view.session, view.seat, view.item.id
    if not session.all_in(item):
        does = "answers about" if session.is_asked(seat, item) else "is not asked about"
        if session.answer(seat, item).is_answered:
            does = "has answered about"
        return f"{SIGN} {seat.person} {does} {session.descriptions[seat.vendor].name}", "strong"
    vendors = [each for each in session.vendors if session.far_apart(each, item)]
    names = ", ".join(session.descriptions[each].name for each in vendors)
    if names:
        return f"{FAR_APART.glyph} Far apart: {names}. Talk it over, and score again", "note"
    return f"{ANSWERED.glyph} Everyone has answered", "good"


def _turn_keys(view: GridView) -> Line:
    """Return the keys that answer or, once everybody has answered, the key that goes on."""
    label = view.key_label
    if view.session.all_in(view.item.id):
        return line(Span(label("session.next"), "key"), " next question")
    unknown, no_occasion = (Span(label(key), "key") for key in SKIPS)
    scores = Span(f"{label(SCORES[0])}–{label(SCORES[-1])}", "key")
    if not view.item.offers_no_occasion:
        return line("press ", scores, " or ", unknown)
    return line("press ", scores, ", ", unknown, " or ", no_occasion)


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
    lines: list[Line] = [line(" ", *rule_line(GRID_TITLE, (_grid_state(view),), view.width - 2))]
    # The first line names a single vendor.
    if len(session.vendors) > 1:
        heads = [_head(view, vendor, width) for vendor, width in zip(vendors, widths, strict=True)]
        lines.append((Span(" " * (people + 1)), *heads))
    for person in session.people:
        cells = [
            span
            for vendor, width in zip(vendors, widths, strict=True)
            for span in (Span(" " * GAP), _cell(view, Seat(person, vendor), width))
        ]
        look = "strong" if person == view.seat.person else ""
        lines.append((Span(f" {fitted(person, people)}", look), *cells))
    notes = []
    if hidden := len(session.vendors) - len(vendors):
        notes.append(f"{plural(hidden, 'more vendor')} to the left or right")
    if any(session.answer(seat, item.id).evidence for seat in session.seats):
        notes.append(str(EVIDENCE))
    return [*lines, line(Span(f" {'   '.join(notes)}", "dim"))] if notes else lines


def _head(view: GridView, vendor: str, width: int) -> Span:
    name = fitted(view.session.descriptions[vendor].name, width - GAP - MARKER)
    return Span(f"{' ' * (GAP + MARKER)}{name}", "strong" if vendor == view.seat.vendor else "dim")


def _grid_state(view: GridView) -> Span:
    """Return how many answers are missing until the scores are shown."""
    missing = len(view.session.missing(view.item.id))
    if not missing:
        return Span("all given", "dim")
    return Span(f"shown after {plural(missing, 'more answer')}", "dim")


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
    wanted = [max(LEAST_CELL, GAP + MARKER + each + 1) for each in names]
    return vendors, shared_width(wanted, room)


def shared_width(wanted: Sequence[int], room: int) -> list[int]:
    """Return the cells of columns: what they want, or less for the widest, until all fit."""
    widths = list(wanted)
    while sum(widths) > room and max(widths) > LEAST_CELL:
        widths[widths.index(max(widths))] -= 1
    return widths


def _cell(view: GridView, seat: Seat, width: int) -> Span:
    answer = view.session.answer(seat, view.item.id)
    value = OPEN if view.session.is_asked(seat, view.item.id) else str(NOT_ASKED)
    if answer.is_answered:
        value = mark_of(answer) if view.session.all_in(view.item.id) else str(ANSWERED)
    marked = seat == view.seat
    text = fitted(
        f"{'▸' if marked else ' '} {value}{WITH_EVIDENCE if answer.evidence else ''}", width - GAP
    )
    return Span(text, "mark" if marked else "")
