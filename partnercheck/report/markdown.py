"""Verdicts as Markdown, for a pull request, a wiki or a mail."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.portfolio import Judged
from partnercheck.report.comparison import comparison
from partnercheck.text import markdown


def compare(vendors: Sequence[Judged]) -> str:
    """A table with vendors as columns."""
    head = ["", *(markdown(judged.assessment.vendor.name) for judged in vendors)]
    lines = [_line(head), _line(["---"] * len(head))]
    lines += [
        _line([f"**{markdown(row.label)}**", *(markdown(cell) for cell in row.cells)])
        for row in comparison(vendors)
    ]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
