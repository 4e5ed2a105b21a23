"""Agreements with vendors as text, Markdown, CSV and JSON, for every kind of agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, Literal, NamedTuple

from partnercheck.base.terminal import terminal_width
from partnercheck.formats.csv_write import Cell, csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import markdown_table
from partnercheck.report.json import problem_fields
from partnercheck.report.text import titled_entries
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.agreement_files import AgreementT
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles

Format = Literal["text", "markdown", "csv", "json"]


class Listing(NamedTuple, Generic[AgreementT]):
    """The layout of one kind of agreement in each format."""

    file: str
    ordered: Callable[[VendorFiles], Mapping[str, AgreementT]]
    expected: Callable[[VendorFiles], bool]  # whether to list a vendor without agreements
    title: Callable[[Workspace, VendorFiles], str]
    entries: Callable[[VendorFiles, dt.date], Iterable[Entry]]
    markdown_header: Sequence[str]
    # After the vendor's name, and after its id and name.
    markdown_rows: Callable[[VendorFiles, dt.date], Iterable[list[str]]]
    csv_header: Sequence[str]
    csv_rows: Callable[[VendorFiles, dt.date], Iterable[list[Cell]]]
    json_settings: Callable[[Workspace], dict[str, object]]
    json_fields: Callable[[VendorFiles, dt.date], dict[str, object]]
    hint: Callable[[VendorFiles, dt.date, bool], str]  # for one vendor; last: all readable
    nothing: str  # the message if no vendor has agreements


def agreements_text(
    workspace: Workspace,
    vendors: Sequence[VendorFiles],
    form: Format,
    today: dt.date,
    listing: Listing[AgreementT],
) -> str:
    """Return the agreements with these vendors in a format."""
    if form == "json":
        return _json(workspace, vendors, today, listing)
    if form == "text":
        width = terminal_width()
        return "\n".join(
            titled_entries(listing.title(workspace, each), listing.entries(each, today), width)
            for each in vendors
        )
    if form == "markdown":
        return markdown_table(
            ["Vendor", *listing.markdown_header],
            [[v.vendor.name, *row] for v in vendors for row in listing.markdown_rows(v, today)],
        )
    return csv_text(
        ["vendor", "name", *listing.csv_header],
        [[v.vendor.id, v.vendor.name, *row] for v in vendors for row in listing.csv_rows(v, today)],
    )


def _json(
    workspace: Workspace,
    vendors: Sequence[VendorFiles],
    today: dt.date,
    listing: Listing[AgreementT],
) -> str:
    entries = [
        {
            "vendor": each.vendor.id,
            "name": each.vendor.name,
            **listing.json_fields(each, today),
            **problem_fields(each.problems),
        }
        for each in vendors
    ]
    return json_document(**listing.json_settings(workspace), vendors=entries)
