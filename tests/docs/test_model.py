"""docs/model.md names the sources of the questions, and where every point of them is."""

from __future__ import annotations

import re

import msgspec
import pytest

from benchmarks.classes import report
from partnercheck.app.shared.screens import SCREENS
from partnercheck.base.records import Answer, Goal, Settings, Vendor
from partnercheck.commands import COMMANDS
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from tests.support.pages import prose, read, section, tables
from tests.wording.faults import MOST_WORDS

PAGE = read("model.md")
LISTED = section(PAGE, "Sources")
CITED = r"[A-Z][\w-]+(?:(?:, | & )(?:Van de )?[A-Z][\w-]+)* (?:19|20)\d\d"
INSTRUMENTS = packaged()
ITEMS = {item.id: item for each in INSTRUMENTS.values() for item in each.items}
FOUNDING = {row["here"].strip('"'): row["author and year"] for row in tables(LISTED)[0]}
RESEARCH = [
    " ".join(each.split()).split(", *")[0] for each in re.split(r"^- ", LISTED, flags=re.M)
][1:]
# What is nobody's question but is said of the scale, of agreement, or of what the model leaves out.
ELSEWHERE = {
    "Ambrose, Marshall & Lynch 2010",
    "Cadden, Marshall & Cao 2013",
    "Krippendorff 2011",
    "Smith & Kendall 1963",
}
POINTS = {title: tables(section(PAGE, f'Points of "{title}"'))[0] for title in FOUNDING}
OURS = {
    row["question"].strip("`"): row["rests on"]
    for row in tables(section(PAGE, "Questions that rest on research alone"))[0]
}


def named() -> set[str]:
    """Every source that an item of ours names."""
    return {each for item in ITEMS.values() for each in item.source.split("; ")}


def in_backticks(title: str) -> set[str]:
    """What the rows of a founding text name as the place of a point."""
    return {name for row in POINTS[title] for name in re.findall(r"`([^`]+)`", row["where"])}


def fields(*records: type[msgspec.Struct]) -> set[str]:
    return {field for record in records for field in record.__struct_fields__}


# The sources.


def test_the_list_has_every_source_that_an_item_names_and_no_other() -> None:
    assert len(FOUNDING) == 5
    assert {*FOUNDING, *RESEARCH} - ELSEWHERE == named()
    assert sorted(RESEARCH) == RESEARCH


def test_whatever_is_cited_is_in_the_list() -> None:
    cited = set(re.findall(CITED, " ".join(PAGE.split("## Sources")[0].split())))
    assert cited >= ELSEWHERE - {"Krippendorff 2011"}
    assert cited <= set(RESEARCH) | set(FOUNDING.values())
    quoted = set(re.findall(r'"(On [^"]+)"', " ".join(PAGE.split())))
    assert quoted == set(FOUNDING)


def test_a_founding_text_has_its_author_and_year_or_says_that_they_are_not_known() -> None:
    for known in FOUNDING.values():
        assert re.search(r"\d{4}$|not known|no year", known)
    assert {"Lundberg 2002", "Hitt 2003"} <= set(FOUNDING.values())


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
def test_a_lens_is_from_where_its_items_are_from(instrument: Instrument) -> None:
    [conditions] = tables(section(PAGE, "Four conditions"))
    [lenses] = tables(section(PAGE, "The lenses"))
    if instrument.classifies:
        assert [row["condition"] for row in conditions] == [c.name for c in instrument.conditions]
        return
    [row] = [each for each in lenses if each["lens"] == f"`{instrument.id}`"]
    assert all(row["from"].strip('"') in item.source for item in instrument.items)


# Every point of the sources, and where it is.


@pytest.mark.parametrize("title", FOUNDING)
def test_what_a_point_names_exists(title: str) -> None:
    known = {*ITEMS, *COMMANDS, *SCREENS, *fields(Answer, Vendor, Goal, Settings, Instrument)}
    for each in INSTRUMENTS.values():
        known |= {part.id for part in (*each.conditions, *each.groups, *each.warnings)}
        known |= {vendor_class.id for vendor_class in each.classes}
    assert in_backticks(title) - known == set()


@pytest.mark.parametrize("title", FOUNDING)
def test_every_point_has_a_place(title: str) -> None:
    assert len(POINTS[title]) > 5
    assert [row for row in POINTS[title] if not re.search(r"`|anchors", row["where"])] == []


def test_every_question_stands_at_a_point_or_is_named_as_ours() -> None:
    placed = set.union(*(in_backticks(title) for title in FOUNDING)) & ITEMS.keys()
    assert ITEMS.keys() - placed - OURS.keys() == set()


@pytest.mark.parametrize("title", FOUNDING)
def test_a_question_that_names_a_founding_text_stands_at_one_of_its_points(title: str) -> None:
    home = {item.id for item in ITEMS.values() if title in item.source.split("; ")[0]}
    assert home - in_backticks(title) == set()


def test_what_rests_on_research_alone_names_the_same_works_as_the_question() -> None:
    assert {
        item.id: item.source
        for item in ITEMS.values()
        if not any(title in item.source for title in FOUNDING)
    } == OURS


# Figures.


def test_the_thresholds_are_those_of_the_questionnaire() -> None:
    states = INSTRUMENTS["partnership"].states
    about = " ".join(prose(section(PAGE, "What we added and what we took from others")).split())
    assert f"The threshold of {states.present:g} means" in about
    assert f"The threshold of {states.partial:g} for partial lies" in about
    assert INSTRUMENTS["partnership"].months == 12


def test_the_kinds_of_questions_are_those_of_the_questionnaires() -> None:
    [kinds] = tables(section(PAGE, "What is asked, and how"))
    assert {row["kind"].strip("`") for row in kinds} == {item.kind for item in ITEMS.values()}


def test_the_length_of_the_forms_is_the_one_that_is_tested() -> None:
    text = " ".join(prose(section(PAGE, "What is asked, and how")).split())
    assert f"at most {MOST_WORDS['full']:,} words and the quick one {MOST_WORDS['quick']}" in text


def test_what_a_sceptic_says_of_chance_is_what_the_simulation_prints() -> None:
    text, printed = " ".join(section(PAGE, "What a sceptic would say first").split()), report()
    lower = re.search(r"views costs ([\d.]+) points on average", printed)
    other = re.search(r"(\d+) % the class changes", printed)
    assert lower
    assert other
    assert f"the lower view costs some {round(float(lower[1]))} points on average" in text
    assert "the class still changes in three years out of ten" in text
    assert round(int(other[1]) / 10) == 3
