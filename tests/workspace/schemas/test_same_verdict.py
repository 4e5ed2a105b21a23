"""Any value in any place of a file: a schema and the reader come to the same verdict.

`jsonschema` judges for the editor. A schema may not flag what the reader takes; what it cannot
say is listed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from partnercheck.base.records import Problem, Settings
from partnercheck.base.text import is_blank
from partnercheck.questionnaires.read import instrument_of, packaged
from partnercheck.storage.parse import Source, parse
from partnercheck.workspace.agreement_files import goals_of, meetings_of
from partnercheck.workspace.decisions import decision_of
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.people_files import people_of
from partnercheck.workspace.readers import awaited_of, response_of, settings_of, vendor_of
from partnercheck.workspace.schemas.shapes import NOT_BLANK
from tests.support.right_files import (
    ASKED,
    DECISION,
    FILES,
    GOALS,
    MEETINGS,
    PEOPLE,
    RESPONSE,
    VENDOR,
)
from tests.support.schema_judges import as_json, validator
from tests.support.strategies import examples

HERE = Workspace(Path("nowhere"), Settings(), packaged())
CLASSES = [each.id for each in HERE.instrument.classes]
SETTINGS = """
format = 1
organisation = "Us"
cadence = "quarter"
instrument = "partnership"
form = "full"
key_goals = 3
meetings = "quarter"
"""
Path_ = tuple[str | int, ...]
Readers = Mapping[str, Callable[[Source], Iterable[Problem]]]


def _response(source: Source) -> Iterable[Problem]:
    place = ("acme", "2026-q4", "buyer.alice.partnership.toml")
    return response_of(source, place, packaged())[1]


READERS: Readers = {
    "response.partnership": _response,
    "vendor": lambda source: vendor_of(source, "acme", CLASSES)[1],
    "workspace": lambda source: settings_of(source, packaged())[1],
    "goals": lambda source: goals_of(source, 3)[1],
    "meetings": lambda source: meetings_of(source)[1],
    "decision": lambda source: decision_of(source, packaged())[1],
    "asked": lambda source: awaited_of(source)[1],
    "people": lambda source: people_of(source)[1],
    "instrument": lambda source: instrument_of(source)[1],
}
PART = """
id = "small"
name = "Small"
version = 2
months = 6
[states]
present = 70
partial = 40.5
[limits]
zeros = 2
critical_present = 2
mutual = 2.5
least_items = 1
no_occasion = 0.25
straight = 0.9
trend = 20
gap = 25
[[conditions]]
id = "one"
name = "One"
short = "O"
question = "One?"
[[items]]
id = "one-a"
condition = "one"
kind = "standing"
which_side = "Which side did a?"
balance = true
topic = "a"
buyer = "A?"
vendor = "A?"
anchors = ["a", "b", "c", "d", "e"]
core = true
critical = true
confidential = false
"""
CLASSIFIES = f"""
classifies = true
{PART}
[[classes]]
id = "good"
name = "Good"
short = "G"
glyph = "g"
[[classes.rules]]
at_least = {{ present = 1 }}
needs = {{ one = "partial" }}
mutual = 1
critical_needs = {{ one = 1.5 }}
[[classes]]
id = "last"
name = "Last"
short = "L"
glyph = "l"
rules = [{{}}]
"""
LENS = f"""
levels = "lowest"
{PART}
combine = "lowest"
[[groups]]
id = "both"
name = "Both"
[[offers]]
why = "Because."
conditions = {{ learning = "weak" }}
classes = ["partner"]
gap = true
[[warnings]]
id = "watch"
name = "Watch"
text = "Watch out."
why = "So."
at_most = {{ one = "partial" }}
items_at_most = {{ gains-fair-split = 2 }}
rounds = 2
""".replace('question = "One?"', 'question = "One?"\ngroup = "both"').replace(
    'combine = "lowest"\n', "", 1
)
TEXTS: Mapping[str, str] = {
    "response.partnership": FILES[RESPONSE],
    "vendor": 'archived = 2026-11-24\nowner = "Tom"\n' + FILES[VENDOR],
    "workspace": SETTINGS,
    "goals": FILES[GOALS],
    "meetings": FILES[MEETINGS],
    "decision": FILES[DECISION],
    "asked": FILES[ASKED],
    "people": FILES[PEOPLE],
    "instrument": CLASSIFIES,
    "instrument, a lens": LENS,
}
# What no schema can say: JSON has neither dates nor whole numbers with a point.
OF_TOML = (
    *(r'is "\d{4}-\d\d-\d\d", expected .*a date', r"is \d{4}-\d\d-\d\d", r"is \d\d:\d\d"),
    *(r"is -?\d+\.0, ", r"is \[.*(datetime|\d\.0)", "is a table, expected a table"),
)
# Nor that parts of a file agree with each other, with its place, and with the calendar.
AGREEING = (
    *("but the (folder|file's name) says", 'better than "verdict_high"', "named after the day"),
    *("an unknown condition", "an unknown group", "has no items", "no core item", "no facets"),
    *("is not below states.present", r"two \w+ are called", "limits of critical items"),
    *(
        "an unknown facet",
        "parts of a lens",
        "the map does not have two axes",
        "is the id of a group and of a facet",
    ),
    *("in reserve", "reserve item", "own side alone", "one's own side", "has allows_no_occasion"),
    *(r"has \d+ core items", "more than one", "has no classes", "belongs to itself"),
    *("the critical item of", "critical items from both sides", "limits.trend_quick"),
    *("the last class", "conditions have combine or group", "needs an unknown", "two anchors"),
)
UNSAID = re.compile("|".join((*OF_TOML, *AGREEING)))
# A schema's pattern cannot name characters above U+FFFF, so it takes them all as visible.
BLANK = re.compile("expected text in quotes, not empty")


@cache
def judge(kind: str) -> Draft7Validator:
    return validator(kind, HERE)


def places(value: Any, at: Path_ = ()) -> list[Path_]:
    """Every place in TOML data."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = [at] if at else []
    for key, part in parts:
        deeper = isinstance(part, dict | list)
        found += places(part, (*at, key)) if deeper else [(*at, key)]
    return found


