"""The rows of a comparison, and the whole text of one of them in the pane below the table.

Acme Logistics       Cobalt Cloud
Verdict              ◑ Near partner       … Steady–Partner
▹ Learning             ~    64 ━━━━┿━━┊     ✗–✓ 32–89 ━━╍╍┿╍╍┿╍
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from partnercheck.app.shared.bars import bar_cell
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.app.shared.widgets.sheet_rows import (
    MARKER,
    MOST_CELL_LINES,
    Cell,
    Column,
    SheetRow,
)
from partnercheck.base.cells import column_text, cut, wrapped
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report import compared
from partnercheck.report.compared import ComparedRow
from partnercheck.report.comparison import NESTED, NOTHING
from partnercheck.report.listing import marked_span
from partnercheck.report.signs import DIFFERS, state_sign
from partnercheck.rules.records import ConditionVerdict

LABEL = 20
NARROWEST, WIDEST_COLUMN = 17, 60
SIGN, NUMBER, LEAST_BAR = 3, 5, 5
NAME = 24
# How many lines a row takes until it is opened; the others take one.
LINES = {"What is missing": 3}


def comparison_columns(names: Sequence[str], width: int) -> list[Column]:
    """Return a column for the labels, and as wide a one as fits for each vendor."""
    room = (width - MARKER - LABEL - 1) // max(1, len(names)) - 1
    # On a terminal narrower than the labels nothing fits, but a column has at least a cell.
    column_width = max(1, min(room, WIDEST_COLUMN))
    return [
        Column("", LABEL, wrap=True),
        *(Column(name, column_width, wrap=True) for name in names),
    ]


def comparison_row(
    row: ComparedRow,
    visible: slice,
    columns: Sequence[Column],
    instrument: Instrument,
    expanded: frozenset[str],
    whole: frozenset[str],
) -> SheetRow:
    """Return a row with the cells of the visible vendors; rows in `whole` have their whole text."""
    label, look = row.label, "dim"
    if row.kind in ("condition", "lens"):
        label, look = f"{'▾' if row.id in expanded else '▹'} {label}", "strong"
    elif row.kind == "head":
        look = "strong"
    elif row.kind in NESTED:
        label = f"{DIFFERS.glyph} {label}" if row.differs and row.kind == "item" else f"  {label}"
    is_whole = row.id in whole
    cells: list[Cell] = [Span(label, look)]
    for cell, column in zip(row.cells[visible], columns[1:], strict=True):
        if cell.scored:
            cells.append(_score_line(cell, column.width, instrument))
        else:
            text = cell.full if is_whole and row.kind not in ("item", "lens") else cell.short
            cells.append(Span(text, "strong" if row.kind == "head" else _look(cell)))
    fixed = row.kind in NESTED or is_whole
    return SheetRow(row.id, tuple(cells), MOST_CELL_LINES if fixed else LINES.get(row.label, 1))


def _look(cell: compared.Cell) -> str:
    return "dim" if cell.short == NOTHING else cell.tone


def _score_line(cell: compared.Cell, width: int, instrument: Instrument) -> Line:
    """Return a condition as a sign, a number and, if there is room, a bar."""
    scored = cell.scored
    if scored is None:
        return ()
    sign = state_sign(scored.state_low, scored.state_high)
    number = span(scored.low, scored.high)
    if isinstance(scored, ConditionVerdict):
        number = marked_span(instrument, scored)
    figures = Span(f"{sign.glyph:<{SIGN}} {number:>{NUMBER}} ", sign.tone)
    bar = width - SIGN - NUMBER - 2
    return (figures, *(bar_cell(scored, instrument.states, bar) if bar >= LEAST_BAR else ()))


def details(
    row: ComparedRow | None,
    names: Sequence[str],
    visible: slice,
    width: int,
) -> list[Line]:
    """Return the heading of a row and its text for each visible vendor, in `width` cells."""
    if row is None:
        return []
    room = max(1, width - 2)
    heading = f"── {row.label} "
    lines: list[Line] = [line(" ", Span(heading + "─" * max(0, room - len(heading)), "dim"))]
    if row.question:
        lines += [line(" ", Span(each, "strong")) for each in wrapped(row.question, room)]
    for name, cell in zip(names, row.cells[visible], strict=True):
        # The whole name is beside the verdict; the title of a column may be too short for it.
        name_text = column_text(name) if row.kind == "head" else cut(column_text(name), NAME)
        # The lines after the first are indented by two cells more.
        first, *others = wrapped(column_text(f"{name_text}: {cell.full}"), max(1, room - 2))
        is_whole = first.startswith(name_text)
        parts = (Span(name_text, "strong"), first.removeprefix(name_text)) if is_whole else (first,)
        lines += [line(" ", *parts), *(line("   ", each) for each in others)]
    return lines


def details_page(lines: Sequence[Line], height: int, page: int, more: str) -> list[Line]:
    """Return a page of the details, with their heading; pages are counted round and round.

    The last line of a page is `more` if there are several.
    """
    if len(lines) <= height:
        return list(lines)
    heading, *rest = lines
    page_height = max(1, height - 2)
    pages = ceil(len(rest) / page_height)
    start = page % pages * page_height
    return [heading, *rest[start : start + page_height], line(" ", Span(more, "note"))]
