"""Facts of the report page: labels with their texts."""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.base.records import Record
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.places import is_link


class Fact(Record, frozen=True):
    """A label with its texts."""

    label: str
    texts: tuple[str, ...]
    address: str = ""  # the only text, if it is a plain web address to link to


def facts_of(entries: Iterable[Entry]) -> tuple[Fact, ...]:
    """Return entries grouped by label; an entry without a label joins the entry before it."""
    groups: list[tuple[str, list[str], str]] = []
    for entry in entries:
        if entry.label or not groups:
            address = web_address(entry.place.text) if entry.place else ""
            groups.append((entry.label, [], address))
        groups[-1][1].append(entry.text)
    return tuple(Fact(label, tuple(texts), address) for label, texts, address in groups)


def web_address(text: str) -> str:
    """Return the text if it may be a link in a page, else an empty text."""
    return text if is_link(text) else ""