PLACES = {kind: places(tomli.loads(text)) for kind, text in TEXTS.items()}
WORDS = [
    *("", " ", "x", "full", "quick", "buyer", "vendor", "unknown", "no-occasion", "partner"),
    *("occasion", "standing", "own"),
    *("opinion", "pilot", "open", "done", "quarter", "year", "week", "active", "candidate"),
    *("partnership", "focus", "2026-q4", "2026", "2026-13", "2026-11-24", "a b", "Größe", "mean"),
    *("lowest", "executive", "present", "together", "supplier", "acme", "Alice", "own-id"),
]
scalars = (
    st.sampled_from(WORDS)
    | st.text(max_size=4)
    | st.integers(-2, 12)
    | st.sampled_from([100, 120, 999, 9999, 10_000, 1_000_000, 3.0, 0.5, 70.5, -0.1, 101.5])
    | st.booleans()
    | st.dates(dt.date(1, 1, 1))
    | st.just(dt.datetime(2026, 11, 24, 10, 0))
    | st.just(dt.time(10, 0))
)
values = st.one_of(
    scalars,
    st.lists(scalars, max_size=6),
    st.lists(st.sampled_from(WORDS), max_size=6),
    st.dictionaries(st.sampled_from([*WORDS[2:], "score", "skip", "done_by"]), scalars, max_size=3),
)


def changed(data: Any, at: Path_, value: Any) -> Any:
    """Data with another value in a place; with None, without it."""
    key, rest = at[0], at[1:]
    if isinstance(data, list):
        assert isinstance(key, int)
        new = [changed(data[key], rest, value)] if rest else [value] * (value is not None)
        return [*data[:key], *new, *data[key + 1 :]]
    made = dict(data)
    if rest:
        made[key] = changed(data[key], rest, value)
    elif value is None:
        del made[key]
    else:
        made[key] = value
    return made


@st.composite
def files(draw: st.DrawFn, kind: str) -> Any:
    """A file's data with something else in one or two places; in an instrument, in one."""
    data = tomli.loads(TEXTS[kind])
    for _ in range(1 if kind.startswith("instrument") else draw(st.integers(1, 2))):
        at = draw(st.sampled_from(places(data) or [("format",)]))
        if draw(st.integers(0, 4)) == 0 and not isinstance(at[-1], int):
            at = (
                *at[:-1],
                draw(st.sampled_from(["score", "skip", "done_by", "new", "by", "target"])),
            )
        try:
            data = changed(data, at, draw(st.none() | values))
        except (KeyError, TypeError):
            continue
    return data


def has_unseen_text(data: Any) -> bool:
    """Whether any text in TOML data is blank and has characters above U+FFFF."""
    if isinstance(data, dict | list):
        return any(map(has_unseen_text, data.values() if isinstance(data, dict) else data))
    return isinstance(data, str) and is_blank(data) and not data.isascii() and max(data) > "\uffff"


@pytest.mark.parametrize("kind", TEXTS)
def test_what_is_changed_was_right_before(kind: str) -> None:
    source = parse(TEXTS[kind].encode(), "file.toml")
    assert source.data is not None
    assert not [
        each for each in READERS[kind.partition(",")[0]](source) if each.severity == "error"
    ]


@pytest.mark.parametrize("kind", TEXTS)
@examples(200)
@given(st.data())
def test_a_schema_and_the_reader_come_to_the_same_verdict(kind: str, data: st.DataObject) -> None:
    made = data.draw(files(kind))
    source = parse(tomli_w.dumps(made).encode("utf-8", "replace"), "file.toml")
    assert source.data is not None
    kind = kind.partition(",")[0]
    errors = [each for each in READERS[kind](source) if each.severity == "error"]
    wrong = [each.message for each in judge(kind).iter_errors(as_json(source.data))]
    assert not wrong or errors, (wrong, made)
    if not wrong:
        unsaid = [UNSAID, BLANK] if has_unseen_text(made) else [UNSAID]
        unexpected = [e for e in errors if not any(each.search(e.message) for each in unsaid)]
        assert not [str(error) for error in unexpected]


def test_a_schema_and_the_reader_agree_on_which_characters_can_be_seen() -> None:
    visible = re.compile(NOT_BLANK)
    characters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert [char for char in characters if bool(visible.search(char)) == is_blank(char)] == []
