"""The sentence about a conflict shows in what the two sides differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnercheck.versions.merge import Conflict
from partnercheck.versions.merge_driver import conflict_message

DAYS = [dt.date(2026, 11, day) for day in (2, 3)]
LONG = "Both of us looked at every delivery of the last quarter and found that "


def sentence(ours: Any, theirs: Any, *path: str) -> str:
    return conflict_message(Conflict(path, None, ours, theirs))


def test_the_day_of_a_decision_is_named_if_it_differs() -> None:
    sides = [{"decided": "partner", "reason": "same", "on": day} for day in DAYS]
    assert sentence(*sides) == (
        "the file was changed on both sides: ours partner, on 2026-11-02; "
        "theirs partner, on 2026-11-03"
    )


def test_the_promises_of_a_meeting_are_named_if_they_differ() -> None:
    sides = [{"decided": "d0", "we": [promise]} for promise in ("Send it", "Call")]
    ends = sentence(*sides, "meetings", "2026-11-01").split(": ")[1]
    assert ends == "ours d0, we Send it; theirs d0, we Call"


def test_long_texts_are_shown_from_where_they_differ() -> None:
    sides = [{"score": 3, "evidence": LONG + end} for end in ("all was late.", "all was well.")]
    made = sentence(*sides, "answers", "culture-values")
    assert 'late."' in made
    assert 'well."' in made


def test_keys_that_do_not_fit_are_named() -> None:
    sides = [{"decided": f"{side}{LONG}", "present": [side], "they": [side]} for side in ("A", "B")]
    assert sentence(*sides).endswith("; they differ in decided, present, they")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [({"score": 4}, {"score": "4"}), ({"evidence": "a"}, {"evidence": "a\u200b"})],
)
def test_what_looks_the_same_is_named_by_its_key(ours: Any, theirs: Any) -> None:
    (key,) = ours
    assert sentence(ours, theirs, "answers", "x").endswith(f"; they differ in {key}")


def test_a_side_without_a_value_is_told() -> None:
    assert sentence({"title": "A"}, {}, "goals", "one").endswith("ours title A; theirs nothing")
    sides = {"we": ["Call"], "due": 1}, {"we": ["Call"]}
    assert sentence(*sides, "meetings", "x").endswith("ours due 1; theirs no due")


TEXTS = st.text("ab \n\u200bé…", max_size=9)
TABLES = st.dictionaries(
    st.sampled_from(
        ["score", "skip", "decided", "reason", "evidence", "basis", "on", "we", "note"]
    ),
    st.one_of(
        st.integers(0, 4),
        TEXTS,
        TEXTS.map(lambda end: LONG + end),
        st.sampled_from(DAYS),
        st.lists(TEXTS),
    ),
    max_size=5,
)


@given(TABLES, TABLES)
def test_two_versions_that_differ_never_look_the_same(ours: Any, theirs: Any) -> None:
    made = sentence(ours, theirs, "meetings", "x")
    assert "\n" not in made
    one, other = made.split(": ours ", 1)[1].split("; theirs ", 1)
    assert repr(ours) == repr(theirs) or one != other or "they differ in" in made
