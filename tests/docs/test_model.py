"""docs/model.md names the sources that the questionnaires name, and nothing that is not there."""

from __future__ import annotations

import re

import pytest

from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument
from tests.support.pages import prose, read, section, tables

PAGE = read("model.md")
LISTED = section(PAGE, "Sources")
CITED = r"[A-Z][\w-]+(?:(?:, | & )(?:Van de )?[A-Z][\w-]+)* (?:19|20)\d\d"
INSTRUMENTS = packaged()
FOUNDING = re.findall(r'"(On [^"]+)"', " ".join(LISTED.split()))
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


def named() -> set[str]:
    """Every source that an item of ours names."""
    items = [item for instrument in INSTRUMENTS.values() for item in instrument.items]
    return {each for item in items for each in item.source.split("; ")}


def test_the_list_has_every_source_that_an_item_names_and_no_other() -> None:
    assert len(FOUNDING) == 5
    assert {*FOUNDING, *RESEARCH} - ELSEWHERE == named()
    assert sorted(RESEARCH) == RESEARCH


def test_whatever_is_cited_is_in_the_list() -> None:
    cited = set(re.findall(CITED, " ".join(PAGE.split("## Sources")[0].split())))
    assert cited >= ELSEWHERE - {"Krippendorff 2011"}
    assert cited <= set(RESEARCH)
    quoted = set(re.findall(r'"(On [^"]+)"', " ".join(PAGE.split())))
    assert quoted == set(FOUNDING)


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
def test_a_lens_is_from_where_its_items_are_from(instrument: Instrument) -> None:
    [conditions] = tables(section(PAGE, "Four conditions"))[:1]
    [lenses] = tables(section(PAGE, "The lenses"))
    if instrument.classifies:
        assert [row["condition"] for row in conditions] == [c.name for c in instrument.conditions]
        return
    [row] = [each for each in lenses if each["lens"] == f"`{instrument.id}`"]
    assert all(row["from"].strip('"') in item.source for item in instrument.items)


def test_where_something_is_asked_is_a_question_or_a_key() -> None:
    ids = {item.id for item in INSTRUMENTS["partnership"].items}
    rows = tables(section(PAGE, "Four conditions"))[1]
    asked = {name for row in rows for name in re.findall(r"`([a-z]+-[a-z-]+)`", row["where"])}
    assert asked
    assert asked <= ids
    from_there = {
        item.id
        for item in INSTRUMENTS["partnership"].items
        if "On dialoguing relationships" in item.source
    }
    # What rests on that source is in its table, but for one that asks what its second condition is.
    assert from_there - asked == {"gains-others-gain"}


def test_the_thresholds_are_those_of_the_questionnaire() -> None:
    states = INSTRUMENTS["partnership"].states
    about = " ".join(prose(section(PAGE, "What is ours and what is taken")).split())
    assert f"Present from {states.present:g} means" in about
    assert f"partial from {states.partial:g} means" in about
    assert INSTRUMENTS["partnership"].months == 12
