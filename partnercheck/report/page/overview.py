"""What a report shows of several vendors together: the portfolio, the comparison and the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import (
    NOTHING,
    STATE_MARKS,
    Row,
    class_text,
    comparison,
    target_text,
)
from partnercheck.report.listing import letters, scored, waits_for
from partnercheck.report.map.legend import rests_on
from partnercheck.report.map.places import Place, places, refusal, title
from partnercheck.report.page.pictures import Bars, Field, bars_of, field_of
from partnercheck.report.page.vendor import Fact, Gathered
from partnercheck.report.words.lenses import lens_rows
from partnercheck.report.words.trend import direction_in_short
from partnercheck.report.words.verdict import judged_caveats
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor

MOST_ON_A_MAP = 60


class PortfolioLine(Record, frozen=True):
    """A vendor's row of the portfolio."""

    anchor: str
    name: str
    round: str
    named: str
    caveats: str
    way: str
    scores: tuple[tuple[str, str], ...]
    sides: str
    target: str
    waits_for: str


class ComparedCell(Record, frozen=True):
    """A vendor's condition beside those of others; without a picture where nothing is assessed."""

    name: str
    text: str
    sides: str
    picture: Bars | None


class Compared(Record, frozen=True):
    """A vendor's row of the comparison: its conditions, and what else is compared."""

    anchor: str
    name: str
    named: str
    caveats: str
    cells: tuple[ComparedCell, ...]
    facts: tuple[Fact, ...]


class Placed(Record, frozen=True):
    """A vendor's line in the legend of the map."""

    label: str
    anchor: str
    name: str
    named: str
    across: str
    up: str


class Sheet(Record, frozen=True):
    """A map with its legend."""

    field: Field
    legend: tuple[Placed, ...]


class Overview(Record, frozen=True):
    """Several vendors together; `no_map` is why there is no map, `off_map` who is not on it."""

    portfolio: tuple[PortfolioLine, ...]
    compared: tuple[Compared, ...]
    axes: tuple[str, ...]
    axis_names: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    off_map: tuple[str, ...]
    no_map: str


def anchor(number: int) -> str:
    """Where in the page a vendor's part is: what links to it lead to."""
    return f"vendor-{number + 1}"


def overview(instrument: Instrument, found: Sequence[Gathered], today: dt.date) -> Overview:
    """The vendors in their order, each in its row."""
    vendors = [each.judged for each in found]
    rows = comparison(vendors, lens_rows=_lens_rows(found))
    why_not = refusal(instrument)
    on_map = [] if why_not else places(vendors)
    return Overview(
        portfolio=tuple(_listed(each, number, today) for number, each in enumerate(found)),
        compared=tuple(_compared(each, number, rows) for number, each in enumerate(vendors)),
        axes=tuple(title(instrument, axis) for axis in instrument.axes) if on_map else (),
        axis_names=tuple(axis.name for axis in instrument.axes),
        sheets=tuple(_sheets(instrument, vendors, on_map)),
        off_map=tuple(v.vendor.name for v in vendors if not v.verdict.assessed),
        no_map=why_not,
    )


def _lens_rows(found: Sequence[Gathered]) -> list[Row]:
    of = {each.judged.vendor.id: each.lenses for each in found}
    return lens_rows([each.judged for each in found], of, frozenset())


def _listed(each: Gathered, number: int, today: dt.date) -> PortfolioLine:
    judged = each.judged
    archived = "archived, " if judged.vendor.archived else ""
    return PortfolioLine(
        anchor=anchor(number),
        name=judged.vendor.name,
        round=judged.round.id or NOTHING,
        named=f"{archived}{class_text(judged)}",
        caveats="; ".join(judged_caveats(judged)),
        way=direction_in_short(each.change),
        scores=tuple(_marked(judged, condition) for condition in judged.verdict.conditions),
        sides=letters(judged, today) or NOTHING,
        target=target_text(judged),
        waits_for=waits_for(judged, today) or NOTHING,
    )


def _marked(judged: JudgedVendor, found: ConditionVerdict) -> tuple[str, str]:
    """The mark of a condition's state, and its score."""
    if not judged.verdict.assessed:
        return "", NOTHING
    marks = dict.fromkeys((STATE_MARKS[found.state_low], STATE_MARKS[found.state_high]))
    return "–".join(marks), scored(judged, found).plain


def _compared(judged: JudgedVendor, number: int, rows: Sequence[Row]) -> Compared:
    """A vendor's cells out of the rows of the comparison, of which the first is the verdict."""
    cells: list[ComparedCell] = []
    facts = []
    verdicts = {each.id: each for each in judged.verdict.conditions}
    for row in rows[1:]:
        text = row.cells[number]
        if row.kind == "condition":
            picture = bars_of(judged.instrument, row.label, verdicts[row.id], small=True)
            shown = picture if judged.verdict.assessed else None
            cells.append(ComparedCell(row.label, text, "", shown))
        elif row.kind == "sides":
            cells[-1] = replace(cells[-1], sides=text)
        elif text != NOTHING:
            facts.append(Fact(row.label, (text,)))
    return Compared(
        anchor=anchor(number),
        name=judged.vendor.name,
        named=class_text(judged),
        caveats=", ".join(rests_on(judged)),
        cells=tuple(cells),
        facts=tuple(facts),
    )


def _sheets(
    instrument: Instrument, vendors: Sequence[JudgedVendor], on_map: Sequence[Place]
) -> Iterator[Sheet]:
    """The map, on as many sheets as keep it legible."""
    numbers = {id(each): number for number, each in enumerate(vendors)}
    for start in range(0, len(on_map), MOST_ON_A_MAP):
        shown = on_map[start : start + MOST_ON_A_MAP]
        legend = tuple(_legend(place, numbers[id(place.judged)]) for place in shown)
        yield Sheet(field_of(instrument, [place.mark for place in shown]), legend)


def _legend(place: Place, number: int) -> Placed:
    resting = rests_on(place.judged)
    return Placed(
        label=place.label,
        anchor=anchor(number),
        name=place.name,
        named=", ".join([class_text(place.judged), *resting]),
        across=span(*place.mark.across),
        up=span(*place.mark.up),
    )
