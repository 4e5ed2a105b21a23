"""The next questions are exactly those that can still change the verdict, by trying everything."""

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
from tests.support.changed_answers import with_answer
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

# More completions than this take too long; items are settled first until there are no more.
MOST_COMPLETIONS = 700
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
    """Return the ranges of items whose value is unsettled: open ones, or with medians far apart."""
    return {
        (perspective, one.item.id): (one.low, one.high)
        for condition in expected.conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if one.low < one.high
    }


def with_values(
    instrument: Instrument, responses: Sequence[Response], values: Mapping[Place, oracle.Value]
) -> list[Response]:
    """Return the responses with a value for some items of a side.

    Everyone on the side who has scored and is asked the item gives the same score. For a value
    between two scores they give the lower one, and as many additional respondents the upper one.
    """
    changed = []
    for number, original in enumerate(responses):
        own_values = {
            item: value
            for (perspective, item), value in values.items()
            if perspective == original.perspective and asks(instrument, original, item)
        }
        scores = {item: Answer(score=floor(value)) for item, value in own_values.items()}
        changed.append(msgspec.structs.replace(original, answers={**original.answers, **scores}))
        upper = {item: Answer(score=ceil(value)) for item, value in own_values.items() if value % 1}
        if upper:
            name = f"Another {number}"
            changed.append(msgspec.structs.replace(original, respondent=name, answers=upper))
    return changed


def asks(instrument: Instrument, response: Response, item: str) -> bool:
    """Whether a respondent has scored, and has the item in the form."""
    scores = any(answer.score is not None for answer in response.answers.values())
    return scores and any(
        each.id == item and (response.form == "full" or each.core or each.reserve)
        for each in instrument.items
    )


def half_steps(ends: Range) -> list[oracle.Value]:
    """Return every value of a range, in half steps, both ends included."""
    return [Fraction(each, 2) for each in range(int(2 * ends[0]), int(2 * ends[1]) + 1)]


def whole_scores(ends: Range) -> tuple[int, int]:
    """Return the lowest and the highest whole score of a range; every range contains one."""
    return ceil(ends[0]), floor(ends[1])


def few_unsettled(case: Case, data: st.DataObject, most: int = MOST_COMPLETIONS) -> Case:
    """Return the case with unsettled items scored at random until few completions are left."""
    instrument, responses = case
    places = unsettled(oracle.expected(instrument, responses))
    completions = 1
    settled: dict[Place, int] = {}
    for place in data.draw(st.permutations(sorted(places))):
        count = len(half_steps(places[place]))
        if completions * count > most:
            settled[place] = data.draw(st.integers(*whole_scores(places[place])))
        else:
            completions *= count
    return instrument, with_values(instrument, responses, settled)


def classes_with(
    instrument: Instrument, expected: oracle.Expected
) -> Callable[[Mapping[Place, int]], Classes]:
    """Return a function that returns both classes if some items had other values."""
    cache: dict[tuple[str, Perspective, tuple[oracle.Value, ...]], tuple[State, State]] = {}

    def states_with(
        condition: str, perspective: Perspective, values: Mapping[Place, oracle.Value]
    ) -> tuple[State, State]:
        left = [one for one in sides[condition, perspective].items if not one.left_out]
        low = tuple(values.get((perspective, one.item.id), one.low) for one in left)
        high = tuple(values.get((perspective, one.item.id), one.high) for one in left)
        key = (condition, perspective, (*low, *high))
        if key not in cache:
            critical = [one.item.critical for one in left]
            scores = (Fraction(0), Fraction(100))
            if sides[condition, perspective].assessable:
                scores = (oracle.percent(low), oracle.percent(high))
            cache[key] = (
                oracle.state(instrument, scores[0], list(zip(low, critical, strict=True))),
                oracle.state(instrument, scores[1], list(zip(high, critical, strict=True))),
            )
        return cache[key]

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
            condition: sum(item_values, Fraction(0)) / len(item_values) if item_values else None
            for condition, item_values in of_condition.items()
        }

    sides = {
        (condition.id, perspective): side
        for condition in expected.conditions
        for perspective, side in condition.sides.items()
    }
    return classes


