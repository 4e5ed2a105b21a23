"""The columns and rows of the portfolio.

The verdict is next to the name. Scores are shown from 80 cells on, and other columns from 110 on:
they are added in the order of `_OPTIONAL` as long as they fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from partnercheck.app.portfolio.row_data import PortfolioRow
from partnercheck.app.shared.widgets.lines import Span
from partnercheck.app.shared.widgets.sheet_rows import MARKER, Column, SheetRow
from partnercheck.base.cells import fitted, width_of
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.listing import Listed
from partnercheck.report.signs import CAVEATS, LATE, MARKED, NOT_ASSESSED, OPEN_CLASS, WARNING
from partnercheck.workspace.vendor_filter import key_label, value_text

# The widest texts: "◊ Supplier–Partner*", "53–82", "Supplier ✓".
VERDICT, SCORE, TARGET = 19, 5, 10
LEAST_NAME, MOST_NAME = 17, 40
NOTHING_DUE = "–"


class _Optional(NamedTuple):
    """A column for wide terminals."""

    title: str
    width: int
    cell: Callable[[PortfolioRow], Span]


def _due(row: PortfolioRow) -> Span:
    return Span(str(row.due or NOTHING_DUE), LATE.tone if row.overdue else "")


_OPTIONAL = (
    _Optional("Answered by", 19, lambda row: Span(row.listed.sides_words)),
    _Optional("Due", 10, _due),
    _Optional("Owner", 14, lambda row: Span(row.vendor.owner)),
    _Optional("Round", 8, lambda row: Span(row.listed.round)),
    _Optional("Still to come", 22, lambda row: Span(row.listed.to_come)),
)


class Layout(NamedTuple):
    """The columns that fit in a width."""

    columns: Sequence[Column]
    scores: bool  # whether the conditions' scores are among them
    more: Sequence[_Optional]  # the columns for wide terminals


def layout(instrument: Instrument, width: int, sorted_by: str = "") -> Layout:
    """Return the columns that fit in `width` cells.

    If the rows are sorted by a key of the vendors, `sorted_by`, its column is the first of the
    columns for wide terminals.
    """
    fixed = [Column("Verdict", VERDICT)]
    after = [Column("Target", TARGET)]
    scores = [Column(condition.short, SCORE) for condition in instrument.conditions]

    def room(*columns: Column) -> int:
        """Return the number of cells left for the name."""
        return width - MARKER - 1 - sum(each.width + 1 for each in columns) + 1

    with_scores = room(*fixed, *scores, *after) >= LEAST_NAME
    columns = [*fixed, *(scores if with_scores else []), *after]
    more: list[_Optional] = []
    for column in (*_of_the_order(sorted_by), *_OPTIONAL):
        if with_scores and room(*columns, Column(column.title, column.width)) >= LEAST_NAME + 5:
            columns.append(Column(column.title, column.width))
            more.append(column)
    name = Column(" Vendor", min(MOST_NAME, max(LEAST_NAME, room(*columns))))
    return Layout([name, *columns], with_scores, more)


def _of_the_order(key: str) -> Sequence[_Optional]:
    if not key:
        return ()
    label = key_label(key)
    return (_Optional(label, 14, lambda row: Span(value_text(row.vendor, key))),)


def row(portfolio_row: PortfolioRow, laid_out: Layout, marked: bool) -> SheetRow:
    """Return the row of a vendor or, if the vendor cannot be read, a row with the problem."""
    vendor = portfolio_row.listed
    name = Span(_name(portfolio_row, laid_out.columns[0].width, marked))
    if vendor.problem and not vendor.sides:
        return SheetRow(vendor.id, (name, Span(vendor.problem, "poor")))
    scores = [Span(score.text, score.sign.tone) for score in vendor.scores]
    cells = [
        name,
        Span(verdict_text(vendor), _verdict_look(vendor)),
        *(scores if laid_out.scores else []),
        _target(portfolio_row),
        *(each.cell(portfolio_row) for each in laid_out.more),
    ]
    return SheetRow(vendor.id, tuple(cells))


def _name(portfolio_row: PortfolioRow, width: int, marked: bool) -> str:
    """Return the name with its flags: ! for a warning or a file problem, ⚑ for overdue."""
    vendor = portfolio_row.listed
    flags = WARNING.glyph if vendor.warnings or portfolio_row.problems else ""
    flags += LATE.glyph if portfolio_row.overdue else ""
    name = f"{MARKED.glyph if marked else ' '}{vendor.name}"
    if not flags:
        return name
    # The blank before the flags is left out if the name needs its cell.
    blank = "" if width_of(name) == width - len(flags) else " "
    return f"{fitted(name, width - len(flags) - len(blank))}{blank}{flags}"


def verdict_text(vendor: Listed) -> str:
    """Return the class with its glyph, an arrow if it moved, and * if it has caveats."""
    arrow = vendor.direction.glyph if vendor.direction else ""
    caveats = CAVEATS.glyph if vendor.caveats[len(vendor.warnings) :] else ""
    return f"{vendor.class_sign}{arrow}{caveats}"


def _verdict_look(vendor: Listed) -> str:
    """Return the style of a verdict, which differs if the verdict is settled."""
    if vendor.class_sign.glyph == NOT_ASSESSED.glyph:
        return "dim"
    return "" if vendor.class_sign.glyph == OPEN_CLASS else "strong"


def _target(portfolio_row: PortfolioRow) -> Span:
    vendor = portfolio_row.listed
    if portfolio_row.archived:
        return Span("archived", "dim")
    return Span(f"{vendor.target} {vendor.target_sign.glyph}".strip(), vendor.target_sign.tone)
