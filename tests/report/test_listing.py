"""`show` and `list`: the whole dossier and the portfolio as text."""

import json
import re
from pathlib import Path

import pytest

from tests.support.running import Run


def test_show_begins_with_the_headline_and_says_what_to_do(workspace: Path, run: Run) -> None:
    ran = run("show", "Acme Logistics", here=workspace)
    assert ran.code == 0
    assert ran.out.splitlines()[2].split(maxsplit=1) == [
        "Verdict",
        "In our view, Acme Logistics is a near partner: Cultural alignment 64, needs 66.",
    ]
    for words in (
        "What raises it",
        "What lowers it",
        "Find out next",
        "On evidence",
        "Thresholds",
        "Why",
    ):
        assert words in ran.out
    assert "Cultural alignment is partial, at 64; present starts at 66." in ran.out


def test_show_all_follows_every_number_to_who_said_it(samples: Path, run: Run) -> None:
    ran = run("show", "dunmore-steel", "--all", here=samples)
    assert "Cleaning skid, October" in ran.out
    assert "Tom Okafor" in ran.out
    assert "no occasion" in ran.out
    assert "Cleaning skid, October" not in run("show", "dunmore-steel", here=samples).out


def test_what_cannot_be_read_is_not_called_left_out(workspace: Path, run: Run) -> None:
    folder = workspace / "vendors/acme-logistics/2026-q4"
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    (folder / "buyer.alice-moreau.partnership.toml").write_text("format = [\n")
    shown = " ".join(run("show", "acme-logistics", here=workspace).out.split())
    assert "unreadable files" in shown
    assert "do not apply" not in shown
    assert "left out" not in shown


def test_show_gives_five_lines_to_paste(samples: Path, run: Run) -> None:
    lines = run("show", "ilvane-robotics", "--lines", here=samples).out.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(
        "Ilvane Robotics, 2026-q4, target Near partner: Every class still possible (not signed yet"
    )


def test_show_and_list_speak_the_same_json_as_compare(samples: Path, run: Run) -> None:
    compared = json.loads(run("compare", "--format", "json", here=samples).out)
    listed = json.loads(run("list", "--format", "json", here=samples).out)
    shown = json.loads(run("show", "acme-logistics", "--format", "json", here=samples).out)
    assert listed == compared
    assert shown["vendors"] == compared["vendors"][:1]


def test_list_has_a_line_a_vendor_with_everything_a_row_shows(
    samples: Path, workspace: Path, run: Run
) -> None:
    assert len(run("list", here=samples).out.splitlines()) == 13
    _, acme, _ = run("list", here=workspace).out.splitlines()
    assert " ".join(acme.split()) == (
        "Acme Logistics 64 75 78 75 us Partner Near partner; our view only; little evidence: "
        "Learning 2026-q4 the vendor has not been asked yet"
    )
    assert "Target:" not in run("list", here=samples).out  # In a pipe every line is a vendor.
    markdown = run("list", "--format", "markdown", here=samples).out.splitlines()
    assert {line.count("|") for line in markdown} == {11}


@pytest.mark.parametrize("command", ["show", "list"])
def test_an_earlier_round_can_be_asked_for(command: str, samples: Path, run: Run) -> None:
    words = ["show", "acme-logistics"] if command == "show" else ["list"]
    ran = run(*words, "--round", "2026-q3", "--format", "json", here=samples)
    acme = json.loads(ran.out)["vendors"][0]
    assert (acme["round"], acme["verdict"]["one_sided"]) == ("2026-q3", True)
    assert run(*words, "--round", "2026-q9", here=samples).code == 2


def test_a_candidate_with_three_answers_has_a_plan(tmp_path: Path, run: Run) -> None:
    run("init", "shop", here=tmp_path)
    shop = tmp_path / "shop"
    run("add", "Quill Robotics", "--candidate", here=shop)
    folder = shop / "vendors/quill-robotics/2026-q4"
    folder.mkdir()
    (folder / "buyer.bea-holm.partnership.toml").write_text(
        'format = 1\ninstrument = "partnership"\nvendor = "quill-robotics"\nround = "2026-q4"\n'
        'perspective = "buyer"\nrespondent = "Bea Holm"\nform = "full"\n\n'
        '[answers.gains-fair-split]\nscore = 3\nbasis = "reference"\n'
        'evidence = "Two of their customers say so."\n\n'
        "[answers.culture-values]\nscore = 3\n\n[answers.reciprocity-sign-again]\nscore = 4\n"
    )
    compared = run("compare", "--width", "200", here=shop).out
    assert "Find out next" in compared
    assert "Ask them to walk you through" in compared
    assert "(and 24 more)" in compared
    shown = run("show", "quill-robotics", here=shop).out
    assert "candidate, not signed yet" in shown
    assert "Ask them to walk you through" in " ".join(shown.split())


def test_the_trend_marks_where_the_questionnaire_changed(workspace: Path, run: Run) -> None:
    now = workspace / "vendors/acme-logistics/2026-q4/buyer.alice-moreau.partnership.toml"
    before = workspace / "vendors/acme-logistics/2026-q3" / now.name
    before.parent.mkdir()
    text = re.sub(r"(?m)^version = .*\n", "", now.read_text())
    shown = {}
    for version in (1, 2):
        header = f'round = "2026-q3"\nversion = {version}'
        before.write_text(text.replace('round = "2026-q4"', header))
        shown[version] = " ".join(run("show", "acme-logistics", here=workspace).out.split())
    assert "a different version of the questionnaire was used then" in shown[1]
    assert "Near partner, our view only; older version: 1 response" in shown[1].replace(
        "little evidence: Learning; ", ""
    )
    assert "another version" not in shown[2]
