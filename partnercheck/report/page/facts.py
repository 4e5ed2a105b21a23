"""Facts of the report page: labels with their texts."""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.base.records import Record
from partnercheck.report.words.entry import Entry


class Fact(Record, frozen=True):
    """A label with its texts."""

    label: str
    texts: tuple[str, ...]


def facts_of(entries: Iterable[Entry]) -> tuple[Fact, ...]:
    """Return entries grouped by label; those without a label join the entry before."""
    groups: list[tuple[str, list[str]]] = []
    for entry in entries:
        if entry.label or not groups:
            groups.append((entry.label, []))
        groups[-1][1].append(entry.text)
    return tuple(Fact(label, tuple(texts)) for label, texts in groups)
