"""Small instruments and answers to them, as hypothesis draws them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from partnercheck.base.records import (
    FORMS,
    PERSPECTIVES,
    Answer,
    Basis,
    Form,
    Perspective,
    Response,
)
from partnercheck.questionnaires.records import (
    ClassRule,
    Condition,
    Instrument,
    Item,
    Kind,
    Limits,
    State,
    States,
    VendorClass,
)
from partnercheck.rules.steps import Distance

ANCHORS = ("none", "one asked", "one side", "both", "both at a cost")
ASKED: tuple[State, ...] = ("partial", "present")
CLASS_IDS = ("best", "good", "fair", "last")
THRESHOLDS = (
    (40, 70),
    (25, 50),
    (50, 75),
    (37.5, 62.5),
    (30, 70),
    (12.5, 33.3),
    (66.7, 91.6),
    (60, 65),
    (20, 100),
)

Case = tuple[Instrument, list[Response]]


Chosen = TypeVar("Chosen")
LONG = bool(os.environ.get("PARTNERCHECK_LONG"))


def examples(count: int) -> settings:
    """So many examples in a long run, and two fifths of them in others; always the same ones."""
    return settings(
        max_examples=count if LONG else max(20, count * 2 // 5),
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


EVIDENCE: tuple[tuple[Basis, str], ...] = (
    ("opinion", ""),
    ("observed", "Seen on 3 October."),
    ("documented", " "),
    ("opinion", "I think so."),
)
SCORED = tuple(
    Answer(score=score, basis=basis, evidence=evidence)
    for score, (basis, evidence) in product(range(5), EVIDENCE)
)
UNKNOWN = Answer(skip="unknown")
NO_OCCASION = Answer(skip="no-occasion")
BLANK = Answer()
DRAFTED = Answer(basis="observed", evidence="Something happened, but what is it worth?")
EMPTY = (BLANK, DRAFTED)
NOT_SCORED = (UNKNOWN, NO_OCCASION, *EMPTY)


def chosen(draw: st.DrawFn, values: Sequence[Chosen]) -> Chosen:
    """Draw one of these values by its index: a new strategy would be checked in each example."""
    return values[draw(st.integers(0, len(values) - 1))]


def draw_needs(
    draw: st.DrawFn, names: Sequence[str], values: Sequence[Chosen], least: int = 0
) -> dict[str, Chosen]:
    """Draw what at most two of these names need; at least so many."""
    count = draw(st.integers(least, 2)) if names else 0
    return {chosen(draw, names): chosen(draw, values) for _ in range(count)}


def draw_rule(draw: st.DrawFn, conditions: Sequence[str], critical: Sequence[str]) -> ClassRule:
    """A rule that asks for at least something; `critical` are conditions with a critical item."""
    return ClassRule(
        at_least=draw_needs(draw, ASKED, range(1, len(conditions) + 1), least=1),
        needs=draw_needs(draw, conditions, ASKED),
        mutual=draw(st.integers(0, len(critical))),
        critical_needs=draw_needs(draw, critical, (0.5, 1, 1.5, 2, 2.5, 3)),
    )


def draw_rules(
    draw: st.DrawFn, conditions: Sequence[str], critical: Sequence[str]
) -> list[ClassRule]:
    """The one or two rules of a class."""
    return [draw_rule(draw, conditions, critical) for _ in range(draw(st.integers(1, 2)))]


def ladder(conditions: Sequence[str], critical: Sequence[str]) -> list[list[ClassRule]]:
    """What the packaged classes ask, for any number of conditions and critical items."""
    every, mutual = len(conditions), len(critical)
    needed = conditions[-2:]
    return [
        [ClassRule(at_least={"present": every}, mutual=max(0, mutual - 1))],
        [ClassRule(at_least={"present": every - 1, "partial": every}, mutual=mutual // 2)],
        [
            ClassRule(
                needs=dict.fromkeys(needed, "partial"),
                critical_needs={name: 1.5 for name in needed if name in critical},
            ),
        ],
    ]


def draw_classes(
    draw: st.DrawFn, conditions: Sequence[str], critical: Sequence[str]
) -> tuple[VendorClass, ...]:
    """Two to four classes, best first; the last asks for nothing.

    A class in the middle may ask for more than the one above it: then nothing falls into it.
    """
    rules = ladder(conditions, critical)
    if draw(st.integers(0, 2)) == 0:
        first = rules[0] if draw(st.booleans()) else draw_rules(draw, conditions, critical)
        others = range(draw(st.integers(0, 2)))
        rules = [first, *(draw_rules(draw, conditions, critical) for _ in others)]
    ids = [*CLASS_IDS[: len(rules)], CLASS_IDS[-1]]
    return tuple(
        VendorClass(id=each, name=each, short=each[0], glyph=each[0], rules=tuple(asks))
        for each, asks in zip(ids, [*rules, [ClassRule()]], strict=True)
    )


def draw_instrument(
    draw: st.DrawFn, conditions: tuple[int, int] = (2, 4), items: tuple[int, int] = (2, 4)
) -> Instrument:
    """An instrument with few conditions of few items and rules of its own."""
    ids = tuple(f"c{index}" for index in range(draw(st.integers(*conditions))))
    questions = [
        item
        for condition in ids
        for item in draw_questions(draw, condition, draw(st.integers(*items)))
    ]
    partial, present = draw(st.sampled_from(THRESHOLDS))
    critical_present = draw(st.integers(1, 4))
    return Instrument(
        id="small",
        name="Small",
        conditions=tuple(named_condition(each) for each in ids),
        items=tuple(questions),
        classifies=True,
        states=States(present=present, partial=partial),
        limits=Limits(
            zeros=draw(st.integers(1, 3)),
            critical_present=critical_present,
            critical_partial=draw(st.integers(0, critical_present)),
            mutual=draw(st.sampled_from((2, 2.5, 2.5, 3))),
            least_items=draw(st.sampled_from((1, 1, 2, 3))),
            so_far=draw(st.sampled_from((0.66, 0.5, 0.75, 1))),
            evidence=draw(st.sampled_from((0.5, 0.34, 1))),
            no_occasion=draw(st.sampled_from((0.25, 0, 0.5))),
        ),
        classes=draw_classes(draw, ids, [item.condition for item in questions if item.critical]),
    )


instruments = st.composite(draw_instrument)


def draw_questions(draw: st.DrawFn, condition: str, count: int) -> list[Item]:
    """The items of a condition: at most one is critical and one in reserve."""
    critical = chosen(draw, (None, 0, count - 1))
    reserve = chosen(draw, (None, None, *range(1, count)))
    questions = []
    for index in range(count):
        core = index == critical or (index != reserve and (index == 0 or draw(st.booleans())))
        kind = draw(st.sampled_from(("occasion", "occasion", "standing", "own")))
        in_reserve = index == reserve and not core
        questions.append(
            question(
                condition,
                index,
                core=core,
                critical=index == critical,
                reserve=in_reserve,
                kind="standing" if in_reserve else kind,
            )
        )
    return questions


def question(
    condition: str,
    index: int,
    *,
    core: bool,
    critical: bool,
    reserve: bool = False,
    kind: Kind = "occasion",
) -> Item:
    """One item of a small instrument."""
    return Item(
        id=f"{condition}-{index}",
        condition=condition,
        kind=kind,
        topic=f"topic {condition} {index}",
        buyer="What did they do?",
        vendor="What did we do?",
        anchors=ANCHORS,
        core=core,
        critical=critical,
        reserve=reserve,
    )


def named_condition(condition: str) -> Condition:
    """One condition of a small instrument."""
    return Condition(id=condition, name=condition, short=condition, question="Does it hold?")


def response(
    perspective: Perspective,
    answers: Mapping[str, Answer],
    *,
    respondent: str = "Alice Moreau",
    form: Form = "full",
) -> Response:
    """One respondent's file."""
    return Response(
        instrument="small",
        vendor="acme-logistics",
        round="2026-q4",
        perspective=perspective,
        respondent=respondent,
        form=form,
        answers=answers,
    )


