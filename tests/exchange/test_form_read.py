"""Forms damaged as people and mail programs damage them: read rightly or refused, never wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import Answer, Perspective
from partnercheck.exchange.form_write import form_text
from partnercheck.exchange.returned_form import read_form
from partnercheck.exchange.returned_text import FormRead
from tests.support.filled_forms import (
    HARMLESS,
    KNOWN,
    MARKS,
    PARTNERSHIP,
    SIDES,
    Damage,
    answers_to,
    asked,
    empty,
    fill,
    flush,
    quoted,
    smart,
    tabbed,
    told,
    words,
    wrapped,
)
from tests.support.strategies import examples

OPENING = empty().split("[culture-decisions]")[0].count("\n")
CORE = [item.id for item in PARTNERSHIP.form_items("quick")]
ALL_THREES = {item: Answer(score=3) for item in CORE}


def read(text: str) -> FormRead:
    return read_form(text.encode(), "form.txt", KNOWN)


@given(data=st.data(), mark=st.sampled_from(MARKS))
@examples(150)
def test_what_mail_programs_do_is_read_rightly(data: st.DataObject, mark: str) -> None:
    answers = data.draw(answers_to(PARTNERSHIP, "quick"))
    text = fill(empty(), answers, mark)
    damages = data.draw(st.lists(st.sampled_from(HARMLESS), max_size=3, unique=True))
    # What is put around a form comes before the quoting of it all, and only once.
    for damage in sorted(damages, key=lambda each: HARMLESS[::-1].index(each)):
        text = damage(text)
    found = read(text)
    assert found.response, found.problems
    assert {problem.severity for problem in found.problems} <= {"warning"}, found.problems
    assert {item: words(each) for item, each in found.response.answers.items()} == {
        item: words(each) for item, each in answers.items()
    }


@given(data=st.data(), mark=st.sampled_from(MARKS), keep_box=st.booleans())
@examples(150)
def test_moved_and_doubled_marks_are_read_rightly_or_refused(
    data: st.DataObject, mark: str, keep_box: bool
) -> None:
    answers = data.draw(answers_to(PARTNERSHIP, "quick"))
    given_ = sorted(answers)
    moved = data.draw(st.sets(st.sampled_from(given_ or [""]), max_size=6))
    doubled = data.draw(st.sets(st.sampled_from(given_ or [""]), max_size=3))
    text = fill(empty(), answers, mark, sorted(moved), sorted(doubled), keep_box)
    for damage in data.draw(st.lists(st.sampled_from(HARMLESS), max_size=2, unique=True)):
        text = damage(text)
    found = read(text)
    if found.response is None:
        assert all(problem.line for problem in found.problems)
        return
    for item, answer in answers.items():
        got = found.response.answers.get(item)
        if item in doubled:
            assert got is None
        assert words(got) == words(answer) if got else told(found, item), (item, found.problems)
    assert not found.response.answers.keys() - answers.keys()


def _line(text: str, draw: Callable[[int, int], int]) -> int:
    return draw(0, text.count("\n"))


def mangle(text: str, draw: Callable[[int, int], int]) -> str:
    """One clumsy change: a line removed, doubled, swapped, joined, split, or a word put in."""
    lines = text.split("\n")
    one, two = draw(OPENING, len(lines) - 1), draw(OPENING, len(lines) - 1)
    match draw(0, 5):
        case 0:
            del lines[one]
        case 1:
            lines.insert(two, lines[one])
        case 2:
            lines[one], lines[two] = lines[two], lines[one]
        case 3 if one + 1 < len(lines):
            lines[one : one + 2] = [f"{lines[one]} {lines[one + 1].strip()}"]
        case 4:
            half = len(lines[one]) // 2
            lines[one : one + 1] = [lines[one][:half], lines[one][half:]]
        case _:
            lines[one] += (" ok", " 3", " [ ]", " see below", " []", " =>")[draw(0, 5)]
    return "\n".join(lines)


@given(data=st.data())
@examples(300)
def test_clumsy_editing_never_makes_another_score(data: st.DataObject) -> None:
    answers = data.draw(answers_to(PARTNERSHIP, "quick"))
    text = fill(empty(), answers)
    for _ in range(data.draw(st.integers(1, 6))):
        text = mangle(text, lambda low, high: data.draw(st.integers(low, high)))
    text = data.draw(st.sampled_from((str, quoted("> "), wrapped(66), smart)))(text)
    found = read(text)
    for item, got in (found.response.answers if found.response else {}).items():
        intended = answers.get(item, Answer())
        if got.is_answered:
            assert (got.score, got.skip) == (intended.score, intended.skip), (item, text)
    if found.response:
        for item, answer in answers.items():
            got = found.response.answers.get(item, Answer())
            assert got.is_answered or not answer.is_answered or told(found, item), (item, text)


WE, CUSTOMER = SIDES.values()
BOTH = f"( ) {WE}\n        ( ) {CUSTOMER}"
SIDE = "If you chose 2: Who offered to bear the cost?"


def two(text: str) -> str:
    """A question with a 2 in the place of its 3."""
    return text.replace("[x] 3", "[ ] 3").replace("[ ] 2", "[x] 2")


def one(change: Damage, item: str = "gains-last-surprise") -> tuple[Answer | None, str]:
    """What is read of an item with a 3 after a change of its lines, and what is said."""
    text = fill(empty(), ALL_THREES)
    start = text.index(f"[{item}]")
    end = text.index("\n[", start)
    found = read(text[:start] + change(text[start:end]) + text[end:])
    assert found.response, found.problems
    others = {key: each for key, each in found.response.answers.items() if key != item}
    assert others == {key: each for key, each in ALL_THREES.items() if key != item}
    return found.response.answers.get(item), "\n".join(map(str, found.problems))


THREE = "    [x] 3  Both bore or offered a share, or the side that caused it paid."


@pytest.mark.parametrize(
    "new",
    [
        *("[X] 3", "x 3", "[ x ] 3", "[x]3", "[ ] x 3", "[3] 3", "[v] 3", "[*] 3", "☑ 3", "[x] 3."),
        *("[x] 3)", "[yes] 3", "(x) 3", "x] 3", "x  ]  3", "\u00a0[x]\u00a03", "[✔] 3"),
    ],
)
def test_marks_in_many_hands(new: str) -> None:
    assert one(lambda text: text.replace("[x] 3", new)) == (Answer(score=3), "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("[ ] 2", "[x] 2"), "has 2 marks: 2 and 3"),
        (lambda t: t.replace("[ ] u", "[x] u"), "has 2 marks: 3 and u"),
        (lambda t: t.replace("[x] 3", "[2] 3"), "[2]"),
        (lambda t: t.replace("[x] 3", "[no] 3"), "[no]"),
        (lambda t: t.replace("[x] 3", "[?] 3"), "[?]"),
        (lambda t: t.replace(THREE, THREE + "  (hardly)"), "(hardly)"),
        (lambda t: t.replace(THREE, THREE + "\n    x"), '"x" among its lines'),
        (lambda t: t.replace(THREE, "    We say 3"), "We say 3"),
        (lambda t: t.replace(THREE, THREE.replace("Both", "One")), "among its lines"),
        (lambda t: t.replace(THREE, "    3 Both bore or offered"), "among its lines"),
        (lambda t: t.replace(THREE + "\n", ""), "has no mark, but its lines"),
        (lambda t: t.replace("[x] 3", "3"), "has no mark, but its lines"),
        (lambda t: t.replace("occasion\n", "occasion\n    none\n"), "but n is not marked"),
        (lambda t: t.replace("( ) Acme", "(x) Acme"), "requires a 2, but 3 is marked"),
        (
            lambda t: t.replace("[x] 3", "[ ] 3").replace("( ) Acme", "(x) Acme"),
            "requires a 2, but no line is marked",
        ),
        (
            lambda t: (
                t.replace("[x] 3", "[ ] 3").replace("[ ] n", "[x] n").replace("( ) Ac", "x Ac")
            ),
            "requires a 2, but n is marked",
        ),
        (
            lambda t: two(t).replace("( ) Acme", "(x) Acme").replace("( ) North", "(x) North"),
            "two marks for the side",
        ),
        (lambda t: two(t).replace("( ) Acme", "(x) mostly Acme"), "cannot be interpreted"),
        (lambda t: two(t).replace("(we)", "(we), mostly"), "cannot be interpreted"),
        (lambda t: t.replace("(this customer)", "(this customer), mostly"), "cannot be"),
        (lambda t: two(t).replace(BOTH, f"(x) {WE}  {CUSTOMER}"), "either of two lines"),
        (lambda t: t.replace("If you chose 2:", f"{SIDE}\n    If you chose 2:"), "twice"),
        (lambda t: t.replace("( ) my", "(x) my").replace("( ) I", "(x) I"), "two marks for its"),
        (lambda t: t.replace("( ) my view", "( ) my view, mostly"), "cannot be interpreted"),
        (lambda t: t.replace("when:\n", "when:\nLate.\n").replace("Basis:", ""), "not clear where"),
        (
            lambda t: t.replace("when:\n", "when:\n[x] 2 of them\n"),
            "should be only text",
        ),
        (lambda t: t.replace("Basis:", "Basis: my view\n    Basis:"), "twice"),
        (lambda t: t.replace("Basis:", "What happened, and when:\n    Basis:"), "twice"),
        (lambda t: t.replace(THREE, f"{THREE}\n{THREE}"), "twice"),
        (
            lambda t: (
                t.replace("[ ] 2", "2").replace("[x] 3", "3").replace(" paid.\n", " paid. [x]\n")
            ),
            "either of two lines",
        ),
        (lambda t: t.replace("]\n", "]\nSee our letter.\n", 1), "See our letter."),
        (
            lambda t: t + "\n" + t.replace("[x] 3", "[ ] 3").replace("[ ] 1", "[x] 1"),
            "occurs twice",
        ),
    ],
)
def test_what_is_in_doubt_is_refused_with_its_line(change: Damage, said: str) -> None:
    answer, problems = one(change)
    assert answer is None
    assert said in problems
    assert re.search(r"form\.txt:\d+: \[gains-last-surprise\] ", problems)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("[x] 3", "[ ] 3").replace(THREE[10:], THREE[10:] + " [x]"),
        lambda t: t.replace("[x] 3", "    3").replace(THREE[10:], THREE[10:] + " x"),
        lambda t: re.sub(r"    \[ \].*\n(?: {11}.*\n)*", "", t),
        lambda t: t + "\n" + t.replace("[x] 3", "[ ] 3"),
        lambda t: t.replace("What happened, and when:\n\n\n", "What happened,\nand when:\n"),
        lambda t: t.replace("it is written down", "it is\nwritten down"),
        lambda t: re.sub(r"    Basis:.*\n?", "", t),
        lambda t: re.sub(r"    If you chose 2:.*\n.*\n.*\n", "", t),
        lambda t: t.replace(BOTH, f"{WE}  {CUSTOMER}"),
    ],
)
def test_what_is_beyond_doubt_is_read(change: Damage) -> None:
    assert one(change)[0] == Answer(score=3)


def test_n_marked_on_a_question_about_no_occasion_is_refused() -> None:
    added = "side or both\n    [x] n  Neither side had an occasion"
    answer, problems = one(
        lambda t: t.replace("[x] 3", "[ ] 3").replace("side or both", added), "culture-dialogue"
    )
    assert answer is None
    assert "does not offer the answer n (no occasion)" in problems


def test_no_occasion_needs_no_reason() -> None:
    answer, problems = one(lambda t: t.replace("[x] 3", "[ ] 3").replace("[ ] n", "[x] n"))
    assert (answer, problems) == (Answer(skip="no-occasion"), "")


@pytest.mark.parametrize(
    ("mark", "side"), [("( ) Acme", "vendor"), ("( ) North", "buyer"), ("", None)]
)
@pytest.mark.parametrize("damage", [str, wrapped(60), wrapped(66), smart, tabbed, flush])
def test_the_side_is_read_beside_a_two(mark: str, side: Perspective | None, damage: Damage) -> None:
    answer, problems = one(
        lambda t: damage(two(t).replace(mark, mark.replace("( )", "(x)")) if mark else two(t))
    )
    assert (answer, problems) == (Answer(2, side), "")


@pytest.mark.parametrize("line", ["Company: Acme Logistics\n", "Buyer: Northwind Foods\n"])
@pytest.mark.parametrize("new", ["", "Company: Somebody else\n", "Buyer: Nobody\n"])
@pytest.mark.parametrize(("mark", "side"), [("( ) Acme", "vendor"), ("( ) North", "buyer")])
def test_the_side_is_read_if_its_name_is_not_in_the_header(
    line: str, new: str, mark: str, side: Perspective
) -> None:
    text = fill(empty(), {"gains-last-surprise": Answer(2)})
    start = text.index("[gains-last-surprise]")
    marked = text[start:].replace(mark, mark.replace("( )", "(x)"), 1)
    found = read(text[:start].replace(line, new) + marked)
    assert found.response
    assert found.response.answers == {"gains-last-surprise": Answer(2, side)}


@pytest.mark.parametrize("company", ["X", "Acme (x) [2] Ltd", "We", "Northwind", "V + X"])
@pytest.mark.parametrize(("chosen", "side"), [(0, "vendor"), (1, "buyer")])
def test_a_name_that_looks_like_a_mark_or_like_the_other_name_is_read(
    company: str, chosen: int, side: Perspective
) -> None:
    text = form_text(PARTNERSHIP, replace(asked(), name=company))
    start = text.index("[gains-last-surprise]")
    before, question = text[:start], text[start:].replace("[ ] 2", "[x] 2", 1)
    first, second, rest = question.split("( )", 2)
    boxes = ("(x)", "( )") if chosen == 0 else ("( )", "(x)")
    found = read(f"{before}{first}{boxes[0]}{second}{boxes[1]}{rest}")
    assert found.problems == ()
    assert found.response
    assert found.response.answers == {"gains-last-surprise": Answer(2, side)}


def test_a_misplaced_side_is_named_with_its_line() -> None:
    text = fill(empty(), ALL_THREES)
    start = text.index("[gains-fair-split]")
    text = text[:start] + text[start:].replace("( ) Acme", "(x) Acme", 1)
    found = read(text)
    assert found.response
    assert found.response.answers.keys() == ALL_THREES.keys() - {"gains-fair-split"}
    [problem] = found.problems
    assert problem.line
    assert "(x) Acme" in text.split("\n")[problem.line - 1]


def test_a_question_about_ones_own_side_has_no_side_to_mark() -> None:
    text = empty("full")
    start = text.index("[gains-best-alternative]")
    question = text[start : text.index("\n[", start)]
    assert "This question and its lines are about your own side only." in question
    assert "If you chose 2" not in question
    marked = text.replace(question, two(question.replace("[ ] 3", "[x] 3")))
    found = read(marked)
    assert found.response
    assert found.response.answers == {"gains-best-alternative": Answer(score=2)}
    assert found.problems == ()


def test_a_hint_beside_the_note_is_no_part_of_it() -> None:
    hint = "(Write that it was disclosed, and when; not the weak point itself.)"
    text = fill(empty(), {"reciprocity-vulnerability": Answer(3, evidence="In May.")})
    assert hint in text
    for damage in (str, wrapped(60), quoted("> "), flush, smart):
        found = read(damage(text))
        assert found.response
        assert found.response.answers["reciprocity-vulnerability"].evidence == "In May."
        assert found.problems == ()


def test_the_questions_in_reserve_are_read_and_may_be_missing() -> None:
    answers = {
        "gains-last-surprise": Answer(skip="no-occasion"),
        "gains-beyond-price": Answer(score=3, evidence="Since May."),
    }
    text = fill(empty(), answers)
    found = read(text)
    assert found.response
    assert found.response.answers == answers
    assert found.problems == ()
    cut = text[: text.index("Spare questions: only if")] + "[end of the form]\n"
    found = read(cut)
    assert found.response
    assert found.response.answers == {"gains-last-surprise": Answer(skip="no-occasion")}
    [missing] = found.problems
    assert missing.severity == "notice"
    assert "gains-beyond-price" in missing.message


def test_a_heading_between_two_questions_is_no_part_of_either() -> None:
    heading = "Part 3 of 4: Reciprocity"
    text = fill(empty(), {"gains-last-surprise": Answer(3, evidence=f"In May.\n{heading}")})
    assert text.count(heading) == 2
    for damage in (str, quoted("> "), flush, smart, tabbed, str.upper):
        damaged = text.replace(heading, damage(heading)) if damage is str.upper else damage(text)
        found = read(damaged)
        assert found.response
        assert found.problems == ()
        evidence = found.response.answers["gains-last-surprise"].evidence
        assert evidence.lower() == f"In May.\n{heading}".lower()


def test_a_line_that_is_no_heading_of_the_form_is_reported() -> None:
    text = empty().replace("Part 3 of 4: Reciprocity", "Part 3 of 4: Prices")
    [problem] = read(text).problems
    assert '"Part 3 of 4: Prices" and any text after it' in problem.message
    text = empty().replace("Part 1 of 4:", "Part 1 of 5:")
    assert read(text).response is None


def test_the_line_for_not_knowing_of_ones_own_side_is_read() -> None:
    text = empty("full")
    start = text.index("[gains-best-alternative]")
    end = text.index("\n[", start)
    question = text[start:end].replace("[ ] u", "[x] u")
    assert "[x] u  I don't know\n" in question
    found = read(text[:start] + question + text[end:])
    assert found.response
    assert found.response.answers == {"gains-best-alternative": Answer(skip="unknown")}


def test_the_version_that_was_answered_is_read() -> None:
    found = read(fill(empty(), ALL_THREES))
    assert found.response
    assert found.response.version == PARTNERSHIP.version
    found = header("Version: 2\n", "")
    assert found.response
    assert found.response.version is None


def test_a_line_of_the_refusal_is_the_line_of_the_second_mark() -> None:
    text = fill(empty(), ALL_THREES, doubled=["gains-fair-split"])
    [problem] = read(text).problems
    assert problem.line
    assert text.split("\n")[problem.line - 1] == "    [x] u  I don't know about one side or both"
    assert text[: text.index("[gains-fair-split]")].count("\n") < problem.line
    assert text[: text.index("[gains-last-surprise]")].count("\n") > problem.line


def test_evidence_keeps_its_paragraphs_and_loses_the_mail_programs_breaks() -> None:
    evidence = (
        "In June they moved the cut-off by an hour without a word to anyone of us here, and "
        "in July once more.\n\n- first the depot\n- then the shops\n\nWe wrote: stop.\nThey did."
    )
    answers = {"culture-repair": Answer(1, basis="observed", evidence=evidence)}
    for damage in (str, wrapped(60), wrapped(66), wrapped(72), quoted("> ")):
        found = read(damage(fill(empty(), answers, width=200)))
        assert found.response
        assert found.response.answers["culture-repair"].evidence == evidence


def test_a_quote_sign_that_wrapping_brings_to_a_line_start_is_kept() -> None:
    answers = {"culture-repair": Answer(1, evidence="The delay was\n> 3 days.")}
    for damage in (str, quoted("> "), quoted("> > ")):
        found = read(damage(fill(empty(), answers)))
        assert found.response
        assert found.response.answers == answers


def test_a_text_below_the_last_line_of_a_question_is_named() -> None:
    answer, problems = one(lambda t: t.rstrip() + "\n\nIt was in June.\n")
    assert answer == Answer(score=3)
    assert '"It was in June." and any text after it' in problems


def test_an_id_among_another_questions_lines_takes_none_of_its_marks() -> None:
    """The lines u and n are the same in every question, so they do not show whose they are."""
    marked = {
        "culture-repair": Answer(skip="no-occasion", reason="New."),
        CORE[0]: Answer(3),
    }
    text = fill(empty(), marked).replace("[learning-offered-unasked]\n", "")
    two = "    [ ] 2  One side dealt"
    text = text.replace(two, f"[learning-offered-unasked]\n{two}", 1)
    found = read(text)
    assert found.response
    assert found.response.answers == {CORE[0]: Answer(3)}
    assert told(found, "learning-offered-unasked")
    assert told(found, "culture-repair")


def test_an_unknown_question_is_named() -> None:
    found = read(fill(empty(), ALL_THREES).replace("[culture-repair]", "[culture-repairs]"))
    assert found.response
    assert found.response.answers.keys() == ALL_THREES.keys() - {"culture-repair"}
    said = "\n".join(map(str, found.problems))
    assert re.search(r'form\.txt:\d+: "culture-repairs" is not a question', said)
    assert "does not contain culture-repair." in said


def test_missing_questions_stay_unanswered() -> None:
    text = fill(empty(), ALL_THREES)
    start, end = text.index("[culture-repair]"), text.index("[gains-fair-split]")
    found = read(text[:start] + text[end:])
    assert found.response
    missing = {"culture-repair", "gains-others-gain"}
    assert found.response.answers.keys() == ALL_THREES.keys() - missing
    assert all(told(found, item) for item in missing)


def header(old: str, new: str) -> FormRead:
    return read(fill(empty(), ALL_THREES).replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Perspective: vendor", "Perspective: buyer", "only vendors' forms"),
        ("Perspective: vendor\n", "", 'has no "Perspective:"'),
        ("Instrument: partnership\n", "", 'has no "Instrument:"'),
        ("Form: quick", "Form: short", '"Form: short" is not known'),
        ("Form: quick", "Form:", 'has no "Form:"'),
        ("Instrument: partnership", "Instrument: trust", '"Instrument: trust" is not known'),
        ("Format: 1", "Format: 2", '"Format: 2" is not known'),
        ("Version: 2", "Version: two", '"Version: two" is not a version number'),
        ("Version: 2", "Stage: later", '"Stage: later" is not known'),
        ("Doe\n", "Doe, head of\nsales\n", '"sales" in its header, below "Respondent:"'),
        ("Vendor: acme-logistics\nRound: 2026-q4\n", "", "does not have the header of a form"),
        ("[end of the form]", "Vendor: borealis\nRound: 2026-q4", 'but "acme-logistics" above'),
    ],
)
def test_a_changed_header_is_refused(old: str, new: str, said: str) -> None:
    found = header(old, new)
    assert found.response is None
    assert said in "\n".join(map(str, found.problems))


def test_a_full_form_cannot_be_called_quick() -> None:
    text = empty("full").replace("Form: full", "Form: quick")
    found = read(text)
    assert found.response is None
    assert 'has the question "culture-bad-news"' in str(found.problems[0])


def test_a_header_may_be_written_by_hand() -> None:
    found = header("Vendor: acme-logistics", "VENDOR :  Acme-Logistics ")
    assert found.response
    assert found.response.vendor == "acme-logistics"
    found = header("Respondent: Jane Doe", "Respondent:")
    assert found.response
    assert found.response.respondent == ""
    assert found.lines["respondent"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "Vendor: a".encode("utf-16-le"),
            "form.txt:1: has a NUL character; the file may be UTF-16",
        ),
        (b"Vendor: a\n\0", "form.txt:2: has a NUL character"),
        (b"\xff\xfeV", "is not UTF-16"),
        ("Vendor: a\nMüller".encode("cp1252"), "form.txt:2: has a byte that is not UTF-8 (0xFC)"),
        (b"PK\x03\x04 docx", "is a document"),
        (b"%PDF-1.4", "is a document"),
        (b"<html><body>Hello", "does not have the header of a form"),
        (b"<html><body><input type=radio>", "is the page with the questions"),
        (b"<html><body><![x[", "is a page, but its markup cannot be read"),
        (b"Content-Transfer-Encoding: base64\n\n", "is an e-mail without a form"),
        (b"x" * (1 << 20) + b"x", "larger than 1 MiB"),
        (b"", "does not have the header of a form"),
        (b"Vendor: a\n", "does not have the header of a form"),
        (b"instrument = [", "is not valid TOML"),
    ],
)
def test_what_is_no_form_is_refused(data: bytes, said: str) -> None:
    found = read_form(data, "form.txt", KNOWN)
    assert found.response is None
    assert said in str(found.problems[0])


@given(text=st.text(max_size=200), data=st.binary(max_size=80))
@examples(300)
def test_anything_at_all_is_read_or_refused(text: str, data: bytes) -> None:
    start = empty().index("Vendor:")
    form = empty()
    for bytes_ in (
        data,
        text.encode(errors="replace"),
        (form[:start] + text).encode(errors="replace"),
    ):
        read_form(bytes_, "form.txt", KNOWN)
        read_form(bytes_, "form.toml", KNOWN)
    at = form.index("[culture-repair]")
    read((form[:at] + text + form[at:]).encode(errors="replace").decode())
