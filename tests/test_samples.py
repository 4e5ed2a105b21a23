"""The sample workspace: sound in every file, and a case of everything the program can say."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

import partnercheck
from partnercheck.checking import problems_of
from partnercheck.files.write import response_text, settings_text, vendor_text
from partnercheck.instruments.read import packaged
from partnercheck.portfolio import Judged, portfolio
from partnercheck.workspace import open_workspace, vendor_ids
from tests.conftest import Ran, Run

SAMPLES = Path(partnercheck.__file__).parent / "demo" / "workspace"
FILES = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.toml"))
ITEMS = [item.id for item in packaged()["partnership"].items]


@pytest.fixture(scope="module")
def vendors() -> list[Judged]:
    workspace = open_workspace(SAMPLES)
    return list(portfolio(workspace, vendor_ids(workspace)))


def test_nothing_is_wrong_in_the_samples(samples: Path, run: Run) -> None:
    assert list(problems_of(open_workspace(SAMPLES))) == []
    assert run("check", here=samples) == Ran(0, "", f"Nothing wrong in {len(FILES)} files\n")


@pytest.mark.parametrize("file", FILES)
def test_every_sample_is_laid_out_as_the_program_would(file: str) -> None:
    text = (SAMPLES / file).read_bytes().decode()
    data = tomli.loads(text)
    if "answers" in data:
        assert response_text(data, ITEMS) == text
    elif file == "partnercheck.toml":
        assert settings_text(data) == text
    else:
        assert vendor_text(data) == text


def test_there_are_twelve_vendors_and_each_wish_has_its_reason(vendors: list[Judged]) -> None:
    assert len(vendors) == 12
    assert len({each.assessment.vendor.name for each in vendors}) == 12
    for each in vendors:
        assert bool(each.assessment.vendor.wanted) == bool(each.assessment.vendor.why)
        assert each.assessment.vendor.supplies


def test_every_class_is_found(vendors: list[Judged]) -> None:
    settled = {each.verdict.low for each in vendors if each.verdict.settled}
    assert settled == {"partner", "near-partner", "steady-supplier", "supplier"}


def test_there_is_an_open_a_provisional_a_disputed_and_an_unassessed_one(
    vendors: list[Judged],
) -> None:
    verdicts = [each.verdict for each in vendors]
    assert any(each.assessed and not each.settled for each in verdicts)
    assert any(each.provisional for each in verdicts)
    assert any(each.disputed for each in verdicts)
    assert any(not each.assessed for each in verdicts)
    assert any(each.quick for each in verdicts)


def test_there_is_a_candidate_and_a_partner_on_our_side_alone(vendors: list[Judged]) -> None:
    assert any(each.assessment.vendor.stage == "candidate" for each in vendors)
    partners = [
        each for each in vendors if (each.verdict.low, each.verdict.high) == ("partner",) * 2
    ]
    assert any(each.verdict.sides == ("buyer",) for each in partners)
    assert any(set(each.verdict.sides) == {"buyer", "vendor"} for each in vendors)


def test_there_is_a_vendor_found_otherwise_than_wanted_and_one_as_wanted(
    vendors: list[Judged],
) -> None:
    settled = [each for each in vendors if each.verdict.settled]
    as_wanted = [each.verdict.low == each.assessment.vendor.wanted for each in settled]
    assert set(as_wanted) == {True, False}


def test_there_is_a_round_before_to_compare_with(vendors: list[Judged]) -> None:
    rounds = [each.assessment.rounds for each in vendors]
    assert {name for names in rounds for name in names} == {"2026-q3", "2026-q4"}
    assert sum(len(names) > 1 for names in rounds) >= 3


@pytest.mark.parametrize("kind", ["text", "markdown", "csv", "json"])
def test_the_samples_can_be_compared_in_every_format(kind: str, samples: Path, run: Run) -> None:
    ran = run("compare", "--format", kind, here=samples)
    assert (ran.code, ran.err) == (0, "")
    for vendor_id in vendor_ids(open_workspace(SAMPLES)):
        name = vendor_id.split("-")[0].capitalize()
        assert name in ran.out
