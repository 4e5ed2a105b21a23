"""A whole report as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem
from partnercheck.report.map.pages import Size
from partnercheck.report.map.places import refusal
from partnercheck.report.map.text import fenced
from partnercheck.report.page import rendering
from partnercheck.report.page.records import Request, page
from partnercheck.report.page.vendor_part import VendorReportData

MAP_SIZE = (80, 22)
ReportFormat = Literal["html", "markdown"]


def report_text(
    request: Request,
    vendors: Sequence[VendorReportData],
    problems: Sequence[Problem],
    report_format: ReportFormat,
) -> str:
    """Return the report on these vendors as HTML or Markdown."""
    report = page(request, vendors, problems)
    if report_format == "html":
        return rendering.html(report)
    vendor_map = ""
    if report.overview and not refusal(request.instrument):
        vendor_map = fenced([each.judged for each in vendors], Size(*MAP_SIZE))
    return rendering.markdown(report, vendor_map)


def refuse_before_the_vendor_answers(vendors: Sequence[VendorReportData]) -> None:
    """Raise UserError if only our side has scores: showing them would influence the vendor's."""
    for judged in (each.judged for each in vendors):
        # A side whose only file cannot be read is in the verdict, without a score.
        scored = {
            side
            for condition in judged.verdict.conditions
            for side, answers in condition.sides.items()
            if any(reading.scores for reading in answers.items)
        }
        if scored == {"buyer"}:
            vendor = judged.vendor
            raise UserError(
                f"{vendor.name} has no readable score in {judged.round.id}. This report would show "
                "them our scores before they give theirs, so it was not written. "
                f"`partnercheck request {vendor.id}` makes a form"
            )
