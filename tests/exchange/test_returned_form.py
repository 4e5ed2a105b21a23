"""What comes back is filed where it belongs, and over nothing that is there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response
from partnercheck.exchange.filing import DifferentResponseError, Filed, file_import
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.canonical import response_table, response_text
from partnercheck.workspace.open import Workspace, open_workspace
from tests.support.filled_forms import PARTNERSHIP
from tests.support.running import TODAY

CORE = [item.id for item in PARTNERSHIP.form_items("quick")]
ANSWERS = {item: Answer(score=3) for item in CORE[:-1]}
JANE = Response(
    *("partnership", "acme-logistics", "2026-q4", "vendor", "Jane Doe", "quick"), answers=ANSWERS
)
JANES_FILE = "vendors/acme-logistics/2026-q4/vendor.jane-doe.partnership.toml"
LATER = TODAY + dt.timedelta(3)


@pytest.fixture
def opened(workspace: Path) -> Workspace:
    return open_workspace(workspace)


def there(workspace: Workspace) -> Response:
    responses = judge_vendor(workspace, "acme-logistics").round.responses
    found = [response for response in responses if response.respondent == "Jane Doe"]
    assert len(found) == 1
    return found[0]


def answering(changes: dict[str, Answer]) -> Response:
    return replace(JANE, answers={**ANSWERS, **changes})


def test_a_response_is_filed_in_canonical_form_with_the_day(opened: Workspace) -> None:
    assert file_import(opened, JANE, TODAY) == Filed(JANES_FILE, "new")
    dated = {item: Answer(score=3, on=TODAY) for item in ANSWERS}
    found = there(opened)
    assert {k: a for k, a in found.answers.items() if a != Answer()} == dated
    text = (opened.root / JANES_FILE).read_text()
    items = [item.id for item in PARTNERSHIP.items]
    assert text == response_text(response_table(replace(JANE, answers=dated)), items)
    assert list(found.answers) == items


def test_the_same_again_changes_no_byte(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    before = (opened.root / JANES_FILE).read_bytes()
    assert file_import(opened, JANE, LATER) == Filed(JANES_FILE, "same")
    assert file_import(opened, JANE, LATER, replace=True).outcome == "same"
    assert (opened.root / JANES_FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (Answer(score=1), "was 3, is now 1"),
        (Answer(skip="unknown"), "was 3, is now unknown"),
        (Answer(skip="no-occasion", reason="New"), "was 3, is now no occasion"),
        (Answer(), "was 3, is now without an answer"),
        (Answer(2, "buyer"), "was 3, is now 2"),
        (Answer(score=3, evidence="In June"), "differs in the evidence"),
        (Answer(3, basis="observed", evidence="In June"), "differs in the basis and the evidence"),
    ],
)
def test_other_answers_are_named_and_stay(opened: Workspace, changed: Answer, said: str) -> None:
    file_import(opened, JANE, TODAY)
    before = (opened.root / JANES_FILE).read_bytes()
    response = answering({CORE[2]: changed})
    with pytest.raises(DifferentResponseError) as refused:
        file_import(opened, response, LATER)
    assert refused.value.changes == (f"{CORE[2]} {said}",)
    assert (opened.root / JANES_FILE).read_bytes() == before
    filed = file_import(opened, response, LATER, replace=True)
    assert filed == Filed(JANES_FILE, "replaced", (f"{CORE[2]} {said}",))
    found = there(opened).answers
    assert replace(found[CORE[2]], on=None) == changed
    assert found[CORE[2]].on == (LATER if changed.is_answered else None)
    assert found[CORE[0]] == Answer(score=3, on=TODAY)


def test_an_answer_that_was_missing_is_added(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    filed = file_import(opened, answering({CORE[-1]: Answer(score=0)}), LATER)
    assert filed.outcome == "added"
    assert filed.changes == (f"{CORE[-1]} was without an answer, is now 0",)
    assert there(opened).answers[CORE[-1]] == Answer(score=0, on=LATER)
    assert there(opened).answers[CORE[0]] == Answer(score=3, on=TODAY)


def test_another_side_is_another_answer(opened: Workspace) -> None:
    file_import(opened, answering({CORE[0]: Answer(2, "vendor")}), TODAY)
    with pytest.raises(DifferentResponseError, match="differs in the side that did it"):
        file_import(opened, answering({CORE[0]: Answer(2, "buyer")}), TODAY)


def test_the_version_that_was_answered_is_filed(opened: Workspace) -> None:
    current = replace(JANE, version=PARTNERSHIP.version)
    file_import(opened, current, TODAY)
    assert there(opened).version == PARTNERSHIP.version
    assert file_import(opened, JANE, TODAY).outcome == "same"
    older = replace(JANE, version=1)
    with pytest.raises(UserError, match=r"answers version 1 of Partnership.* has version 2"):
        file_import(opened, older, TODAY)
    with pytest.raises(DifferentResponseError, match="version was 2, is now 1"):
        file_import(opened, older, TODAY, any_version=True)
    assert there(opened).version == PARTNERSHIP.version
    file_import(opened, older, TODAY, replace=True, any_version=True)
    assert there(opened).version == 1


def test_a_file_without_a_version_holds_answers_to_the_current_one(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    current = replace(JANE, version=PARTNERSHIP.version)
    assert file_import(opened, current, TODAY).outcome == "same"
    with pytest.raises(DifferentResponseError, match="version was not given, is now 1"):
        file_import(opened, replace(JANE, version=1), TODAY, any_version=True)


def test_a_longer_form_after_a_shorter_one_is_told(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    with pytest.raises(DifferentResponseError, match="form was quick, is now full"):
        file_import(opened, replace(JANE, form="full"), TODAY)


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (replace(JANE, perspective="buyer"), "this form is not for a vendor"),
        (replace(JANE, vendor="nobody"), 'no vendor "nobody"'),
        (replace(JANE, vendor="../acme-logistics"), "no vendor"),
        (replace(JANE, round="../x"), "is not a round"),
        (replace(JANE, instrument="trust"), 'no questionnaire "trust"'),
        (replace(JANE, respondent=""), "--respondent"),
        (replace(JANE, respondent="★"), "no file name can be made"),
        (replace(JANE, answers={}), "this form has no answers"),
        (replace(JANE, answers={CORE[0]: Answer(evidence="June")}), "this form has no answers"),
    ],
)
def test_what_cannot_be_filed_is_refused(opened: Workspace, response: Response, said: str) -> None:
    before = sorted(opened.root.rglob("*"))
    with pytest.raises(UserError, match=said):
        file_import(opened, response, TODAY)
    assert sorted(opened.root.rglob("*")) == before


def test_two_names_do_not_share_a_file(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    for replaced in (False, True):
        with pytest.raises(UserError, match="would share the file"):
            file_import(opened, replace(JANE, respondent="Jane-Doe"), TODAY, replace=replaced)
    assert file_import(opened, replace(JANE, respondent="JANE DOE"), TODAY).outcome == "same"


def test_a_file_laid_out_by_hand_keeps_its_comments(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    path = opened.root / JANES_FILE
    path.write_text("# by hand\n" + path.read_text())
    file_import(opened, answering({CORE[0]: Answer(score=1)}), TODAY, replace=True)
    assert path.read_text().startswith("# by hand\n")
    found = judge_vendor(opened, JANE.vendor, JANE.round).round.responses
    (hers,) = (each for each in found if each.respondent == JANE.respondent)
    assert hers.answers[CORE[0]].score == 1


def test_a_file_that_cannot_be_read_stays(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    path = opened.root / JANES_FILE
    good = path.read_text()
    other = answering({CORE[0]: Answer(score=1)})
    for text, said in (
        (good.replace("score = 3", "score = 9", 1), "score"),
        ("", "is empty"),
    ):
        path.write_text(text)
        with pytest.raises(UserError, match=said):
            file_import(opened, other, TODAY, replace=True)
        assert path.read_text() == text


def test_unknown_keys_and_items_of_a_file_stay(opened: Workspace) -> None:
    file_import(opened, JANE, TODAY)
    path = opened.root / JANES_FILE
    text = path.read_text().replace('form = "quick"', 'form = "quick"\nseat = "Leeds"')
    path.write_text(text + "\n[answers.culture-old]\nscore = 2\n")
    file_import(opened, answering({CORE[0]: Answer(score=1)}), TODAY, replace=True)
    after = path.read_text()
    assert 'seat = "Leeds"' in after
    assert "[answers.culture-old]\nscore = 2\n" in after


def test_a_day_that_the_vendor_wrote_is_kept_unless_it_is_to_come(opened: Workspace) -> None:
    early, late = TODAY - dt.timedelta(4), TODAY + dt.timedelta(4)
    dated = {CORE[0]: Answer(score=1, on=early), CORE[1]: Answer(score=1, on=late)}
    file_import(opened, replace(JANE, answers=dated), TODAY)
    assert [there(opened).answers[item].on for item in CORE[:2]] == [early, TODAY]
