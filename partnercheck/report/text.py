"""Verdicts as plain text for a terminal, a pipe or a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partnercheck.base.cells import column_text, cut, wrapped
from partnercheck.base.terminal import NARROWEST
from partnercheck.formats.columns import GUTTER, align_columns, labelled_lines, side_by_side
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.comparison import Row, comparison
from partnercheck.report.listing import portfolio_header
from partnercheck.report.words.entry import Entry
from partnercheck.verdicts.judged import JudgedVendor

LABEL_WIDTH = 20
NARROW_LABEL_WIDTH = 12
COLUMN_WIDTH = 18
NAME_LINES = 6


def compare(
    vendors: Sequence[JudgedVendor],
    width: int,
    lens_rows: Sequence[Row] = (),
    columns: Sequence[str] = (),
) -> str:
    """Return vendors side by side, in blocks of as many as fit in `width` cells."""
    width = max(width, NARROWEST)
    fitting = max(1, (width - LABEL_WIDTH) // (COLUMN_WIDTH + len(GUTTER)))
    room = max(1, min(fitting, len(vendors)))
    column = (width - LABEL_WIDTH) // room - len(GUTTER)
    rows = comparison(vendors, lens_rows=lens_rows, columns=columns)
    blocks = []
    for start in range(0, len(vendors), room):
        visible = vendors[start : start + room]
        names = [cut(judged.vendor.name, column * NAME_LINES) for judged in visible]
        lines = _row_lines("", names, column)
        for row in rows:
            lines += _row_lines(row.indented_label, row.cells[start : start + room], column)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _row_lines(label: str, cells: Sequence[str], width: int) -> list[str]:
    widths = [LABEL_WIDTH, *([width] * len(cells))]
    texts = zip((label, *cells), widths, strict=True)
    return side_by_side([wrapped(column_text(text), room) for text, room in texts], widths)


def vendor(judged: JudgedVendor, entries: Iterable[Entry], width: int) -> str:
    """Return a vendor's dossier: a column of labels, and a column of text."""
    title = f"{judged.vendor.name}   {judged.round.id or 'no round yet'}"
    return titled_entries(title, entries, width, LABEL_WIDTH)


def titled_entries(
    title: str, entries: Iterable[Entry], width: int, label_width: int = NARROW_LABEL_WIDTH
) -> str:
    """Return a title, and the entries below it."""
    lines = [title, "", *entry_lines(entries, width, label_width)]
    return "\n".join(lines) + "\n"


def entry_lines(
    entries: Iterable[Entry], width: int, label_width: int = LABEL_WIDTH, indent: int = 0
) -> list[str]:
    """Return entries as lines: all labels are indented, and all texts are in one column."""
    return [
        line
        for entry in entries
        for line in labelled_lines(
            entry.label, entry.text, label_width, width, indent + (2 if entry.level else 0)
        )
    ]


def table(
    instrument: Instrument,
    rows: Sequence[Sequence[str]],
    columns: Sequence[str] = (),
) -> str:
    """Return the portfolio as lines of plain text, with every column as wide as its widest cell.

    `rows` have the cells that `portfolio_cells` returns.
    """
    cells = [portfolio_header(instrument, columns), *rows]
    return "".join(f"{line}\n" for line in align_columns(cells))
