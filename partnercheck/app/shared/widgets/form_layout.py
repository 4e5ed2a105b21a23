"""Dividing the lines of a form: what fits in addition to one row for each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from partnercheck.app.shared.widgets.lines import line, line_width

GAP = "  "


class FieldRows(NamedTuple):
    """The number of rows that a field with its note needs: at least, and for its whole text."""

    least: int
    full: int


class FormLayout(NamedTuple):
    """The parts of a form that fit in its height."""

    wraps: bool = False  # long texts in several rows
    headings: bool = False  # a heading above each group, and a blank line before it
    spaced: bool = False  # a blank line after each field


def form_layout(rows: Sequence[FieldRows], groups: int, height: int) -> FormLayout:
    """Return the parts that fit in a height: first whole texts, then headings or blank lines."""
    full = sum(each.full for each in rows)
    wraps = full <= height
    used = full if wraps else sum(each.least for each in rows)
    return FormLayout(
        wraps,
        headings=groups > 0 and used + 2 * groups <= height,
        # A blank line at the top and one at the bottom, too.
        spaced=not groups and used + len(rows) + 2 <= height,
    )


def choice_lines(choices: Sequence[tuple[str, str]], width: int) -> list[list[int]]:
    """Return the numbers of the choices of a field, in lines of a width."""
    lines: list[list[int]] = [[]]
    used = 0
    for number, (_, name) in enumerate(choices):
        cells = line_width(line(f"(•) {name}{GAP}"))
        if lines[-1] and used + cells - len(GAP) > width:
            lines.append([])
            used = 0
        lines[-1].append(number)
        used += cells
    return lines
