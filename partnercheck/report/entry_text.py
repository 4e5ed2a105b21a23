"""A title and labelled entries as text that fits a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.base.cells import column_text, padded, wrapped
from partnercheck.report.columns_text import GUTTER
from partnercheck.report.words.entry import Entry

LABEL_WIDTH = 12


def as_text(title: str, entries: Iterable[Entry], width: int) -> str:
    """A title, and the entries below in two columns: labels and texts."""
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
