"""The gap between two views: by means for a condition, by distances for the whole form."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from partnercheck.rules.classify import judge
from partnercheck.rules.gap import gap_marked, gap_of
from tests.oracle import classification as oracle
from tests.rules.partnership_files import PARTNERSHIP, condition, response_of, with_row
from tests.support.strategies import Case, both, cases, examples


@given(cases(items=(2, 4), sides=both, respondents=2))
@examples(150)
def test_the_gap_is_the_mean_distance_over_the_items_that_both_scored(case: Case) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(len(expected.sides) == 2)
    distances = {}
    for condition_expected in expected.conditions:
        ours, theirs = (
            {one.item.id: one.middle for one in condition_expected.sides[side].items if one.scores}
            for side in expected.sides
        )
        distances |= {item: abs(ours[item] - theirs[item]) for item in ours if item in theirs}
    gap = gap_of(instrument, judge(instrument, responses))
    if not distances:
        assert gap is None
        return
    assert gap is not None
    far_apart = [item for item, distance in distances.items() if distance >= 2]
    absolute = 25 * sum(distances.values()) / len(distances)
    assert (gap.shared_count, set(gap.far_apart)) == (len(distances), set(far_apart))
    assert gap.mean_distance == pytest.approx(float(absolute))
    assert gap.marked == (absolute >= 25 or 4 * len(far_apart) >= len(distances))


@pytest.mark.parametrize(
    ("theirs", "marked"), [("2222222", True), ("2222223", False), ("3333333", False)]
)
def test_a_condition_is_marked_from_one_step_between_the_means(theirs: str, marked: bool) -> None:
    responses = [
        response_of("3333333"),
        response_of(*with_row("gains", theirs), perspective="vendor", respondent="Jane Doe"),
    ]
    verdict = judge(PARTNERSHIP, responses)
    assert gap_marked(PARTNERSHIP, condition(verdict, "gains")) == marked
    assert not gap_marked(PARTNERSHIP, condition(verdict, "culture"))


def test_one_side_alone_has_no_gap() -> None:
    assert gap_of(PARTNERSHIP, judge(PARTNERSHIP, [response_of("3333333")])) is None
