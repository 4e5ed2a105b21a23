"""Tables of any rows: for a spreadsheet, and for Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from partnercheck.base.text import csv_cell, markdown


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A header and the rows, every field quoted, no text a formula, nothing for what is not."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(map(csv_cell, head))
    for row in rows:
        writer.writerow("" if cell is None else csv_cell(str(cell)) for cell in row)
    return out.getvalue()


def as_markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, every one of them escaped, in the head as in the rows."""
    escaped = [[markdown(cell) for cell in row] for row in (head, *rows)]
    lines = [escaped[0], ["---"] * len(head), *escaped[1:]]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
