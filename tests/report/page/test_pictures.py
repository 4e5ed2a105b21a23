"""The pictures in numbers: every vendor where its answers put it, no label upon another."""

from __future__ import annotations

from itertools import combinations, product
from math import dist
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from partnercheck.questionnaires.read import instruments
from partnercheck.report.map.field import Mark, Reading
from partnercheck.report.map.places import places
from partnercheck.report.page.pictures import CHARACTER, LINE, Dot, bars_of, map_picture
from partnercheck.rules.records import ConditionVerdict, Side
from partnercheck.verdicts.judged import judge_vendors
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import vendor_ids

INSTRUMENT = instruments(Path("none"))[0]["partnership"]
LETTERS = ["a", "b", "Z", "aa", "zz"]
scores = st.integers(0, 28).map(lambda points: points * 100 / 28)
readings = st.tuples(scores, scores).map(lambda pair: Reading(min(pair), max(pair)))
settled = scores.map(lambda score: Reading(score, score))
marks = st.lists(
    st.one_of(
        st.builds(Mark, st.sampled_from(LETTERS), readings, readings),
        st.builds(Mark, st.sampled_from(LETTERS), settled, settled),
    ),
    min_size=1,
    max_size=60,
)


def covers(dot: Dot) -> tuple[float, float, float, float]:
    """The rectangle of a label."""
    half = len(dot.label) * CHARACTER / 2
    return dot.label_x - half, dot.label_y - LINE / 2, dot.label_x + half, dot.label_y + LINE / 2


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(marks)
def test_no_label_stands_on_another_on_a_dot_or_outside(found: list[Mark]) -> None:
    field = map_picture(INSTRUMENT, found)
    assert [dot.label for dot in field.dots] == [mark.label for mark in found]
    for one, other in combinations(field.dots, 2):
        assert not overlap(covers(one), covers(other))
    for dot, at in product(field.dots, field.dots):
        disc = (at.x - field.dot, at.y - field.dot, at.x + field.dot, at.y + field.dot)
        assert not overlap(covers(dot), disc)
    for dot in field.dots:
        left, top, right, bottom = covers(dot)
        assert min(left, top) >= 0
        assert max(right, bottom) <= field.size


@given(marks)
def test_a_dot_is_in_its_place_and_a_ring_if_it_is_open(found: list[Mark]) -> None:
    picture = map_picture(INSTRUMENT, found)
    wide, high = picture.east - picture.west, picture.south - picture.north
    for mark, dot in zip(found, picture.dots, strict=True):
        assert abs(dot.x - (picture.west + mark.across.middle / 100 * wide)) < 0.1
        assert abs(dot.y - (picture.south - mark.up.middle / 100 * high)) < 0.1
        assert dot.open == mark.open


@given(marks)
def test_a_label_far_from_its_dot_or_nearer_to_another_is_led_to(found: list[Mark]) -> None:
    picture = map_picture(INSTRUMENT, found)
    for dot in picture.dots:
        spot = dot.label_x, dot.label_y
        own = dist(spot, (dot.x, dot.y))
        nearest = min(dist(spot, (each.x, each.y)) for each in picture.dots)
        if not dot.lead:
            assert own < 21
            assert own < nearest + 0.1


def test_labels_of_one_position_are_led_to_it() -> None:
    same = [Mark(letter, Reading(50, 50), Reading(50, 50)) for letter in "abcdefghijklm"]
    picture = map_picture(INSTRUMENT, same)
    assert len({(dot.label_x, dot.label_y) for dot in picture.dots}) == 13
    assert sum(dot.lead for dot in picture.dots) >= 4


def test_sixty_samples_have_sixty_labels(sample_root: Path) -> None:
    workspace = open_workspace(sample_root)
    found = list(judge_vendors(workspace, vendor_ids(workspace))) * 5
    field = map_picture(workspace.instrument, [place.mark for place in places(found)])
    assert len({(dot.label_x, dot.label_y) for dot in field.dots}) == len(field.dots) == 55


def side(low: float, high: float) -> Side:
    return Side(low, high, "weak", "present", True, ())


@given(readings, st.one_of(st.none(), readings))
def test_a_bar_is_as_long_as_what_is_sure_and_what_is_open(
    ours: Reading, theirs: Reading | None
) -> None:
    sides = {"buyer": side(*ours)} | ({"vendor": side(*theirs)} if theirs else {})
    condition = ConditionVerdict("learning", 0, 100, "weak", "present", sides, None)  # type: ignore[arg-type]
    found = bars_of(INSTRUMENT, "Learning", condition)
    assert [bar.side for bar in found.bars] == list(sides)
    for bar in found.bars:
        seen = sides[bar.side]
        assert 0 <= seen.low - bar.low < 0.1
        assert abs(bar.low + bar.open - seen.high) < 0.11
        assert bar.low + bar.open <= 100
        assert bar.y >= 0
        assert bar.y + found.thick <= found.height
    assert "our view" in found.title
    assert ("the vendor's view" in found.title) == (theirs is not None)
    assert found.ticks == (40, 66)