def decisive_places(
    places: Mapping[Place, Range], classes: Callable[[Mapping[Place, int]], Classes]
) -> set[Place]:
    """Return the places for which two completions differ only there and have different classes."""
    ranges = [half_steps(ends) for ends in places.values()]
    classes_of_values = {
        values: classes(dict(zip(places, values, strict=True))) for values in product(*ranges)
    }
    mattering = set()
    for index, place in enumerate(places):
        classes_of_others: dict[tuple[oracle.Value, ...], set[Classes]] = {}
        for values, pair in classes_of_values.items():
            classes_of_others.setdefault((*values[:index], *values[index + 1 :]), set()).add(pair)
        if any(len(pairs) > 1 for pairs in classes_of_others.values()):
            mattering.add(place)
    return mattering


def items_by_importance(instrument: Instrument) -> list[str]:
    """Return all items by importance.

    First the critical items that a class needs by name, then the other critical items, core items
    and the rest, each in the instrument's order.
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
    """Return the places of the questions on the forms, and check that none is asked twice."""
    of_forms = [question for question in questions if not question.beyond_form]
    places = {(question.perspective, question.item) for question in of_forms}
    assert len(places) == len(of_forms)
    return places


def questions_of(instrument: Instrument, responses: Sequence[Response]) -> tuple[Question, ...]:
    """Return the next questions of the verdict on these responses."""
    return next_questions(instrument, judge(instrument, responses))


@st.composite
def shuffled_cases(
    draw: st.DrawFn,
    *,
    conditions: tuple[int, int] = (2, 3),
    items: tuple[int, int] = (1, 4),
    kinds: tuple[tuple[Answer, ...], ...] = SCORES,
) -> Case:
    """Draw a case with the items in any order; in some, critical items lower no state."""
    instrument = draw(instruments(conditions, items))
    limits = instrument.limits
    if draw(st.integers(0, 3)) == 0:
        limits = msgspec.structs.replace(limits, critical_present=0, critical_partial=0)
    mixed = tuple(draw(st.permutations(instrument.items)))
    instrument = msgspec.structs.replace(instrument, items=mixed, limits=limits)
    return instrument, draw(response_lists(instrument, kinds=kinds))


def check_by_trying_everything(instrument: Instrument, responses: Sequence[Response]) -> None:
    """Check that an item is asked exactly if it decides the class in some completion."""
    expected = oracle.expected(instrument, responses)
    places = unsettled(expected)
    mattering = decisive_places(places, classes_with(instrument, expected))
    event("all matter" if len(mattering) == len(places) else "some matter" if mattering else "none")
    assert places_asked(questions_of(instrument, responses)) == mattering


@given(shuffled_cases(items=(2, 5)), st.data())
@examples(110)
def test_an_item_is_asked_exactly_if_it_decides_the_class_in_some_completion(
    case: Case, data: st.DataObject
) -> None:
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.low != expected.high)
    check_by_trying_everything(instrument, responses)


@given(cases(conditions=(2, 2), items=(2, 4), kinds=SCORES, respondents=3, sides=both), st.data())
@examples(80)
def test_the_same_holds_if_the_two_sides_lower_each_other(case: Case, data: st.DataObject) -> None:
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and len(expected.sides) == 2 and unsettled(expected))
    check_by_trying_everything(instrument, responses)


# Scores of 4, and unsettled items that could be zeros while the mean stays high.
LOPSIDED = (
    (*[Answer(score=4)] * 4, UNKNOWN, NO_OCCASION),
    (*[Answer(score=4)] * 2, Answer(score=0), *DOUBTS[1:]),
)


@given(shuffled_cases(conditions=(2, 2), items=(3, 5), kinds=LOPSIDED), st.data())
@examples(80)
def test_the_same_holds_if_zeros_and_critical_items_decide(case: Case, data: st.DataObject) -> None:
    """The thresholds are low, so zeros lower a state and the score does not."""
    low = msgspec.structs.replace(case[0], states=States(partial=20, present=30))
    instrument, responses = few_unsettled((low, case[1]), data)
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.low != expected.high)
    check_by_trying_everything(instrument, responses)


def not_assessable(expected: oracle.Expected) -> set[Place]:
    """Return the items of the conditions and sides that cannot be assessed."""
    return {
        (perspective, one.item.id)
        for condition in expected.conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if not side.assessable
    }


@given(shuffled_cases(items=(2, 4), kinds=HARDLY_ASSESSABLE), st.data())
@examples(60)
def test_the_same_holds_beside_a_condition_that_cannot_be_assessed(
    case: Case, data: st.DataObject
) -> None:
    """All scored items of that condition are settled."""
    instrument, responses = few_unsettled(case, data)
    first = oracle.expected(instrument, responses)
    beyond = not_assessable(first)
    settled = {
        place: data.draw(st.integers(*whole_scores(ends)))
        for place, ends in unsettled(first).items()
        if place in beyond
    }
    responses = with_values(instrument, responses, settled)
    assume(beyond and unsettled(oracle.expected(instrument, responses)))
    check_by_trying_everything(instrument, responses)


@given(shuffled_cases(items=(2, 4), kinds=HARDLY_ASSESSABLE), st.data())
@settings(examples(100), phases=(Phase.explicit, Phase.generate))
def test_the_same_holds_within_a_condition_that_cannot_be_assessed(
    case: Case, data: st.DataObject
) -> None:
    """Critical items and zeros lower its state, however high its score may be."""
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(unsettled(expected).keys() & not_assessable(expected))
    check_by_trying_everything(instrument, responses)


LEARNING_OCCASIONS = [
    item.id for item in packaged()["partnership"].items_of("learning") if item.kind == "occasion"
]


def with_five_items_at_least(instrument: Instrument) -> Instrument:
    """Return the questionnaire with the rule that four items are too few to assess a condition."""
    limits = msgspec.structs.replace(instrument.limits, least_items=5)
    return msgspec.structs.replace(instrument, limits=limits)


def test_a_critical_item_of_a_condition_that_cannot_be_assessed_is_asked() -> None:
    """At 0 it makes the condition weak, so the best class is no longer possible."""
    instrument = with_five_items_at_least(PARTNERSHIP)
    answers = {item.id: Answer(score=4) for item in PARTNERSHIP.items}
    answers |= dict.fromkeys(LEARNING_OCCASIONS, NO_OCCASION)
    results = []
    for score in (None, 0, 4):
        answers["learning-from-each-other"] = Answer(score=score)
        file = msgspec.structs.replace(response("buyer", answers), instrument=PARTNERSHIP.id)
        verdict = judge(instrument, [file])
        results.append(
            (verdict.worst_class, verdict.best_class, next_questions(instrument, verdict))
        )
    steady = "steady-supplier"
    assert results == [
        (steady, "partner", (Question("learning-from-each-other", "buyer"),)),
        (steady, steady, ()),
        (steady, "partner", ()),
    ]


@given(shuffled_cases(items=(2, 4), kinds=HARDLY_ASSESSABLE), st.data())
@examples(80)
def test_no_item_is_asked_in_vain_if_a_condition_cannot_be_assessed(
    case: Case, data: st.DataObject
) -> None:
    instrument, responses = few_unsettled(case, data)
    expected = oracle.expected(instrument, responses)
    assume(expected.sides and not expected.assessable)
    mattering = decisive_places(unsettled(expected), classes_with(instrument, expected))
    assert places_asked(questions_of(instrument, responses)) <= mattering


@given(shuffled_cases(kinds=(*SCORES, *HARDLY_ASSESSABLE)), st.data())
@examples(80)
def test_completed_responses_have_the_classes_of_their_values(
    case: Case, data: st.DataObject
) -> None:
    """The completions above have the same classes as responses with these medians."""
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    places = unsettled(expected)
    assume(places)
    values = {
        place: data.draw(st.sampled_from(half_steps(places[place]))) for place in sorted(places)
    }
    completed = with_values(instrument, responses, values)
    classes = classes_with(instrument, expected)(values)
    verdict, expected_completed = (
        judge(instrument, completed),
        oracle.expected(instrument, completed),
    )
    assert (
        (verdict.worst_class, verdict.best_class)
        == (expected_completed.low, expected_completed.high)
        == classes
    )
    assert unsettled(expected_completed) == {}
    assert all(
        (one.low, one.high) == (values[perspective, one.item.id],) * 2
        for condition in expected_completed.conditions
        for perspective, side in condition.sides.items()
        for one in side.items
        if (perspective, one.item.id) in values
    )
    assert places_asked(questions_of(instrument, completed)) == set()


@given(shuffled_cases(conditions=(2, 2), items=(1, 2)), st.data())
@examples(40)
def test_an_item_is_asked_exactly_if_it_decides_among_all_completed_responses(
    case: Case, data: st.DataObject
) -> None:
    """As above, but every completion is made of responses and judged; only few values vary."""
    instrument, responses = few_unsettled(case, data, most=30)
    expected = oracle.expected(instrument, responses)
    places = unsettled(expected)
    assume(expected.assessable and places)

    def classes(values: Mapping[Place, oracle.Value]) -> Classes:
        completed = oracle.expected(instrument, with_values(instrument, responses, values))
        return completed.low, completed.high

    assert places_asked(questions_of(instrument, responses)) == decisive_places(places, classes)


@st.composite
def packaged_files(draw: st.DrawFn, perspective: Perspective, number: int) -> Response:
    """Draw a response to the packaged questionnaire with high scores and a few unknowns."""
    kinds = (*[Answer(score=3)] * 6, *[Answer(score=4)] * 3, Answer(score=2), UNKNOWN)
    drawn = draw(files(PARTNERSHIP, perspective, f"{perspective} {number}", kinds=kinds))
    return msgspec.structs.replace(drawn, instrument=PARTNERSHIP.id)


PARTNERSHIP = packaged()["partnership"]


@given(st.data())
@examples(25)
def test_the_same_holds_for_the_packaged_questionnaire(data: st.DataObject) -> None:
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
    questions = questions_of(instrument, responses)
    for beyond in (False, True):
        items = [question.item for question in questions if question.beyond_form == beyond]
        order = [items_by_importance(instrument).index(item) for item in items]
        assert order == sorted(order)
    assert [q.beyond_form for q in questions] == sorted(q.beyond_form for q in questions)


@given(cases(conditions=(2, 4), items=(2, 5), kinds=SCORES))
@examples(100)
def test_there_are_questions_exactly_while_the_class_is_open(case: Case) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.assessable and expected.sides)
    questions = questions_of(instrument, responses)
    assert bool(questions) == (expected.low != expected.high)


@given(shuffled_cases(kinds=(*SCORES, *HARDLY_ASSESSABLE)))
@examples(120)
def test_only_unsettled_items_are_asked_and_disputed_ones_are_marked(case: Case) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.sides)
    places, open_items = unsettled(expected), expected.open_items
    for question in questions_of(instrument, responses):
        if question.beyond_form:
            continue
        place = (question.perspective, question.item)
        assert place in places
        assert question.disputed == (place not in open_items)


@given(cases(kinds=(SCORED, (*SCORED, *[NO_OCCASION] * 10)), respondents=1))
@examples(60)
def test_nothing_is_asked_if_every_item_is_scored_or_left_out(case: Case) -> None:
    """If so many items are left out that the verdict stays open, only items beyond the form are."""
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.sides)
    questions = questions_of(instrument, responses)
    assert places_asked(questions) == set()
    assert not (expected.assessable and questions)


@given(shuffled_cases(kinds=HARDLY_ASSESSABLE))
@examples(100)
def test_if_a_quick_form_cannot_assess_a_condition_its_other_items_are_asked(
    case: Case,
) -> None:
    instrument, responses = case
    expected = oracle.expected(instrument, responses)
    assume(expected.sides and expected.low != expected.high)
    beyond = {
        (question.perspective, question.item)
        for question in questions_of(instrument, responses)
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
    everything = tuple(Question(item, "buyer") for item in items_by_importance(instrument))
    assert questions_of(instrument, responses) == everything
    assert questions_of(instrument, []) == everything


def test_an_open_item_that_decides_no_class_is_not_asked() -> None:
    """Fair split at 1 makes gains partial whatever its open item is; learning is open."""
    answers = {item.id: Answer(score=3) for item in PARTNERSHIP.items}
    answers |= {item.id: Answer(score=4) for item in PARTNERSHIP.items_of("gains")}
    answers["gains-fair-split"] = Answer(score=1)
    open_items = ("gains-beyond-price", "learning-feedback", "learning-offered-unasked")
    answers |= dict.fromkeys((*open_items, "learning-from-each-other"), UNKNOWN)
    file = msgspec.structs.replace(response("buyer", answers), instrument=PARTNERSHIP.id)
    assert questions_of(PARTNERSHIP, [file]) == (
        Question("learning-from-each-other", "buyer"),
        Question("learning-offered-unasked", "buyer"),
        Question("learning-feedback", "buyer"),
    )
    second_file = msgspec.structs.replace(
        file, respondent="Bo", answers={"learning-looking-back": Answer(score=1)}
    )
    disputed = Question("learning-looking-back", "buyer", disputed=True)
    assert questions_of(PARTNERSHIP, [file, second_file])[:3] == (
        Question("learning-from-each-other", "buyer"),
        Question("learning-offered-unasked", "buyer"),
        disputed,
    )


def test_open_fair_split_and_sign_again_are_asked_before_the_other_critical_items() -> None:
    answers = {item.id: UNKNOWN if item.critical else Answer(score=3) for item in PARTNERSHIP.items}
    file = msgspec.structs.replace(response("buyer", answers), instrument=PARTNERSHIP.id)
    assert [question.item for question in questions_of(PARTNERSHIP, [file])] == [
        "gains-fair-split",
        "reciprocity-sign-again",
        "culture-repair",
        "learning-from-each-other",
    ]


def test_an_item_that_changes_only_the_low_class_is_asked() -> None:
    """A partner needs three conditions; learning, not assessable, is one only at best."""
    at_least_three = (ClassRule(at_least={"partial": 3}),)
    instrument = msgspec.structs.replace(
        with_five_items_at_least(PARTNERSHIP),
        classes=(
            msgspec.structs.replace(PARTNERSHIP.class_named("partner"), rules=at_least_three),
            PARTNERSHIP.class_named("supplier"),
        ),
    )
    answers = {item.id: Answer(score=4) for item in instrument.items}
    answers |= dict.fromkeys(LEARNING_OCCASIONS, NO_OCCASION)
    answers |= {item.id: Answer(score=2) for item in instrument.items_of("culture")}
    answers |= dict.fromkeys(("culture-values", "culture-decisions"), Answer(score=1))
    answers["culture-dialogue"] = UNKNOWN
    file = msgspec.structs.replace(response("buyer", answers), instrument=instrument.id)
    ends = {
        (verdict.worst_class, verdict.best_class)
        for score in range(5)
        for verdict in [
            judge(instrument, [with_answer(file, "culture-dialogue", Answer(score=score))])
        ]
    }
    assert ends == {("supplier", "partner"), ("partner", "partner")}
    assert questions_of(instrument, [file]) == (Question("culture-dialogue", "buyer"),)


def test_the_classes_of_another_questionnaire_decide_about_the_same_verdict() -> None:
    answers = {item.id: UNKNOWN if item.critical else Answer(score=3) for item in PARTNERSHIP.items}
    file = msgspec.structs.replace(response("buyer", answers), instrument=PARTNERSHIP.id)
    verdict = judge(PARTNERSHIP, [file])
    one_class = msgspec.structs.replace(PARTNERSHIP, classes=(PARTNERSHIP.class_named("supplier"),))
    assert len(next_questions(PARTNERSHIP, verdict)) == 4
    assert next_questions(one_class, verdict) == ()
    assert len(next_questions(PARTNERSHIP, verdict)) == 4
