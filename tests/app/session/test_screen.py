"""A session of several people about several vendors."""

import re
from pathlib import Path

import pytest
import tomli

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.note_page import AUTOSAVE_SECONDS
from partnercheck.assessing.group_session import Session
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from tests.support.screens import (
    TODAY,
    free,
    jam,
    opened,
    sample_workspace,
    seen,
    small_workspace,
    typed,
)

PEOPLE = ["Bea", "Carl", "Dora"]
VENDORS = ["larkmere-energy", "kellaby-studio"]


def session(root: Path, round_id: str = "2027-q1") -> Session:
    return Session(open_workspace(root), VENDORS, PEOPLE, TODAY, round_id=round_id)


def scores(root: Path, vendor: str, person: str) -> list[int]:
    file = root / f"vendors/{vendor}/2027-q1/buyer.{person}.partnership.toml"
    if not file.exists():
        return []
    found = tomli.loads(file.read_text())["answers"].values()
    return [each["score"] for each in found if "score" in each]


def grid(shown: str) -> list[list[str]]:
    rows = [line for line in shown.splitlines() if re.match(r" (Bea|Carl|Dora) ", line)]
    return [re.split(r"\s{2,}", row.replace("▸", " ").strip())[1:] for row in rows]


async def test_nothing_shows_before_all_are_in_and_each_has_a_file(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("3", "2", "4", "1", "0")
        assert grid(seen(app)) == [
            ["✓ answered", "✓ answered"],
            ["✓ answered", "✓ answered"],
            ["✓ answered", "□ open"],
        ]
        assert "shown after 1 more answer" in seen(app)
        await pilot.press("2")
        assert grid(seen(app)) == [["3", "2"], ["4", "1"], ["0", "2"]]
        assert "Far apart: Larkmere Energy" in seen(app)
        await pilot.press("left", "3", "enter", "1")
        assert "Cultural alignment 2 of 7" in seen(app)
        assert grid(seen(app))[0] == ["✓ answered", "□ open"]
    assert scores(root, "larkmere-energy", "bea") == [3, 1]
    assert scores(root, "larkmere-energy", "dora") == [3]
    assert scores(root, "kellaby-studio", "carl") == [1]


async def test_a_session_resumes_where_it_stopped(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "2", "4", "1", "0", "2", "enter", "4")
    again = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Session resumed: 1 of 28 complete" in seen(again)
        assert "Cultural alignment 2 of 7" in seen(again)
        assert grid(seen(again)) == [
            ["✓ answered", "□ open"],
            ["□ open", "□ open"],
            ["□ open", "□ open"],
        ]
        await pilot.press("1")
    assert scores(root, "kellaby-studio", "bea") == [2, 1]


async def test_what_happened_is_kept_for_the_place_it_was_written_for(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "3", "up", "left", "e", *"seen in May", "enter", "u")
        assert "✓ answered ¶" in seen(app)
    file = root / "vendors/larkmere-energy/2027-q1/buyer.bea.partnership.toml"
    answer = tomli.loads(file.read_text())["answers"]["culture-decisions"]
    assert (answer["skip"], answer["evidence"]) == ("unknown", "seen in May")


async def test_a_session_begins_from_marked_vendors(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    async with opened(root) as (app, pilot):
        await pilot.press("space", "down", "space", "S", *"Bea,Carl", "enter")
        assert "Session   2026-q4   full" in seen(app)
        assert "Acme Logistics" in seen(app)
        await pilot.press("q")
        assert "2 marked" in seen(app)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    with pytest.raises(UserError, match="same name"):
        Session(open_workspace(root), VENDORS, ["Bea", "BEA"], TODAY)


async def test_one_key_says_that_no_side_had_an_occasion(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        assert grid(seen(app))[0] == ["✓ answered", "□ open"]
        await pilot.press("left", "e", *"never came up", "enter")
        assert grid(seen(app))[0] == ["✓ answered", "□ open"]
        await pilot.press("enter", "n")
        assert "if nothing was done, choose 1" in seen(app)
        assert grid(seen(app))[0] == ["□ open", "□ open"]
    file = root / "vendors/larkmere-energy/2027-q1/buyer.bea.partnership.toml"
    answer = tomli.loads(file.read_text())["answers"]["culture-decisions"]
    assert (answer["skip"], answer["reason"]) == ("no-occasion", "never came up")


async def test_which_side_did_it_is_asked_only_once_all_are_in(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "left", "t")
        assert "once everyone has answered" in seen(app)
        assert "Which side answered" not in seen(app)
        await pilot.press("right", "3", "3", "3", "3", "3")
        await pilot.press("down", "left")
        assert "Which side answered in time?" in seen(app)
        await pilot.press("t")
        assert "▸ t Larkmere Energy did" in seen(app)
    file = root / "vendors/larkmere-energy/2027-q1/buyer.bea.partnership.toml"
    answer = tomli.loads(file.read_text())["answers"]["culture-decisions"]
    assert (answer["score"], answer["done_by"]) == (2, "vendor")


async def test_only_who_had_no_occasion_is_asked_the_question_in_reserve(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    group = Session(
        open_workspace(root), VENDORS[:1], PEOPLE[:2], TODAY, round_id="2027-q1", form="quick"
    )
    app = PartnerCheck(open_workspace(root), TODAY, group)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "3", "enter", "3", "3", "enter", "3", "3", "enter")
        assert "Cultural alignment 4 of 4" in seen(app)
        assert "One more question" in seen(app)
        assert grid(seen(app)) == [["□ open"], ["· not asked"]]
        await pilot.press("3")
        assert "Everyone has answered" in seen(app)
        await pilot.press("enter")
        assert "Mutual gains 1 of 3" in seen(app)


async def test_the_basis_of_a_text_is_chosen_in_its_place(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "left", "e", *"in May", "enter")
        assert "my view. Seen?" in seen(app)
        await pilot.press("b", "right", "1")
    file = root / "vendors/larkmere-energy/2027-q1/buyer.bea.partnership.toml"
    answer = tomli.loads(file.read_text())["answers"]["culture-decisions"]
    assert (answer["basis"], answer["evidence"]) == ("observed", "in May")
    assert scores(root, "kellaby-studio", "bea") == [1]


async def test_a_score_that_cannot_be_saved_waits_and_is_tried_again(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        jam(root)
        await pilot.press("2")
        assert "Not saved" in seen(app)
        await pilot.press("4", "q")
        assert "tries again" in " ".join(seen(app).split())
        assert "Session" in seen(app)
        free(root)
        await pilot.pause(AUTOSAVE_SECONDS + 0.5)
        assert "Not saved" not in seen(app)
        assert grid(seen(app))[0] == ["✓ answered", "✓ answered"]
    assert scores(root, "larkmere-energy", "bea") == [3]
    assert scores(root, "kellaby-studio", "bea") == [2]


async def test_a_draft_that_only_the_full_form_asks_waits_for_the_full_form(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "workspace")
    drafts = tmp_path / "state"
    whose = Start("acme-logistics", "buyer", "Alice Moreau", form="full")
    full = start_sitting(open_workspace(root), whose, TODAY)
    full.drafts = drafts
    full.save_answer("culture-decisions", Answer(score=3))
    in_hand = Answer(score=2, basis="observed", evidence="The plan came in May.")
    full.keep_draft("culture-bad-news", in_hand)
    people = ["Alice Moreau", "Zoe"]
    quick = Session(open_workspace(root), ["acme-logistics"], people, TODAY, form="quick")
    assert "culture-bad-news" not in {item.id for item in quick.items}
    app = PartnerCheck(open_workspace(root), TODAY, quick, drafts=drafts)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "being written" not in seen(app)
        await pilot.press("3", "e", *"note", "enter")
        await pilot.press("3")
        await pilot.pause()
    app = PartnerCheck(open_workspace(root), TODAY, whose, drafts=drafts)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "this answer was being written when the program ended" in seen(app)
        assert "The plan came in May." in seen(app)
        await pilot.press("ctrl+y")
        await pilot.pause()
    answer = start_sitting(open_workspace(root), whose, TODAY).answer_to("culture-bad-news")
    assert (answer.score, answer.evidence) == (2, "The plan came in May.")


async def test_a_note_for_a_score_that_waits_to_be_saved_keeps_the_score(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        jam(root)
        await pilot.press("2", "e", *"in May")
        free(root)
        await pilot.press("enter")
    file = root / "vendors/kellaby-studio/2027-q1/buyer.bea.partnership.toml"
    answer = tomli.loads(file.read_text())["answers"]["culture-decisions"]
    assert (answer["score"], answer["evidence"]) == (2, "in May")


async def test_a_note_that_cannot_be_saved_waits_and_is_saved_later(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "left")
        jam(root)
        await pilot.press("e", *"in May", "enter")
        assert 'Bea, Larkmere Energy: "in May" Not saved' in seen(app)
        free(root)
        await pilot.press("q")
    file = root / "vendors/larkmere-energy/2027-q1/buyer.bea.partnership.toml"
    answer = tomli.loads(file.read_text())["answers"]["culture-decisions"]
    assert (answer["score"], answer["evidence"]) == (3, "in May")


async def test_quitting_with_a_score_that_is_not_saved_says_so_first(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root), drafts=tmp_path / "state")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        jam(root)
        await pilot.press("2", "ctrl+q")
        assert "again to quit" in " ".join(seen(app).split())
        await pilot.press("ctrl+q")
    free(root)
    again = PartnerCheck(open_workspace(root), TODAY, session(root), drafts=tmp_path / "state")
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Bea, Kellaby Studio: Not saved: this answer was being" in " ".join(
            seen(again).split()
        )


async def test_a_score_that_waits_is_never_saved_over_one_that_came_meanwhile(
    tmp_path: Path,
) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        jam(root)
        await pilot.press("2")
        free(root)
        whose = Start("kellaby-studio", "buyer", "Bea", round="2027-q1")
        other = start_sitting(open_workspace(root), whose, TODAY)
        other.save_answer("culture-decisions", Answer(score=4))
        await app.screen.disk_changed()  # type: ignore[attr-defined]
        await pilot.press("q")
        assert "Somebody else has answered this in the meantime" in seen(app)
    assert scores(root, "kellaby-studio", "bea") == [4]


async def test_where_the_evidence_is_is_written_for_one_cell(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("3", "left", "p")
        assert "Bea about Larkmere Energy: Where is the evidence?" in " ".join(seen(app).split())
        await typed(pilot, "minutes/october.pdf")
        await pilot.press("enter")
        assert "saved, but there is no file" in seen(app)
        await pilot.press("O")
        assert "This cannot be opened: there is no file" in seen(app)
        await pilot.press("q", "down", "O")
        assert "The location of the evidence is not stated. Press p" in seen(app)
    folder = root / "vendors/larkmere-energy/2027-q1"
    answers = tomli.loads((folder / "buyer.bea.partnership.toml").read_text())["answers"]
    sources = [each.get("source") for each in answers.values() if each]
    assert sources == ["minutes/october.pdf"]


async def test_vendor_names_are_whole_while_there_is_room(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    vendors = ["acme-logistics", "borealis-packaging", "cobalt-cloud"]
    group = Session(open_workspace(root), vendors, PEOPLE, TODAY, round_id="2027-q1")
    app = PartnerCheck(open_workspace(root), TODAY, group)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for name in ("Acme Logistics", "Borealis Packaging", "Cobalt Cloud"):
            assert f" {name} " in f"{seen(app)} "
        await pilot.press("right")
        assert "Bea answers about Borealis Packaging" in seen(app)


async def test_what_was_said_last_time_shows_and_its_score_only_when_all_are_in(
    tmp_path: Path,
) -> None:
    root = sample_workspace(tmp_path)
    people = ["Alice Moreau", "Zoe"]
    group = Session(open_workspace(root), ["acme-logistics"], people, TODAY, round_id="2027-q1")
    app = PartnerCheck(open_workspace(root), TODAY, group)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        assert "Last time, in 2026-q4: Move to the Sallow Cross depot" in seen(app)
        await pilot.press("3", "3", "up")
        assert "Last time, in 2026-q4: 4 — Move to the Sallow Cross depot" in seen(app)
        assert "·  1 of 28 complete" in seen(app)


async def test_the_grid_stays_in_view_on_a_small_screen(tmp_path: Path) -> None:
    root = sample_workspace(tmp_path)
    app = PartnerCheck(open_workspace(root), TODAY, session(root))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("3")
        assert grid(seen(app)) == [
            ["✓ answered", "□ open"],
            ["□ open", "□ open"],
            ["□ open", "□ open"],
        ]
