"""Spend by class: the sums are those of the files, and who has no spend is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from partnercheck.report.spend import spend_by_class
from partnercheck.verdicts.judged import JudgedVendor, judge_vendors
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.support.running import Run


def judged(root: Path) -> tuple[Workspace, list[JudgedVendor]]:
    workspace = open_workspace(root)
    return workspace, list(judge_vendors(workspace, vendor_ids(workspace)))


def test_the_sums_of_the_classes_are_those_of_the_files(samples: Path) -> None:
    workspace, vendors = judged(samples)
    spend = spend_by_class(workspace.instrument, vendors)
    assert spend
    spends = {
        path.parent.name: tomli.loads(path.read_text()).get("facts", {}).get("spend")
        for path in samples.glob("vendors/*/vendor.toml")
    }
    known = {vendor: amount for vendor, amount in spends.items() if amount is not None}
    assert spend.total.sum == f"{sum(known.values()):,}"
    assert spend.total.vendors == len(known) == 11
    assert sum(line.vendors for line in spend.lines) == 11
    by_class = {line.named[2:]: line for line in spend.lines}
    partners = [
        e.vendor.id for e in vendors if e.verdict.worst_class == e.verdict.best_class == "partner"
    ]
    assert by_class["Partner"].sum == f"{sum(known[each] for each in partners):,}"
    assert spend.note == "1 of 12 vendors has no numeric spend: Larkmere Energy."


def test_without_a_spend_there_is_no_table(samples: Path, run: Run) -> None:
    for path in samples.glob("vendors/*/vendor.toml"):
        path.write_text(path.read_text().replace("spend = ", "spend = '' # "))
    workspace, vendors = judged(samples)
    assert spend_by_class(workspace.instrument, vendors) is None
    assert "Spend by class" not in run("report", here=samples).out


@pytest.mark.parametrize("value", ['"much"', "true", "2027-01-01"])
def test_a_spend_that_is_no_number_is_named(samples: Path, value: str) -> None:
    path = samples / "vendors/acme-logistics/vendor.toml"
    path.write_text(path.read_text().replace("spend = 1240000", f"spend = {value}"))
    workspace, vendors = judged(samples)
    spend = spend_by_class(workspace.instrument, vendors)
    assert spend
    assert spend.note == (
        "2 of 12 vendors have no numeric spend: Acme Logistics and Larkmere Energy."
    )


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_the_report_has_it_once_and_the_vendors_version_never(
    samples: Path, run: Run, form: str
) -> None:
    ours = run("report", "--format", form, here=samples).out
    assert ours.count("Spend by class") == 1
    assert "6,083,000" in ours
    theirs = run("report", "acme-logistics", "--for", "vendor", "--format", form, here=samples).out
    assert "Spend" not in theirs
