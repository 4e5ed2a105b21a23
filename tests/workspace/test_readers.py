"""Files that are wrong: each is named, with its line and what to do, and hides no other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from partnercheck.base.records import Problem
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description
from tests.support.running import ALICES_FILE, Run

GOOD = """\
format = 1
instrument = "partnership"
vendor = "acme-logistics"
round = "2026-q4"
perspective = "buyer"
respondent = "Alice Moreau"
form = "full"

[answers.culture-decisions]
score = 3
evidence = "The depot move."
"""
STANDING = '[answers.culture-dialogue]\nskip = "no-occasion"\nreason = "No case."\n'
OWN_SIDE = '[answers.gains-best-alternative]\nscore = 2\ndone_by = "buyer"\n'
MIB = 1 << 20


class Bad(NamedTuple):
    """A file's bytes, the line of what is wrong, words about it, and words of what to do."""

    data: bytes
    line: int | None
    message: str
    remedy: str


def changed(old: str, new: str) -> bytes:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new).encode()


ERRORS: Mapping[str, Bad] = {
    "a quote that is not closed": Bad(
        changed('"full"', '"full'), 7, "valid TOML", "Correct that line"
    ),
    "no value at the end": Bad(GOOD.encode() + b"on =", 12, "valid TOML", "Correct that line"),
    "a score of seven": Bad(changed("= 3", "= 7"), 10, '"score" in', "from 0 to 4"),
    "a score that is true": Bad(changed("= 3", "= true"), 10, "is true", "from 0 to 4"),
    "a score in quotes": Bad(changed("= 3", '= "3"'), 10, 'is "3"', "from 0 to 4"),
    "a score and a skip": Bad(
        changed("score = 3", 'score = 3\nskip = "unknown"'), 11, "both a score and a skip", "Keep"
    ),
    "no occasion for what does not offer it": Bad(
        GOOD.encode() + STANDING.encode(), 13, 'does not offer "no occasion"', "write score = 1"
    ),
    "a side that did it beside a 3": Bad(
        changed("score = 3", 'score = 3\ndone_by = "buyer"'), 11, "its score is not 2", "Remove"
    ),
    "a side that did what is about one's own": Bad(
        GOOD.encode() + OWN_SIDE.encode(), 14, "is only about one's own side", "Remove done_by"
    ),
    "a version of nought": Bad(
        changed('form = "full"', 'version = 0\nform = "full"'), 7, '"version" is 0', "1"
    ),
    "no vendor": Bad(
        changed('vendor = "acme-logistics"\n', ""), None, '"vendor" is missing', "Add vendor ="
    ),
    "no such round": Bad(changed("2026-q4", "2026-q5"), 4, '"2026-q5"', "2026-w48"),
    "another vendor": Bad(
        changed("acme-logistics", "acme"), 3, '"acme", but the folder', "Correct"
    ),
    "another round": Bad(changed("2026-q4", "2026-q3"), 4, '"2026-q3", but the folder', "Correct"),
    "another side": Bad(changed('"buyer"', '"vendor"'), 5, "but the file's name", "Correct"),
    "another person": Bad(changed("Alice", "Bob"), 6, '"Bob Moreau", but the file', "Correct"),
    "another instrument": Bad(changed("partnership", "focus"), 2, "but the file's name", "Correct"),
    "a date in quotes": Bad(
        changed("score = 3", 'on = "2026-11-24"'), 10, "expected a date", "without quotes"
    ),
    "a table that is a number": Bad(b"answers = 3\n" + GOOD.split("[")[0].encode(), 1, "is 3", "["),
    "a merge conflict": Bad(
        changed("score = 3", "<<<<<<< HEAD\nscore = 3\n=======\nscore = 2\n>>>>>>> theirs"),
        10,
        "merge conflict",
        "Choose one side",
    ),
    "a merge conflict inside a text": Bad(
        changed('"The depot move."', '"""\n<<<<<<< HEAD\nJune\n=======\nMay\n>>>>>>> theirs\n"""'),
        12,
        "merge conflict",
        "Choose one side",
    ),
    "Latin-1": Bad(changed("Moreau", "Moreaù").decode().encode("latin-1"), 6, "0xF9", "UTF-8"),
    "nothing in it": Bad(b"", None, "is empty", "restore its content"),
    "only a comment": Bad(b"# to do\n", None, '"instrument" is missing', "Add instrument ="),
    "over one MiB": Bad(GOOD.encode() + b"#" * MIB, None, "larger than 1 MiB", "Move"),
    "lists in lists": Bad(
        GOOD.encode() + b"x = " + b"[" * 5000 + b"]" * 5000, None, "nested too deeply", "Put"
    ),
    "tables in tables": Bad(
        GOOD.encode() + b"[" + b".".join([b"a"] * 700) + b"]\n", None, "nested too deeply", "Put"
    ),
    "a number of thousands of digits": Bad(
        changed("= 3", "= 0x" + "f" * 5000), 10, '"score" in', "from 0 to 4"
    ),
}


