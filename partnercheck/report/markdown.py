"""Verdicts as Markdown, for a pull request, a wiki or a mail."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.text import markdown
from partnercheck.formats.tables import as_markdown
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.comparison import Row, comparison
from partnercheck.report.listing import Listed
from partnercheck.report.words.entry import Entry
from partnercheck.verdicts.judged import JudgedVendor


def compare(vendors: Sequence[JudgedVendor], lens_rows: Sequence[Row] = ()) -> str:
    """A table with vendors as columns."""
    head = ["", *(markdown(judged.vendor.name) for judged in vendors)]
    lines = [_line(head), _line(["---"] * len(head))]
    lines += [
        _line([f"**{markdown(row.label)}**", *(markdown(cell) for cell in row.cells)])
        for row in comparison(vendors, lens_rows=lens_rows)
    ]
    return "\n".join(lines) + "\n"


def vendor(judged: JudgedVendor, entries: Sequence[Entry]) -> str:
    """A vendor's dossier: a heading, and an entry a line."""
    lines = [
        f"## {markdown(judged.vendor.name)}, {markdown(judged.round.id or 'no round yet')}",
        "",
    ]
    for entry in entries:
        label = entry.label.strip()
        text = markdown(entry.text)
        nested = "  " if entry.label.startswith(" ") or not label else ""
        lines.append(f"{nested}- **{markdown(label)}**: {text}" if label else f"{nested}- {text}")
    return "\n".join(lines) + "\n"


def table(instrument: Instrument, rows: Sequence[Listed]) -> str:
    """The portfolio: a row a vendor."""
    shorts = [condition.short for condition in instrument.conditions]
    head = ["Vendor", *shorts, "By", "Target", "Verdict", "Round", "Waits for"]
    lines = []
    for row in rows:
        verdict = f"! {row.verdict(10_000)}" if row.problem else row.verdict(10_000)
        cells = [row.name, *(score.plain for score in row.scores), row.sides, row.target, verdict]
        lines.append([*cells, row.round, row.waits_for])
    return as_markdown(head, lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
