"""What is asked next is exactly what can still move the verdict, found by trying everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

import msgspec
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st

from partnercheck.base.records import PERSPECTIVES, Answer, Perspective, Response
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import ClassRule, Instrument, State, States
from partnercheck.rules.classify import judge
from partnercheck.rules.next_question import Question, next_questions
from tests.oracle import classification as oracle
from tests.support.strategies import (
    BLANK,
    EXTREMES,
    GOOD,
    NO_OCCASION,
    SCORED,
    UNKNOWN,
    Case,
    both,
    cases,
    examples,
    files,
    instruments,
    response,
    response_lists,
)

Place = tuple[Perspective, str]
Range = tuple[oracle.Value, oracle.Value]
Classes = tuple[str, str]

# So many completions are tried at most; whatever is open beyond that is settled first.
MOST = 700
DOUBTS = (UNKNOWN, UNKNOWN, BLANK)
SCORES = (
    (*GOOD, *DOUBTS * 2),
    (*EXTREMES, *DOUBTS),
    (*SCORED, *DOUBTS, NO_OCCASION),
    (*GOOD, *GOOD, NO_OCCASION, UNKNOWN),
)
HARDLY_ASSESSABLE = (
    (*SCORED, *DOUBTS, *[NO_OCCASION] * 18),
    (*GOOD, *DOUBTS * 2, *[NO_OCCASION] * 14),
)


def unsettled(expected: oracle.Expected) -> dict[Place, Range]:
    """Where the value of an item is not settled: nobody scored it, or the medians differ."""
    return {
        (perspective, one.item.id): (one.low, one.high)
        for condition in expected.conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if one.low < one.high
    }


def agreed(
    instrument: Instrument, responses: Sequence[Response], values: Mapping[Place, oracle.Value]
) -> list[Response]:
    """The files with some values given alike by all of a side who score and are asked.

    For a value between two scores, everybody gives the lower, and as many others, who answer
    nothing else, the upper.
    """
    found = []
    for number, each in enumerate(responses):
        own = {
            item: value
            for (perspective, item), value in values.items()
            if perspective == each.perspective and asks(instrument, each, item)
        }
        scores = {item: Answer(score=floor(value)) for item, value in own.items()}
        found.append(msgspec.structs.replace(each, answers={**each.answers, **scores}))
        upper = {item: Answer(score=ceil(value)) for item, value in own.items() if value % 1}
        if upper:
            name = f"Another {number}"
            found.append(msgspec.structs.replace(each, respondent=name, answers=upper))
    return found


def asks(instrument: Instrument, response: Response, item: str) -> bool:
    """Whether a respondent has scored, and has the item in the form."""
    scores = any(answer.score is not None for answer in response.answers.values())
    return scores and any(
        each.id == item and (response.form == "full" or each.core or each.reserve)
        for each in instrument.items
    )


def half_steps(ends: Range) -> list[oracle.Value]:
    """Every value between two, both included."""
    return [Fraction(each, 2) for each in range(int(2 * ends[0]), int(2 * ends[1]) + 1)]


def whole_scores(ends: Range) -> tuple[int, int]:
    """The lowest and the highest score between two values; there is one."""
    return ceil(ends[0]), floor(ends[1])


def few_unsettled(case: Case, data: st.DataObject, most: int = MOST) -> Case:
    """The case, with values drawn for some of what is not settled, until few are left to try."""
    instrument, responses = case
    places = unsettled(oracle.expected(instrument, responses))
    completions = 1
    given: dict[Place, int] = {}
    for place in data.draw(st.permutations(sorted(places))):
        count = len(half_steps(places[place]))
        if completions * count > most:
            given[place] = data.draw(st.integers(*whole_scores(places[place])))
        else:
            completions *= count
    return instrument, agreed(instrument, responses, given)


def classes_with(
    instrument: Instrument, expected: oracle.Expected
) -> Callable[[Mapping[Place, int]], Classes]:
    """The low and the high class if some items had these values, and the others their own."""
    known: dict[tuple[str, Perspective, tuple[oracle.Value, ...]], tuple[State, State]] = {}

    def states_with(
        condition: str, perspective: Perspective, values: Mapping[Place, oracle.Value]
    ) -> tuple[State, State]:
        left = [one for one in sides[condition, perspective].items if not one.left_out]
        low = tuple(values.get((perspective, one.item.id), one.low) for one in left)
        high = tuple(values.get((perspective, one.item.id), one.high) for one in left)
        key = (condition, perspective, (*low, *high))
        if key not in known:
            critical = [one.item.critical for one in left]
            scores = (Fraction(0), Fraction(100))
            if sides[condition, perspective].assessable:
                scores = (oracle.percent(low), oracle.percent(high))
            known[key] = (
                oracle.state(instrument, scores[0], list(zip(low, critical, strict=True))),
                oracle.state(instrument, scores[1], list(zip(high, critical, strict=True))),
            )
        return known[key]

    def classes(values: Mapping[Place, oracle.Value]) -> Classes:
        lows: dict[str, State] = {}
        highs: dict[str, State] = {}
        for condition, perspective in sides:
            low, high = states_with(condition, perspective, values)
            lows[condition] = oracle.worst([low, lows.get(condition, "present")])
            highs[condition] = oracle.worst([high, highs.get(condition, "present")])
        low_values, high_values = (critical_means(values, at) for at in (0, 1))
        return (
            oracle.class_of(instrument, lows, low_values),
            oracle.class_of(instrument, highs, high_values),
        )

    def critical_means(
        values: Mapping[Place, oracle.Value], at: int
    ) -> dict[str, oracle.Value | None]:
        of_condition: dict[str, list[oracle.Value]] = {
            item.condition: [] for item in instrument.items if item.critical
        }
        for (condition, perspective), side in sides.items():
            for one in side.items:
                if one.item.critical and not one.left_out:
                    own = (one.low, one.high)[at]
                    of_condition[condition].append(values.get((perspective, one.item.id), own))
        return {
            condition: sum(found, Fraction(0)) / len(found) if found else None
            for condition, found in of_condition.items()
        }

    sides = {
        (condition.id, perspective): side
        for condition in expected.conditions
        for perspective, side in condition.sides.items()
    }
    return classes


def that_matter(
    places: Mapping[Place, Range], classes: Callable[[Mapping[Place, int]], Classes]
) -> set[Place]:
    """The places at which some two completions differ, there alone, and in their classes."""
    ranges = [half_steps(ends) for ends in places.values()]
    found = {values: classes(dict(zip(places, values, strict=True))) for values in product(*ranges)}
    mattering = set()
    for index, place in enumerate(places):
        seen: dict[tuple[oracle.Value, ...], set[Classes]] = {}
        for values, pair in found.items():
            seen.setdefault((*values[:index], *values[index + 1 :]), set()).add(pair)
        if any(len(pairs) > 1 for pairs in seen.values()):
            mattering.add(place)
    return mattering


def in_order(instrument: Instrument) -> list[str]:
    """The critical items that a class needs by name, the other critical ones, core ones, the rest.

    Within each, as the instrument has them.
    """
    named = {
        condition
        for each in instrument.classes
        for rule in each.rules
        for condition in rule.critical_needs
    }
    critical = [
        item.id
        for needed in (True, False)
        for item in instrument.items
        if item.critical and (item.condition in named) == needed
    ]
    core = [item.id for item in instrument.items if item.core and not item.critical]
    rest = [item.id for item in instrument.items if not item.core and not item.critical]
    return [*critical, *core, *rest]


def places_asked(questions: Sequence[Question]) -> set[Place]:
    """Where the questions of the forms are; each is asked once."""
    of_forms = [question for question in questions if not question.beyond_form]
    found = {(question.perspective, question.item) for question in of_forms}
    assert len(found) == len(of_forms)
    return found


def asked_of(instrument: Instrument, responses: Sequence[Response]) -> tuple[Question, ...]:
    """The next questions of a verdict on these responses."""
    return next_questions(instrument, judge(instrument, responses))


@st.composite
def shuffled_cases(
    draw: st.DrawFn,
    *,
    conditions: tuple[int, int] = (2, 3),
    items: tuple[int, int] = (1, 4),
    kinds: tuple[tuple[Answer, ...], ...] = SCORES,
) -> Case:
    """A case whose instrument has its items in any order; at times critical ones cap nothing."""
    instrument = draw(instruments(conditions, items))
    limits = instrument.limits
    if draw(st.integers(0, 3)) == 0:
        limits = msgspec.structs.replace(limits, critical_present=0, critical_partial=0)
    mixed = tuple(draw(st.permutations(instrument.items)))
    instrument = msgspec.structs.replace(instrument, items=mixed, limits=limits)
    return instrument, draw(response_lists(instrument, kinds=kinds))


def check_by_trying_everything(instrument: Instrument, responses: Sequence[Response]) -> None:
    """What is asked is what matters in some completion."""
    expected = oracle.expected(instrument, responses)
    places = unsettled(expected)
    mattering = that_matter(places, classes_with(instrument, expected))
    event("all matter" if len(mattering) == len(places) else "some matter" if mattering else "none")
    assert places_asked(asked_of(instrument, responses)) == mattering


@given(shuffled_cases(items=(2, 5)), st.data())
@examples(110)
def test_asked_is_exactly_what_matters_in_some_completion(case: Case, data: st.DataObject) -> None:
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.low != expected.high)
    check_by_trying_everything(instrument, responses)


@given(cases(conditions=(2, 2), items=(2, 4), kinds=SCORES, respondents=3, sides=both), st.data())
@examples(80)
def test_also_where_the_two_sides_hold_each_other_down(case: Case, data: st.DataObject) -> None:
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and len(expected.sides) == 2 and unsettled(expected))
    check_by_trying_everything(instrument, responses)


# Fours, and doubts that could be zeros though the score stays high.
LOPSIDED = (
    (*[Answer(score=4)] * 4, UNKNOWN, NO_OCCASION),
    (*[Answer(score=4)] * 2, Answer(score=0), *DOUBTS[1:]),
)


@given(shuffled_cases(conditions=(2, 2), items=(3, 5), kinds=LOPSIDED), st.data())
@examples(80)
def test_also_where_zeros_and_critical_items_decide(case: Case, data: st.DataObject) -> None:
    """The thresholds are low, so that zeros hold a condition down and its score does not."""
    low = msgspec.structs.replace(case[0], states=States(partial=20, present=30))
    instrument, responses = few_unsettled((low, case[1]), data)
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.low != expected.high)
    check_by_trying_everything(instrument, responses)


def not_assessable(expected: oracle.Expected) -> set[Place]:
    """The items of the conditions and sides that cannot be assessed."""
    return {
        (perspective, one.item.id)
        for condition in expected.conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if not side.assessable
    }


@given(shuffled_cases(items=(2, 4), kinds=HARDLY_ASSESSABLE), st.data())
@examples(60)
def test_also_beside_a_condition_that_cannot_be_assessed(case: Case, data: st.DataObject) -> None:
    """All that is scored in it is settled."""
    instrument, responses = few_unsettled(case, data)
    first = oracle.expected(instrument, responses)
    beyond = not_assessable(first)
    settled = {
        place: data.draw(st.integers(*whole_scores(ends)))
        for place, ends in unsettled(first).items()
        if place in beyond
    }
    responses = agreed(instrument, responses, settled)
    assume(beyond and unsettled(oracle.expected(instrument, responses)))
    check_by_trying_everything(instrument, responses)


@given(shuffled_cases(items=(2, 4), kinds=HARDLY_ASSESSABLE), st.data())
@settings(examples(100), phases=(Phase.explicit, Phase.generate))
def test_also_within_a_condition_that_cannot_be_assessed(case: Case, data: st.DataObject) -> None:
    """Its critical items and zeros keep it from a state, however high its score may be."""
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(unsettled(expected).keys() & not_assessable(expected))
    check_by_trying_everything(instrument, responses)


LEARNING_OCCASIONS = [
    item.id for item in packaged()["partnership"].items_of("learning") if item.kind == "occasion"
]


def with_five_items_at_least(instrument: Instrument) -> Instrument:
    """The questionnaire, where a condition with four items left cannot be assessed."""
    limits = msgspec.structs.replace(instrument.limits, least_items=5)
    return msgspec.structs.replace(instrument, limits=limits)


def test_a_critical_item_of_a_condition_that_cannot_be_assessed_is_asked() -> None:
    """At 0 it makes the condition weak, and the highest class possible is no longer the best."""
    instrument = with_five_items_at_least(PARTNERSHIP)
    given = {item.id: Answer(score=4) for item in PARTNERSHIP.items}
    given |= dict.fromkeys(LEARNING_OCCASIONS, NO_OCCASION)
    found = []
    for score in (None, 0, 4):
        given["learning-from-each-other"] = Answer(score=score)
        file = msgspec.structs.replace(response("buyer", given), instrument=PARTNERSHIP.id)
        verdict = judge(instrument, [file])
        found.append((verdict.low, verdict.high, next_questions(instrument, verdict)))
    steady = "steady-supplier"
    assert found == [
        (steady, "partner", (Question("learning-from-each-other", "buyer"),)),
        (steady, steady, ()),
        (steady, "partner", ()),
    ]


@given(shuffled_cases(items=(2, 4), kinds=HARDLY_ASSESSABLE), st.data())
@examples(80)
def test_nothing_is_asked_in_vain_where_a_condition_cannot_be_assessed(
    case: Case, data: st.DataObject
) -> None:
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(expected.sides and not expected.assessable)
    mattering = that_matter(unsettled(expected), classes_with(instrument, expected))
    assert places_asked(asked_of(instrument, responses)) <= mattering


@given(shuffled_cases(kinds=(*SCORES, *HARDLY_ASSESSABLE)), st.data())
@examples(80)
def test_completed_files_have_the_classes_of_their_values(case: Case, data: st.DataObject) -> None:
    """What is tried above is what real files with these medians come to."""
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    places = unsettled(expected)
    assume(places)
    values = {
        place: data.draw(st.sampled_from(half_steps(places[place]))) for place in sorted(places)
    }
    completed = agreed(instrument, responses, values)
    classes = classes_with(instrument, expected)(values)
    verdict, right = judge(instrument, completed), oracle.expected(instrument, completed)
    assert (verdict.low, verdict.high) == (right.low, right.high) == classes
    assert unsettled(right) == {}
    assert all(
        (one.low, one.high) == (values[perspective, one.item.id],) * 2
        for condition in right.conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if (perspective, one.item.id) in values
    )
    assert places_asked(asked_of(instrument, completed)) == set()


@given(shuffled_cases(conditions=(2, 2), items=(1, 2)), st.data())
@examples(40)
def test_asked_is_what_matters_in_whole_files_completed_in_every_way(
    case: Case, data: st.DataObject
) -> None:
    """As above with few values, but every completion is written into files and judged."""
    instrument, responses = few_unsettled(case, data, most=30)
    expected = oracle.expected(instrument, responses)
    places = unsettled(expected)
    assume(expected.assessable and places)

    def classes(values: Mapping[Place, oracle.Value]) -> Classes:
        right = oracle.expected(instrument, agreed(instrument, responses, values))
        return right.low, right.high

    assert places_asked(asked_of(instrument, responses)) == that_matter(places, classes)


@st.composite
def packaged_files(draw: st.DrawFn, perspective: Perspective, number: int) -> Response:
    """A file that answers the packaged questionnaire well, but for a few unknowns."""
    kinds = (*[Answer(score=3)] * 6, *[Answer(score=4)] * 3, Answer(score=2), UNKNOWN)
    drawn = draw(files(PARTNERSHIP, perspective, f"{perspective} {number}", kinds=kinds))
    return msgspec.structs.replace(drawn, instrument=PARTNERSHIP.id)


PARTNERSHIP = packaged()["partnership"]


@given(st.data())
@examples(25)
def test_of_the_packaged_questionnaire_the_same_is_asked(data: st.DataObject) -> None:
    responses = [
        data.draw(packaged_files(perspective, number))
        for perspective in PERSPECTIVES[: data.draw(st.integers(1, 2))]
        for number in range(data.draw(st.integers(1, 2)))
    ]
    instrument, responses = few_unsettled((PARTNERSHIP, responses), data)
    assume(unsettled(oracle.expected(instrument, responses)))
    check_by_trying_everything(instrument, responses)


@given(shuffled_cases(items=(2, 5), kinds=(*SCORES, *HARDLY_ASSESSABLE)))
@examples(100)
def test_critical_items_are_asked_first_then_core_ones_then_the_others(case: Case) -> None:
    instrument, responses = case
    questions = asked_of(instrument, responses)
    for beyond in (False, True):
        items = [question.item for question in questions if question.beyond_form == beyond]
        order = [in_order(instrument).index(item) for item in items]
        assert order == sorted(order)
    assert [q.beyond_form for q in questions] == sorted(q.beyond_form for q in questions)


@given(cases(conditions=(2, 4), items=(2, 5), kinds=SCORES))
@examples(100)
def test_something_is_asked_exactly_while_the_class_is_open(case: Case) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.sides)
    questions = asked_of(instrument, responses)
    assert bool(questions) == (expected.low != expected.high)


@given(shuffled_cases(kinds=(*SCORES, *HARDLY_ASSESSABLE)))
@examples(120)
def test_only_what_is_not_settled_is_asked_and_disputes_are_told_from_gaps(case: Case) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.sides)
    places, opened = unsettled(expected), expected.open_items
    for question in asked_of(instrument, responses):
        if question.beyond_form:
            continue
        place = (question.perspective, question.item)
        assert place in places
        assert question.disputed == (place not in opened)


@given(cases(kinds=(SCORED, (*SCORED, *[NO_OCCASION] * 10)), respondents=1))
@examples(60)
def test_where_everything_is_scored_or_left_out_nothing_is_asked(case: Case) -> None:
    """Also where so much is left out that the verdict stays open: then of the quick form alone."""
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.sides)
    questions = asked_of(instrument, responses)
    assert places_asked(questions) == set()
    assert not (expected.assessable and questions)


@given(shuffled_cases(kinds=HARDLY_ASSESSABLE))
@examples(100)
def test_a_quick_form_that_cannot_assess_a_condition_asks_for_its_other_questions(
    case: Case,
) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.sides and expected.low != expected.high)
    beyond = {
        (question.perspective, question.item)
        for question in asked_of(instrument, responses)
        if question.beyond_form
    }
    assert beyond == {
        (perspective, item.id)
        for condition in expected.conditions
        for perspective, side in condition.sides.items()
        for item in instrument.items
        if not side.assessable
        and item.condition == condition.id
        and item.id not in {one.item.id for one in side.items}
    }


@given(shuffled_cases(kinds=((UNKNOWN, NO_OCCASION, BLANK),)))
@examples(40)
def test_without_a_score_everything_is_asked_of_the_buyer(case: Case) -> None:
    instrument, responses = case
    everything = tuple(Question(item, "buyer") for item in in_order(instrument))
    assert asked_of(instrument, responses) == everything
    assert asked_of(instrument, []) == everything


def test_an_open_item_that_no_class_hangs_on_is_not_asked() -> None:
    """Gains are partial whatever the seventh turns out, by fair-split at 1; learning is open."""
    given = {item.id: Answer(score=3) for item in PARTNERSHIP.items}
    given |= {item.id: Answer(score=4) for item in PARTNERSHIP.items_of("gains")}
    given["gains-fair-split"] = Answer(score=1)
    opened = ("gains-beyond-price", "learning-feedback", "learning-offered-unasked")
    given |= dict.fromkeys((*opened, "learning-from-each-other"), UNKNOWN)
    file = msgspec.structs.replace(response("buyer", given), instrument=PARTNERSHIP.id)
    assert asked_of(PARTNERSHIP, [file]) == (
        Question("learning-from-each-other", "buyer"),
        Question("learning-offered-unasked", "buyer"),
        Question("learning-feedback", "buyer"),
    )
    other = msgspec.structs.replace(
        file, respondent="Bo", answers={"learning-looking-back": Answer(score=1)}
    )
    disputed = Question("learning-looking-back", "buyer", disputed=True)
    assert asked_of(PARTNERSHIP, [file, other])[:3] == (
        Question("learning-from-each-other", "buyer"),
        Question("learning-offered-unasked", "buyer"),
        disputed,
    )


def test_open_fair_split_and_sign_again_are_asked_before_the_other_critical_items() -> None:
    given = {item.id: UNKNOWN if item.critical else Answer(score=3) for item in PARTNERSHIP.items}
    file = msgspec.structs.replace(response("buyer", given), instrument=PARTNERSHIP.id)
    assert [question.item for question in asked_of(PARTNERSHIP, [file])] == [
        "gains-fair-split",
        "reciprocity-sign-again",
        "culture-repair",
        "learning-from-each-other",
    ]


def test_an_item_that_moves_the_low_end_alone_is_asked() -> None:
    """Three conditions are asked for; learning, not assessable, is one of them at best only."""
    at_least_three = (ClassRule(at_least={"partial": 3}),)
    instrument = msgspec.structs.replace(
        with_five_items_at_least(PARTNERSHIP),
        classes=(
            msgspec.structs.replace(PARTNERSHIP.class_named("partner"), rules=at_least_three),
            PARTNERSHIP.class_named("supplier"),
        ),
    )
    given = {item.id: Answer(score=4) for item in instrument.items}
    given |= dict.fromkeys(LEARNING_OCCASIONS, NO_OCCASION)
    given |= {item.id: Answer(score=2) for item in instrument.items_of("culture")}
    given |= dict.fromkeys(("culture-values", "culture-decisions"), Answer(score=1))
    given["culture-dialogue"] = UNKNOWN
    file = msgspec.structs.replace(response("buyer", given), instrument=instrument.id)
    ends = {
        (verdict.low, verdict.high)
        for score in range(5)
        for verdict in [
            judge(instrument, [oracle.with_answer(file, "culture-dialogue", Answer(score=score))])
        ]
    }
    assert ends == {("supplier", "partner"), ("partner", "partner")}
    assert asked_of(instrument, [file]) == (Question("culture-dialogue", "buyer"),)
