"""What is marked in a form is what is read from it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import (
    CANDIDATE_BASES,
    FORMS,
    PERSPECTIVES,
    Answer,
    Form,
    Response,
)
from partnercheck.base.text import clean
from partnercheck.exchange.form_opening import WIDTH, Kind
from partnercheck.exchange.form_texts import STRUCTURAL, unwrapped, written
from partnercheck.exchange.form_write import (
    FormHeader,
    form_text,
    refilled,
    text_body,
    toml_body,
)
from partnercheck.exchange.returned_form import read_form
from partnercheck.questionnaires.paper import paper_items
from tests.support.filled_forms import (
    KNOWN,
    MARKS,
    PARTNERSHIP,
    answers_to,
    asked,
    empty,
    fill,
    words,
)
from tests.support.strategies import examples, instruments

RESPONSE = Response(
    "partnership", "acme-logistics", "2026-q4", "vendor", "Jane Doe", "quick", version=2
)

# Texts that look like parts of a form, among others that do not.
nasty = st.sampled_from(
    (
        *("[ ] 3  Both sides", "[x] 3", "x ] 2 late", "Basis: my view", "What happened, and when:"),
        *(
            "[culture-values]",
            "If you chose 2, which side?",
            "If you chose 2: Which side did it?",
            "Such as hours (of each side).",
            "( ) Acme Logistics (we)",
            "(x) Northwind Foods (this customer)",
            "Spare questions: only if you chose n above",
            "Part 2 of 4: Mutual gains",
            "Part 1 of 2: C0",
            "(No names: roles are enough.)",
            "Version: 1",
            "Line: two",
            "> quoted",
            "\\[x] 3",
            "Vendor: other",
            "Round: 2026-q1",
            "- a point",
        ),
        *("[end of the form]", "1. first", "\\\\server\\minutes", "C:\\minutes\\", "short", "☒ 4"),
        "a line that is just about as long as a line of a mail is",
        "another one " * 12 + "that is far longer than any line",
    )
)
COMPANIES = ("", "Acme", "X", "We", "Acme, Inc. (x)", "Basis: my view", "If you chose 2: no")
plain = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=90)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Any text of several lines, as a file of the workspace keeps it."""
    lines = [" ".join(line.split()) for line in draw(st.lists(nasty | plain, max_size=6))]
    text = clean("\n".join(lines), lines=True).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


@given(text=texts())
@examples(800)
def test_a_persons_text_comes_back_as_it_was(text: str) -> None:
    assert unwrapped("\n".join(written(text))) == text


@pytest.mark.parametrize("form", FORMS)
def test_a_form_fits_a_mail(form: Form) -> None:
    text = empty(form)
    assert max(map(len, text.split("\n"))) <= WIDTH
    assert text.isprintable() or set(text) - set("\n") == set(text.replace("\n", ""))
    assert text.count("\n    [ ] ") == sum(
        6 + item.offers_no_occasion for item in paper_items(PARTNERSHIP, form)
    )
    for number, item in enumerate(paper_items(PARTNERSHIP, form), 1):
        assert f"\n[{item.id}]\n{number:2}. " in text
        assert item.vendor in " ".join(text.split())


@pytest.mark.parametrize("kind", ["text", "toml"])
@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_has_no_answers(form: Form, kind: Kind) -> None:
    read = read_form(form_text(PARTNERSHIP, asked(form), kind).encode(), "a form", KNOWN)
    assert read.problems == ()
    assert read.response == replace(RESPONSE, form=form)
    assert read.kind == kind


def test_what_the_vendor_is_told_is_in_the_opening() -> None:
    told = replace(asked(), due=dt.date(2026, 12, 15), contact="Alice, alice@northwind.example")
    for kind in ("text", "toml"):
        opening = " ".join(form_text(PARTNERSHIP, told, kind).split("culture-decisions")[0].split())
        for part in (
            "Why you are asked",
            "Who reads it",
            "What you get back",
            "Whether names show",
        ):
            assert part in opening
        assert "How to send it back" in opening
        assert "15 December 2026" in opening
        assert "low score" in opening
        assert "12 to 15 questions. About 20 minutes, notes included." in opening
        assert "alice@northwind.example" in opening
    assert "name in the line Respondent is kept" in " ".join(empty().split())
    anonymous = " ".join(form_text(PARTNERSHIP, replace(told, anonymous=True)).split())
    assert "No names are asked for" in anonymous
    assert "28 questions. About 35 minutes, notes included." in empty("full")


