"""A trend is the verdicts of all rounds, judged anew, in the order of their periods."""

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
from partnercheck.rules.trend import Change, Way, trend, trend_of, way
from tests.oracle import classification as oracle
from tests.support.robustness_cases import one_by_one, scores
from tests.support.strategies import KINDS, SCORED, examples, instruments, response_lists

# In the order of their ends, then of their starts; several lengths in one.
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
    """An instrument, and two to four rounds of answers to it, in any order."""
    instrument = draw(instruments(conditions=(2, 3), items=(1, 3)))
    names = draw(st.lists(st.sampled_from(IN_ORDER), min_size=2, max_size=4, unique=True))
    answered = response_lists(instrument, kinds=MOSTLY_SCORED, respondents=2)
    return instrument, [(name, draw(answered | st.just([]))) for name in names]


def expected_way(before: tuple[int, int], after: tuple[int, int]) -> Way:
    """By trying every value in either range; higher is better."""
    steps = {
        (now > then) - (now < then)
        for then in range(before[0], before[1] + 1)
        for now in range(after[0], after[1] + 1)
    }
    ways: dict[int, Way] = {1: "up", -1: "down", 0: "same"}
    return ways[steps.pop()] if len(steps) == 1 else "unclear"


def on_sides(responses: Sequence[Response], sides: Sequence[Perspective]) -> list[Response]:
    return [response for response in responses if response.perspective in sides]


@given(vendors())
@examples(80)
def test_every_round_is_judged_from_scratch_in_the_order_of_the_periods(
    vendor: tuple[Instrument, list[tuple[str, list[Response]]]],
) -> None:
    instrument, rounds = vendor
    found = trend(instrument, rounds)
    assert [each.round for each in found.rounds] == sorted(
        (name for name, _ in rounds), key=IN_ORDER.index
    )
    for each in found.rounds:
        expected = oracle.expected(instrument, dict(rounds)[each.round])
        assert (each.verdict.low, each.verdict.high) == (expected.low, expected.high)
        assert each.verdict.sides == expected.sides


@given(vendors())
@examples(200)
def test_a_change_is_the_one_between_two_verdicts_on_the_sides_heard_in_both(
    vendor: tuple[Instrument, list[tuple[str, list[Response]]]],
) -> None:
    """From scratch: the other sides' files are taken away, and both rounds judged again."""
    instrument, rounds = vendor
    by_round = dict(rounds)
    order = sorted(by_round, key=IN_ORDER.index)
    found = trend(instrument, rounds)
    assert len(found.changes) == len(order)
    before = None
    for name, change in zip(order, found.changes, strict=True):
        heard = oracle.expected(instrument, by_round[name]).sides
        if not heard or before is None:
            assert change is None
            before = name if heard else before
            continue
        assert change is not None
        assert (change.before.round, change.after.round) == (before, name)
        earlier = oracle.expected(instrument, by_round[before]).sides
        shared = [side for side in PERSPECTIVES if side in heard and side in earlier]
        assert change.sides == tuple(shared)
        assert change.narrowed == (heard != earlier)
        then, now = (
            oracle.expected(instrument, on_sides(by_round[each], shared)) for each in (before, name)
        )
        event(change.way)
        last = len(instrument.classes) - 1
        ranks = [
            (
                last - oracle.class_index(instrument, verdict.low),
                last - oracle.class_index(instrument, verdict.high),
            )
            for verdict in (then, now)
        ]
        assert change.way == (expected_way(ranks[0], ranks[1]) if shared else "unclear")
        for one, other in zip(then.conditions, now.conditions, strict=True):
            assert change.conditions[one.id] == expected_way(shown(one), shown(other))
        before = name
    assert found.last == next((each for each in reversed(found.changes) if each), None)


def shown(condition: oracle.OneCondition) -> tuple[int, int]:
    return floor(condition.low), floor(Fraction(condition.high))


RANGES = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda each: (min(each), max(each)))


