"""Verdicts for other programs."""

from __future__ import annotations

from collections.abc import Iterable

from partnercheck.report import csv, json
from partnercheck.verdicts.history import reported
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.open import Workspace


def export(form: str, workspace: Workspace, vendors: Iterable[JudgedVendor]) -> str:
    """Return vendors as CSV or JSON. For CSV, each vendor is written before the next is read."""
    with_decisions = (reported(workspace, each) for each in vendors)
    if form == "csv":
        return csv.compare(workspace.instrument, with_decisions)
    return json.compare(workspace.instrument, with_decisions, workspace.problems)
