"""What a vendor reads afterwards: the result, and its version of the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w

from partnercheck.questionnaires.read import packaged
from tests.support.made_reports import made
from tests.support.read_reports import read
from tests.support.running import Run

ITEMS = packaged()["partnership"].items
TOPICS = {item.id: item.topic for item in ITEMS}
ROUND = "vendors/acme-logistics/2026-q4"


def answer(root: Path, side: str, who: str, scores: dict[str, int], rest: int = 3) -> None:
    """File a score for every item, with a note and a doer beside every 2."""
    answers: dict[str, dict[str, Any]] = {}
    for item in ITEMS:
        score = scores.get(item.id, rest)
        answers[item.id] = {"score": score, "basis": "observed", "evidence": f"Noted by {who}."}
        if score == 2 and item.asks_which_side:
            answers[item.id]["done_by"] = "vendor"
    header = {
        "format": 1,
        "instrument": "partnership",
        "vendor": "acme-logistics",
        "round": "2026-q4",
        "perspective": side,
        "respondent": who,
        "form": "full",
    }
    path = root / ROUND / f"{side}.{who.lower()}.partnership.toml"
    path.write_text(tomli_w.dumps({**header, "answers": answers}))


@pytest.fixture
def both(workspace: Path) -> Path:
    """Bo and Jo differ on three items, one of them confidential; a meeting was held."""
    for path in (workspace / ROUND).iterdir():
        path.unlink()
    low = {"culture-dialogue": 1, "reciprocity-sign-again": 1, "gains-beyond-price": 2}
    answer(workspace, "buyer", "Bo", low)
    answer(workspace, "vendor", "Jo", {"gains-beyond-price": 4})
    (workspace / "vendors/acme-logistics/meetings.toml").write_text(
        'format = 1\n\n[meetings.2026-10-06]\ndecided = "Two runs a night."\n'
        'we = ["Send the plan"]\nthey = ["Repair gate 4"]\nnext = 2026-12-15\n'
    )
    return workspace


def result_of(run: Run, root: Path) -> str:
    ran = run("request", "--result", "acme-logistics", "--output", "-", here=root)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_the_result_names_the_joint_verdict_and_both_views(both: Path, run: Run) -> None:
    """Going on: 1 and 3 is 2, not mutual; reciprocity is partial by our view: near partner."""
    said = result_of(run, both)
    assert "Together: Near partner" in said
    assert "By each side's answers alone, we see Near partner, you see Partner." in said


def test_columns_and_difference_are_over_the_questions_that_both_scored(
    both: Path, run: Run
) -> None:
    """Culture: ours 19 of 28, theirs 21; with decisions unscored by Jo, 16 and 18 of 24."""
    line = "Cultural alignment                  67          75           -7"
    assert line in result_of(run, both)
    path = both / ROUND / "vendor.jo.partnership.toml"
    text = path.read_text()
    assert text.count("[answers.culture-decisions]\nscore = 3") == 1
    path.write_text(
        text.replace(
            '[answers.culture-decisions]\nscore = 3\nbasis = "observed"\nevidence = "Noted by Jo."',
            '[answers.culture-decisions]\nskip = "unknown"',
        )
    )
    line = "Cultural alignment                  66          75           -8"
    assert line in result_of(run, both)


def test_where_the_sides_differ_both_are_quoted_and_nothing_confidential(
    both: Path, run: Run
) -> None:
    said = result_of(run, both)
    assert "  - Talk beyond orders\n    We see: neither side shared a plan" in said
    assert "    You see: both shared plans or doubts beyond orders.\n" in said
    assert "(you did)" in said
    assert TOPICS["reciprocity-sign-again"] not in said.casefold()
    for ours in ("Noted by", "Bo", "Jo", "target", "Target"):
        assert ours not in said


def test_what_was_agreed_and_the_next_meeting_are_in_the_result(both: Path, run: Run) -> None:
    said = result_of(run, both)
    for line in (
        "What we agreed on 2026-10-06",
        "  - Decided: Two runs a night.",
        "  - We committed to: Send the plan",
        "  - You committed to: Repair gate 4",
        "  - Next meeting agreed for 2026-12-15.",
    ):
        assert f"{line}\n" in said


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_the_vendors_report_has_numbers_and_no_names(kind: str, both: Path) -> None:
    """Nine of ten answers of Bo and of Jo are equal: that is said to us alone."""
    giving = {item.id: 2 for item in ITEMS if item.balance}
    answer(both, "buyer", "Bo", giving)
    vendor = both / "vendors/acme-logistics/vendor.toml"
    vendor.write_text(vendor.read_text() + "archived = 2026-11-20\n")
    texts = {}
    for reader in ("us", "vendor"):
        out = made(both, "acme-logistics", "--for", reader, "--format", kind).out
        texts[reader] = read(out).text if kind == "html" else out.replace("\\", "")
    assert "Straight line: Jo gave 3" in texts["us"]
    assert "By our own account it was mostly Acme Logistics" in texts["us"]
    assert "It was archived on 2026-11-20." in texts["us"]
    count = len(giving)
    assert f"we named you in {count} of {count} questions" in texts["vendor"]
    for ours in ("Straight", "Bo ", "Jo ", "mostly Acme", "archived", "Noted by"):
        assert ours not in texts["vendor"]
