"""A trend has the verdicts of all rounds, judged again, in the order of their periods."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import PERSPECTIVES, Answer, Perspective, Response
from partnercheck.base.rounds import period
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.trend import (
    conditions_trend_sentence,
    direction_in_short,
    trend_sentence,
)
from partnercheck.rules.classify import judge
from partnercheck.rules.trend import Change, Direction, direction_between, trend, trend_of
from tests.oracle import classification as oracle
from tests.support.robustness_cases import one_by_one, scores
from tests.support.strategies import KINDS, SCORED, examples, instruments, response_lists

# Periods of several lengths, in the order of their ends and then of their starts.
IN_ORDER = (
    "2024",
    "2025-w40",
    "2025-10",
    "2025-w52",
    "2025",
    "2025-q4",
    "2025-12",
    "2026-w01",
    "2026-q1",
    "2026-03",
    "2026-w53",
)
MOSTLY_SCORED = (SCORED, SCORED, *KINDS)


@st.composite
def vendors(draw: st.DrawFn) -> tuple[Instrument, list[tuple[str, list[Response]]]]:
    """Draw an instrument, and two to four rounds of responses to it in any order."""
    instrument = draw(instruments(conditions=(2, 3), items=(1, 3)))
    names = draw(st.lists(st.sampled_from(IN_ORDER), min_size=2, max_size=4, unique=True))
    answered = response_lists(instrument, kinds=MOSTLY_SCORED, respondents=2)
    return instrument, [(name, draw(answered | st.just([]))) for name in names]


def expected_way(before: tuple[int, int], after: tuple[int, int]) -> Direction:
    """Return the direction by trying every value of both ranges; higher is better."""
    steps = {
        (later > earlier) - (later < earlier)
        for earlier in range(before[0], before[1] + 1)
        for later in range(after[0], after[1] + 1)
    }
    ways: dict[int, Direction] = {1: "up", -1: "down", 0: "same"}
    return ways[steps.pop()] if len(steps) == 1 else "unclear"


def on_sides(responses: Sequence[Response], sides: Sequence[Perspective]) -> list[Response]:
    return [response for response in responses if response.perspective in sides]


@given(vendors())
@examples(80)
def test_every_round_is_judged_again_in_the_order_of_the_periods(
    vendor: tuple[Instrument, list[tuple[str, list[Response]]]],
) -> None:
    instrument, rounds = vendor
    result = trend(instrument, rounds)
    assert [each.round for each in result.rounds] == sorted(
        (name for name, _ in rounds), key=IN_ORDER.index
    )
    for each in result.rounds:
        expected = oracle.expected(instrument, dict(rounds)[each.round])
        assert (each.verdict.worst_class, each.verdict.best_class) == (expected.low, expected.high)
        assert each.verdict.sides == expected.sides


@given(vendors())
@examples(200)
def test_a_change_compares_the_verdicts_on_the_sides_that_answered_in_both_rounds(
    vendor: tuple[Instrument, list[tuple[str, list[Response]]]],
) -> None:
    """Both rounds are judged again without the responses of the other side."""
    instrument, rounds = vendor
    by_round = dict(rounds)
    order = sorted(by_round, key=IN_ORDER.index)
    result = trend(instrument, rounds)
    assert len(result.changes) == len(order)
    before = None
    for name, change in zip(order, result.changes, strict=True):
        later_sides = oracle.expected(instrument, by_round[name]).sides
        if not later_sides or before is None:
            assert change is None
            before = name if later_sides else before
            continue
        assert change is not None
        assert (change.earlier.round, change.later.round) == (before, name)
        earlier_sides = oracle.expected(instrument, by_round[before]).sides
        shared = [side for side in PERSPECTIVES if side in later_sides and side in earlier_sides]
        assert change.sides == tuple(shared)
        assert change.narrowed == (later_sides != earlier_sides)
        earlier_expected, later_expected = (
            oracle.expected(instrument, on_sides(by_round[each], shared)) for each in (before, name)
        )
        event(change.direction)
        last_change_of = len(instrument.classes) - 1
        ranks = [
            (
                last_change_of - oracle.class_index(instrument, verdict.low),
                last_change_of - oracle.class_index(instrument, verdict.high),
            )
            for verdict in (earlier_expected, later_expected)
        ]
        assert change.direction == (expected_way(ranks[0], ranks[1]) if shared else "unclear")
        for one, other in zip(earlier_expected.conditions, later_expected.conditions, strict=True):
            assert change.conditions[one.id] == expected_way(whole_points(one), whole_points(other))
        before = name
    assert result.last_change == next((each for each in reversed(result.changes) if each), None)


def whole_points(condition: oracle.OneCondition) -> tuple[int, int]:
    return floor(condition.low), floor(Fraction(condition.high))


RANGES = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda each: (min(each), max(each)))


@given(RANGES, RANGES)
@examples(300)
def test_a_direction_is_certain_only_if_it_holds_for_every_value(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    assert direction_between(before, after) == expected_way(before, after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((1, 1), (2, 2), "up"),
        ((0, 1), (2, 3), "up"),
        ((0, 2), (2, 3), "unclear"),
        ((2, 2), (2, 3), "unclear"),
        ((2, 2), (2, 2), "same"),
        ((1, 3), (1, 3), "unclear"),
        ((2, 3), (0, 1), "down"),
    ],
)
def test_examples_of_directions(
    before: tuple[int, int], after: tuple[int, int], expected: Direction
) -> None:
    assert direction_between(before, after) == expected


def test_weeks_months_quarters_and_years_have_one_order() -> None:
    instrument = one_by_one()
    backwards = [(name, [scores(4, 4)]) for name in reversed(IN_ORDER)]
    assert [each.round for each in trend(instrument, backwards).rounds] == list(IN_ORDER)
    assert list(IN_ORDER) == sorted(IN_ORDER, key=period)


def test_a_round_that_is_not_a_period_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-q5"):
        trend(one_by_one(), [("2026-q5", [])])


def test_a_changed_rule_does_not_look_like_a_changed_vendor() -> None:
    """Both rounds are judged by today's rules, whatever their verdicts were before."""
    instrument = one_by_one()
    stricter = replace(instrument, states=replace(instrument.states, present=100))
    rounds = [("2026-q1", [scores(3, 3)]), ("2026-q2", [scores(3, 3)])]
    for rules, expected in ((instrument, "best"), (stricter, "last")):
        result = trend(rules, rounds)
        assert [each.verdict.worst_class for each in result.rounds] == [expected] * 2
        assert result.last_change is not None
        assert result.last_change.direction == "same"


