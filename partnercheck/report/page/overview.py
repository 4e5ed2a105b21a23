"""The part of a report that covers all its vendors: portfolio, comparison and map.

Invariant: the number of a vendor, its place in `data`, makes its anchor. All three parts link to
the anchor, and `records.py` gives the anchor to the vendor's own part of the page.

The comparison has a column for each vendor. On a page of any width each vendor needs a row, so
`_comparison_row` takes one column out of all rows. From

    condition  Cultural alignment   ✓ 82 present   ~ 71 partial
    sides      us / vendor, gap     83 / 82, +1    78 / 71, +7
    text       Target               –              Partner (missed)

vendor 1 has the cell "~ 71 partial" with the sides "78 / 71, +7", and the fact "Partner (not
reached yet)". Vendor 0 has the cell "✓ 82 present" with "83 / 82, +1", and no fact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import (
    NOTHING,
    Row,
    class_text,
    comparison,
    target_text,
)
from partnercheck.report.condition_scores import scored
from partnercheck.report.map.places import Place, places, refusal, title
from partnercheck.report.page.facts import Fact
from partnercheck.report.page.pictures import Bars, MapPicture, bars_of, map_picture
from partnercheck.report.page.vendor_part import VendorReportData
from partnercheck.report.sides import sides_in_words
from partnercheck.report.signs import state_sign
from partnercheck.report.spend import Spend, spend_by_class
from partnercheck.report.words.caveat_phrases import judged_caveats, short_caveats
from partnercheck.report.words.customer import CustomerWords, customer_words
from partnercheck.report.words.gap import in_words
from partnercheck.report.words.lenses import lens_rows, pending_phrases, warning_names
from partnercheck.report.words.still_to_come import awaited_answers, late_in_words
from partnercheck.report.words.trend import arrow_in_short
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.customer import as_customer, latest_opinion
from partnercheck.verdicts.history import before_round
from partnercheck.verdicts.judged import JudgedVendor

# More labels on one map could not be told apart, so further vendors are on another sheet.
MOST_ON_A_MAP = 60


class PortfolioLine(Record, frozen=True):
    """A vendor's row of the portfolio."""

    anchor: str
    name: str
    round: str
    named: str
    caveats: str
    direction: str
    scores: tuple[tuple[str, str, str], ...]  # each with its sign and its tone
    signed_scores: tuple[str, ...]  # the sign and the score as one text
    sides: str
    target: str
    to_come: str
    overdue: str


class ComparedCell(Record, frozen=True):
    """A vendor's score for one condition; without a picture if the vendor was not assessed."""

    name: str
    text: str
    sides: str
    picture: Bars | None
    tone: str = ""  # of the state


class ComparisonRow(Record, frozen=True):
    """A vendor's row of the comparison: its conditions, and the other facts compared."""

    anchor: str
    name: str
    named: str
    caveats: str
    cells: tuple[ComparedCell, ...]
    facts: tuple[Fact, ...]


class LegendLine(Record, frozen=True):
    """A vendor's line in the legend of the map."""

    label: str
    anchor: str
    name: str
    named: str
    across: str
    up: str


class MapSheet(Record, frozen=True):
    """A map with its legend."""

    picture: MapPicture
    legend: tuple[LegendLine, ...]


class Overview(Record, frozen=True):
    """The overview of several vendors.

    `no_map` is the reason for leaving out the map; `off_map` names the vendors without a score.
    """

    portfolio: tuple[PortfolioLine, ...]
    compared: tuple[ComparisonRow, ...]
    not_compared: int  # how many vendors are left out, because nobody has assessed them
    axes: tuple[str, ...]
    axis_names: tuple[str, ...]
    sheets: tuple[MapSheet, ...]
    off_map: tuple[str, ...]
    no_map: str
    customer: CustomerWords
    spend: Spend | None = None  # None if no vendor has the fact `spend`


def anchor(number: int) -> str:
    """Return the anchor of a vendor's part in the page."""
    return f"vendor-{number + 1}"


def overview(
    instrument: Instrument,
    data: Sequence[VendorReportData],
    today: dt.date,
    columns: Sequence[str] = (),
) -> Overview:
    """Return the overview of these vendors, one row each, in their order.

    `columns` are the keys of fields and facts to compare too.
    """
    vendors = [each.judged for each in data]
    lenses = {each.judged.vendor.id: each.lenses for each in data}
    # Without a score a row would be empty, unless other columns are wanted.
    compared = [n for n, each in enumerate(data) if columns or not each.is_blank]
    of_lenses = lens_rows([vendors[n] for n in compared], lenses, frozenset())
    rows = comparison([vendors[n] for n in compared], lens_rows=of_lenses, columns=columns)
    no_map = refusal(instrument)
    on_map = [] if no_map else places(vendors)
    return Overview(
        portfolio=tuple(_portfolio_line(each, number, today) for number, each in enumerate(data)),
        compared=tuple(
            _comparison_row(vendors[number], number, [row.cells[place] for row in rows], rows)
            for place, number in enumerate(compared)
        ),
        not_compared=len(vendors) - len(compared),
        axes=tuple(title(instrument, axis) for axis in instrument.axes) if on_map else (),
        axis_names=tuple(axis.name for axis in instrument.axes),
        sheets=tuple(_sheets(instrument, vendors, on_map)),
        off_map=tuple(v.vendor.name for v in vendors if not v.verdict.assessed),
        no_map=no_map,
        customer=_customer(instrument, data),
        spend=spend_by_class(instrument, vendors),
    )


