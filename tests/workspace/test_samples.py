"""The sample workspace: sound in every file, and a case of everything the program can say."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

import partnercheck
from partnercheck.base.records import AIMS
from partnercheck.questionnaires.read import packaged
from partnercheck.rules.balance import balance
from partnercheck.rules.target import AsTargeted, as_targeted
from partnercheck.storage.schema_line import kind_at, split_schema_line
from partnercheck.verdicts.judged import JudgedVendor, judge_vendors
from partnercheck.verdicts.lenses import lenses_of
from partnercheck.workspace.canonical import (
    goals_text,
    meetings_text,
    response_text,
    settings_text,
    vendor_text,
)
from partnercheck.workspace.checking import problems_of
from partnercheck.workspace.goals import open_goals, overdue
from partnercheck.workspace.meetings import meeting_missing
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.support.running import TODAY, Ran, Run

SAMPLES = Path(partnercheck.__file__).parent / "demo" / "workspace"
FILES = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.toml"))
ITEMS = {key: [item.id for item in each.items] for key, each in packaged().items()}


@pytest.fixture(scope="module")
def vendors() -> list[JudgedVendor]:
    workspace = open_workspace(SAMPLES)
    return list(judge_vendors(workspace, vendor_ids(workspace)))


def test_nothing_is_wrong_in_the_samples(samples: Path, run: Run) -> None:
    assert list(problems_of(open_workspace(SAMPLES))) == []
    assert run("check", here=samples) == Ran(0, "", f"No problems in {len(FILES)} files\n")


@pytest.mark.parametrize("file", FILES)
def test_every_sample_is_laid_out_as_the_program_would(file: str) -> None:
    line, text = split_schema_line((SAMPLES / file).read_bytes().decode())
    assert line == f"#:schema {'../' * file.count('/') or './'}schemas/{kind_at(file)}.json\n\n"
    data = tomli.loads(text)
    if "answers" in data:
        assert list(data["answers"]) == ITEMS[data["instrument"]]
        assert response_text(data, ITEMS[data["instrument"]]) == text
    elif file.endswith("/goals.toml"):
        assert goals_text(data) == text
    elif file.endswith("/meetings.toml"):
        assert meetings_text(data) == text
    elif file == "partnercheck.toml":
        assert settings_text(data) == text
    else:
        assert vendor_text(data) == text


def test_there_are_twelve_vendors_and_each_wish_has_its_reason(vendors: list[JudgedVendor]) -> None:
    assert len(vendors) == 12
    assert len({each.vendor.name for each in vendors}) == 12
    for each in vendors:
        assert bool(each.vendor.target) == bool(each.vendor.target_why)
        assert each.vendor.supplies


def test_every_class_is_found(vendors: list[JudgedVendor]) -> None:
    settled = {each.verdict.worst_class for each in vendors if each.verdict.settled}
    assert settled == {"partner", "near-partner", "steady-supplier", "supplier"}


def test_there_is_an_open_a_provisional_a_disputed_and_an_unassessed_one(
    vendors: list[JudgedVendor],
) -> None:
    verdicts = [each.verdict for each in vendors]
    assert any(each.assessed and not each.settled for each in verdicts)
    assert any(each.provisional for each in verdicts)
    assert any(each.disputed_items for each in verdicts)
    assert any(not each.assessed for each in verdicts)
    assert any(each.quick for each in verdicts)


def test_there_is_a_candidate_and_a_partner_on_our_side_alone(vendors: list[JudgedVendor]) -> None:
    assert any(each.vendor.stage == "candidate" for each in vendors)
    partners = [
        each
        for each in vendors
        if (each.verdict.worst_class, each.verdict.best_class) == ("partner",) * 2
    ]
    assert any(each.verdict.sides == ("buyer",) for each in partners)
    assert any(set(each.verdict.sides) == {"buyer", "vendor"} for each in vendors)


def test_there_is_a_vendor_that_misses_its_target_and_one_that_reaches_it(
    vendors: list[JudgedVendor],
) -> None:
    settled = [each for each in vendors if each.verdict.settled]
    reaches_target = [each.verdict.worst_class == each.vendor.target for each in settled]
    assert set(reaches_target) == {True, False}


def test_there_is_one_as_targeted_an_untested_one_and_one_mostly_by_one_side(
    vendors: list[JudgedVendor],
) -> None:
    found = {
        each.vendor.id: as_targeted(each.instrument, each.verdict, each.vendor.target)
        for each in vendors
    }
    assert found["elderwick-dairy"] == AsTargeted(None, ())
    assert found["glenholt-hygiene"] == AsTargeted("buyer", ())
    assert found["acme-logistics"] is None
    untested = {
        each.vendor.id: each.verdict.untested_items
        for each in vendors
        if each.verdict.untested_items
    }
    assert untested == {"jessamy-labs": ("culture-repair",)}
    accounts = [
        (each.vendor.id, account.main_side)
        for each in vendors
        for account in balance(each.instrument, each.round.responses).values()
        if account.main_side
    ]
    assert accounts == [("fennimore-cold-stores", "vendor")]


def test_one_critical_question_alone_can_keep_a_vendor_from_a_class(
    vendors: list[JudgedVendor],
) -> None:
    (dunmore,) = (each for each in vendors if each.vendor.id == "dunmore-steel")
    assert dunmore.verdict.worst_class == dunmore.verdict.best_class == "near-partner"
    (culture, *_) = dunmore.verdict.conditions
    assert culture.low >= dunmore.instrument.states.present
    assert culture.state_high == "partial"


def test_every_vendor_has_its_line_of_work_and_several_say_what_they_serve(
    vendors: list[JudgedVendor],
) -> None:
    assert all(each.vendor.line for each in vendors)
    served = {aim for each in vendors for aim in each.vendor.serves}
    assert served == set(AIMS)


@pytest.mark.parametrize("file", [file for file in FILES if "/20" in file])
def test_every_answer_of_the_samples_says_what_it_answered(file: str) -> None:
    data = tomli.loads((SAMPLES / file).read_text("utf-8"))
    assert data["version"] == packaged()[data["instrument"]].version


def test_there_is_a_round_before_to_compare_with(vendors: list[JudgedVendor]) -> None:
    rounds = [each.files.rounds for each in vendors]
    assert {name for names in rounds for name in names} == {"2026-q3", "2026-q4"}
    assert sum(len(names) > 1 for names in rounds) >= 3


@pytest.mark.parametrize("kind", ["text", "markdown", "csv", "json"])
def test_the_samples_can_be_compared_in_every_format(kind: str, samples: Path, run: Run) -> None:
    ran = run("compare", "--format", kind, here=samples)
    assert (ran.code, ran.err) == (0, "")
    for vendor_id in vendor_ids(open_workspace(SAMPLES)):
        name = vendor_id.split("-")[0].capitalize()
        assert name in ran.out


def warned(root: Path, vendors: list[JudgedVendor]) -> set[tuple[str, str]]:
    """The vendors with a warning of a lens, and its id."""
    return {
        (vendor_id, warning.id)
        for vendor_id, seen in lenses_of(open_workspace(root), vendors).items()
        for lens in seen
        for warning in lens.warnings
    }


WARNED = {("elderwick-dairy", "all-talk"), ("hollin-staffing", "value-without-trust")}


def test_each_warning_of_a_lens_but_one_is_on_one_vendor(vendors: list[JudgedVendor]) -> None:
    """Glenholt is as targeted, so walking away is no question."""
    assert warned(SAMPLES, vendors) == WARNED


def test_walking_away_is_a_question_as_soon_as_a_side_loses_by_it(samples: Path) -> None:
    path = samples / "vendors/glenholt-hygiene/2026-q4/buyer.tom-okafor.partnership.toml"
    table = "[answers.gains-fair-split]\nscore = "
    assert f"{table}1" in path.read_text()
    path.write_text(path.read_text().replace(f"{table}1", f"{table}0"))
    workspace = open_workspace(samples)
    vendors = list(judge_vendors(workspace, vendor_ids(workspace)))
    assert warned(samples, vendors) == WARNED | {("glenholt-hygiene", "walk-away")}


def test_every_lens_has_been_looked_through_and_one_shows_a_range(
    vendors: list[JudgedVendor],
) -> None:
    found = lenses_of(open_workspace(SAMPLES), vendors)
    looked = [lens for seen in found.values() for lens in seen if lens.verdict.assessed]
    assert len({lens.instrument.id for lens in looked}) == 4
    assert any(facet.low < facet.high for lens in looked for facet in lens.verdict.facets)
    assert any(lens.verdict.pending_count for lens in looked)
    assert any(len(lens.verdict.sides) == 2 for lens in looked)


def test_there_are_goals_of_every_kind_and_two_are_overdue(vendors: list[JudgedVendor]) -> None:
    by_vendor = [each.files.goals for each in vendors]
    goals = [goal for those in by_vendor for goal in those.values()]
    assert {goal.state for goal in goals} == {"open", "done", "dropped"}
    assert {goal.period for goal in goals} == {"week", "month", "quarter"}
    assert any(goal.times_extended for goal in goals)
    assert all(goal.gain_buyer and goal.gain_vendor for goal in goals)
    assert all(goal.owner_buyer and goal.owner_vendor for goal in goals)
    assert max(len(open_goals(those)) for those in by_vendor) == 3
    assert sum(len(overdue(those, TODAY)) for those in by_vendor) == 2


def test_two_meetings_are_overdue_one_of_them_a_monthly_one(vendors: list[JudgedVendor]) -> None:
    late = {
        each.vendor.id: each.files.meets for each in vendors if meeting_missing(each.files, TODAY)
    }
    assert late == {"hollin-staffing": "month", "kellaby-studio": "quarter"}
    days = [day for each in vendors for day in each.files.meetings]
    assert len(days) > 15
    assert max(days) <= TODAY.isoformat()
