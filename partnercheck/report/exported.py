"""Files that the screen for reports writes: a report, a table, or a calendar, as bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, cast

from partnercheck.base.errors import UserError
from partnercheck.base.records import Record
from partnercheck.base.text import strip_controls
from partnercheck.formats.xlsx_extra import require_xlsx
from partnercheck.report.calendar import calendar
from partnercheck.report.page.records import Request
from partnercheck.report.tables.written import (
    table_lines,
    table_names,
    table_rows,
    table_spreadsheet,
)
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.workspace.due_dates import due_dates
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_vendor

Kind = Literal["html", "markdown", "table", "calendar"]


class Export(Record, frozen=True):
    """The choices for a file: its kind, its vendors, and its reader."""

    kind: Kind
    vendors: tuple[str, ...]  # vendor ids
    reader: Literal["us", "vendor"] = "us"
    table: str = "verdicts"
    table_format: str = "csv"

    @property
    def file_name(self) -> str:
        """The usual name of the file."""
        name = {
            "html": "report.html",
            "markdown": "report.md",
            "table": f"{self.table}.{self.table_format}",
            "calendar": "partnercheck.ics",
        }[self.kind]
        if len(self.vendors) != 1:
            return name
        to = ".for-the-vendor" if self.reader == "vendor" and self.is_report else ""
        stem, _, suffix = name.rpartition(".")
        return f"{self.vendors[0]}.{stem}{to}.{suffix}"

    @property
    def is_report(self) -> bool:
        """Whether the file is a report, which has a version for a vendor."""
        return self.kind in ("html", "markdown")


def export_content(workspace: Workspace, export: Export, moment: dt.datetime) -> bytes:
    """Return the content of the file. Raises UserError if there is nothing to write."""
    if export.kind == "calendar":
        return _calendar(workspace, export, moment)
    if export.kind == "table":
        return _table(workspace, export)
    return _report(workspace, export, moment.date())


def _report(workspace: Workspace, export: Export, today: dt.date) -> bytes:
    # The library of templates takes 90 ms to load; tables and calendars do not need it.
    from partnercheck.report.page.gathering import gather
    from partnercheck.report.page.whole import (
        ReportFormat,
        refuse_before_the_vendor_answers,
        report_text,
    )

    judged = judge_vendors(workspace, export.vendors, archived=True)
    vendors, problems = gather(workspace, judged, today)
    if export.reader == "vendor":
        refuse_before_the_vendor_answers(vendors)
    organisation = workspace.settings.organisation
    request = Request(organisation, workspace.instrument, export.reader, today)
    report_format = cast("ReportFormat", export.kind)
    return strip_controls(report_text(request, vendors, problems, report_format)).encode()


def _table(workspace: Workspace, export: Export) -> bytes:
    judged = judge_vendors(workspace, export.vendors, archived=True)
    names, rows = table_names(export.table), table_rows(workspace, export.table, judged, [])
    if export.table_format == "xlsx":
        require_xlsx()
        return table_spreadsheet(export.table, names, rows)[0]
    return strip_controls("".join(table_lines(export.table_format, names, rows))).encode()


def _calendar(workspace: Workspace, export: Export, moment: dt.datetime) -> bytes:
    days = [
        day for each in export.vendors for day in due_dates(workspace, read_vendor(workspace, each))
    ]
    if not days:
        # A calendar without an event is not valid, and most calendars refuse it.
        raise UserError("Nothing has a due date yet, so there is no calendar to write")
    return calendar(workspace.settings.organisation, days, moment).encode()


def export_words(export: Export, names: Sequence[str]) -> str:
    """Return a sentence that says what the file contains, and who may read it."""
    subject = names[0] if len(names) == 1 else f"{len(names)} vendors"
    if export.kind == "calendar":
        return f"Goals, promises, meetings, requests and due dates for {subject}, as a calendar."
    if export.kind == "table":
        row_content = {
            "answers": "each answer, with the texts of both sides: not for a vendor",
            "conditions": "each condition of each side",
            "verdicts": "each vendor's verdict",
        }[export.table]
        return f"A table about {subject}, one row for {row_content}."
    if export.reader == "vendor":
        return (
            f"A report that {subject} may read: without our evidence, names, target and "
            "decision, and without other vendors."
        )
    return f"Everything about {subject} on one page, for us: with evidence, names and targets."
