"""A report as records, which templates lay out.

Judging is done elsewhere. The vendor's version is composed from its own, shorter list of parts, so
that nothing has to be removed from ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from partnercheck.base.english import joined
from partnercheck.base.records import Problem, Record
from partnercheck.base.rounds import period
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.page.facts import Fact
from partnercheck.report.page.overview import Overview, anchor, overview
from partnercheck.report.page.pictures import limits
from partnercheck.report.page.vendor import attention, blank_line, for_us, for_vendor
from partnercheck.report.page.vendor_part import BlankLine, VendorPart, VendorReportData
from partnercheck.report.words.caveat_phrases import judged_caveats, straight_line_names
from partnercheck.report.words.lenses import warning_names
from partnercheck.rules.gap import gap_marked, gap_of
from partnercheck.rules.sides import differing_classes
from partnercheck.verdicts.judged import JudgedVendor

Reader = Literal["us", "vendor"]


class ClassLine(Record, frozen=True):
    """A class in words, and the number of vendors that are certainly in it."""

    named: str
    meaning: str
    count: int


class Attention(Record, frozen=True):
    """Warnings and overdue matters of a vendor: its anchor, and texts with their signs."""

    anchor: str
    name: str
    texts: tuple[tuple[str, str], ...]


class Page(Record, frozen=True):
    """A report: its reader, its day and its parts. Empty parts are not shown.

    `judged` counts the vendors with a verdict; `limited` counts those that also have a caveat or a
    warning.
    """

    organisation: str
    title: str
    on: str
    reader: Reader
    as_of: str = ""
    instrument: str = ""
    conditions: tuple[str, ...] = ()
    classes: tuple[ClassLine, ...] = ()
    limits: tuple[int, int] = (0, 0)
    gap: int = 0
    rounds: tuple[str, ...] = ()
    limited: int = 0
    judged: int = 0
    attention: tuple[Attention, ...] = ()
    unknown: tuple[Fact, ...] = ()
    overview: Overview | None = None
    vendors: tuple[VendorPart, ...] = ()
    # Those that have no part, because nothing but their description is known.
    blank: tuple[BlankLine, ...] = ()
    problems: tuple[str, ...] = ()


class Request(Record, frozen=True):
    """The choices for a report: organisation, questionnaire, reader, day, columns and commit."""

    organisation: str
    instrument: Instrument
    reader: Reader
    today: dt.date
    columns: tuple[str, ...] = ()
    as_of: str = ""  # the commit whose files the report shows, in words; empty for today's files


def page(
    request: Request, data: Sequence[VendorReportData], problems: Sequence[Problem] = ()
) -> Page:
    """Return the report on these vendors.

    The portfolio, comparison and map are only in our own report on several vendors.
    """
    vendors = [each.judged for each in data]
    instrument, several = request.instrument, len(data) > 1
    ours = request.reader == "us"
    blank = [ours and several and each.is_blank for each in data]
    return Page(
        organisation=request.organisation,
        title=_title(request, vendors),
        on=request.today.isoformat(),
        reader=request.reader,
        as_of=request.as_of,
        instrument=instrument.name,
        conditions=tuple(condition.name for condition in instrument.conditions),
        classes=tuple(_classes(instrument, vendors, with_empty=ours)),
        limits=limits(instrument),
        gap=int(instrument.limits.gap),
        rounds=_rounds(vendors),
        limited=sum(
            bool(judged_caveats(each.judged) or warning_names(each.lenses))
            for each in data
            if each.judged.verdict.assessed
        ),
        judged=sum(each.verdict.assessed for each in vendors),
        attention=tuple(_attention(data, request.today)) if ours and several else (),
        unknown=tuple(_unknown(data)) if ours and several else (),
        overview=overview(instrument, data, request.today, request.columns)
        if ours and several
        else None,
        vendors=tuple(_parts(request, data, blank)),
        blank=tuple(
            blank_line(each, anchor(number), request.today)
            for number, each in enumerate(data)
            if blank[number]
        ),
        problems=tuple(str(problem) for problem in problems) if ours else (),
    )


def _attention(data: Sequence[VendorReportData], today: dt.date) -> Iterator[Attention]:
    """Yield the vendors with a warning or with something overdue."""
    for number, vendor_data in enumerate(data):
        if texts := tuple(attention(vendor_data, today)):
            yield Attention(anchor(number), vendor_data.judged.vendor.name, texts)


def _title(request: Request, vendors: Sequence[JudgedVendor]) -> str:
    if len(vendors) == 1:
        return f"{request.organisation} and {vendors[0].vendor.name}"
    return f"{request.organisation}: suppliers and partners"


def _rounds(vendors: Sequence[JudgedVendor]) -> tuple[str, ...]:
    return tuple(sorted({v.round.id for v in vendors} - {""}, key=period))


def _parts(
    request: Request, data: Sequence[VendorReportData], blank: Sequence[bool]
) -> Iterator[VendorPart]:
    """Yield the vendors' parts, without those that are only in a line."""
    for number, vendor_data in enumerate(data):
        if request.reader == "vendor":
            yield for_vendor(vendor_data, anchor(number))
        elif not blank[number]:
            part = vendor_data.part or for_us(vendor_data, "", request.today)
            yield replace(part, anchor=anchor(number))


