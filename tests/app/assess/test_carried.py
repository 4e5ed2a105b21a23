"""A new round offers the answers of the last one; they count only once confirmed."""

from pathlib import Path

import tomli
from msgspec.structs import replace

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.questionnaires.read import packaged
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.screens import TODAY, opened, sample_workspace, seen, small_workspace

ALICE = Start("acme-logistics", perspective="buyer", respondent="Alice Moreau", round="2027-q1")
FILE = "vendors/acme-logistics/2027-q1/buyer.alice-moreau.partnership.toml"
BEFORE = "vendors/acme-logistics/2026-q4/buyer.alice-moreau.partnership.toml"


def answers(path: Path) -> dict[str, dict[str, object]]:
    return {k: v for k, v in tomli.loads(path.read_text())["answers"].items() if v}


async def test_carried_answers_are_shown_and_written_only_when_confirmed(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    before = answers(root / BEFORE)
    async with opened(root, ALICE) as (app, pilot):
        assert "In 2026-q4 you said" in seen(app)
        assert not (root / FILE).exists()
        await pilot.press("enter", "equals_sign", "enter", "2")
        assert "In 2026-q4 you said" not in seen(app)
        assert "2 of 28 answered" in seen(app)
    ids = list(before)
    written = answers(root / FILE)
    assert list(written) == ids[1:3]
    assert written[ids[1]]["score"] == before[ids[1]]["score"]
    assert written[ids[1]].get("evidence") == before[ids[1]].get("evidence")
    assert str(written[ids[1]]["on"]) == "2026-11-24"
    assert written[ids[2]]["score"] == 2
    workspace = open_workspace(root)
    verdict = judge_vendor(workspace, "acme-logistics", "2027-q1").verdict
    assert verdict.open_count == 26
    assert verdict.pending_count == 26


async def test_a_confirmed_answer_is_undone_like_any_other(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("equals_sign", "ctrl+z")
        assert "In 2026-q4 you said" in seen(app)
        assert not (root / FILE).exists()


async def test_only_the_same_persons_answers_are_carried(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    bob = Start("acme-logistics", perspective="buyer", respondent="Bob", round="2027-q1")
    async with opened(root, bob) as (app, pilot):
        assert "you said" not in seen(app)
        await pilot.press("equals_sign")
        assert "no earlier answer to confirm" in seen(app)
    assert not (root / "vendors/acme-logistics/2027-q1").exists()


async def test_answers_to_an_older_version_of_the_questionnaire_are_not_carried(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    earlier = replace(ALICE, round="2026-q4")
    start_sitting(open_workspace(root), earlier, TODAY).save_answer(
        "culture-decisions", Answer(score=3)
    )
    async with opened(root, ALICE) as (app, _):
        assert "In 2026-q4 you said" in seen(app)
    file = root / BEFORE
    current = packaged()["partnership"].version
    text = file.read_text().replace(f"\nversion = {current}\n", "\n")
    file.write_text(text.replace("\nround = ", f"\nversion = {current - 1}\nround = "))
    async with opened(root, ALICE) as (app, _):
        assert "you said" not in seen(app)
