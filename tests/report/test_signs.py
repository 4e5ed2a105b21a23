"""The signs of states, classes, directions and targets, and the bar of a score."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import partnercheck
from partnercheck.app.shared.help_texts import codes
from partnercheck.questionnaires.records import STATES, State, States
from partnercheck.report.signs import (
    DASHED,
    DIRECTION_SIGNS,
    EMPTY,
    MEANINGS,
    OPEN_CLASS,
    SOLID,
    STATE_SIGNS,
    TARGET_SIGNS,
    class_sign,
    range_bar,
    state_sign,
    target_state,
)
from partnercheck.rules.records import Verdict
from tests.rules.partnership_files import PARTNERSHIP
from tests.support.strategies import examples

PARTIAL, PRESENT = 40, 66
HELP = Path(partnercheck.__file__).parent / "app" / "shared" / "help.toml"
LIMITS = States(present=PRESENT, partial=PARTIAL)


class Range(NamedTuple):
    low: float
    high: float
    state_low: State = "partial"
    state_high: State = "partial"


def drawn(low: float, high: float, width: int) -> str:
    return "".join(piece.text for piece in range_bar(Range(low, high), LIMITS, width))


def test_no_two_signs_of_a_kind_look_or_read_alike() -> None:
    for signs in (STATE_SIGNS, DIRECTION_SIGNS, TARGET_SIGNS):
        assert len({sign.glyph for sign in signs.values()}) == len(signs)
        assert len({sign.word for sign in signs.values()}) == len(signs)
        assert all(sign.word for sign in signs.values())


def test_a_state_that_is_open_shows_both_ends() -> None:
    assert str(state_sign("present", "present")) == "✓ present"
    assert str(state_sign("weak", "present")) == "✗–✓ open"
    assert state_sign("weak", "present").tone == ""


def test_a_bar_is_solid_to_the_low_and_dashed_to_the_high_score() -> None:
    assert drawn(32, 89, 20) == "━━━━━━╍┿╍╍╍╍┿╍╍╍╍╍  "
    assert drawn(0, 100, 20) == "╍╍╍╍╍╍╍┿╍╍╍╍┿╍╍╍╍╍╍╍"
    assert drawn(0, 0, 20) == "       ┊    ┊       "
    assert drawn(100, 100, 20) == "━━━━━━━┿━━━━┿━━━━━━━"


def test_a_bar_stops_before_a_threshold_that_its_score_misses() -> None:
    assert drawn(65.9, 65.9, 20) == "━━━━━━━┿━━━━┊       "
    assert drawn(66, 66, 20) == "━━━━━━━┿━━━━┿       "


@given(st.integers(0, 100), st.integers(0, 100), st.integers(8, 60))
@examples(300)
def test_a_bar_covers_a_tick_exactly_if_the_score_reaches_it(
    first: int, second: int, width: int
) -> None:
    low, high = sorted((first, second))
    bar = drawn(low, high, width)
    assert len(bar) == cell_len(bar) == width
    at = [place for place, cell in enumerate(bar) if cell in (SOLID[1], EMPTY[1])]
    assert len(at) == 2
    for place, limit in zip(at, (PARTIAL, PRESENT), strict=True):
        assert (bar[place] == EMPTY[1]) == (high < limit)
    kinds = bar.replace(SOLID[1], "").replace(EMPTY[1], "")
    order = [(SOLID[0], DASHED[0], EMPTY[0]).index(cell) for cell in kinds]
    assert order == sorted(order)
    assert high == 0 or bar.strip(EMPTY[0] + EMPTY[1])


@given(st.integers(8, 60), st.integers(0, 100))
@examples(50)
def test_a_higher_score_never_has_a_shorter_bar(width: int, high: int) -> None:
    lengths = [len(drawn(score, score, width).rstrip(" ┊")) for score in range(high + 1)]
    assert all(shorter <= longer for shorter, longer in pairwise(lengths))


@pytest.mark.parametrize("state", STATES)
def test_a_bar_has_the_colour_of_its_state_and_an_open_one_has_none(state: State) -> None:
    settled = range_bar(Range(50, 50, state, state), LIMITS, 20)
    assert settled[0].tone == STATE_SIGNS[state].tone
    if state != "weak":
        assert range_bar(Range(10, 90, "weak", state), LIMITS, 20)[0].tone == ""


def test_a_class_has_its_glyph_and_a_range_says_both_ends() -> None:
    instrument = PARTNERSHIP
    settled = Verdict("near-partner", "near-partner", (), sides=("buyer",))
    assert str(class_sign(instrument, settled)) == "◑ Near partner"
    between = Verdict("steady-supplier", "partner", (), sides=("buyer",))
    assert str(class_sign(instrument, between)) == "◊ Steady–Partner"
    assert class_sign(instrument, Verdict("supplier", "partner", ())).name == "Not assessed"


def test_a_target_is_reached_missed_exceeded_or_open() -> None:
    near = Verdict("near-partner", "near-partner", (), sides=("buyer",))
    wide = Verdict("supplier", "partner", (), sides=("buyer",))
    pending = Verdict("partner", "partner", (), sides=("buyer",), pending_count=2)
    states = [
        (near, "near-partner", "reached"),
        (near, "partner", "missed"),
        (near, "steady-supplier", "exceeded"),
        (near, "", "none"),
        (wide, "partner", "open"),
        (pending, "partner", "open"),
        (pending, "supplier", "exceeded"),
        (Verdict("supplier", "partner", ()), "partner", "open"),
    ]
    for verdict, target, expected in states:
        assert target_state(PARTNERSHIP, verdict, target) == expected


def signs_in_the_program() -> list[tuple[str, str]]:
    """Every glyph that is written down as a sign, with its word."""
    files = sorted(Path(partnercheck.__file__).parent.rglob("*.py"))
    calls = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sign"
    ]
    texts = [[each.value for each in call.args if isinstance(each, ast.Constant)] for call in calls]
    return [(glyph, word) for glyph, word, *_ in (each for each in texts if len(each) > 1) if glyph]


def test_every_sign_stands_for_its_one_meaning() -> None:
    found = signs_in_the_program()
    assert len(found) > 20
    assert [each for each in found if each[1] not in MEANINGS.get(each[0], ())] == []


def test_no_word_and_no_class_has_the_sign_of_another_meaning() -> None:
    words = [word for of_glyph in MEANINGS.values() for word in of_glyph]
    assert len(words) == len(set(words))
    classes = {each.glyph for each in PARTNERSHIP.classes}
    assert not {*classes, OPEN_CLASS} & MEANINGS.keys()


def test_the_help_of_every_screen_explains_a_sign_by_its_meaning() -> None:
    for topic in tomli.loads(HELP.read_text("utf-8")):
        for signs, text in codes(topic):
            for glyph in signs.split():
                words = MEANINGS.get(glyph)
                assert words is None or any(word in text.lower() for word in words), (topic, glyph)