def _classes(
    instrument: Instrument, vendors: Sequence[JudgedVendor], with_empty: bool
) -> Iterator[ClassLine]:
    """Yield a line per class, best first, then one for open classes and one for no assessment.

    The last two lines are omitted if they count no vendor, unless `with_empty` is true.
    """
    settled = [each.verdict.worst_class for each in vendors if each.verdict.settled]
    for grade in instrument.classes:
        yield ClassLine(f"{grade.glyph} {grade.name}", grade.meaning, settled.count(grade.id))
    is_open = sum(each.verdict.assessed and not each.verdict.settled for each in vendors)
    unassessed = sum(not each.verdict.assessed for each in vendors)
    between = "Open or disputed questions leave more than one class possible."
    if is_open or with_empty:
        yield ClassLine("◊ Class still open", between, is_open)
    if unassessed or with_empty:
        yield ClassLine("· Not assessed", "Nobody has given a score yet.", unassessed)


def _unknown(data: Sequence[VendorReportData]) -> Iterator[Fact]:
    """Yield the caveats of the verdicts, each with its vendors."""
    vendors = [each.judged for each in data]
    differing = [v for v in vendors if differing_classes(v.instrument, v.verdict)]
    pending_lens = [
        each.judged for each in data if any(lens.verdict.pending_count for lens in each.lenses)
    ]
    for label, named in (
        ("Unreadable files", [v for v in vendors if v.errors]),
        ("Not assessed", [v for v in vendors if not v.verdict.assessed]),
        ("Only our view so far", [v for v in vendors if v.verdict.sides == ("buyer",)]),
        ("Only the vendor's view so far", [v for v in vendors if v.verdict.sides == ("vendor",)]),
        (
            "Answers about the conditions are still to come",
            [v for v in vendors if v.verdict.provisional],
        ),
        ("Answers to extra questions are still to come", pending_lens),
        ("The class is open", [v for v in vendors if v.verdict.assessed and not v.verdict.settled]),
        ("The two sides' answers lead to different classes", differing),
        ("The two views are far apart", [v for v in vendors if _far_apart(v)]),
        ("Not signed yet", [v for v in vendors if v.vendor.stage == "candidate"]),
        ("Only the quick form", [v for v in vendors if v.verdict.quick]),
        ("Little evidence", [v for v in vendors if v.verdict.opinion_conditions]),
        ("Untested key questions", [v for v in vendors if v.verdict.untested_items]),
        ("Few occasions", [v for v in vendors if v.verdict.few_occasions]),
        ("Nearly all scores alike", [v for v in vendors if straight_line_names(v)]),
    ):
        if named:
            count = f"{len(named)} of {len(vendors)}"
            names = joined(each.vendor.name for each in named)
            yield Fact(label, (f"{count}: {names}",))


def _far_apart(judged: JudgedVendor) -> bool:
    """Return whether the two views are far apart, over the whole form or in one condition."""
    gap = gap_of(judged.instrument, judged.verdict)
    conditions = judged.verdict.conditions
    return bool(gap and gap.marked) or any(gap_marked(judged.instrument, c) for c in conditions)
