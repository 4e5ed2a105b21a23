"""What a report says about each vendor, whichever other vendors are in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Problem
from partnercheck.report.agenda_topics import agenda
from partnercheck.report.page.records import Reader
from partnercheck.report.page.vendor import for_us
from partnercheck.report.page.vendor_part import VendorReportData
from partnercheck.report.words.lenses import warning_texts
from partnercheck.verdicts.history import before_round, history
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import lenses
from partnercheck.verdicts.vendor_results import RoundContent
from partnercheck.workspace.glossary import Term, own_terms
from partnercheck.workspace.open import Workspace


def gather(
    workspace: Workspace, vendors: Iterable[JudgedVendor], today: dt.date
) -> tuple[list[VendorReportData], list[Problem]]:
    """Return the report's data about each vendor, and the problems in all files."""
    terms = own_terms(workspace)
    gathered = [_report_data(terms, today, workspace, judged) for judged in vendors]
    return gathered, problems_of(workspace, gathered)


def problems_of(workspace: Workspace, gathered: Iterable[VendorReportData]) -> list[Problem]:
    """Return the problems in the workspace's and in all vendors' files."""
    problems = list(workspace.problems)
    for data in gathered:
        earlier = (problem for past in data.past for problem in past.problems)
        problems += [*data.judged.files.problems, *earlier]
    return problems


def report_content(
    reader: Reader,
    terms: Sequence[Term],
    today: dt.date,
    workspace: Workspace,
    judged: JudgedVendor,
) -> RoundContent:
    """Return the data about a vendor.

    For a report to us it includes the vendor's part, which takes most of the time.
    """
    data = _report_data(terms, today, workspace, judged)
    if reader == "us" and not data.is_blank:
        data = replace(data, part=for_us(data, "", today))
    return RoundContent(data)


def _report_data(
    terms: Sequence[Term], today: dt.date, workspace: Workspace, judged: JudgedVendor
) -> VendorReportData:
    past = history(workspace, judged)
    lens_verdicts = lenses(workspace, judged, before_round(past, judged))
    warnings = warning_texts(lens_verdicts)
    topics = agenda(judged, workspace.settings.organisation, today, terms, warnings)
    return VendorReportData(judged, past, lens_verdicts, topics)