def _customer(instrument: Instrument, data: Sequence[VendorReportData]) -> CustomerWords:
    """Return how vendors see us, each in the latest round up to the reported one."""
    opinions = (latest_opinion(e.judged, before_round(e.past, e.judged)) for e in data)
    return customer_words(as_customer(instrument, opinions))


def _portfolio_line(data: VendorReportData, number: int, today: dt.date) -> PortfolioLine:
    judged = data.judged
    vendor = judged.vendor
    archived = "archived, " if vendor.archived else ""
    warnings = [f"warning: {name}" for name in warning_names(data.lenses)]
    scores = tuple(_marked(judged, condition) for condition in judged.verdict.conditions)
    return PortfolioLine(
        anchor=anchor(number),
        name=vendor.name,
        round=judged.round.id or NOTHING,
        named=f"{archived}{class_text(judged)}",
        caveats="; ".join([*warnings, *judged_caveats(judged)]),
        direction=arrow_in_short(data.change),
        scores=scores,
        signed_scores=tuple(f"{sign} {score}".strip() for sign, score, _ in scores),
        sides=sides_in_words(judged, today) or NOTHING,
        target=target_text(judged),
        to_come=awaited_answers(judged, today, pending_phrases(data.lenses)) or NOTHING,
        overdue=late_in_words(judged, today) or NOTHING,
    )


def _marked(judged: JudgedVendor, condition: ConditionVerdict) -> tuple[str, str, str]:
    """Return the sign of a condition's state, its score, and the state's tone.

    Only the mark shows that questions keep a condition in a lower state than its score has.
    """
    if not judged.verdict.assessed:
        return "", NOTHING, ""
    sign = state_sign(condition.state_low, condition.state_high)
    return sign.glyph, scored(judged, condition).number, sign.tone


def _comparison_row(
    judged: JudgedVendor, number: int, texts: Sequence[str], rows: Sequence[Row]
) -> ComparisonRow:
    """Return a vendor's column of the comparison as a row, with the scores of both sides.

    `texts` are the column's cells, one for each of the rows.
    """
    cells: list[ComparedCell] = []
    facts = []
    verdicts = {each.id: each for each in judged.verdict.conditions}
    for row, text in zip(rows, texts, strict=True):
        if row.kind == "condition":
            bars = bars_of(judged.instrument, row.label, verdicts[row.id], small=True)
            picture = bars if judged.verdict.assessed else None
            verdict = verdicts[row.id]
            sign = state_sign(verdict.state_low, verdict.state_high)
            tone = sign.tone if picture else ""
            cells.append(ComparedCell(row.label, text, "", picture, tone))
        elif row.kind == "sides":
            # This row always follows the row of its condition. It is missing if no vendor has both
            # sides.
            cells[-1] = replace(cells[-1], sides=in_words(text))
        # The head is the class, which the row has in `named`. No condition is expanded here, so
        # there are no rows about single items.
        elif row.kind != "head" and text != NOTHING:
            facts.append(Fact(row.label, (text,)))
    return ComparisonRow(
        anchor=anchor(number),
        name=judged.vendor.name,
        named=class_text(judged),
        caveats=", ".join(_short_caveats(judged)),
        cells=tuple(cells),
        facts=tuple(facts),
    )


def _short_caveats(judged: JudgedVendor) -> list[str]:
    """Return the caveats of a vendor's class in a few words, *archived* first."""
    archived = ["archived"] if judged.vendor.archived else []
    return [*archived, *short_caveats(judged, in_words=True)]


def _sheets(
    instrument: Instrument, vendors: Sequence[JudgedVendor], on_map: Sequence[Place]
) -> Iterator[MapSheet]:
    """Yield the map, on as many sheets as keep it legible."""
    # Vendors are looked up by identity, since records that hold mappings cannot be hashed. The map
    # has no place for a vendor without a score, so places and vendors have different numbers.
    numbers = {id(each): number for number, each in enumerate(vendors)}
    for start in range(0, len(on_map), MOST_ON_A_MAP):
        on_sheet = on_map[start : start + MOST_ON_A_MAP]
        legend = tuple(_legend_line(place, numbers[id(place.judged)]) for place in on_sheet)
        yield MapSheet(map_picture(instrument, [place.mark for place in on_sheet]), legend)


def _legend_line(place: Place, number: int) -> LegendLine:
    caveats = _short_caveats(place.judged)
    return LegendLine(
        label=place.label,
        anchor=anchor(number),
        name=place.name,
        named=", ".join([class_text(place.judged), *caveats]),
        across=span(*place.mark.across),
        up=span(*place.mark.up),
    )
