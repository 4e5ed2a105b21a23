"""The same answers are always the same text, and the text is always the same answers."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.assessing.start import response_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response, Vendor
from partnercheck.base.text import tidy_name, tidy_text
from partnercheck.questionnaires.read import packaged
from partnercheck.storage.parse import parse
from partnercheck.storage.save import SaveError
from partnercheck.workspace.canonical import (
    RESPONSE_KEYS,
    response_table,
    response_text,
    vendor_table,
    vendor_text,
)
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.readers import response_of, vendor_of
from partnercheck.workspace.responses import save_answer
from tests.support.response_strategies import ITEMS, PARTNERSHIP, days, responses, typed
from tests.support.running import ALICE, ALICES_FILE, TODAY

CLASSES = [each.id for each in PARTNERSHIP.classes]
SAMPLES = Path(__file__).parents[2] / "partnercheck" / "demo" / "workspace"
SAMPLE_FILES = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.glob("*/*/*/*.toml"))

many = settings(max_examples=80, deadline=None, derandomize=True)
names = typed.map(tidy_name)


@many
@given(responses)
def test_a_response_is_read_as_it_was_written(response: Response) -> None:
    text = response_text(response_table(response), ITEMS)
    file = f"{response.perspective}.alice-moreau.partnership.toml"
    place = (response.vendor, response.round, file)
    found, problems = response_of(parse(text.encode(), file), place, packaged())
    assert found is not None, problems
    given_or_said = {item: found.answers[item] for item in response.answers}
    assert given_or_said == response.answers
    assert set(found.answers) == {*ITEMS, *response.answers}
    assert replace(found, answers={}) == replace(response, answers={})
    assert {problem.severity for problem in problems} <= {"warning"}


@many
@given(responses, typed)
def test_writing_what_was_read_gives_the_same_text(response: Response, raw: str) -> None:
    table = response_table(response)
    table["answers"]["culture-dialogue"] = {"score": 3, "evidence": raw, "mood": raw}
    text = response_text({**table, "shelf": raw}, ITEMS)
    assert response_text(tomli.loads(text), ITEMS) == text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text


@many
@given(
    st.builds(
        Vendor,
        name=names.filter(bool),
        id=st.just("acme"),
        supplies=names,
        value_chain=names,
        owner=names,
        since=st.none() | st.integers(1, 2100) | st.dates(),
        tags=st.lists(names.filter(bool), max_size=3).map(tuple),
        stage=st.sampled_from(["active", "candidate"]),
        target=st.sampled_from(["", *CLASSES]),
        target_why=typed.map(tidy_text),
        objective=typed.map(tidy_text),
        archived=days,
    )
)
def test_a_vendor_is_read_as_it_was_written(vendor: Vendor) -> None:
    text = vendor_text(vendor_table(vendor))
    assert vendor_of(parse(text.encode(), "vendor.toml"), "acme", CLASSES) == (vendor, ())
    assert vendor_text(tomli.loads(text)) == text


def table_lines(lines: list[str], item: str) -> range:
    start = lines.index(f"[answers.{item}]")
    after = (n for n in range(start + 1, len(lines)) if lines[n].startswith("[answers."))
    return range(start, next(after, len(lines)))


@pytest.mark.parametrize("number", range(0, len(SAMPLE_FILES), 3))
def test_another_answer_changes_only_its_own_lines(number: int, samples: Path) -> None:
    path = samples / SAMPLE_FILES[number]
    before = path.read_bytes().decode().split("\n")
    data = tomli.loads("\n".join(before))
    asked = Response(*(data[key] for key in Response.__struct_fields__[:6]))
    sitting = response_sitting(open_workspace(samples), asked, TODAY)
    items = [each.id for each in sitting.instrument.items]
    item = items[number % len(items)]
    sitting.save_answer(item, Answer(score=1, basis="observed", evidence="One.\nTwo.", on=TODAY))
    after = path.read_bytes().decode().split("\n")
    assert before != after
    old, new = table_lines(before, item), table_lines(after, item)
    for what, *ends in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if what != "equal":
            assert old.start < ends[0] <= ends[1] <= old.stop
            assert new.start < ends[2] <= ends[3] <= new.stop


@pytest.mark.parametrize("file", SAMPLE_FILES[::4])
def test_saving_an_unchanged_answer_changes_no_byte(file: str, samples: Path) -> None:
    path = samples / file
    before, written = path.read_bytes(), path.stat().st_mtime_ns
    data = tomli.loads(before.decode())
    response = Response(*(data[key] for key in Response.__struct_fields__[:6]))
    sitting = response_sitting(open_workspace(samples), response, TODAY)
    for item in ITEMS:
        answer = sitting.answer_to(item)
        sitting.save_answer(item, answer)
        save_answer(samples, path, response, ITEMS, item, answer, before.decode())
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == written


def test_the_first_answer_writes_a_table_for_every_item(workspace: Path) -> None:
    sitting = response_sitting(open_workspace(workspace), bob(), TODAY)
    assert not sitting.file.path.exists()
    sitting.save_answer("learning-looking-back", Answer(score=3, on=TODAY))
    data = tomli.loads(sitting.file.path.read_text())
    assert list(data["answers"]) == ITEMS
    assert {item for item, table in data["answers"].items() if table} == {"learning-looking-back"}
    assert list(data)[:3] == ["format", "instrument", "version"]
    assert data["version"] == PARTNERSHIP.version


def test_every_field_of_a_response_has_its_place_in_the_header() -> None:
    assert {*RESPONSE_KEYS} == {"format", *Response.__struct_fields__} - {"answers"}


def test_a_file_that_does_not_say_its_version_is_not_given_one_by_a_save(workspace: Path) -> None:
    """Nobody but the person who answered knows which version it was."""
    path = workspace / ALICES_FILE
    path.write_text(path.read_text().replace("version = 2\n", ""))
    sitting = response_sitting(open_workspace(workspace), ALICE, TODAY)
    sitting.save_answer(ITEMS[0], Answer(score=0))
    assert "version" not in tomli.loads(path.read_text())


def test_no_answer_is_saved_beside_those_to_another_version(workspace: Path) -> None:
    path = workspace / ALICES_FILE
    sitting = response_sitting(open_workspace(workspace), ALICE, TODAY)
    changed = path.read_text().replace("version = 2\n", "version = 3\n")
    path.write_text(changed)
    with pytest.raises(SaveError, match="now answers version 3 of the questionnaire"):
        sitting.save_answer(ITEMS[0], Answer(score=0))
    assert path.read_text() == changed
    with pytest.raises(UserError, match=r"has answers to version 3 .*Answer in another round"):
        response_sitting(open_workspace(workspace), ALICE, TODAY)


def bob() -> Response:
    return Response("partnership", "borealis-packaging", "2026-q4", "buyer", "Bob", form="quick")


def evidence_on_disk(text: str, root: Path) -> tuple[bytes, str]:
    sitting = response_sitting(open_workspace(root), bob(), TODAY)
    sitting.save_answer(ITEMS[0], Answer(score=3, basis="observed", evidence=text))
    again = response_sitting(open_workspace(root), bob(), TODAY)
    return sitting.file.path.read_bytes(), again.answer_to(ITEMS[0]).evidence


def test_evidence_of_several_lines_has_several_lines_in_the_file(workspace: Path) -> None:
    data, read = evidence_on_disk("In June.\nAnd in July.\n", workspace)
    assert b'evidence = """\nIn June.\nAnd in July.\n"""\n' in data
    assert read == "In June.\nAnd in July.\n"


def test_windows_and_old_mac_line_ends_become_plain_ones(workspace: Path) -> None:
    data, read = evidence_on_disk("One\r\nTwo\rThree", workspace)
    assert b'evidence = """\nOne\nTwo\nThree"""\n' in data
    assert read == "One\nTwo\nThree"


@pytest.mark.parametrize("text", ["June\n=======\nMay", "Mail:\n>>>>>>> Bob wrote\nyes"])
def test_evidence_that_looks_like_a_merge_conflict_can_be_read_again(
    text: str, workspace: Path
) -> None:
    _, read = evidence_on_disk(text, workspace)
    assert read == text


@pytest.mark.parametrize("changed", ["culture-dialogue", "culture-decisions"])
def test_control_characters_stay_in_the_file_and_are_shown_as_pictures(
    changed: str, workspace: Path
) -> None:
    path = workspace / ALICES_FILE
    typed_text = b'evidence = "bell \\u0007, tab \t, right to left \xe2\x80\xae"\n'
    path.write_bytes(path.read_bytes().replace(b'evidence = "Seen in June."\n', typed_text, 1))
    sitting = response_sitting(open_workspace(workspace), ALICE, TODAY)
    shown = sitting.answer_to("culture-decisions")
    assert shown.evidence.startswith("bell ␇, tab  ")
    assert shown.evidence.endswith("right to left ")
    before = sitting.answer_to(changed)
    sitting.save_answer(changed, Answer(0, basis=before.basis, evidence=before.evidence, on=TODAY))
    assert typed_text in path.read_bytes()


def test_what_the_program_does_not_know_stays_and_comes_last(workspace: Path) -> None:
    path = workspace / ALICES_FILE
    data = tomli.loads(path.read_text())
    data["answers"] = {"culture-luck": {"score": 4, "weather": "fine"}, **data["answers"]}
    data["answers"][ITEMS[0]] = {"mood": "good", **data["answers"][ITEMS[0]]}
    text = response_text({"colour": "red", **data}, ITEMS)
    path.write_text(text)
    sitting = response_sitting(open_workspace(workspace), ALICE, TODAY)
    sitting.save_answer(ITEMS[0], Answer(score=0, on=dt.date(2026, 1, 2)))
    after = path.read_text()
    assert 'form = "full"\ncolour = "red"\n' in after
    assert after.endswith('[answers.culture-luck]\nscore = 4\nweather = "fine"\n')
    assert f'[answers.{ITEMS[0]}]\nscore = 0\non = 2026-01-02\nmood = "good"\n' in after
