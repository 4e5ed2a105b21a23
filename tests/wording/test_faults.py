"""The wording of every question that comes with the program, and what each rule must catch."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from partnercheck.base.records import PERSPECTIVES, Form, Perspective
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument, Item
from tests.wording.faults import (
    FEELINGS,
    LEADING,
    LEANING,
    MOST_FORM_GRADE,
    MOST_WORDS,
    VAGUE,
    anchor_faults,
    form_text,
    instructions,
    item_faults,
    pattern_faults,
    question_faults,
    scale_faults,
    wordings_faults,
    words,
)
from tests.wording.reading_ease import grade, syllables

QUESTIONNAIRES = packaged()
PARTNERSHIP = QUESTIONNAIRES["partnership"]
ITEMS = [item for each in QUESTIONNAIRES.values() for item in each.items]
LINES = (
    "One side took it back.",
    "Neither side did it.",
    "Only one side did it.",
    "Both did it.",
    "Both did it, and did it again.",
)


# What comes with the program.


@pytest.mark.parametrize("item", ITEMS, ids=[item.id for item in ITEMS])
def test_a_question_and_its_anchors_are_worded_by_the_rules(item: Item) -> None:
    assert item_faults(item) == []


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES.values(), ids=list(QUESTIONNAIRES))
def test_no_anchor_stands_in_two_questions(questionnaire: Instrument) -> None:
    anchors = [anchor.casefold() for item in questionnaire.items for anchor in item.anchors]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("side", PERSPECTIVES)
@pytest.mark.parametrize("form", MOST_WORDS)
def test_a_form_is_as_short_as_promised(form: Form, side: Perspective) -> None:
    text = form_text(PARTNERSHIP, side, PARTNERSHIP.form_items(form))
    assert words(text) <= MOST_WORDS[form]


@pytest.mark.parametrize("side", PERSPECTIVES)
@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES.values(), ids=list(QUESTIONNAIRES))
def test_a_form_can_be_read_after_eight_years_of_school(
    questionnaire: Instrument, side: Perspective
) -> None:
    assert grade(form_text(questionnaire, side, questionnaire.items)) <= MOST_FORM_GRADE


def test_the_rules_for_reading_are_few() -> None:
    assert words(instructions()) <= 125


# What the rules must catch.


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("a", 1), ("side", 1), ("sides", 1), ("asked", 1), ("needed", 2), ("changes", 2)),
        *(("answered", 2), ("knowledge", 2), ("criticism", 4), ("specification", 5), ("idea", 3)),
        *(("little", 2), ("customer's", 3), ("relationship", 4), ("unspecified", 4), ("agreed", 2)),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_in_a_long_sentence_have_a_high_grade() -> None:
    assert grade("Who came first?") < 2
    assert grade("Which interorganisational collaboration methodologies were implemented?") > 20


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [
        (LEANING, "Both changed the same thing.", "the same"),
        (LEANING, "Both did, also when it cost them something.", "also"),
        (LEANING, "Both did, and it cost them something.", "Both did"),
        (LEANING, "One side did something else.", "something else"),
        (LEANING, "Each did, and one told its management.", "Each did"),
        (VAGUE, "Both often told bad news.", "often"),
        (VAGUE, "Both gave good reasons.", "good"),
        (VAGUE, "Both gave an appropriate answer.", "appropriate"),
        (FEELINGS, "Both trusted the other.", "trusted"),
        (FEELINGS, "Neither side felt that it was fair.", "felt"),
        (FEELINGS, "Both understand the other's work.", "understand"),
        (LEADING, "Do both tell bad news in time?", "Do"),
        (LEADING, "How well do you communicate?", "How well"),
    ],
)
def test_leaning_vague_and_feeling_words_are_found(
    patterns: tuple[str, ...], text: str, found: str
) -> None:
    assert found in pattern_faults(text, patterns)


@pytest.mark.parametrize(
    "question",
    [
        " ".join(["When"] + ["work"] * 19) + " last?",
        "Which interorganisational methodologies were operationalised?",
        "Tell what happened.",
        "Is the bad news told in time?",
        "Who felt that it was fair?",
    ],
)
def test_a_question_by_no_rule_is_found(question: str) -> None:
    assert [*question_faults(question)]


@pytest.mark.parametrize(
    "anchor",
    [
        " ".join(["Both"] + ["told"] * 18) + ".",
        "both told it.",
        "Both told it",
        "Both told it. One told more.",
        "Both did, also under pressure.",
    ],
)
def test_an_anchor_by_no_rule_is_found(anchor: str) -> None:
    assert [*anchor_faults(anchor)]


@pytest.mark.parametrize(
    ("score", "line"),
    [
        (0, "Both took it back."),
        (1, "One of them did it."),
        (2, "They did it."),
        (3, "Only one did it."),
        (4, "Both did it."),
    ],
)
def test_a_line_off_the_scale_is_found(score: int, line: str) -> None:
    assert [*scale_faults("standing", LINES)] == []
    changed = (*LINES[:score], line, *LINES[score + 1 :])
    assert [fault[0] for fault in scale_faults("standing", changed)] == [str(score)]


def test_a_side_that_the_boxes_cannot_answer_is_found() -> None:
    item = PARTNERSHIP.items[0]
    assert item_faults(item) == []
    assert item_faults(replace(item, which_side="Whose person answered?"))
    assert item_faults(replace(item, which_side="On which side did it flow?"))


def test_an_occasion_that_happened_once_is_no_4() -> None:
    assert [*scale_faults("occasion", LINES)] == [f"4 does not ask for two occasions: {LINES[4]}"]


def test_two_wordings_that_ask_different_things_are_found() -> None:
    item = PARTNERSHIP.items[0]
    assert [*wordings_faults(item)] == []
    assert [*wordings_faults(replace(item, vendor="What did this customer do?"))]
    assert [*wordings_faults(replace(item, vendor=item.buyer))]
