"""The rows of a comparison, and the whole text of one of them in the pane below the table.

                     Acme Logistics      │ Cobalt Cloud
Verdict              ◑ Near partner      │ ◊ Steady–Partner
                                 40 66   │            40 66
▹Learning            ~      64 ━━━━┿━━┊  │ ✗–✓ 32–89 ━━╍╍┿╍╍┿╍
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from partnercheck.app.shared.bars import bar_cell, scale_cell
from partnercheck.app.shared.widgets.lines import Line, Span, line, section_line
from partnercheck.app.shared.widgets.sheet_rows import (
    MARKER,
    MOST_CELL_LINES,
    Cell,
    Column,
    SheetRow,
)
from partnercheck.base.cells import column_text, cut, padded, width_of, wrapped
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report import compared
from partnercheck.report.compared import AFTER, BEFORE, ComparedRow
from partnercheck.report.comparison import NESTED, NOTHING, STOPS, Kind
from partnercheck.report.condition_scores import marked_span
from partnercheck.report.signs import DIFFERS, state_sign
from partnercheck.rules.records import ConditionVerdict

LABEL = 19
# The least cells of a vendor's column: on a narrow screen, and on a wide one, which has a line
# between two columns.
NARROWEST, ROOMY, WIDEST_COLUMN = 18, 21, 60
WIDE = 110
BLANKS, RULE = "  ", " │ "
SIGN, NUMBER, LEAST_BAR = 3, 5, 5
# The cells of the sign and the number, with the blank after each.
FIGURES = SIGN + NUMBER + 2
NAME, LEAST_DETAIL = 24, 44
# The levels of a row: a few lines of its short text, all of the short text, or the full text.
BRIEF, SHORT, FULL = range(3)
# The most lines of brief rows; those not named here have one.
LINES = {"Verdict": 2, STOPS: 2, "Files": 2}


def vendors_that_fit(count: int, width: int) -> int:
    """Return how many of `count` vendors get a column: all, if columns of the least width fit."""
    room = width - MARKER - LABEL - 1
    narrow = (room + len(BLANKS)) // (NARROWEST + len(BLANKS))
    roomy = (room + len(RULE)) // (ROOMY + len(RULE))
    most = roomy if width >= WIDE and count > narrow else narrow
    return max(1, min(count, most))


def comparison_columns(names: Sequence[str], width: int) -> list[Column]:
    """Return a column for the labels and one for each vendor, as wide as the room allows."""
    room, count = width - MARKER - LABEL - 1, max(1, len(names))
    gap = RULE if (room + len(RULE)) // count - len(RULE) >= ROOMY else BLANKS
    # On a terminal narrower than the labels nothing fits, but a column has at least a cell.
    column_width = max(1, min((room + len(gap)) // count - len(gap), WIDEST_COLUMN))
    return [
        Column("", LABEL, wrap=True),
        *(Column(name, column_width, True, gap, "strong") for name in names[:-1]),
        *(Column(name, column_width, wrap=True, title_look="strong") for name in names[-1:]),
    ]


def comparison_row(
    row: ComparedRow,
    visible: slice,
    columns: Sequence[Column],
    instrument: Instrument,
    is_open: bool,
    level: int,
) -> SheetRow:
    """Return a row with the cells of the visible vendors.

    Args:
        row: The row.
        visible: The vendors that are shown.
        columns: The columns, including the column of the labels.
        instrument: The questionnaire.
        is_open: Whether the questions of a condition, or the parts of a lens, follow the row.
        level: How much of its text the row shows: `BRIEF`, `SHORT` or `FULL`.

    """
    label, look = row.label, "label"
    if row.kind in ("condition", "lens"):
        label, look = f"{'▾' if is_open else '▹'}{label}", "strong"
    elif row.kind == "head":
        look = "strong"
    elif row.kind in NESTED:
        label = f"{DIFFERS.glyph} {label}" if row.differs and row.kind == "item" else f"  {label}"
    cells: list[Cell] = [Span(label, look)]
    for cell, column in zip(row.cells[visible], columns[1:], strict=True):
        if cell.scored:
            cells.append(_score_line(cell, column.width, instrument))
        else:
            is_full = level == FULL and row.kind not in ("item", "lens")
            cells.append(Span(cell.full) if is_full else Span(cell.short, _look(cell, row.kind)))
    brief = level == BRIEF and row.kind not in NESTED
    return SheetRow(row.id, tuple(cells), LINES.get(row.label, 1) if brief else MOST_CELL_LINES)


def blank_row(above: str, columns: Sequence[Column]) -> SheetRow:
    """Return a blank line above a row; the cursor passes over it."""
    return SheetRow(f"above {above}", tuple(Span("") for _ in columns), is_heading=True)


def scale_row(row: ComparedRow, columns: Sequence[Column], instrument: Instrument) -> SheetRow:
    """Return a line above the first condition, with the thresholds as numbers over the ticks."""
    scored = next((cell.scored for cell in row.cells if cell.scored), None)
    cells = [Span("")]
    for column in columns[1:]:
        bar = column.width - FIGURES
        scale = scale_cell(scored, instrument.states, bar) if scored and bar >= LEAST_BAR else ()
        cells.append(Span("".join([" " * FIGURES, *(span.text for span in scale)]), "dim"))
    return SheetRow(f"above {row.id}", tuple(cells), is_heading=True)


def has_content(row: ComparedRow, visible: slice) -> bool:
    """Return whether a row says something about a visible vendor, or is about the verdict.

    The row of a lens that none of these vendors has would take the room of one that says something.
    """
    if section(row) in (0, 1, 2):
        return True
    return any(cell.short != NOTHING for cell in row.cells[visible])


def section(row: ComparedRow) -> int:
    """Return the number of the group of rows that a row belongs to."""
    if row.label in BEFORE:
        return 0
    if row.kind in ("condition", "sides", "item"):
        return 1
    if row.label in AFTER:
        return 2
    return 3 if row.kind in ("lens", "facet") or row.label == "Warnings" else 4


def _look(cell: compared.Cell, kind: Kind) -> str:
    if kind == "head":
        return "strong"
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
    bar = width - FIGURES
    return (figures, *(bar_cell(scored, instrument.states, bar) if bar >= LEAST_BAR else ()))


def details(
    row: ComparedRow | None,
    names: Sequence[str],
    visible: slice,
    width: int,
    opens: str,
) -> list[Line]:
    """Return the heading of a row and its text for each visible vendor, in `width` cells."""
    if row is None:
        return []
    room = max(1, width - 2)
    lines: list[Line] = [section_line(row.label, opens, width)]
    if row.question:
        lines += [line(" ", Span(each, "strong")) for each in wrapped(row.question, room)]
    labels = [cut(column_text(name), NAME) for name in names]
    label = max(map(width_of, labels), default=0) + 2
    for name, name_text, cell in zip(names, labels, row.cells[visible], strict=True):
        if row.kind == "head":
            lines += _named(column_text(cell.full), column_text(name), room)
        elif room - label >= LEAST_DETAIL:
            texts = wrapped(column_text(cell.full), room - label)
            before = [padded(name_text, label), *[" " * label] * len(texts)]
            lines += [
                line(" ", Span(each, "strong"), text)
                for each, text in zip(before, texts, strict=False)
            ]
        else:
            lines += _named(column_text(f"{name_text}: {cell.full}"), name_text, room)
    return lines


def _named(text: str, name: str, room: int) -> list[Line]:
    """Return the lines of a text, with a name in bold; the lines after the first are indented."""
    first, *others = wrapped(text, max(1, room - 2))
    before, name_in_text, after = first.partition(name)
    return [
        line(" ", before, Span(name_in_text, "strong"), after),
        *(line("   ", each) for each in others),
    ]


def details_page(lines: Sequence[Line], height: int, page: int, more: Line) -> list[Line]:
    """Return a page of the details, with their heading; after the last page comes the first.

    If there are several pages, the last line of each is `more`.
    """
    if len(lines) <= height:
        return list(lines)
    heading, *rest = lines
    page_height = max(1, height - 2)
    pages = ceil(len(rest) / page_height)
    start = page % pages * page_height
    return [heading, *rest[start : start + page_height], more]
