"""People in `people.toml`: read with every problem, saved, merged, and renamed in all rounds."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.email import is_address, mailto
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Awaited, Person
from partnercheck.workspace.asked import note_request
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.people import read_people, remove_person, rename_person, save_person
from partnercheck.workspace.read_vendor import read_vendor
from partnercheck.workspace.respondent_files import (
    answer_files,
    mentions,
    remove_answers,
    rename_respondent,
    restore_answers,
)
from partnercheck.workspace.respondents import KnownPeople
from tests.support.clones import begun, committed, program, pulled
from tests.support.running import ACME, ALICES_FILE, TODAY

PAT = Person(name="Pat Quinn", level="operations", email="pat@example.org")


@pytest.fixture
def opened(workspace: Path) -> Workspace:
    return open_workspace(workspace)


def answer(opened: Workspace, name: str, score: int = 3, round_id: str = "2026-q4") -> Path:
    sitting = start_sitting(opened, Start(ACME, "buyer", name, round=round_id), TODAY)
    sitting.save_answer("culture-decisions", Answer(score=score))
    return sitting.file.path


def errors(opened: Workspace) -> list[str]:
    """The errors in the workspace as it is now."""
    now = open_workspace(opened.root)
    return [str(each) for each in problems_of(now) if each.severity == "error"]


@pytest.mark.parametrize("vendor_id", ["", ACME])
def test_a_person_is_added_changed_and_removed(opened: Workspace, vendor_id: str) -> None:
    assert save_person(opened, vendor_id, Person(name=" Pat  Quinn ", level="operations"))
    assert not save_person(opened, vendor_id, Person(name="PAT QUINN", email=PAT.email))
    people, problems = read_people(opened, vendor_id)
    assert problems == ()
    assert people == {"pat-quinn": Person(name="PAT QUINN", level="operations", email=PAT.email)}
    assert remove_person(opened, vendor_id, "pat quinn") == people["pat-quinn"]
    assert read_people(opened, vendor_id)[0] == {}
    assert errors(opened) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[people.a]\nname = "A"\nemail = "a b@c"', "e-mail address"),
        ('[people.a]\nname = ""', '"name"'),
        ('[people."a b"]\nname = "A"', "cannot be a person's id"),
        ('[people.a]\nname = "A"\nlevel = "boss"', "executive"),
        ("people = 3", "expected tables such as [people.jane-doe]"),
        ("[people", "TOML"),
    ],
)
@pytest.mark.parametrize("place", ["people.toml", f"vendors/{ACME}/people.toml"])
def test_an_error_in_a_list_is_named_with_its_file(
    opened: Workspace, place: str, text: str, message: str
) -> None:
    (opened.root / place).write_text(f"{text}\n")
    (error,) = errors(opened)
    assert error.startswith(place)
    assert message in error


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "@b", "a@", "a b@c.org", "a@b@c.org", "-o@c.org", "a@b..org", "a\n@c.org"),
        *("a@c.org ", "A <a@c.org>", "a@c.org,b@c.org", "a@-c.org", "ä@c.org", "a\u200b@c.org"),
        f"{'a' * 250}@c.org",
    ],
)
def test_what_is_not_one_plain_address_is_refused(opened: Workspace, address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="is not an address"):
        mailto(address, "Hello")
    if address.strip() and not is_address(address.strip()):
        with pytest.raises(UserError, match="is not an e-mail address"):
            save_person(opened, "", Person(name="Pat", email=address))


def test_a_link_has_one_address_an_encoded_subject_and_no_body() -> None:
    link = mailto("a+b&c=d%@example.org", "Two\nlines & more?body=x\u001b")
    assert link == (
        "mailto:a%2Bb%26c%3Dd%25@example.org?subject=Two%20lines%20%26%20more%3Fbody%3Dx%1B"
    )


def test_people_who_answered_are_known_and_so_is_what_they_owe(opened: Workspace) -> None:
    save_person(opened, "", PAT)
    answer(opened, "Bob")
    note_request(opened, ACME, "2026-q4", Awaited("vendor", "Jane Doe", TODAY))
    note_request(opened, ACME, "2026-q4", Awaited("buyer", "Bob", TODAY))
    again = open_workspace(opened.root)
    known = KnownPeople(again)
    known.add_vendor(read_vendor(again, ACME))
    owes = {
        each.name: [(o.round, o.missing, o.due) for o in each.owes] for each in known.everybody()
    }
    assert owes == {
        "Alice Moreau": [],
        "Bob": [("2026-q4", 27, TODAY)],
        "Jane Doe": [("2026-q4", None, TODAY)],
        "Pat Quinn": [],
    }


def test_answers_of_all_rounds_are_given_to_the_right_name(opened: Workspace) -> None:
    first = answer(opened, "Pat Quin", 1, "2026-q3")
    second = answer(opened, "Pat Quin", 4)
    second.write_text("# mine\n" + second.read_text())
    note_request(opened, ACME, "2026-q4", Awaited("buyer", "Pat Quin"))
    note_request(opened, ACME, "2026-q4", Awaited("vendor", "Pat Quin"))
    files = rename_respondent(opened, "buyer", "pat quin", "Pat Quinn")
    assert len(files) == 3
    assert not first.exists()
    text = second.with_name("buyer.pat-quinn.partnership.toml").read_text()
    assert text.startswith("# mine\n")
    assert tomli.loads(text)["respondent"] == "Pat Quinn"
    assert tomli.loads(text)["answers"]["culture-decisions"]["score"] == 4
    asked = tomli.loads((second.parent / "asked.toml").read_text())["asked"]
    assert [each["respondent"] for each in asked.values()] == ["Pat Quinn", "Pat Quin"]
    assert errors(opened) == []


def test_a_name_with_answers_of_its_own_is_not_given_others(opened: Workspace) -> None:
    answer(opened, "Pat Quin", 1, "2026-q3")
    answer(opened, "Pat Quin")
    before = {path: path.read_bytes() for path in opened.root.rglob("*.toml")}
    with pytest.raises(UserError, match=r"Alice Moreau already has answers.*alice-moreau"):
        rename_respondent(opened, "buyer", "Pat Quin", "Alice Moreau")
    assert {path: path.read_bytes() for path in opened.root.rglob("*.toml")} == before


def test_a_name_with_the_same_id_keeps_its_file(opened: Workspace) -> None:
    path = answer(opened, "Zoe")
    rename_respondent(opened, "buyer", "Zoe", "Zoë")
    assert tomli.loads(path.read_text())["respondent"] == "Zoë"
    assert errors(opened) == []


def test_a_rename_that_was_cut_off_is_finished_by_the_next(opened: Workspace) -> None:
    path = answer(opened, "Pat Quin")
    path.rename(path.with_name("buyer.pat-quinn.partnership.toml"))
    assert errors(opened)
    rename_respondent(opened, "buyer", "Pat Quin", "Pat Quinn")
    assert errors(opened) == []


def test_a_file_of_that_name_that_cannot_be_read_stops_everything(opened: Workspace) -> None:
    answer(opened, "Pat Quin", 1, "2026-q3")
    path = answer(opened, "Pat Quin")
    path.write_text("x = = 1\n")
    with pytest.raises(UserError, match="nothing was changed"):
        rename_respondent(opened, "buyer", "Pat Quin", "Pat Quinn")
    assert len(list(opened.root.rglob("*pat-quin.*"))) == 2


def test_removed_answers_come_back_to_their_places(opened: Workspace) -> None:
    before = (opened.root / ALICES_FILE).read_bytes()
    files = answer_files(opened, "buyer", "alice moreau")
    folder = remove_answers(opened, files, TODAY)
    assert not (opened.root / ALICES_FILE).exists()
    assert mentions(opened, "Alice Moreau") == []
    assert restore_answers(opened, folder) == [ALICES_FILE]
    assert (opened.root / ALICES_FILE).read_bytes() == before
    assert mentions(opened, "alice moreau") == [f"{ALICES_FILE}:7"]


def test_a_renamed_person_joins_the_one_of_the_new_name(opened: Workspace) -> None:
    save_person(opened, "", Person(name="Pat Quin", level="operations"))
    save_person(opened, "", Person(name="Pat Quinn", email=PAT.email))
    rename_person(opened, "", "Pat Quin", "Pat Quinn")
    assert read_people(opened)[0] == {"pat-quinn": PAT}


def test_people_added_in_two_clones_merge(workspace: Path, tmp_path: Path) -> None:
    here, there = begun(workspace, tmp_path)
    for root, name in ((here, "Pat Quinn"), (there, "Kim Lee")):
        save_person(open_workspace(root), "", Person(name="The buyer"))
        save_person(open_workspace(root), "", Person(name=name))
        committed(root, name)
    assert pulled(there).code == 0
    assert {*read_people(open_workspace(there))[0]} == {"the-buyer", "pat-quinn", "kim-lee"}
    assert program(there, "check").code == 0
