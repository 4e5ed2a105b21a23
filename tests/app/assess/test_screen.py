"""Answering a questionnaire on screen."""

from pathlib import Path

import tomli

from partnercheck.assessing.start import Start
from partnercheck.questionnaires.read import packaged
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.vendors import archive_vendor
from tests.support.screens import ALICE, alices_file, jam, opened, seen, small_workspace, typed

ITEMS = [item.id for item in packaged()["partnership"].items]
QUESTIONS = [item.buyer for item in packaged()["partnership"].items]


def answers(root: Path) -> dict[str, dict[str, object]]:
    data = tomli.loads(alices_file(root).read_text())["answers"]
    return {item: table for item, table in data.items() if table}


async def test_a_score_is_on_disk_before_the_next_question_shows(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        assert QUESTIONS[0][:40] in seen(app)
        assert not alices_file(root).exists()
        await pilot.press("3")
        assert answers(root) == {"culture-decisions": answers(root)["culture-decisions"]}
        assert answers(root)["culture-decisions"]["score"] == 3
        assert "1 of 28 answered   saved" in seen(app)
        assert "Cultural alignment 1 of 7" in seen(app)
        await pilot.press("enter")
        assert "Cultural alignment 2 of 7" in seen(app)


async def test_all_28_items_by_keys_end_with_the_verdict_on_these_answers(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    scores = "3333222" + "3333333" + "4333333" + "3333333"
    async with opened(root, ALICE) as (app, pilot):
        for score in scores:
            await pilot.press(score, "enter")
        shown = seen(app)
    assert [answers(root)[item]["score"] for item in ITEMS] == [int(score) for score in scores]
    assert "All questions answered" in shown
    assert "◑ Near partner" in shown
    assert "~ partial" in next(line for line in shown.splitlines() if "Cultural" in line)
    assert "* our view only" in shown
    assert shown.index("Learning  ") < shown.index("* our view only"), "scores before caveats"
    assert "Cultural alignment 64, needs 66" in shown


async def test_a_questionnaire_resumes_at_its_first_open_question(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("1", "enter", "enter", "4")
    async with opened(root, ALICE) as (app, pilot):
        assert "Cultural alignment 2 of 7" in seen(app)
        assert "Resumed: 2 answered, 26 left" in seen(app)


async def test_what_happened_is_kept_with_its_lines(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "e")
        await typed(pilot, "Depot moved.")
        await pilot.press("ctrl+j")
        await typed(pilot, "In nine days, 0-4 and u.")
        await pilot.press("enter")
        assert "In nine days" in seen(app)
        assert "my view. Seen?   b I saw it" in seen(app)
        await pilot.press("b")
        assert "saved: I saw it" in seen(app)
        await pilot.press("b")
        assert "saved: it is written down" in seen(app)
    answer = answers(root)["culture-decisions"]
    assert answer["evidence"] == "Depot moved.\nIn nine days, 0-4 and u."
    assert (answer["score"], answer["basis"]) == (3, "documented")


async def test_escape_cancels_a_note_and_its_text_is_offered_again(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "e")
        await typed(pilot, "Said so")
        await pilot.press("escape")
        assert "Not saved. e continues with the text, which is kept as a draft" in seen(app)
        assert "evidence" not in answers(root)["culture-decisions"]
        await pilot.press("enter", "e", *"Other", "enter", "backspace", "e")
        await typed(pilot, ", twice")
        await pilot.press("enter")
    assert answers(root)["culture-decisions"]["evidence"] == "Said so, twice"


async def test_a_text_is_no_observation_and_the_question_about_it_stops_nobody(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "e", *"June", "enter")
        assert "my view. Seen?" in seen(app)
        await pilot.press("e", *"th", "enter")
        assert "my view. Seen?" not in seen(app)
        await pilot.press("enter", "4")
        assert "Cultural alignment 2 of 7" in seen(app)
    first, second = answers(root).values()
    assert (first["evidence"], first.get("basis")) == ("Juneth", None)
    assert second["score"] == 4


async def test_one_key_says_that_no_side_had_an_occasion(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("n")
        assert "▸ n Neither side had an occasion" in seen(app)
        assert "e Why not? (optional)" in seen(app)
        assert answers(root)["culture-decisions"]["skip"] == "no-occasion"
        await pilot.press("e")
        await typed(pilot, "No decision came up")
        await pilot.press("enter")
        assert "Neither side had an occasion: No decision came up" in seen(app)
    assert answers(root)["culture-decisions"]["reason"] == "No decision came up"


async def test_a_question_without_an_occasion_says_what_to_press_instead(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("enter", "n")
        assert "if nothing was done, choose 1. If you don't know, press u." in seen(app)
        assert not alices_file(root).exists()
        await pilot.press("u", "enter", "n")
        assert "the verdict will say that the question is untested" in " ".join(seen(app).split())
    assert {item: table["skip"] for item, table in answers(root).items()} == {
        "culture-dialogue": "unknown",
        "culture-repair": "no-occasion",
    }


async def test_only_after_a_2_can_the_side_be_named_and_another_score_forgets_it(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3", "w")
        assert "Which side answered in time?" not in seen(app)
        assert "only after a 2" in seen(app)
        await pilot.press("2")
        assert "Which side answered in time?" in seen(app)
        assert "w we did\n" in seen(app)
        await pilot.press("t")
        assert "▸ t Acme Logistics did" in seen(app)
        assert answers(root)["culture-decisions"]["done_by"] == "vendor"
        await pilot.press("t")
        assert "done_by" not in answers(root)["culture-decisions"]
        await pilot.press("w", "4")
        assert "done_by" not in answers(root)["culture-decisions"]
        await pilot.press("ctrl+z")
        assert answers(root)["culture-decisions"]["done_by"] == "buyer"


async def test_the_vendors_people_name_the_buyer_as_the_other_side(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    jane = Start("acme-logistics", perspective="vendor", respondent="Jane Doe")
    async with opened(root, jane) as (app, pilot):
        await pilot.press("2", "t")
        assert "▸ t Northwind Foods did" in seen(app)
    name = "vendor.jane-doe.partnership.toml"
    found = tomli.loads((root / "vendors/acme-logistics/2026-q4" / name).read_text())
    assert found["answers"]["culture-decisions"]["done_by"] == "buyer"


async def test_a_question_about_ones_own_side_asks_for_no_side(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press(*["enter"] * 13, "2", "w")
        assert "for your own side only" in seen(app)
        assert "Acme Logistics did" not in seen(app)
    assert answers(root) == {"gains-best-alternative": answers(root)["gains-best-alternative"]}
    assert "done_by" not in answers(root)["gains-best-alternative"]


async def test_the_period_and_the_line_of_work_stay_in_view(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE, (60, 20)) as (app, pilot):
        assert "Since December 2025 · all work between the two" in seen(app)
        description = root / "vendors/acme-logistics/vendor.toml"
        description.write_text('format = 1\nname = "Acme"\nline = "chilled transport"\n')
    async with opened(root, ALICE, (60, 20)) as (app, pilot):
        for key in ("2", "pagedown", "e", "escape", *["enter"] * 28):
            await pilot.press(key)
            assert "Since December 2025 · chilled transport" in seen(app)


async def test_the_rules_of_choosing_are_one_key_away(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("enter", "r")
        assert "In doubt: the lower number" in seen(app)
        assert "0: a side did the opposite, which outweighs all else" in " ".join(seen(app).split())
        await pilot.press("r")
        assert "Cultural alignment 2 of 7" in seen(app)


async def test_the_note_says_what_to_leave_out(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("e")
        assert "No names, nothing about health" in " ".join(seen(app).split())
        await pilot.press("escape", "enter", "enter", "e")
        assert "not who was at fault" in " ".join(seen(app).split())


async def test_the_quick_form_asks_a_question_more_where_one_had_no_occasion(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    quick = Start("acme-logistics", "buyer", "Alice Moreau", form="quick")
    async with opened(root, quick) as (app, pilot):
        await pilot.press("n")
        assert "1 of 13 answered" in seen(app)
        await pilot.press("enter", "3", "enter", "3", "enter")
        assert "Cultural alignment 4 of 4" in seen(app)
        assert "One more question, because a core question had no occasion" in seen(app)
        await pilot.press("3", "enter")
        assert "Mutual gains 1 of 3" in seen(app)
        await pilot.press("backspace")
        await pilot.press(*["backspace"] * 3, "2")
        assert "3 of 12 answered" in seen(app)
        await pilot.press("enter", "enter", "enter")
        assert "Mutual gains 1 of 3" in seen(app)


async def test_the_last_answers_are_undone_one_by_one(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("1", "2", "enter", "4", "x")
        assert "cleared" in seen(app)
        await pilot.press("ctrl+z")
        assert answers(root)["culture-dialogue"]["score"] == 4
        await pilot.press("ctrl+z", "ctrl+z")
        assert "Cultural alignment 1 of 7" in seen(app)
        assert {item: table["score"] for item, table in answers(root).items()} == {
            "culture-decisions": 1
        }
        await pilot.press("ctrl+z", "ctrl+z")
        assert not alices_file(root).exists()
        assert "Nothing to undo" in seen(app)


async def test_the_verdict_shows_only_on_its_key_while_one_answers(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        for _ in range(8):
            await pilot.press("4", "enter")
            assert "By your answers" not in seen(app)
        await pilot.press("v")
        assert "By your answers alone: Every class still possible" in seen(app)
        assert "Cultural alignment 100 present" in " ".join(seen(app).split())
        await pilot.press("v")
        assert "By your answers" not in seen(app)


async def test_the_footer_has_the_key_for_the_basis_once_there_is_evidence(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3")
        assert "b basis" not in seen(app).splitlines()[-1]
        await pilot.press("e", *"June", "enter")
        assert "b basis" in seen(app).splitlines()[-1]


async def test_the_list_of_questions_goes_to_any_of_them(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("4", "Q")
        assert "a yes or no in time" in seen(app)
        await pilot.press("o", "down", "enter")
        assert QUESTIONS[2][:40] in seen(app)


async def test_an_answer_that_cannot_be_saved_is_never_called_saved(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3")
        edited = alices_file(root).read_text()
        jam(root)
        await pilot.press("2")
        assert "Not saved" in seen(app)
        assert "   saved" not in seen(app)
        assert alices_file(root).read_text() == edited


async def test_the_vendors_own_people_get_their_wording(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    jane = Start("acme-logistics", perspective="vendor", respondent="Jane Doe", form="quick")
    async with opened(root, jane, (120, 40)) as (app, pilot):
        assert "How soon did this customer or we answer" in seen(app)
        assert "Cultural alignment 1 of 3" in seen(app)
        await pilot.press("2")
    name = "vendor.jane-doe.partnership.toml"
    found = tomli.loads((root / "vendors/acme-logistics/2026-q4" / name).read_text())
    assert (found["perspective"], found["form"]) == ("vendor", "quick")


async def test_a_candidate_is_judged_by_the_talks_the_trial_and_references(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    description = root / "vendors/acme-logistics/vendor.toml"
    description.write_text('format = 1\nname = "Acme Logistics"\nstage = "candidate"\n')
    async with opened(root, ALICE) as (app, pilot):
        assert "From the talks and the trial." in seen(app)
        assert "In the talks and the trial with us:" in seen(app)
        await pilot.press("3", "b")
        assert "seen in the talks or the trial" in seen(app)
        assert answers(root)["culture-decisions"]["basis"] == "pilot"
        await pilot.press("b")
        assert "told by a reference customer" in seen(app)
        assert "Between this vendor and the reference customer" in seen(app)
        await pilot.press("e")
        assert "Which customer told you?" in seen(app)
    assert answers(root)["culture-decisions"]["basis"] == "reference"


async def test_a_broken_file_of_the_respondent_is_named_and_left_alone(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    alices_file(root).parent.mkdir(parents=True)
    alices_file(root).write_text("format = 1\nscore =\n")
    async with opened(root, ALICE) as (app, pilot):
        assert "toml:2: " in seen(app)
        await pilot.press("3")
    assert alices_file(root).read_text() == "format = 1\nscore =\n"


async def test_archived_vendors_keep_their_answers(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (_, pilot):
        await pilot.press("3")
    before = alices_file(root).read_bytes()
    archive_vendor(open_workspace(root), "acme-logistics", None)
    assert alices_file(root).read_bytes() == before


async def test_a_name_is_suggested_and_taken_only_with_the_key_that_accepts_it(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    async with opened(root, ALICE) as (app, pilot):
        await pilot.press("3")
    for keys, name in ((["right"], "Alice Moreau"), ([], "al")):
        async with opened(root) as (app, pilot):
            await pilot.press("a")
            await typed(pilot, "al")
            await pilot.pause()
            await pilot.press(*keys, "ctrl+s")
            assert f"buyer: {name}" in seen(app)