def everything_about(path: str, root: Path, run: Run) -> tuple[str, list[dict[str, Any]]]:
    """What `check` and `compare` say; what must hold for every wrong file is checked here."""
    checked = run("check", here=root)
    only_odd = all(line.endswith((" (warning)", " (notice)")) for line in checked.out.splitlines())
    assert checked.code == (0 if only_odd else 1), checked
    assert run("check", "--strict", here=root).code == 1
    assert path in checked.out
    assert bool(checked.err) == only_odd
    compared = run("compare", "--format", "json", here=root)
    assert compared.code == 0, compared
    assert path in compared.err
    vendors = json.loads(compared.out)["vendors"]
    assert [vendor["vendor"] for vendor in vendors] == ["acme-logistics", "borealis-packaging"]
    assert vendors[1]["errors"] == []
    assert vendors[1]["name"] == "Borealis Packaging"
    assert all(each["severity"] == "error" for each in vendors[0]["errors"])
    return checked.out, [*vendors[0]["errors"], *vendors[0]["warnings"]]


@pytest.mark.parametrize("case", ERRORS)
def test_a_wrong_file_is_named_with_its_line_and_what_to_do(
    case: str, workspace: Path, run: Run
) -> None:
    bad = ERRORS[case]
    (workspace / ALICES_FILE).write_bytes(bad.data)
    said, listed = everything_about(ALICES_FILE, workspace, run)
    where = f"{ALICES_FILE}:{bad.line}: " if bad.line else f"{ALICES_FILE}: "
    lines = [line for line in said.splitlines() if line.startswith(where) and bad.message in line]
    assert lines, said
    assert any(bad.remedy in line for line in lines)
    entry = next(entry for entry in listed if bad.message in entry["problem"])
    assert entry["file"] == ALICES_FILE
    assert entry["line"] == bad.line
    assert entry["severity"] == "error"
    assert bad.remedy in entry["fix"]
    assert not judge_vendor(open_workspace(workspace), "acme-logistics").round.responses


NOTICED: Mapping[str, Bad] = {
    "a byte order mark": Bad(
        b"\xef\xbb\xbf" + GOOD.encode(), None, "byte order mark", "without one"
    ),
    "Windows line ends": Bad(
        GOOD.replace("\n", "\r\n").encode(), None, "Windows line endings", "Unix (LF) line endings"
    ),
    "an item nobody knows": Bad(
        GOOD.encode() + b"[answers.culture-luck]\nscore = 1\n",
        12,
        '"culture-luck"',
        "answer is kept",
    ),
    "a key nobody knows": Bad(changed("score = 3", "score = 3\nscroe = 2"), 11, '"scroe"', "score"),
}