def letter(**changes: object) -> str:
    """The opening of the quick form as one line, with changes of what is asked."""
    text = form_text(PARTNERSHIP, replace(asked(), **changes))
    return " ".join(text.split("Vendor: ")[0].split())


def test_the_letter_says_who_reads_the_answers_and_where_they_appear() -> None:
    told = letter()
    assert (
        "People at both companies, in the agenda of a meeting and in the result: for the "
        "questions that come up there, the lines that you chose, word for word, as in “You "
        "chose: …”."
    ) in told
    assert "Those who read all of it may also talk with you about prices." in told
    assert "after a 2 which side did it, only people at Northwind Foods read that." in told
    assert "Your notes are in no agenda, no result and no report." in told
    assert (
        "Northwind Foods also makes a summary, for its own people, of how all vendors see the "
        "relationship. It names the vendors that answered and, for most questions, those that "
        "chose 2 and marked which side did it. It names no people."
    ) in told
    assert "makes a summary" not in letter(candidate=True)
    assert "kept as a business record" in told
    assert "What both companies read does not say who answered." in told
    # The respondent's name may be filled in, and what both pursue.
    assert "only what you write" not in told
    assert "dispute" not in told


def test_the_letter_says_what_a_low_score_and_an_open_question_lead_to() -> None:
    told = letter()
    about = "a low score may be about Northwind Foods, about Acme Logistics, or about both"
    assert about in told
    assert "never counts as a 0. If many are left out, the result may be a range" in told
    assert (
        "What you answer to question 7 (going on together) bears on your negotiating position. It "
        "counts towards the result, and is quoted in no agenda, no result and no report."
    ) in told
    assert "A talk at the next meeting." in told
    assert "A talk at the next meeting." not in letter(candidate=True)


def test_a_candidate_reads_that_the_buyer_also_asks_other_customers() -> None:
    asks = "Northwind Foods asks its own people the same questions."
    others = "As nothing is signed yet, they may also use what your other customers tell them."
    assert asks in letter()
    assert others not in letter()
    assert f"{asks} {others}" in letter(candidate=True)


@pytest.mark.parametrize("kind", ["text", "toml"])
def test_a_question_that_is_quoted_nowhere_says_so_itself(kind: Kind) -> None:
    text = form_text(PARTNERSHIP, asked("full"), kind)
    confidential = [item for item in PARTNERSHIP.items if item.confidential]
    assert text.count("You may leave this one out.") == len(confidential)


@pytest.mark.parametrize("kind", ["text", "toml"])
def test_a_question_explains_its_words_and_how_to_answer_for_one_side(kind: Kind) -> None:
    text = " ".join(form_text(PARTNERSHIP, asked("full"), kind).replace("\n#", "\n").split())
    hints = [item.vendor_hint for item in PARTNERSHIP.items if item.vendor_hint]
    assert [hint for hint in hints if text.count(hint) != 1] == []
    assert "For you as the seller, the next best choice is" in text
    assert "but one side calls its share unfair, choose 2 and mark neither side." in text
    assert "“One side” is either of the two. Lines 0 and 1 don't ask which" in text
    assert "If only one side had an occasion: 3 if it acted, 1 if not." in text
    assert "Choose 1 if nobody refused or forced anything" in text


def test_the_letter_says_whom_the_questions_mean_and_which_line_to_write_in() -> None:
    told = letter()
    we = "“we” means your company, Acme Logistics, and “this customer” means Northwind Foods."
    # The section right above the questions comes last; in the letter above it, nobody is "we".
    above, _, last = told.partition("Words in the questions")
    assert last.startswith(f" - In the questions, {we}")
    assert not re.search(r"\b(?:we|us|our|ours)\b", above, re.IGNORECASE)
    assert "Write or change your name or role in the line Respondent, above" in told
    assert "Write or change your role in the line Respondent, above" in letter(anonymous=True)
    period = letter(since="December 2025", line="chilled transport")
    assert (
        "The questions are about chilled transport, in the twelve months from December 2025 to "
        "today." in period
    )


@pytest.mark.parametrize("kind", ["text", "toml"])
def test_each_part_has_its_heading_and_the_reserve_says_to_what_it_belongs(kind: Kind) -> None:
    text = form_text(PARTNERSHIP, asked(), kind)
    lines = [line.removeprefix("#").strip() for line in text.split("\n")]
    n = "n" if kind == "text" else '"no-occasion"'
    heads = [
        "Part 1 of 4: Cultural alignment",
        "Part 2 of 4: Mutual gains",
        "Part 3 of 4: Reciprocity",
        "Part 4 of 4: Learning",
        f"Spare questions: only if you chose {n} above",
    ]
    assert [line for line in lines if line.startswith(("Part ", "Spare questions"))] == heads
    # Of the core questions, 1 and 3, 6, and 12 are about an occasion.
    assert [line for line in lines if line.startswith("Answer this one only if")] == [
        f"Answer this one only if you chose {n} in question {numbers}."
        for numbers in ("1 or 3", "6", "12")
    ]
    full = form_text(PARTNERSHIP, asked("full"), kind)
    assert full.count("Part ") == 4
    assert "Spare questions" not in full


