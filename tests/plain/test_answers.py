"""Answering a questionnaire line by line, through the real command line and a pipe."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from partnercheck.assessing.start import Start
from partnercheck.plain.commands import COMMANDS
from partnercheck.plain.prompt import HELP
from partnercheck.questionnaires.read import packaged
from tests.support import screens as seeing
from tests.support import warm_start
from tests.support.running import Ran, Run
from tests.support.screens import alices_file, jam, opened, small_workspace, typed

QUESTIONS = packaged()["partnership"].items
ITEMS = [item.id for item in QUESTIONS]
ALICE = ("acme-logistics", "--respondent", "Alice Moreau", "--round", "2026-q4")
ALL = [line for score in "3333222" + "3333333" + "4333333" + "3333333" for line in (score, "")]


def assess(root: Path, *lines: str, words: tuple[str, ...] = ALICE, raw: bytes = b"") -> Ran:
    command = ("--workspace", str(root), "assess", "--plain")
    piped = raw or "".join(f"{line}\n" for line in lines).encode()
    done = warm_start.run(
        [*command, *words], input=piped, capture_output=True, timeout=120, check=False
    )
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def answers(root: Path) -> dict[str, dict[str, object]]:
    data = tomli.loads(alices_file(root).read_text())["answers"]
    return {
        item: {key: value for key, value in table.items() if key != "on"}
        for item, table in data.items()
        if table
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "workspace")


def test_28_answers_end_with_the_verdict_in_words(root: Path) -> None:
    ran = assess(root, *ALL)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.isascii()
    assert "Cultural alignment 1 of 7, question 1 of 28\n" in ran.out
    assert "Learning 3 of 7, question 24 of 28\n" in ran.out
    assert (
        "Saved: 3. 1 of 28 answered.\nType e to add what happened, or press Enter to continue.\n"
        in ran.out
    )
    assert ran.out.count("press Enter to continue") == 1
    end = ran.out.partition("All questions answered.\n")[2]
    assert "In our view, Acme Logistics is a near partner" in end
    assert "This is our view only: the vendor has not answered." in end
    assert "Cultural alignment: 64, partial.\n" in end
    assert "Cultural alignment 64, needs 66" in end
    assert end.count("In our view") == 1
    assert [answers(root)[item]["score"] for item in ITEMS] == [3] * 4 + [2] * 3 + [3] * 7 + [
        4,
        *[3] * 13,
    ]


async def test_the_file_is_the_screens_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeing, "TODAY", dt.date.today())
    by_keys, by_lines = (small_workspace(tmp_path / name) for name in ("keys", "lines"))
    lines: list[str] = []
    start = Start(ALICE[0], perspective="buyer", respondent=ALICE[2], round=ALICE[4])
    async with opened(by_keys, start) as (_, pilot):

        async def press(*keys: str) -> None:
            await pilot.press(*keys)

        for number, item in enumerate(QUESTIONS):
            if number % 7 == 5 and item.offers_no_occasion:
                await press("n", "e")
                await typed(pilot, "No such case ")
                await press("enter", "enter")
                lines += ["n No such case ", ""]
            elif number % 7 == 2:
                await press("1", "u", "backspace", "enter", "e")
                await typed(pilot, " Nobody  knows")
                await press("enter", "enter")
                lines += ["1", "u", "<", "", "e  Nobody  knows", ""]
            elif number % 7 == 3:
                await press("4", "b", "b", "x", "2", "ctrl+z", "3", "enter")
                lines += ["4", "b", "b documented", "x", "2", "z", "3", ""]
            elif number % 7 == 4:
                await press("4", "e")
                await typed(pilot, "In June. ")
                await press("ctrl+j")
                await typed(pilot, "Written.")
                await press("enter", "b", "b", "enter")
                lines += ["4", "e", "In June. ", "Written.", "", "b", "b", ""]
            else:
                await press(str(number % 5), "e")
                await typed(pilot, f"Case {number}")
                await press("enter", "enter")
                lines += [str(number % 5), f"e Case {number}", ""]
    assert assess(by_lines, *lines).code == 0
    found = alices_file(by_lines).read_bytes()
    assert found == alices_file(by_keys).read_bytes()
    assert found.count(b'skip = "no-occasion"') == 4
    assert found.count(b'basis = "documented"') == 4


def test_a_question_about_an_occasion_can_be_left_out_and_no_other(root: Path) -> None:
    ran = assess(root, "n no decision waited", "", "n", "", "n", "")
    assert "Saved: no occasion: no decision waited. 1 of 28 answered." in ran.out
    assert "Not offered here: if nothing was done, choose 1." in ran.out
    standing = ran.out.partition("question 2 of 28")[2].partition("question 3 of 28")[0]
    assert "Neither side had an occasion" not in standing
    assert "the verdict will say that the question is untested" in ran.out
    assert list(answers(root)) == [ITEMS[0], ITEMS[2]]
    assert answers(root)[ITEMS[0]] == {"skip": "no-occasion", "reason": "no decision waited"}
    assert answers(root)[ITEMS[2]] == {"skip": "no-occasion"}


def test_a_question_about_ones_own_side_has_no_no_occasion(root: Path) -> None:
    own = next(number for number, item in enumerate(QUESTIONS, 1) if item.kind == "own")
    ran = assess(root, f"g {own}", "n", "2", "w")
    assert "This question and its lines are about your own side only." in ran.out
    assert "  u  I don't know\n" in ran.out
    assert "Not offered here: this one is about your own side only." in ran.out
    assert "w: " not in ran.out
    assert answers(root) == {ITEMS[own - 1]: {"score": 2}}


def test_after_a_2_the_side_that_did_it_can_be_named_and_undone(root: Path) -> None:
    question = "Which side answered in time? w: we did. t: Acme Logistics did."
    ran = assess(root, "3", "w", "2", "t")
    assert ran.out.count(question) == 1
    assert ran.out.index("Saved: 2. ") < ran.out.index(question)
    assert "Which side acted is asked only after a score of 2." in ran.out
    assert "Saved: 2, Acme Logistics did. 1 of 28 answered." in ran.out
    assert answers(root)[ITEMS[0]] == {"score": 2, "done_by": "vendor"}
    assess(root, "<", "<", "t")
    assert answers(root)[ITEMS[0]] == {"score": 2}
    assess(root, "<", "<", "w", "3")
    assert answers(root)[ITEMS[0]] == {"score": 3}


def test_the_period_and_the_line_of_work_are_said_with_every_question(root: Path) -> None:
    (root / "vendors/acme-logistics/vendor.toml").write_text(
        'format = 1\nname = "Acme Logistics"\nline = "chilled transport"\n'
    )
    words = (*ALICE[:3], "--round", "2026-q2")
    period = "Since July 2025. Line of work: chilled transport.\n"
    assert assess(root, "3", "", "", words=words).out.count(period) == 3


def test_without_a_line_of_work_all_work_is_meant(root: Path) -> None:
    assert "Line of work: all work between the two.\n" in assess(root).out


def test_the_rules_of_choosing_are_one_command_away(root: Path) -> None:
    ran = assess(root, "r")
    assert "In doubt between two lines, choose the lower number." in ran.out
    assert not alices_file(root).exists()


def test_a_text_is_no_observation_until_the_person_says_so(root: Path) -> None:
    ran = assess(root, "3", "e In June", "e In July", "", "4", "e In May", "b")
    assert ran.out.count('So far, the basis is "your view". Type b if you saw it') == 2
    assert answers(root)[ITEMS[0]] == {"score": 3, "evidence": "In July"}
    assert answers(root)[ITEMS[1]] == {"score": 4, "basis": "observed", "evidence": "In May"}


def test_the_quick_form_asks_one_question_more_where_one_had_no_occasion(root: Path) -> None:
    words = (*ALICE, "--form", "quick")
    ran = assess(root, "n", "", "3", "", "3", "", "3", "", words=words)
    assert "Saved: no occasion. 1 of 13 answered." in ran.out
    extra = ran.out.partition("Cultural alignment 4 of 4, question 4 of 13\n")[2]
    assert (
        "One more question, because a core question had no occasion."
        in extra.partition("Answer:")[0]
    )
    assert list(answers(root)) == [*ITEMS[:3], "culture-same-aim"]
    ran = assess(root, "g 1", "2", "g", words=words)
    assert "Saved: 2. 3 of 12 answered." in ran.out


def test_changes_are_undone_one_by_one(root: Path) -> None:
    ran = assess(root, "1", "2", "", "4", "x", "z", "z", "z")
    assert "Saved: no answer. 1 of 28 answered." in ran.out
    assert ran.out.count("The last change was undone") == 3
    assert answers(root) == {ITEMS[0]: {"score": 1}}
    ran = assess(root, "z", "<", "x", "x")
    assert "There is nothing to undo." in ran.out
    assert "There is nothing to clear." in ran.out
    assert answers(root) == {}


def test_what_is_there_is_said_and_a_questionnaire_resumes(root: Path) -> None:
    assess(root, "3", "e", "Depot moved.", "In nine days.", "", "", "", "u", "q")
    ran = assess(root, "<", "<")
    assert "Resumed: 2 answered, 26 left." in ran.out
    assert ran.out.index("question 2 of 28") < ran.out.index("question 1 of 28")
    assert "Answered: 3.\nBasis: opinion.\nWhat happened: Depot moved.\n" in ran.out
    assert f"\n{' ' * 15}In nine days.\n" in ran.out
    assess(root, *ALL[2:4], "", *ALL[6:])
    assert 'Resumed: no question is left; 1 answer is "I don\'t know".' in assess(root).out


def test_the_end_of_input_keeps_what_was_said(root: Path) -> None:
    ran = assess(root, raw=b"3\ne\nIn June\nthey")
    assert ran.code == 0
    assert "27 questions are left." in ran.out
    assert answers(root) == {ITEMS[0]: {"score": 3, "evidence": "In June\nthey"}}


def test_no_input_at_all_saves_nothing(root: Path, run: Run) -> None:
    words = ("--workspace", str(root), "assess", *ALICE, "--plain")
    for closed in (True, False):
        ran = run(*words, closed_input=closed)
        assert (ran.code, ran.err) == (0, "")
        assert "Acme Logistics has not been assessed" in ran.out
    assert not alices_file(root).exists()


@pytest.mark.parametrize(
    "line",
    ["5", "-1", "33", "3 x", "yes", "u so", "etext", "\u0663", "b seen", "g 0", "g x", "g 29"],
)
def test_what_is_not_understood_changes_nothing(root: Path, line: str) -> None:
    ran = assess(root, line)
    assert ran.code == 0
    assert "Saved" not in ran.out
    assert any(
        said in ran.out for said in ("Accepted: 0 to 4, u", "one of: opinion", "number from 1 to")
    )
    assert not alices_file(root).exists()


def test_a_failed_save_is_never_called_saved_and_no_answer_slips(root: Path) -> None:
    assess(root, "3")
    by_hand = alices_file(root).read_text()
    jam(root)
    ran = assess(root, "1", "", "2", "", "3")
    assert ran.code == 2
    assert "Not saved: " in ran.out
    assert "Saved:" not in ran.out
    assert "question 3 of 28" not in ran.out
    assert "the answer to question 2 is not saved, so the rest of the input was not read" in ran.err
    assert alices_file(root).read_text() == by_hand


@pytest.mark.parametrize("lines", [["1"], ["1", "q"], ["1", "q", "q", "1"], ["e It was so"]])
def test_leaving_with_something_unsaved_says_so(root: Path, lines: list[str]) -> None:
    assess(root, "3")
    jam(root)
    ran = assess(root, *lines)
    assert ran.code == 2
    assert "Saved:" not in ran.out
    assert "27 questions are left." in ran.out
    assert ran.err == "partnercheck: the answer to question 2 is not saved\n"


def test_what_could_not_be_saved_can_be_dropped(root: Path) -> None:
    assess(root, "3")
    jam(root)
    ran = assess(root, "1", "z", "q")
    assert (ran.code, ran.err) == (0, "")
    assert "The unsaved answer was dropped." in ran.out


def test_the_list_goes_to_any_question(root: Path) -> None:
    ran = assess(root, "4", "g", "g 14", "2", "v")
    assert "   1  Cultural alignment 1 of 7, a yes or no in time: 4\n" in ran.out
    assert "  28  Learning 7 of 7, lessons written down: no answer\n" in ran.out
    assert "By your answers alone: Every class still possible, 26 questions open" in ran.out
    assert list(answers(root)) == [ITEMS[0], ITEMS[13]]


def test_at_the_end_one_can_go_back_or_leave(root: Path) -> None:
    ran = assess(root, *ALL, "3", "<", "0", "", "", "1")
    assert "There are no more questions. Type < to go back" in ran.out
    assert "leaves." in ran.out
    assert answers(root)[ITEMS[-1]]["score"] == 0
    assert ran.out.count("Answer: ") == len(ALL) + 5


def test_the_help_names_everything_that_is_accepted(root: Path) -> None:
    told = assess(root, "?").out
    scores = {str(score) for score in range(5)}
    for word in COMMANDS.keys() - scores - {"", "?"}:
        assert f"\n{word}: " in f"\n{HELP}"
    assert HELP in told


def test_who_answers_is_the_first_line_where_no_option_says_it(root: Path) -> None:
    words = ("acme-logistics", "--round", "2026-q4")
    ran = assess(root, "Alice Moreau", "3", words=words)
    assert ran.out.startswith("Your name or role? Alice Moreau\n")
    assert answers(root) == {ITEMS[0]: {"score": 3}}
    for lines in ([], [""], ["3", ""]):
        ran = assess(root, *lines, words=words)
        assert ran.code == 2
        assert "is not a name or a role" in ran.err
    assert len(list(alices_file(root).parent.iterdir())) == 1


def test_the_options_are_those_of_the_screen(root: Path) -> None:
    words = ("--as", "vendor", "--respondent", "Jane Doe", "--round", "2026-q3", "--form", "quick")
    ran = assess(root, "2", words=("Acme Logistics", *words, "--level", "executive"))
    assert "Acme Logistics, 2026-q3, vendor: Jane Doe." in ran.out
    assert "Cultural alignment 1 of 3, question 1 of 12" in ran.out
    file = root / "vendors/acme-logistics/2026-q3/vendor.jane-doe.partnership.toml"
    found = tomli.loads(file.read_text())
    assert (found["form"], found["level"]) == ("quick", "executive")
    asked = next(item for item in packaged()["partnership"].items if item.core)
    assert f"{asked.vendor}\n" in ran.out


def test_a_candidate_is_judged_by_the_talks_the_trial_and_references(root: Path) -> None:
    assert "one of: opinion, observed, documented.\n" in assess(root, "b pilot").out
    description = root / "vendors/acme-logistics/vendor.toml"
    description.write_text('format = 1\nname = "Acme Logistics"\nstage = "candidate"\n')
    ran = assess(root, "3", "b", "b", "e", "Acme's customer Ostra", "", "", "<")
    assert "Answer from the talks and the trial" in ran.out
    assert "In the talks and the trial with us:\n" in ran.out
    assert ran.out.index("Basis: pilot.") < ran.out.index("Basis: reference.")
    assert "Which customer told you?" in ran.out
    assert 'Between this vendor and the reference customer (read "we" as' in ran.out
    assert answers(root)[ITEMS[0]]["basis"] == "reference"


def test_a_candidates_own_people_are_not_asked_about_its_other_customers(root: Path) -> None:
    description = root / "vendors/acme-logistics/vendor.toml"
    description.write_text('format = 1\nname = "Acme Logistics"\nstage = "candidate"\n')
    words = ("acme-logistics", "--as", "vendor", "--respondent", "Jane")
    ran = assess(root, "3", "b", "b", "b", "b reference", "r", words=words)
    assert "Answer from the talks and the trial with this customer." in ran.out
    assert "In the talks and the trial with this customer:\n" in ran.out
    assert ran.out.index("Basis: pilot.") < ran.out.index("Basis: documented.")
    assert "must be one of: opinion, pilot, documented." in ran.out
    assert "reference customer" not in ran.out


def test_what_is_typed_and_what_is_in_files_cannot_act_on_the_terminal(root: Path) -> None:
    ran = assess(root, raw=b"e \x1b[31mred \x07\n\x1b\n3\ng\n\n<\n")
    assert ran.code == 0
    assert "\x07" not in ran.out
    assert answers(root)[ITEMS[0]]["evidence"] == "\u241b[31mred \u2407"
    hostile = alices_file(root).read_text().replace("\u241b", "\\u001b")
    alices_file(root).write_text(hostile)
    assert "What happened: \u241b[31mred" in assess(root, "<").out


def test_a_line_from_a_pipe_that_is_not_utf_8_is_named_and_nothing_after_it_is_taken(
    root: Path,
) -> None:
    ran = assess(root, raw=b"3\n\n4\ne Z\xfcrich\n2\n")
    assert ran.code == 2
    assert "line 4 of the input is not UTF-8" in ran.err
    assert answers(root) == {ITEMS[0]: {"score": 3}, ITEMS[1]: {"score": 4}}


@pytest.mark.parametrize("first", [b"3\n", b"Zo\xc3\xab\n3\n"])
def test_a_byte_order_mark_before_a_piped_text_is_no_part_of_it(first: bytes, root: Path) -> None:
    words = ALICE if first == b"3\n" else (ALICE[0], *ALICE[3:])
    ran = assess(root, raw=b"\xef\xbb\xbf" + first, words=words)
    assert (ran.code, ran.err) == (0, "")
    (file,) = (root / "vendors" / "acme-logistics" / "2026-q4").glob("buyer.*.toml")
    saved = tomli.loads(file.read_text())
    assert saved["answers"][ITEMS[0]]["score"] == 3
    assert saved["respondent"] == ("Alice Moreau" if words == ALICE else "Zoë")


def test_without_it_a_pipe_is_told_of_it(root: Path, run: Run) -> None:
    ran = run("--workspace", str(root), "assess", *ALICE)
    assert (ran.code, ran.out) == (2, "")
    assert "`partnercheck assess --plain`" in ran.err


def test_the_prompts_need_no_textual() -> None:
    code = "import sys, partnercheck.plain; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