@pytest.mark.parametrize("case", NOTICED)
def test_a_file_that_is_only_odd_is_named_and_still_counts(
    case: str, workspace: Path, run: Run
) -> None:
    odd = NOTICED[case]
    (workspace / ALICES_FILE).write_bytes(odd.data)
    said, listed = everything_about(ALICES_FILE, workspace, run)
    where = f"{ALICES_FILE}:{odd.line}: " if odd.line else f"{ALICES_FILE}: "
    assert said.startswith(where)
    assert odd.message in said
    assert odd.remedy in said
    assert "error" not in [entry["severity"] for entry in listed]
    (response,) = judge_vendor(open_workspace(workspace), "acme-logistics").round.responses
    assert response.answers["culture-decisions"].score == 3
    assert response.answers["culture-decisions"].evidence == "The depot move."


def test_an_answer_to_an_item_nobody_knows_is_kept(workspace: Path) -> None:
    (workspace / ALICES_FILE).write_bytes(NOTICED["an item nobody knows"].data)
    (response,) = judge_vendor(open_workspace(workspace), "acme-logistics").round.responses
    assert response.answers["culture-luck"].score == 1


def test_every_error_of_a_file_is_reported(workspace: Path, run: Run) -> None:
    data = changed("= 3", "= 7").decode().replace('"full"', '"long"').replace("q4", "q9")
    (workspace / ALICES_FILE).write_text(data)
    said, listed = everything_about(ALICES_FILE, workspace, run)
    assert [entry["line"] for entry in listed] == [7, 4, 10]
    assert all(f"{ALICES_FILE}:{line}: " in said for line in (4, 7, 10))


def test_both_wrong_values_of_the_settings_are_reported(workspace: Path, run: Run) -> None:
    (workspace / "partnercheck.toml").write_text('cadence = "never"\ninstrument = "none"\n')
    said = run("check", here=workspace)
    assert said.code == 1
    assert "partnercheck.toml:1: " in said.out
    assert "partnercheck.toml:2: " in said.out


def test_one_person_in_two_files_counts_once(workspace: Path, run: Run) -> None:
    folder = (workspace / ALICES_FILE).parent
    for name in ("a", "b"):
        text = GOOD.replace("Alice Moreau", "★")
        (folder / f"buyer.{name}.partnership.toml").write_text(text)
    second = "vendors/acme-logistics/2026-q4/buyer.b.partnership.toml"
    said, listed = everything_about(second, workspace, run)
    assert "★ has answered in another file too. Keep one of the two files." in said
    assert [entry["file"] for entry in listed] == [second]
    people = [
        r.respondent
        for r in judge_vendor(open_workspace(workspace), "acme-logistics").round.responses
    ]
    assert people == ["★", "Alice Moreau"]


def test_a_folder_that_is_no_round_is_named(workspace: Path, run: Run) -> None:
    (workspace / "vendors/acme-logistics/Q4 2026").mkdir()
    said, listed = everything_about("vendors/acme-logistics/Q4 2026", workspace, run)
    assert "is not a round's folder. Name it after a round, such as 2026, 2026-q4" in said
    assert len(listed) == 1
    assert judge_vendor(open_workspace(workspace), "acme-logistics").round.id == "2026-q4"


def test_a_file_that_is_not_named_as_a_response_is_named(workspace: Path, run: Run) -> None:
    stray = "vendors/acme-logistics/2026-q4/alice.toml"
    (workspace / stray).write_text(GOOD)
    said, _ = everything_about(stray, workspace, run)
    assert "Name it PERSPECTIVE.RESPONDENT.QUESTIONNAIRE.toml" in said


def linked_outside(workspace: Path, file: str, text: str) -> None:
    outside = workspace.parent / "outside.toml"
    outside.write_text(text)
    (workspace / file).unlink()
    (workspace / file).symlink_to(outside)


def test_answers_outside_the_workspace_are_not_read(workspace: Path, run: Run) -> None:
    linked_outside(workspace, ALICES_FILE, GOOD)
    said, _ = everything_about(ALICES_FILE, workspace, run)
    assert (
        "is linked to a place outside the workspace. Put the file itself into the workspace."
        in said
    )
    assert not judge_vendor(open_workspace(workspace), "acme-logistics").round.responses