@given(data=st.data(), mark=st.sampled_from(MARKS), form=st.sampled_from(FORMS))
@examples(60)
def test_what_a_person_marks_is_read(data: st.DataObject, mark: str, form: Form) -> None:
    answers = data.draw(answers_to(PARTNERSHIP, form))
    text = fill(empty(form), answers, mark)
    read = read_form(text.encode(), "a form", KNOWN)
    assert read.problems == ()
    assert read.response
    assert replace(read.response, answers={}) == replace(RESPONSE, form=form)
    assert {item: words(each) for item, each in read.response.answers.items()} == {
        item: words(each) for item, each in answers.items()
    }


@given(data=st.data())
@examples(120)
def test_an_answered_form_of_any_instrument_reads_the_same(data: st.DataObject) -> None:
    """As `answer FILE` writes it: with texts that look like the form itself, in both formats."""
    instrument = data.draw(instruments())
    # Every second question has a hint, and a question of its own which side did it.
    odd = {
        "note_hint": "No names: roles are enough.",
        "vendor_hint": "Such as hours (of each side).",
        "which_side": "Which side did it?",
    }
    items = enumerate(instrument.items)
    instrument = replace(
        instrument, items=tuple(replace(item, **(odd if n % 2 else {})) for n, item in items)
    )
    form = data.draw(st.sampled_from(FORMS))
    answers = {}
    for item in paper_items(instrument, form):
        evidence, basis = data.draw(texts()), data.draw(st.sampled_from(CANDIDATE_BASES))
        kinds = ["score", "unknown", "text", "nothing", *(["n"] if item.offers_no_occasion else [])]
        match data.draw(st.sampled_from(kinds)):
            case "score":
                score = data.draw(st.integers(0, 4))
                sides = PERSPECTIVES if score == 2 and item.asks_which_side else ()
                side = data.draw(st.sampled_from((None, *sides)))
                answers[item.id] = Answer(score, side, basis=basis, evidence=evidence)
            case "unknown":
                answers[item.id] = Answer(skip="unknown", basis=basis, evidence=evidence)
            case "n":
                answers[item.id] = Answer(
                    skip="no-occasion", reason=data.draw(texts()), basis=basis, evidence=evidence
                )
            case "text" if evidence:
                answers[item.id] = Answer(evidence=evidence, basis=basis)
    company = data.draw(st.sampled_from(COMPANIES))
    header = FormHeader("Northwind", "chilled transport", data.draw(st.booleans()), "", company)
    response = Response(
        *("small", "acme", "2026", "vendor", "Jane", form, "management", 3), answers=answers
    )
    for file, body in (("a.txt", text_body), ("a.toml", toml_body)):
        read = read_form(body(instrument, response, header).encode(), file, {"small": instrument})
        assert read.response == response
        assert read.header == header
        assert not [problem for problem in read.problems if problem.severity == "error"]


@pytest.mark.parametrize("kind", ["text", "toml"])
def test_filling_in_keeps_the_opening(kind: Kind) -> None:
    text = form_text(PARTNERSHIP, asked(), kind)
    answers = {
        "culture-repair": Answer(2, "buyer", evidence="Held both tankers.\nIn February."),
        "culture-same-aim": Answer(score=4),
    }
    buyer = FormHeader("Northwind Foods", company="Acme Logistics")
    once = refilled(text, kind, PARTNERSHIP, replace(RESPONSE, answers=answers), buyer)
    assert once.split("acme-logistics")[0] == text.split("acme-logistics")[0]
    assert read_form(once.encode(), "x", KNOWN).response == replace(RESPONSE, answers=answers)
    assert refilled(once, kind, PARTNERSHIP, RESPONSE, buyer) == text


def test_every_line_of_a_form_is_structural_or_plain() -> None:
    for line in ("[x] 3", "> a", "Basis: x", "Round: 2026", "x] 3", "\\[x]"):
        assert STRUCTURAL.match(line)
    for line in ("\\\\server", "In June", "x was late", "Basically"):
        assert not STRUCTURAL.match(line)
