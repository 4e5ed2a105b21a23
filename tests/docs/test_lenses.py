"""docs/lenses.md: how the lenses combine, how long they are, when they come, what they warn of."""

from __future__ import annotations

import re

import pytest

from partnercheck.questionnaires.duration import minutes_needed
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from tests.support.pages import prose, read, section, tables
from tests.wording.faults import form_text, words

PAGE = read("lenses.md")
LENSES = {each.id: each for each in packaged().values() if not each.classifies}
PARTNERSHIP = packaged()["partnership"]
COMBINED, LENGTHS = tables(PAGE.split("## When a lens is offered")[0])


@pytest.mark.parametrize("lens", LENSES.values(), ids=list(LENSES))
def test_every_lens_has_its_rows(lens: Instrument) -> None:
    offered = tables(section(PAGE, "When a lens is offered"))[0]
    for rows in (COMBINED, offered):
        assert [row["lens"] for row in rows].count(f"`{lens.id}`") == 1


@pytest.mark.parametrize("row", LENGTHS, ids=[row[""] for row in LENGTHS])
def test_a_lens_is_as_long_as_the_page_says(row: dict[str, str]) -> None:
    lens = LENSES[row[""].strip("`")]
    assert int(row["questions"]) == len(lens.items)
    most = int(row["words on a form, at most"].replace(",", ""))
    assert most - 20 < words(form_text(lens, "buyer", lens.items)) <= most
    assert int(row["minutes, about"]) == minutes_needed(lens, "full", "buyer")


def test_what_is_lowest_is_called_lowest() -> None:
    """Every group and facet that takes its lowest part, and the levels of respondents."""
    said = {row["lens"].strip("`"): row["how it combines"] for row in COMBINED}
    for lens in LENSES.values():
        lowest = [part for part in (*lens.conditions, *lens.groups) if part.combine == "lowest"]
        count = len(lowest) + (lens.levels == "lowest")
        assert said[lens.id].count("lowest") == count, lens.id


def test_the_thresholds_and_the_least_questions_are_those_of_the_lenses() -> None:
    text = " ".join(prose(PAGE).split())
    for lens in LENSES.values():
        states = lens.states
        told = f"present at {states.present:g} or more, partial at {states.partial:g} or more"
        assert told in text
        assert lens.limits.least_items == 1


@pytest.mark.parametrize("lens", LENSES.values(), ids=list(LENSES))
def test_what_calls_for_a_lens_is_named(lens: Instrument) -> None:
    [said] = [
        row["is offered if"].lower()
        for row in tables(section(PAGE, "When a lens is offered"))[0]
        if row["lens"] == f"`{lens.id}`"
    ]
    named = {f"a {each.name.lower()}": each.id for each in PARTNERSHIP.classes}
    named |= {each.name.lower(): each.id for each in PARTNERSHIP.conditions}
    found = {each for name, each in named.items() if re.search(rf"\b{name}\b", said)}
    assert found == {name for each in lens.offers for name in (*each.conditions, *each.classes)}
    assert ("gap" in said) == any(offer.gap for offer in lens.offers)


def test_every_warning_is_named_and_no_other() -> None:
    rows = tables(section(PAGE, "What a lens warns of"))[0]
    warnings = {warning.name for lens in LENSES.values() for warning in lens.warnings}
    assert {row["warning"] for row in rows} == warnings
