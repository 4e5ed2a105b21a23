"""Verdicts for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from partnercheck.report import csv, json
from partnercheck.verdicts.history import reported
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.vendor_results import MakeContent, RoundContent
from partnercheck.workspace.open import Workspace


def export(
    form: str,
    workspace: Workspace,
    vendors: Iterable[JudgedVendor],
    columns: Sequence[str] = (),
) -> str:
    """Return vendors as CSV or JSON; for CSV, each is written before the next is read.

    `columns` are the keys of further columns of CSV; JSON has every fact.
    """
    with_decisions = (reported(workspace, each) for each in vendors)
    if form == "csv":
        return csv.compare(workspace.instrument, with_decisions, columns)
    return json.compare(workspace.instrument, with_decisions, workspace.problems)


def exported_part(form: str, columns: Sequence[str] = ()) -> MakeContent:
    """Return a function that makes the part of a vendor: a line of CSV, or an entry of JSON."""
    return partial(_line, tuple(columns)) if form == "csv" else _entry


def _line(columns: Sequence[str], workspace: Workspace, judged: JudgedVendor) -> RoundContent:
    return RoundContent(csv.vendor_line(reported(workspace, judged), columns))


def _entry(workspace: Workspace, judged: JudgedVendor) -> RoundContent:
    return RoundContent(json.reported_vendor(reported(workspace, judged)))


def joined_parts(
    form: str, workspace: Workspace, parts: Iterable[object], columns: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the document with these parts: CSV line by line, each before the next part is made."""
    if form == "csv":
        yield csv.header_line(workspace.instrument, columns)
        yield from map(str, parts)
    else:
        entries = [entry for entry in parts if isinstance(entry, dict)]
        yield json.of_entries(workspace.instrument, entries, workspace.problems)
