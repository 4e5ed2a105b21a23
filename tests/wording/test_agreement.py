"""The raw scores of the wording's readers are whole, and docs/model.md has their figures."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from partnercheck.questionnaires.read import packaged
from tests.support.pages import prose, read, section, tables
from tests.wording.agreement import (
    HERE,
    LAST,
    LATER,
    ROUNDS,
    cases,
    main,
    readers,
    retranslation,
    rows,
    scored,
    tally,
)

ABOUT = section(read("model.md"), "How the wording was tested")
ITEMS = {item.id.split("-", 1)[1]: item for item in packaged()["partnership"].items}
ANSWERS = {"0", "1", "2", "3", "4", "n", "u"}
FEWEST_CASES = 3
MOST_HARD, LEAST_SAME = 0.08, 0.95


def test_every_question_has_its_cases_and_every_condition_two_candidates() -> None:
    counted = Counter(case["item"] for case in cases().values())
    assert counted.keys() == ITEMS.keys()
    assert min(counted.values()) >= FEWEST_CASES
    candidates = Counter(each.split("-")[1] for each in cases() if each.startswith("candidate-"))
    assert candidates == dict.fromkeys(("culture", "gains", "reciprocity", "learning"), 2)


@pytest.mark.parametrize("round_id", ROUNDS)
def test_two_readers_answered_every_case(round_id: str) -> None:
    both = readers(round_id)
    assert len(both) == 2
    for answers in both:
        assert answers.keys() == cases().keys()
        assert {str(each["answer"]) for each in answers.values()} <= ANSWERS


@pytest.mark.parametrize("round_id", ROUNDS)
def test_whoever_found_a_case_hard_said_why(round_id: str) -> None:
    for answers in readers(round_id):
        assert [name for name, each in answers.items() if each["hard"] and not each["why"]] == []


def test_no_occasion_is_the_answer_to_no_standing_question() -> None:
    for case in cases().values():
        if case["intended"] == "n":
            assert ITEMS[case["item"]].offers_no_occasion, case["id"]


def test_the_last_round_is_as_sure_as_the_wording_has_to_be() -> None:
    counted = tally(scored(ROUNDS[-1]))
    assert counted.same >= LEAST_SAME * counted.cases
    assert counted.hard <= MOST_HARD * counted.cases
    back = retranslation()
    assert min(back.right, back.right_alone) >= LEAST_SAME * back.anchors
    assert back.in_order >= LEAST_SAME * back.items


def changed_since(round_id: str) -> set[str]:
    """Return the questions with an anchor that a round's readers saw in other words."""
    key = rows(HERE / round_id / "anchors_key.toml", "key")
    text = rows(HERE / round_id / "anchors_shuffled.toml", "anchors")
    today = {item.id: item.anchors for item in packaged()["partnership"].items}
    return {
        row["item"].split("-", 1)[1]
        for name, row in key.items()
        if today[row["item"]][row["position"]] != text[name]["text"]
    }


def test_readers_saw_the_anchors_of_today() -> None:
    """After a change of an anchor, new readers must score the cases of its question."""
    assert changed_since(LAST) == set()
    seen = {}
    for round_id in LATER:
        first, second = readers(round_id)
        assert first.keys() == second.keys()
        seen[round_id] = {cases()[each]["item"] for each in first}
        assert set(first) == {
            name for name, case in cases().items() if case["item"] in seen[round_id]
        }
    assert seen["round4"] == changed_since("round3")
    assert seen["round3"] | seen["round4"] == changed_since("round2")


def test_readers_of_the_changed_questions_agree_as_well() -> None:
    counted = tally(scored("round3"))
    assert (counted.same, counted.as_intended, counted.hard) == (counted.cases, counted.cases, 0)
    counted = tally(scored("round4"))
    assert counted.same >= LEAST_SAME * counted.cases
    assert counted.as_intended >= LEAST_SAME * counted.cases
    assert counted.hard <= MOST_HARD * counted.cases


def test_the_page_has_the_figures_of_the_raw_scores() -> None:
    [table] = tables(ABOUT)
    for row, field in zip(table, ("same", "as_intended", "hard"), strict=True):
        for column, round_id in zip(("first round", "second round"), ROUNDS, strict=True):
            counted = tally(scored(round_id))
            count = getattr(counted, field)
            assert row[column] == f"{count} of {counted.cases}, {100 * count / counted.cases:.1f}%"


def test_the_page_has_the_figures_of_the_retranslation() -> None:
    back, text = retranslation(), re.sub(r"\s+", " ", prose(ABOUT))
    assert f"sorted {back.right} of {back.anchors} anchors to the right condition" in text
    assert f"unsure about {back.unsure}" in text
    assert f"by each sentence alone, it sorted {back.right_alone} to the right condition" in text
    assert f"the anchors of {back.in_order} of {back.items} questions in the right order" in text


def test_the_command_prints_every_question_and_both_rounds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main()
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines if line.strip()} >= {*ITEMS, "all"}
    [total] = [line.split() for line in lines if line.startswith("all ")]
    first, second = (tally(scored(each)) for each in ROUNDS)
    pairs = zip(first[1:], second[1:], strict=True)
    assert total[1:] == [str(first.cases), *(str(count) for pair in pairs for count in pair)]
