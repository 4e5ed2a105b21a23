"""The documentation as its readers see it: headings, fences, tables and links of Markdown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# A README that is not in its place yet can be tested from where it is.
README = Path(os.environ.get("README_FILE", ROOT / "README.md"))

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_HEADING = re.compile(r"^(#+) +(.+?) *#*$", re.M)
_LINK = re.compile(r"!?\[((?:[^][]|\[[^]]*\])*)\]\(([^)\s]+)\)")


class Fence(NamedTuple):
    """A block of code: its language, and its text."""

    language: str
    text: str


def read(page: str) -> str:
    """A page of docs/, by its name."""
    return (DOCS / page).read_text("utf-8")


def fences(text: str, language: str | None = None) -> list[Fence]:
    """The blocks of code of a page, in one language or in all."""
    found = [Fence(*each) for each in _FENCE.findall(text)]
    return [each for each in found if language in (None, each.language)]


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("", text)


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next one of its rank or above."""
    found = [each for each in _HEADING.finditer(_blanked(text)) if each[2] == heading]
    assert len(found) == 1, heading
    rank = len(found[0][1])
    later = (
        each.start()
        for each in _HEADING.finditer(_blanked(text))
        if each.start() > found[0].start() and len(each[1]) <= rank
    )
    return text[found[0].end() : next(later, len(text))]


def tables(text: str) -> list[list[dict[str, str]]]:
    """The tables of a text: a row is its cells by the heads of their columns."""
    found: list[list[dict[str, str]]] = []
    for block in re.findall(r"(?:^\|.*\|\n)+", prose(text) + "\n", re.M):
        head, _, *rows = [_cells(line) for line in block.splitlines()]
        found.append([dict(zip(head, row, strict=True)) for row in rows])
    return found


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip()[1:-1])
    return [cell.strip().replace("\\|", "|") for cell in cells]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found: set[str] = set()
    for _, heading in _HEADING.findall(_blanked(text)):
        words = re.sub(r"[^\w\- ]", "", _LINK.sub(r"\1", heading).replace("`", "").lower())
        name = words.replace(" ", "-")
        count = sum(re.fullmatch(rf"{re.escape(name)}(-\d+)?", each) is not None for each in found)
        found.add(f"{name}-{count}" if count else name)
    return found


def links(text: str) -> Iterator[str]:
    """Where the links and pictures of a page lead."""
    for label, target in _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(text))):
        yield target
        yield from links(label)


def _blanked(text: str) -> str:
    """A page with blanks for its blocks of code, so that every place stays where it is."""
    return _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
