"""Tables of any rows: for a spreadsheet, and for Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from partnercheck.base.cells import column_text, padded, wrapped
from partnercheck.base.text import csv_cell, markdown
from partnercheck.report.columns_text import GUTTER
from partnercheck.report.words.entry import Entry

LABEL_WIDTH = 12


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


def as_text(title: str, entries: Iterable[Entry], width: int) -> str:
    """A title, and the entries below it: labels at the left, their text beside them."""
    lines = [title, ""]
    for entry in entries:
        labels = wrapped(column_text(entry.label), LABEL_WIDTH) if entry.label else [""]
        room = max(20, width - LABEL_WIDTH - len(GUTTER))
        texts = [part for line in entry.text.split("\n") for part in wrapped(line, room)]
        for number in range(max(len(labels), len(texts))):
            label = labels[number] if number < len(labels) else ""
            text = texts[number] if number < len(texts) else ""
            lines.append(f"{padded(label, LABEL_WIDTH)}{GUTTER}{text}".rstrip())
    return "\n".join(lines) + "\n"
