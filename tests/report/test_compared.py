"""The comparison in short: counts and signs in the cells, and the same in full beside them."""

from __future__ import annotations

from pathlib import Path

from partnercheck.report.compared import ComparedRow, compared
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.verdicts.lenses import lenses_of
from partnercheck.workspace.open import open_workspace
from tests.support.screens import sample_workspace

IDS = ("acme-logistics", "borealis-packaging", "elderwick-dairy", "larkmere-energy")


def rows(root: Path, *expanded: str, ids: tuple[str, ...] = IDS) -> dict[str, ComparedRow]:
    workspace = open_workspace(sample_workspace(root))
    vendors = [judge_vendor(workspace, each) for each in ids]
    made = compared(vendors, lenses_of(workspace, vendors), frozenset(expanded))
    return {row.id: row for row in made}


def short(row: ComparedRow) -> tuple[str, ...]:
    return tuple(cell.short for cell in row.cells)


def test_verdict_target_and_caveats_come_first_and_are_short(tmp_path: Path) -> None:
    found = rows(tmp_path)
    assert list(found)[:4] == ["Verdict", "Target", "Caveats", "culture"]
    assert short(found["Verdict"]) == (
        "◑ Near partner",
        "◔ Steady supplier",
        "● Partner",
        "· Not assessed",
    )
    assert short(found["Caveats"])[:3] == ("1 caveat", "3 caveats", "! 1 warning")
    assert "our answers alone: Near partner" in found["Caveats"].cells[0].full
    assert "Not practised at every level" in found["Caveats"].cells[2].full
    assert short(found["Target"])[0] == "✗ Partner"
    assert "missed" in found["Target"].cells[0].full


def test_what_is_missing_is_one_clause_and_the_rest_in_full(tmp_path: Path) -> None:
    stops = rows(tmp_path, ids=("cobalt-cloud",))["What is missing"].cells[0]
    assert stops.short == "Reciprocity 60–75, needs 66, +3"
    assert "Reciprocity 60–75, needs 66 (1 open), lowest on help beyond the contract" in stops.full
    assert "Learning 32–89" in stops.full


def test_a_condition_has_its_views_and_reasons_in_full_and_opens_to_its_questions(
    tmp_path: Path,
) -> None:
    found = rows(tmp_path, "learning", ids=("acme-logistics",))
    cell = found["learning"].cells[0]
    assert cell.scored is not None
    assert cell.full.startswith("~ 64 partial; us 64, vendor 67, gap -3. Learning is partial")
    questions = [row for row in found.values() if row.kind == "item"]
    assert len(questions) == 7
    assert all(row.question for row in questions)
    assert "Both passed on knowledge unasked" in " ".join(row.cells[0].full for row in questions)
