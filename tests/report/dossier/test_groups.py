"""The dossier in groups: nothing of it is lost, and each group says its content in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnercheck.app.vendor.facts import VendorFacts, dossier_of, read_facts
from partnercheck.report.dossier.entries import dossier
from partnercheck.report.dossier.groups import Dossier
from partnercheck.report.words.agreements import agreed_entries, overdue_in_words
from partnercheck.report.words.lenses import lens_entries, warning_names
from partnercheck.report.words.since import since_entries
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.support.odd_vendors import odd_workspace
from tests.support.screens import TODAY, sample_workspace


def everything(workspace: Workspace, facts: VendorFacts) -> frozenset[str]:
    """The ids of all that opens."""
    sides = facts.judged.verdict.sides
    items = [f"{side}:{item.id}" for side in sides for item in workspace.instrument.items]
    conditions = [each.id for each in workspace.instrument.conditions]
    lenses = [each.instrument.id for each in facts.lenses]
    return frozenset([*items, *conditions, *lenses])


def grouped(of: Dossier, opened: frozenset[str]) -> str:
    entries = [*of.head, *of.conditions(opened, True)]
    entries += [entry for group in of.groups for entry in group.entries]
    return " ".join(entry.text for entry in entries)


@pytest.mark.parametrize("make", [sample_workspace, odd_workspace])
def test_every_sentence_of_the_dossier_is_in_a_group(tmp_path: Path, make: object) -> None:
    assert callable(make)
    workspace = open_workspace(make(tmp_path))
    for vendor_id in vendor_ids(workspace):
        facts = read_facts(workspace, vendor_id)
        judged, opened = facts.judged, everything(workspace, facts)
        flat = dossier(
            judged,
            opened,
            past=facts.rounds,
            more=[
                *since_entries(facts.last, judged.files, TODAY),
                *lens_entries(facts.lenses, opened),
                *agreed_entries(judged.files, TODAY),
            ],
            overdue_words=overdue_in_words(judged.files, TODAY),
            warnings=warning_names(facts.lenses),
            lenses=facts.lenses,
        )
        shown = grouped(dossier_of(facts, judged, opened, TODAY), opened)
        missing = [entry.text for entry in flat if entry.text.rstrip(".") not in shown]
        assert missing == [], vendor_id


def test_a_folded_group_says_the_most_important_in_one_line(tmp_path: Path) -> None:
    workspace = open_workspace(sample_workspace(tmp_path))
    facts = read_facts(workspace, "elderwick-dairy")
    of = dossier_of(facts, facts.judged, frozenset(), TODAY)
    summaries = {group.id: group.summary for group in of.groups}
    assert all(summary and "\n" not in summary for summary in summaries.values())
    assert summaries["lenses"].startswith("! Not practised at every level")
    assert summaries["change"] == "2 steps down to Near partner"
    dunmore = read_facts(workspace, "dunmore-steel")
    of = dossier_of(dunmore, dunmore.judged, frozenset(), TODAY)
    assert next(g.summary for g in of.groups if g.id == "change") == (
        "1 step up to Partner; 1 step down to Steady supplier"
    )