def draw_response(
    draw: st.DrawFn,
    instrument: Instrument,
    perspective: Perspective,
    respondent: str,
    *,
    kinds: tuple[Answer, ...] = (*SCORED, *NOT_SCORED),
    form: Form | None = None,
) -> Response:
    """One respondent's file with answers of some kinds; *no occasion* only where it is offered.

    A quick form has answers to the items in reserve too, whether or not they count.
    """
    form = chosen(draw, FORMS) if form is None else form
    may_ask = instrument.may_ask(form)
    answers = {
        item.id: chosen(draw, offered_kinds(item, kinds))
        for item in instrument.items
        if item.id in may_ask
    }
    return response(perspective, answers, respondent=respondent, form=form)


files = st.composite(draw_response)


def offered_kinds(item: Item, kinds: Sequence[Answer]) -> Sequence[Answer]:
    """The kinds of answers that an item offers; *unknown* if there is none."""
    if item.offers_no_occasion:
        return kinds
    return [kind for kind in kinds if kind != NO_OCCASION] or [UNKNOWN]


EXTREMES = tuple(answer for answer in SCORED if answer.score in {0, 1, 4})
GOOD = tuple(answer for answer in SCORED if (answer.score or 0) >= 2)
KINDS: tuple[tuple[Answer, ...], ...] = (
    (*SCORED, *NOT_SCORED * 2),
    SCORED,
    GOOD,
    (*GOOD, *NOT_SCORED * 2),
    (*SCORED, *[NO_OCCASION] * 12),
    (*SCORED[::4], *[NO_OCCASION] * 4, *NOT_SCORED),
    (*EXTREMES, *EXTREMES, *SCORED, NO_OCCASION, UNKNOWN),
)

