"""What a merge of any two versions must keep, whatever their layouts."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from partnercheck.base.records import (
    Answer,
    Awaited,
    Goal,
    Meeting,
    Person,
    Promise,
    Record,
    Vendor,
)
from partnercheck.storage.conflicts import sides
from partnercheck.storage.edit import comments, edited
from partnercheck.storage.parse import Table
from partnercheck.versions.merge import RESPONSE, Kind, kind_of, merge
from partnercheck.versions.merge_driver import merge_lines as by_git
from partnercheck.versions.merge_text import merge_texts
from tests.support.layouts import ITEMS, answers, layouts

CHANGES = st.lists(st.tuples(st.sampled_from(ITEMS), answers()), max_size=3)
KNOWN = Answer.__struct_fields__


def known(data: dict[str, Any], item: str) -> dict[str, Any]:
    table = data["answers"].get(item, {})
    return {key: value for key, value in table.items() if key in KNOWN}


def changed(text: str, changes: list[tuple[str, dict[str, Any]]], comment: str) -> str:
    data = copy.deepcopy(tomli.loads(text))
    for item, answer in changes:
        data["answers"][item] = answer
    made = edited(text, data)
    return f"# {comment}\n{made}" if comment else made


@settings(max_examples=250, deadline=None)
@given(layouts(), CHANGES, CHANGES, st.sampled_from(["", "ours"]), st.sampled_from(["", "theirs"]))
def test_no_answer_and_no_comment_of_either_side_is_dropped(
    laid_out: tuple[str, dict[str, Any]],
    mine: list[tuple[str, dict[str, Any]]],
    yours: list[tuple[str, dict[str, Any]]],
    my_comment: str,
    your_comment: str,
) -> None:
    base, _ = laid_out
    ours, theirs = changed(base, mine, my_comment), changed(base, yours, your_comment)
    merged = merge_texts(RESPONSE, base, ours, theirs, by_git)

    before, left, right = (tomli.loads(text) for text in (base, ours, theirs))
    twice = {
        item
        for item in ITEMS
        if len({str(sorted(known(d, item).items())) for d in (before, left, right)}) == 3
        or (known(left, item) != known(before, item) != known(right, item) != known(left, item))
    }
    assert {c.path[1] for c in merged.conflicts if c.path[2:] == ()} == twice
    wanted = comments(ours) | comments(theirs)
    if not merged.clean:
        assert "<<<<<<< " in merged.text
        both = sides(merged.text)
        assert both, "each side can be taken whole"
        assert not wanted - (comments(both[0]) | comments(both[1]))
        return
    assert not wanted - comments(merged.text)
    data = tomli.loads(merged.text)
    for item in ITEMS:
        one_side = left if known(left, item) != known(before, item) else right
        assert known(data, item) == known(one_side, item)


@settings(max_examples=200, deadline=None)
@given(layouts(), CHANGES, CHANGES)
def test_a_conflict_holds_both_answers(
    laid_out: tuple[str, dict[str, Any]],
    mine: list[tuple[str, dict[str, Any]]],
    yours: list[tuple[str, dict[str, Any]]],
) -> None:
    base, _ = laid_out
    ours, theirs = changed(base, mine, ""), changed(base, yours, "")
    merged = merge_texts(RESPONSE, base, ours, theirs, by_git)
    both = sides(merged.text)
    assert merged.clean == (both is None)
    if both is None:
        return
    for text, side in zip(both, (ours, theirs), strict=True):
        for conflict in merged.conflicts:
            if len(conflict.path) == 2 and "answers" in tomli.loads(text):
                item = conflict.path[1]
                assert known(tomli.loads(text), item) == known(tomli.loads(side), item)


@settings(max_examples=300, deadline=None)
@given(layouts(), CHANGES, CHANGES)
def test_a_merge_is_the_same_from_either_side(
    laid_out: tuple[str, dict[str, Any]],
    mine: list[tuple[str, dict[str, Any]]],
    yours: list[tuple[str, dict[str, Any]]],
) -> None:
    base, data = laid_out
    ours, theirs = (tomli.loads(changed(base, each, "")) for each in (mine, yours))
    one, other = merge(RESPONSE, data, ours, theirs), merge(RESPONSE, data, theirs, ours)
    assert {c.path for c in one.conflicts} == {c.path for c in other.conflicts}
    if not one.conflicts:
        assert one.data == other.data
    assert merge(RESPONSE, data, ours, ours) == (ours, ())
    assert merge(RESPONSE, data, ours, data).data == ours


@pytest.mark.parametrize(
    ("file", "record"),
    [
        ("buyer.bob.partnership.toml", Answer),
        ("goals.toml", Goal),
        ("meetings.toml", Meeting),
        ("promises.toml", Promise),
        ("asked.toml", Awaited),
        ("people.toml", Person),
    ],
)
def test_every_field_of_a_record_is_merged_with_the_others(file: str, record: type[Record]) -> None:
    kind = kind_of(file)
    assert kind
    assert set(kind.keys) == set(record.__struct_fields__)
    assert kind_of("decision.toml") == Kind(whole=True)


HEADER: Table = {"instrument": "partnership", "version": 1, "vendor": "acme", "answers": {}}


def test_an_answer_merges_with_the_side_that_did_it_as_one() -> None:
    """Or a merge could put the side of one answer beside the score of the other."""
    base: Table = {"answers": {"x": {"score": 2, "done_by": "vendor"}}}
    ours: Table = {"answers": {"x": {"score": 3}}}
    theirs: Table = {"answers": {"x": {"score": 2, "done_by": "buyer"}}}
    assert merge(RESPONSE, base, ours, base) == (ours, ())
    assert merge(RESPONSE, base, base, theirs) == (theirs, ())
    (conflict,) = merge(RESPONSE, base, ours, theirs).conflicts
    assert (conflict.path, conflict.ours) == (("answers", "x"), {"score": 3})
    assert conflict.theirs == {"score": 2, "done_by": "buyer"}


def test_the_version_merges_as_a_field_of_the_header() -> None:
    raised: Table = {**HEADER, "version": 2}
    answered: Table = {**HEADER, "answers": {"x": {"score": 3}}}
    assert merge(RESPONSE, HEADER, raised, answered).data == {**answered, "version": 2}
    without = {key: value for key, value in HEADER.items() if key != "version"}
    assert merge(RESPONSE, without, raised, without) == (raised, ())
    (conflict,) = merge(RESPONSE, HEADER, raised, {**HEADER, "version": 3}).conflicts
    assert conflict.path == ("version",)


def test_every_field_that_describes_a_vendor_is_its_own_or_in_one_group() -> None:
    kind = kind_of("vendor.toml")
    assert kind
    grouped = [key for group in kind.groups for key in group]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) < set(Vendor.__struct_fields__)


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("one", [{"answers": 3}, {"answers": {"x": 5}}])
def test_a_value_in_the_place_of_a_table_is_a_conflict(one: Table, side: int) -> None:
    base: Table = {"answers": {"x": {"score": 1}}}
    other: Table = {"answers": {"x": {"score": 2, "mood": "fine"}, "y": {"score": 3, "mood": ""}}}
    versions = (one, other) if side else (other, one)
    merged = merge(RESPONSE, base, *versions)
    assert merged.conflicts
    texts = [tomli_w.dumps(each) for each in (base, *versions)]
    made = merge_texts(RESPONSE, texts[0], texts[1], texts[2], by_git)
    assert not made.clean
    both = sides(made.text)
    assert both
    assert [tomli.loads(each) for each in both] == list(versions)