def test_a_description_outside_the_workspace_is_not_read(workspace: Path, run: Run) -> None:
    file = "vendors/acme-logistics/vendor.toml"
    linked_outside(workspace, file, 'name = "Somebody else"\n')
    said, _ = everything_about(file, workspace, run)
    assert "is linked to a place outside the workspace" in said
    assert read_description(open_workspace(workspace), "acme-logistics")[0].name == "acme-logistics"


def test_a_vendor_folder_outside_the_workspace_is_not_read(workspace: Path, run: Run) -> None:
    outside = workspace.parent / "outside"
    outside.mkdir()
    (outside / "vendor.toml").write_text('name = "Somebody else"\n')
    (workspace / "vendors" / "elsewhere").symlink_to(outside)
    said = run("compare", here=workspace)
    assert "Somebody else" not in said.out
    assert "vendors/elsewhere" in run("check", here=workspace).out


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('name = "Acme Logistics"', "name = 3", '"name" is 3'),
        ('name = "Acme Logistics"\n', "", '"name" is missing'),
        ('target = "partner"', 'target = "friend"', '"target" is "friend"'),
        ("format = 1", "format = 2", '"format" is 2'),
        ('"partner"', '"partner', "valid TOML"),
    ],
)
def test_a_wrong_description_leaves_the_answers_readable(
    old: str, new: str, problem: str, workspace: Path, run: Run
) -> None:
    path = workspace / "vendors/acme-logistics/vendor.toml"
    path.write_text(path.read_text().replace(old, new))
    said, listed = everything_about("vendors/acme-logistics/vendor.toml", workspace, run)
    assert problem in said
    assert len(listed) == 1
    assert len(judge_vendor(open_workspace(workspace), "acme-logistics").round.responses) == 1


NAMES = "<<<<<<< ours\nname = {}\n=======\nname = {}\n>>>>>>> theirs\n"
TARGETS = '<<<<<<< ours\ntarget = "partner"\n=======\ntarget = "supplier"\n>>>>>>> theirs\n'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f'name = "Acme Group"\n{TARGETS}', "Acme Group"),
        (NAMES.format('"Acme Group"', '"Acme Group"\ntarget = "partner"'), "Acme Group"),
        (NAMES.format('"Acme Group"', '"Acme AG"'), "acme-logistics"),
        (NAMES.format('"Acme Group"', '"Acme'), "acme-logistics"),
        (NAMES.format('"Acme Group"', "7"), "acme-logistics"),
        (NAMES.format('" "', '" "'), "acme-logistics"),
        (f'name = "Acme Group"\n{TARGETS.partition("=======")[0]}', "acme-logistics"),
        ('name = "Acme Group"\ntarget = "buddy"\n', "Acme Group"),
    ],
)
def test_a_vendor_is_listed_by_its_name_if_its_file_says_it_for_certain(
    text: str, name: str, workspace: Path, run: Run
) -> None:
    (workspace / "vendors/acme-logistics/vendor.toml").write_text(text)
    ran = run("list", "--format", "csv", here=workspace)
    assert ran.out.splitlines()[1].split(",")[1].strip('"') == name
    assert "vendors/acme-logistics/vendor.toml:" in ran.err


def test_what_is_wrong_is_told_without_control_characters(workspace: Path, run: Run) -> None:
    tables = '[answers."\\u001b[31m"]\nscore = 7\n"\\u001b]0;" = 1\n'
    (workspace / ALICES_FILE).write_text(GOOD + tables)
    said, listed = everything_about(ALICES_FILE, workspace, run)
    shown = said + json.dumps(listed, ensure_ascii=False)
    assert not [char for char in shown if ord(char) < 32 and char != "\n"]


def test_a_problem_reads_as_a_sentence_with_its_place() -> None:
    problem = Problem("vendor.toml", '"name" is missing', "Add it", 4)
    assert str(problem) == 'vendor.toml:4: "name" is missing. Add it.'
