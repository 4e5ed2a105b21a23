"""A whole report as text: reading the vendors' files, and laying out the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem
from partnercheck.report.agenda_topics import agenda
from partnercheck.report.map.pages import Size
from partnercheck.report.map.places import refusal
from partnercheck.report.map.text import fenced
from partnercheck.report.page import rendering
from partnercheck.report.page.records import Request, page
from partnercheck.report.page.vendor_part import VendorReportData
from partnercheck.report.words.lenses import warning_texts
from partnercheck.verdicts.history import before_round, history
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import lenses
from partnercheck.workspace.glossary import own_terms
from partnercheck.workspace.open import Workspace

MAP_SIZE = (80, 22)
ReportFormat = Literal["html", "markdown"]


def gather(
    workspace: Workspace, vendors: Iterable[JudgedVendor], today: dt.date
) -> tuple[list[VendorReportData], list[Problem]]:
    """Return the report's data about each vendor, and the problems in all files."""
    terms = own_terms(workspace)
    organisation = workspace.settings.organisation
    gathered, problems = [], list(workspace.problems)
    for judged in vendors:
        past = history(workspace, judged)
        lens_verdicts = lenses(workspace, judged, before_round(past, judged))
        warnings = warning_texts(lens_verdicts)
        topics = agenda(judged, organisation, today, terms, warnings)
        gathered.append(VendorReportData(judged, past, lens_verdicts, topics))
        problems += [*judged.files.problems, *(p for earlier in past for p in earlier.problems)]
    return gathered, problems


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