def test_an_unreadable_response_makes_the_direction_unclear() -> None:
    rounds = [("2026-q1", [scores(4, 4)]), ("2026-q2", [scores(4, 4)])]
    instrument = one_by_one()
    result = trend(instrument, rounds, {"2026-q2": {"buyer": 1}})
    assert result.rounds[1].verdict == judge(instrument, rounds[1][1], {"buyer": 1})
    assert result.last_change is not None
    assert result.last_change.direction == "unclear"


def vendor_scores(*values: int) -> Response:
    return replace(scores(*values), perspective="vendor", respondent="Jane Doe")


def last_change_of(*rounds: list[Response]) -> Change | None:
    names = ("2026-q1", "2026-q2", "2026-q3")
    return trend(one_by_one(), list(zip(names, rounds, strict=False))).last_change


OURS = scores(4, 4)
HALF = scores(4, 1)


@pytest.mark.parametrize(
    ("rounds", "short", "sentence", "conditions"),
    [
        ([[OURS]], "", "", ""),
        ([[OURS], []], "", "", ""),
        (
            [[HALF], [OURS]],
            "↑ up",
            "On our side the class was a good in 2026-q1, and is a best now; a single change may "
            "be chance.",
            "In our view, c1 was 25 and is 100; the score of c0 is the same.",
        ),
        # The round between the two has no answers and is passed over.
        (
            [[OURS], [], [HALF]],
            "↓ down",
            "On our side the class was a best in 2026-q1, and is a good now; a single change may "
            "be chance.",
            "In our view, c1 was 100 and is 25; the score of c0 is the same.",
        ),
        (
            [[OURS, vendor_scores(4, 4)], [OURS, vendor_scores(4, 3)]],
            "= same",
            "The class is the same as in 2026-q1: a best.",
            "C1 was 100 and is 75; the score of c0 is the same.",
        ),
        (
            [[OURS], [OURS, replace(HALF, respondent="Bo")]],
            "↕ unclear",
            "On our side the class was a best in 2026-q1, and is between a good and a best now.",
            "In our view, c1 was 100 and is 37–87; the score of c0 is the same.",
        ),
        # The vendor answers for the first time; by our answers nothing has changed.
        (
            [[OURS], [OURS, vendor_scores(1, 1)]],
            "= same, ours",
            "On our side the class is the same as in 2026-q1: a best; "
            "only that side answered in both rounds.",
            "In our view, the scores of c0 and c1 are the same.",
        ),
        (
            [[HALF, vendor_scores(1, 1)], [vendor_scores(4, 4)]],
            "↑ up, theirs",
            "On the vendor's side the class was a last in 2026-q1, and is a best now; a single "
            "change may be chance; only that side answered in both rounds.",
            "In the vendor's view, c0 was 25 and is 100; c1 was 25 and is 100.",
        ),
        (
            [[OURS], [vendor_scores(1, 1)]],
            "↕ unclear",
            "No comparison with 2026-q1: neither side answered in both rounds.",
            "",
        ),
    ],
)
def test_the_last_change_in_words(
    rounds: list[list[Response]], short: str, sentence: str, conditions: str
) -> None:
    instrument, last_change = one_by_one(), last_change_of(*rounds)
    assert direction_in_short(last_change) == short
    assert trend_sentence(instrument, last_change) == sentence
    assert conditions_trend_sentence(instrument, last_change) == conditions


def test_the_sentence_mentions_a_quick_look_compared_with_a_full_form() -> None:
    instrument = one_by_one()
    extra = replace(instrument.items[0], id="c0-1", core=False)
    longer = replace(instrument, items=(*instrument.items, extra))
    quick = replace(OURS, form="quick")
    full = replace(OURS, answers={**OURS.answers, "c0-1": Answer(score=4)})
    verdicts = [("2026-q1", judge(longer, [quick])), ("2026-q2", judge(longer, [full]))]
    assert trend_sentence(longer, trend_of(longer, verdicts).last_change) == (
        "On our side the class is the same as in 2026-q1: a best; one of the two rounds used the "
        "quick "
        "form."
    )
