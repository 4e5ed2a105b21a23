"""Verdicts as Markdown, for a pull request, a wiki or an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from partnercheck.formats.markdown import escape_markdown, markdown_table
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.comparison import Row, comparison
from partnercheck.report.listing import portfolio_header
from partnercheck.report.words.entry import Entry
from partnercheck.verdicts.judged import JudgedVendor


def compare(
    vendors: Sequence[JudgedVendor], lens_rows: Sequence[Row] = (), columns: Sequence[str] = ()
) -> str:
    """Return a table with vendors as columns."""
    header = ["", *(judged.vendor.name for judged in vendors)]
    rows = comparison(vendors, lens_rows=lens_rows, columns=columns)
    return markdown_table(header, ((row.label, *row.cells) for row in rows), bold_labels=True)


def vendor(judged: JudgedVendor, entries: Sequence[Entry]) -> str:
    """Return a vendor's dossier: a heading, and one line per entry."""
    round_name = judged.round.id or "no round yet"
    heading = f"## {escape_markdown(judged.vendor.name)}, {escape_markdown(round_name)}"
    return "\n".join([heading, "", *entry_list(entries)]) + "\n"


def entry_list(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a list; nested entries and entries without a label are indented."""
    for entry in entries:
        label = f"**{escape_markdown(entry.label)}**: " if entry.label else ""
        indent = "  " if entry.level or not entry.label else ""
        yield f"{indent}- {label}{escape_markdown(entry.text)}"


def table(
    instrument: Instrument, rows: Iterable[Sequence[str]], columns: Sequence[str] = ()
) -> str:
    """Return the portfolio, one row per vendor, whose cells `portfolio_cells` returns."""
    return markdown_table(portfolio_header(instrument, columns), rows)
