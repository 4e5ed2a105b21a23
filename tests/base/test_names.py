"""A name is one name in every Unicode form, and two names are told apart, everywhere."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import unicodedata
from pathlib import Path

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnercheck.assessing.group_session import Session
from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Awaited, Goal, Vendor
from partnercheck.base.text import is_slug, slug, tidy_name
from partnercheck.commands import vendor_named
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.goals import goal_named
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description
from partnercheck.workspace.vendors import add_vendor
from tests.support import warm_start
from tests.support.running import ACME, TODAY, Run

COMPOSED, PARTS = "José Ångström", unicodedata.normalize("NFD", "José Ångström")
FORMS = (COMPOSED, PARTS, "JOSÉ ÅNGSTRÖM", "Ｊｏｓé  Ång\u00adström")
ROUND = "2026-q4"
few = settings(
    max_examples=1000 if os.environ.get("PARTNERCHECK_LONG") else 25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def answered(root: Path, who: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = ("--workspace", str(root), "assess", ACME, "--plain")
    return warm_start.run(
        [*command, "--respondent", who, "--round", ROUND],
        input="\n".join(words).encode() + b"\n",
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("name", FORMS)
def test_a_vendor_is_found_by_any_form_of_its_name(name: str, workspace: Path, run: Run) -> None:
    assert run("add", PARTS, here=workspace).code == 0
    text = (workspace / "vendors/jose-angstrom/vendor.toml").read_text("utf-8")
    assert f'name = "{COMPOSED}"' in text
    assert run("show", name, here=workspace).out.startswith(COMPOSED)
    again = run("add", name, here=workspace)
    assert again.code == 2
    assert f"already exists: jose-angstrom ({COMPOSED})" in again.err


@pytest.mark.parametrize("name", FORMS)
def test_a_respondent_resumes_in_any_form_of_the_name(name: str, workspace: Path) -> None:
    assert answered(workspace, PARTS, "3").returncode == 0
    resumed = answered(workspace, name, "4")
    assert resumed.returncode == 0, resumed.stderr
    assert b"Resumed: 1 answered" in resumed.stdout
    (found,) = [
        response
        for response in judge_vendor(open_workspace(workspace), ACME, ROUND).round.responses
        if response.respondent == COMPOSED
    ]
    assert sum(answer.is_answered for answer in found.answers.values()) == 2


@pytest.mark.parametrize("name", FORMS)
def test_a_goal_is_closed_by_any_form_of_its_title(name: str, workspace: Path, run: Run) -> None:
    assert run("goals", ACME, "--add", PARTS, here=workspace).code == 0
    done = run("goals", ACME, "--done", name, here=workspace)
    assert (done.code, done.out.startswith(f"Done: {COMPOSED}. ")) == (0, True)


def test_a_file_in_another_form_keeps_its_bytes(workspace: Path) -> None:
    """An editor wrote the names in parts: they are the same names, and no answer changes them."""
    assert answered(workspace, COMPOSED, "3").returncode == 0
    folder = workspace / "vendors" / ACME / ROUND
    path = folder / "buyer.jose-angstrom.partnership.toml"
    path.write_text(path.read_text("utf-8").replace(COMPOSED, PARTS), "utf-8")
    assert answered(workspace, COMPOSED, "2").returncode == 0
    after = path.read_text("utf-8")
    assert f'respondent = "{PARTS}"' in after
    assert after.count("score") == 2


def test_two_people_who_would_share_a_file_are_told_before_a_session(workspace: Path) -> None:
    opened = open_workspace(workspace)
    with pytest.raises(UserError, match='"Zoe" and "Zoë" would share a file'):
        Session(opened, [ACME], ["Zoe", "Zoë"], TODAY)
    with pytest.raises(UserError, match="the same name"):
        Session(opened, [ACME], [COMPOSED, PARTS], TODAY)
    with pytest.raises(UserError, match="at least one person"):
        Session(opened, [ACME], [" ", "\u200b"], TODAY)


def test_everybody_of_a_session_that_opens_can_be_saved(workspace: Path) -> None:
    people = ["Ørsted", "Orsolya", "山田", "Иван", "Zoë B.", "Zoe"]
    session = Session(open_workspace(workspace), [ACME], people, TODAY)
    for sitting in session.sittings.values():
        sitting.save_answer(sitting.items[0].id, Answer(score=3, on=TODAY))
    respondents = [
        r.respondent for r in judge_vendor(open_workspace(workspace), ACME, ROUND).round.responses
    ]
    assert set(people) <= set(respondents)


def test_a_second_respondent_with_the_file_of_the_first_is_told(workspace: Path) -> None:
    assert answered(workspace, "Zoë", "3").returncode == 0
    refused = answered(workspace, "Zoe", "4")
    assert refused.returncode == 2
    assert '"Zoe" and "Zoë" would share the file'.encode() in refused.stderr


def test_requests_to_two_names_of_one_id_are_two(workspace: Path) -> None:
    opened = open_workspace(workspace)
    due = dt.date(2026, 12, 1)
    for name in ("Zoe", "Zoë", unicodedata.normalize("NFD", "Zoë")):
        note_request(opened, ACME, ROUND, Awaited("buyer", name, due, TODAY))
    path = workspace / "vendors" / ACME / ROUND / "asked.toml"
    asked = tomli.loads(path.read_text("utf-8"))["asked"]
    assert {key: table["respondent"] for key, table in asked.items()} == {
        "buyer-zoe": "Zoe",
        "buyer-zoe-2": "Zoë",
    }


def test_two_vendors_of_one_name_are_named_by_their_ids(workspace: Path, run: Run) -> None:
    for vendor_id, name in (("one", COMPOSED), ("two", PARTS)):
        folder = workspace / "vendors" / vendor_id
        folder.mkdir()
        (folder / "vendor.toml").write_text(f'name = "{name}"\n', "utf-8")
    ran = run("show", COMPOSED, here=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert "name one by its id, one, two" in ran.err
    assert run("show", "two", here=workspace).out.startswith(COMPOSED)


def test_an_import_changes_no_text_that_it_only_reads_clean(workspace: Path, run: Run) -> None:
    made = run("request", ACME, "--form", "quick", "--output", "-", here=workspace).out
    form = workspace / "form.txt"
    form.write_text(made.replace("[ ] 3 ", "[x] 3 ", 1), "utf-8")
    words = ("import", "form.txt", "--respondent", PARTS, "--round", ROUND)
    assert run(*words, here=workspace).code == 0
    path = workspace / "vendors" / ACME / ROUND / "vendor.jose-angstrom.partnership.toml"
    edited = path.read_text("utf-8").replace(COMPOSED, PARTS)
    path.write_text(edited, "utf-8")
    assert "nothing was changed" in run(*words, here=workspace).out
    assert path.read_text("utf-8") == edited


def test_two_vendors_of_one_id_are_both_named(workspace: Path, run: Run) -> None:
    assert run("add", "Øst", here=workspace).code == 0
    refused = run("add", "Ost", here=workspace)
    assert refused.code == 2
    assert '"Ost" and "Øst" would both have the id ost' in refused.err
    assert run("add", "Ost", "--id", "ost-ltd", here=workspace).code == 0
    assert run("add", "Æst", here=workspace).out == "Added Æst as aest\n"


@few
@given(st.text(min_size=1, max_size=40))
def test_any_name_is_filed_and_found_or_refused_with_a_reason(
    made_once: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    root = tmp_path_factory.mktemp("any")
    (root / "partnercheck.toml").write_text("")
    opened = open_workspace(root)
    if not slug(tidy_name(name)):
        with pytest.raises(UserError, match=r"Choose an id|Give it one"):
            add_vendor(opened, Vendor(name=name))
        return
    added = add_vendor(opened, Vendor(name=name))
    assert is_slug(added.id)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert vendor_named(opened, unicodedata.normalize(form, name)).vendor.id == added.id
    assert vendor_named(opened, name.casefold()).vendor.id == added.id
    goal = {"one": Goal(title=added.name, period="month", due=TODAY)}
    assert goal_named(goal, unicodedata.normalize("NFD", name), added) == "one"
    start = Start(added.id, respondent=name)
    sitting = start_sitting(opened, start, TODAY)
    sitting.save_answer(sitting.items[0].id, Answer(score=3, on=TODAY))
    again = Start(added.id, respondent=unicodedata.normalize("NFD", name))
    assert start_sitting(opened, again, TODAY).done == 1
    assert not judge_vendor(opened, added.id).problems


BLANKS = [" ", "\u200b", "\u3164\u2060", "\u00a0"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(
    "words",
    [
        ("add", "Foo", "--owner"),
        ("add", "Foo", "--tag"),
        ("add", "Foo", "--supplies"),
        ("init", "there", "--organisation"),
        ("goals", ACME, "--add", "Goal", "--owner-us"),
        ("request", ACME, "--contact"),
        ("request", ACME, "--respondent"),
    ],
)
def test_a_blank_text_on_the_command_line_is_told(
    words: tuple[str, ...], blank: str, workspace: Path, run: Run
) -> None:
    before = sorted(workspace.rglob("*"))
    ran = run(*words, blank, here=workspace)
    assert ran.code == 2
    assert f"{words[-1]} is blank" in ran.err
    assert sorted(workspace.rglob("*")) == before


def test_an_empty_tag_is_told(workspace: Path, run: Run) -> None:
    ran = run("add", "Foo", "--tag", "", here=workspace)
    assert (ran.code, ran.err) == (
        2,
        "partnercheck: a tag is blank. Write a word, or leave the tag out\n",
    )


def test_bytes_that_are_no_text_are_told(workspace: Path, run: Run) -> None:
    ran = run("add", "Foo", "--owner", "Jos\udce9", here=workspace)
    assert ran.code == 2
    assert "--owner: 'Jos\\udce9' contains invalid characters" in ran.err


@pytest.mark.parametrize("blank", ['" "', '"\\u200B"', '"\u3164"'])
def test_a_blank_text_in_a_file_is_told(blank: str, workspace: Path, run: Run) -> None:
    path = workspace / "vendors" / ACME / "vendor.toml"
    path.write_text(path.read_text() + f"owner = {blank}\ntags = [{blank}]\n")
    settings_file = workspace / "partnercheck.toml"
    settings_file.write_text(settings_file.read_text().replace('"Northwind Foods"', blank))
    (workspace / "glossary.toml").write_text(f"[terms]\nCut-off = {blank}\n")
    checked = run("check", here=workspace).out
    for key in ("owner", "tags", "organisation"):
        assert f'"{key}" is blank' in checked
    assert '"Cut-off" has no meaning' in checked
    assert open_workspace(workspace).settings.organisation == "Our organisation"


@pytest.mark.parametrize("label", ["name", "short", "topic"])
def test_a_blank_label_of_a_questionnaire_is_told(label: str, workspace: Path, run: Run) -> None:
    assert run("questionnaire", "copy", "partnership", here=workspace).code == 0
    path = workspace / "instruments" / "partnership.toml"
    lines = path.read_text("utf-8").split("\n")
    at = max(n for n, line in enumerate(lines) if line.startswith(f"{label} ="))
    path.write_text("\n".join([*lines[:at], f'{label} = " "', *lines[at + 1 :]]), "utf-8")
    checked = run("check", here=workspace)
    assert checked.code == 1
    assert f".{label} is blank" in checked.out


def test_a_blank_cell_of_a_spreadsheet_is_told(workspace: Path, run: Run) -> None:
    (workspace / "list.csv").write_text(
        "name,owner,tags\nKestrel,  ,a\n\u200b,Robin,\nMoor,Robin,\n", "utf-8"
    )
    ran = run("add", "--from", "list.csv", here=workspace)
    assert ran.out == "Added Kestrel as kestrel\nAdded Moor as moor\n"
    assert 'list.csv:2: "owner" is blank' in ran.err
    assert "list.csv:3: the name is missing" in ran.err
    assert "2 vendors added, 1 row refused" in ran.err


def test_what_is_invisible_is_dropped_from_what_is_saved(workspace: Path) -> None:
    soft = "co\u00adop\u200beration \ufeffdone \u202elater\u2066; می\u200cخواهم"
    assert answered(workspace, "A", "3", f"e {soft}").returncode == 0
    path = workspace / "vendors" / ACME / ROUND / "buyer.a.partnership.toml"
    assert 'evidence = "cooperation done later; می\u200cخواهم"' in path.read_text("utf-8")


def test_a_vendor_is_filed_with_clean_texts(workspace: Path) -> None:
    opened = open_workspace(workspace)
    parts = unicodedata.normalize("NFD", "Zoë")
    added = add_vendor(
        opened,
        Vendor(name="Foo\u200b", owner=f"{parts}\ufeff", tags=(parts,), target_why="So\u00adon"),
    )
    data = tomli.loads((workspace / "vendors/foo/vendor.toml").read_text("utf-8"))
    assert (data["name"], data["owner"], data["tags"], data["target_why"]) == (
        "Foo",
        "Zoë",
        ["Zoë"],
        "Soon",
    )
    assert read_description(opened, "foo")[0] == added
