"""The numbers of README and of the first task pages are those of the questionnaire."""

from __future__ import annotations

import re

import pytest

from partnercheck.app.assess.keys import KEYS
from partnercheck.questionnaires.duration import minutes_needed
from partnercheck.questionnaires.read import packaged
from tests.support.pages import README, prose, read, section, tables

TEXT = README.read_text("utf-8")
FLAT = " ".join(prose(TEXT).split())
PARTNERSHIP = packaged()["partnership"]
PAGES = {"README": TEXT, "verdict.md": read("verdict.md")}


def test_it_is_short() -> None:
    assert len(TEXT.splitlines()) < 150


def test_the_conditions_and_their_questions_are_those_of_the_questionnaire() -> None:
    [rows] = tables(TEXT.split("\n## ")[0])
    assert [row["condition"] for row in rows] == [each.name for each in PARTNERSHIP.conditions]


@pytest.mark.parametrize("page", PAGES)
def test_the_classes_are_those_of_the_questionnaire_best_first(page: str) -> None:
    [rows] = [each for each in tables(PAGES[page]) if "class" in each[0]]
    classes = [f"{each.glyph} {each.name}" for each in PARTNERSHIP.classes]
    assert [row["class"] for row in rows] == classes


@pytest.mark.parametrize("page", PAGES)
def test_the_thresholds_are_those_of_the_questionnaire(page: str) -> None:
    states = PARTNERSHIP.states
    present = f"*present* at {states.present:g} or more of 100 points"
    told = f"{present}, *partial* at {states.partial:g} or more"
    assert told in " ".join(PAGES[page].split())


def test_the_limits_are_those_of_the_questionnaire() -> None:
    limits = PARTNERSHIP.limits
    assert (limits.zeros, limits.critical_present) == (1, 2)
    verdict, assessing = (" ".join(read(page).split()) for page in ("verdict.md", "assessing.md"))
    assert (
        "One question at 0, or a key question below 2, keeps a condition from being present"
        in verdict
    )
    assert f"an arrow shows a change of {limits.trend:g} points or more" in assessing


def test_the_forms_are_as_long_as_it_says() -> None:
    said = re.search(
        r"has the (\d+) core questions and takes about (\d+) minutes; "
        r"the full one has (\d+) and takes about (\d+)",
        FLAT,
    )
    assert said
    assert [int(each) for each in said.groups()] == [
        number
        for form in ("quick", "full")
        for number in (
            len(PARTNERSHIP.form_items(form)),
            minutes_needed(PARTNERSHIP, form, "buyer"),
        )
    ]


def test_the_keys_of_an_answer_are_those_of_the_screen() -> None:
    about = section(read("assessing.md"), "Answering")
    for name, key in (
        ("assess.unknown", "u"),
        ("assess.no-occasion", "n"),
        ("assess.ours", "w"),
        ("assess.theirs", "t"),
        ("assess.evidence", "e"),
        ("assess.basis", "b"),
        ("assess.rules", "r"),
        ("assess.back", "q"),
        ("assess.editor", "E"),
    ):
        assert key in [each.keys for each in KEYS if each.id == name], name
        assert f"`{key}`" in about