perspectives = st.sampled_from((PERSPECTIVES[:1], PERSPECTIVES, PERSPECTIVES[1:]))
both = st.just(PERSPECTIVES)


def draw_responses(
    draw: st.DrawFn,
    instrument: Instrument,
    *,
    kinds: tuple[tuple[Answer, ...], ...] = KINDS,
    respondents: int = 3,
    sides: st.SearchStrategy[tuple[Perspective, ...]] = perspectives,
) -> list[Response]:
    """The files of one to three respondents of one side or both, in any order."""
    answered = chosen(draw, kinds)
    found = [
        draw_response(draw, instrument, perspective, f"{perspective} {number}", kinds=answered)
        for perspective in draw(sides)
        for number in range(chosen(draw, (1, 1, *range(2, respondents + 1))))
    ]
    return draw(st.permutations(found)) if len(found) > 1 else found


response_lists = st.composite(draw_responses)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    conditions: tuple[int, int] = (2, 4),
    items: tuple[int, int] = (2, 4),
    kinds: tuple[tuple[Answer, ...], ...] = KINDS,
    respondents: int = 3,
    sides: st.SearchStrategy[tuple[Perspective, ...]] = perspectives,
) -> Case:
    """An instrument and the files that answer it."""
    instrument = draw_instrument(draw, conditions, items)
    return instrument, draw_responses(
        draw, instrument, kinds=kinds, respondents=respondents, sides=sides
    )


@st.composite
def nearly_complete_cases(
    draw: st.DrawFn,
    *,
    respondents: int = 1,
    most_open: int = 3,
    kinds: tuple[Answer, ...] = (*SCORED, NO_OCCASION, NO_OCCASION),
) -> Case:
    """Files in which nobody has scored a few items, and all others are scored or left out."""
    instrument = draw_instrument(draw, (2, 3), (2, 3))
    found: list[Response] = []
    for perspective in draw(perspectives):
        form = draw(st.sampled_from(FORMS))
        found += [
            draw_response(
                draw,
                instrument,
                perspective,
                f"{perspective} {number}",
                kinds=(*kinds, UNKNOWN, BLANK) if number else kinds,
                form=form,
            )
            for number in range(draw(st.integers(1, respondents)))
        ]
    places = sorted({(each.perspective, item) for each in found for item in each.answers})
    opened = draw(st.sets(st.sampled_from(places), max_size=most_open))
    emptied = draw(st.sampled_from((UNKNOWN, *EMPTY)))
    return instrument, [
        response(
            each.perspective,
            {
                item: emptied if (each.perspective, item) in opened else answer
                for item, answer in each.answers.items()
            },
            respondent=each.respondent,
            form=each.form,
        )
        for each in found
    ]


def pair(distance: Distance | None) -> tuple[str, int] | None:
    """A distance as the oracle says it."""
    return None if distance is None else (distance.new_class, distance.step_count)