@given(RANGES, RANGES)
@examples(300)
def test_a_way_is_certain_only_where_every_value_says_so(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    assert way(before, after) == expected_way(before, after)


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
def test_ways_by_example(before: tuple[int, int], after: tuple[int, int], expected: Way) -> None:
    assert way(before, after) == expected


def test_weeks_months_quarters_and_years_stand_in_one_order() -> None:
    instrument = one_by_one()
    backwards = [(name, [scores(4, 4)]) for name in reversed(IN_ORDER)]
    assert [each.round for each in trend(instrument, backwards).rounds] == list(IN_ORDER)
    assert list(IN_ORDER) == sorted(IN_ORDER, key=period)


def test_a_round_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-q5"):
        trend(one_by_one(), [("2026-q5", [])])


def test_a_changed_rule_does_not_look_like_a_changed_vendor() -> None:
    """Both rounds are judged by the rules given, whatever an earlier judge said."""
    instrument = one_by_one()
    stricter = replace(instrument, states=replace(instrument.states, present=100))
    rounds = [("2026-q1", [scores(3, 3)]), ("2026-q2", [scores(3, 3)])]
    for rules, expected in ((instrument, "best"), (stricter, "last")):
        found = trend(rules, rounds)
        assert [each.verdict.low for each in found.rounds] == [expected] * 2
        assert found.last is not None
        assert found.last.way == "same"


def test_a_file_that_cannot_be_read_leaves_its_round_unclear() -> None:
    rounds = [("2026-q1", [scores(4, 4)]), ("2026-q2", [scores(4, 4)])]
    instrument = one_by_one()
    found = trend(instrument, rounds, {"2026-q2": {"buyer": 1}})
    assert found.rounds[1].verdict == judge(instrument, rounds[1][1], {"buyer": 1})
    assert found.last is not None
    assert found.last.way == "unclear"


def theirs(*values: int) -> Response:
    return replace(scores(*values), perspective="vendor", respondent="Jane Doe")


def last(*rounds: list[Response]) -> Change | None:
    names = ("2026-q1", "2026-q2", "2026-q3")
    return trend(one_by_one(), list(zip(names, rounds, strict=False))).last


OURS = scores(4, 4)
HALF = scores(4, 1)


@pytest.mark.parametrize(
    ("rounds", "short", "told", "conditions"),
    [
        ([[OURS]], "", "", ""),
        ([[OURS], []], "", "", ""),
        (
            [[HALF], [OURS]],
            "↑ up",
            "On our side the class was a good in 2026-q1, and is a best now; that may be chance.",
            "c1 was 25 and is 100; c0 is the same.",
        ),
        # The round between, which nobody answered, is passed over.
        (
            [[OURS], [], [HALF]],
            "↓ down",
            "On our side the class was a best in 2026-q1, and is a good now; that may be chance.",
            "c1 was 100 and is 25; c0 is the same.",
        ),
        (
            [[OURS, theirs(4, 4)], [OURS, theirs(4, 3)]],
            "→ same",
            "The class is the same as in 2026-q1: a best.",
            "c1 was 100 and is 75; c0 is the same.",
        ),
        (
            [[OURS], [OURS, replace(HALF, respondent="Bo")]],
            "? unclear",
            "On our side the class was a best in 2026-q1, and is between a good and a best now.",
            "c1 was 100 and is 37–87; c0 is the same.",
        ),
        # The vendor's side is heard for the first time: on ours nothing has changed.
        (
            [[OURS], [OURS, theirs(1, 1)]],
            "→ same, ours",
            "On our side the class is the same as in 2026-q1: a best; "
            "only that side answered in both rounds.",
            "c0 and c1 are the same.",
        ),
        (
            [[HALF, theirs(1, 1)], [theirs(4, 4)]],
            "↑ up, theirs",
            "On the vendor's side the class was a last in 2026-q1, and is a best now; that may be "
            "chance; only that side answered in both rounds.",
            "c0 was 25 and is 100; c1 was 25 and is 100.",
        ),
        (
            [[OURS], [theirs(1, 1)]],
            "? unclear",
            "No comparison with 2026-q1: no side answered in both rounds.",
            "",
        ),
    ],
)
def test_the_last_change_in_words(
    rounds: list[list[Response]], short: str, told: str, conditions: str
) -> None:
    instrument, found = one_by_one(), last(*rounds)
    assert direction_in_short(found) == short
    assert trend_sentence(instrument, found) == told
    assert conditions_trend_sentence(instrument, found) == conditions


def test_a_quick_look_beside_a_full_form_is_told() -> None:
    instrument = one_by_one()
    extra = replace(instrument.items[0], id="c0-1", core=False)
    longer = replace(instrument, items=(*instrument.items, extra))
    quick = replace(OURS, form="quick")
    full = replace(OURS, answers={**OURS.answers, "c0-1": Answer(score=4)})
    verdicts = [("2026-q1", judge(longer, [quick])), ("2026-q2", judge(longer, [full]))]
    assert trend_sentence(longer, trend_of(longer, verdicts).last) == (
        "On our side the class is the same as in 2026-q1: a best; one of the two was a quick look."
    )
