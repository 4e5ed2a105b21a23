"""The words of a verdict: full sentences, true of the vendor, and never more than is known."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from partnercheck.base.records import Answer, Response, Vendor
from partnercheck.questionnaires.read import packaged
from partnercheck.report import csv, json, markdown, text
from partnercheck.report.comparison import verdict_text
from partnercheck.report.dossier.entries import dossier
from partnercheck.report.dossier.history import people
from partnercheck.report.listing import listed
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.caveats import caveats, summary_sentences
from partnercheck.report.words.five_lines import five_lines
from partnercheck.report.words.reasons import briefly_why, why
from partnercheck.report.words.so_far import unless_harm
from partnercheck.report.words.steps import way_up
from partnercheck.report.words.verdict import class_range, headline, without_occasions
from partnercheck.rules.reasons import reasons
from partnercheck.rules.respondents import straight_lines
from partnercheck.rules.sides import differing_classes
from partnercheck.verdicts.history import Reported
from partnercheck.verdicts.judged import JudgedVendor, judge_round, judge_vendors
from partnercheck.workspace.decisions import Filed
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_round import Round
from partnercheck.workspace.read_vendor import VendorFiles, vendor_ids

TODAY = dt.date(2026, 11, 24)
SAMPLES = Path(__file__).parents[3] / "partnercheck" / "demo" / "workspace"
WORKSPACE = open_workspace(SAMPLES)
VENDORS = list(judge_vendors(WORKSPACE, vendor_ids(WORKSPACE)))
INSTRUMENT = packaged()["partnership"]
ITEMS = [item.id for item in INSTRUMENT.items]
LIMITING = (
    *(
        "our view",
        "own account",
        "quick form",
        "provisional",
        "still to come",
        "evidence",
        "untested",
    ),
    *("few occasions", "by one person are the same", "of one person", "as opinion"),
)


def found(*responses: Response) -> JudgedVendor:
    files = VendorFiles(Vendor(name="Acme"))
    return judge_round(INSTRUMENT, files, Round("2026-q4", responses))


def response(
    row: str, side: str = "buyer", form: str = "full", documented: bool = True
) -> Response:
    """A respondent's row of 28 (or 12) signs: a score, u, n, or a dot for nothing."""
    items = [item.id for item in INSTRUMENT.form_items("quick" if form == "quick" else "full")]
    answers = {}
    for item, sign in zip(items, row, strict=True):
        if sign.isdigit():
            basis = "documented" if documented else "opinion"
            answers[item] = Answer(score=int(sign), basis=basis, evidence="minutes")  # type: ignore[arg-type]
        elif sign in "un":
            skip = "unknown" if sign == "u" else "no-occasion"
            answers[item] = Answer(skip=skip, reason="why")  # type: ignore[arg-type]
    return Response("partnership", "acme", "2026-q4", side, "A", form, answers=answers)  # type: ignore[arg-type]


def said(each: JudgedVendor) -> str:
    parts = [headline(each.instrument, each.verdict, each.vendor.name)]
    return " ".join([*parts, *caveats(each.instrument, each.verdict)])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("3" * 28, "In our view, Acme is a partner: all 4 conditions are present."),
        ("2" * 28, "In our view, Acme is a steady supplier: all 4 conditions are partial."),
        ("1" * 28, "In our view, Acme is a supplier: all 4 conditions are weak."),
        (
            "2" * 21 + "1" * 7,
            "Acme is a steady supplier: 3 of 4 conditions are partial, and 1 is weak.",
        ),
        (
            "2" * 7 + "3" * 21,
            "In our view, Acme is a near partner: 3 of 4 conditions are present, and 1 is partial.",
        ),
        (
            "2" * 21 + "3" * 7,
            "Acme is a steady supplier: 1 of 4 conditions is present, and 3 are partial.",
        ),
        (
            "1" * 7 + "2" * 14 + "3" * 7,
            "Acme is a steady supplier: 1 of 4 conditions is present, 2 are partial and 1 is weak.",
        ),
        (
            "3323333" + "3233333" + "3" * 14,
            "Acme is a near partner: all 4 conditions are present, but in 2 of them one side or "
            "both do not do their part in the key question.",
        ),
        (
            "." * 27 + "3",
            "In our view, not enough is known yet about Acme: every class is still possible, "
            "because of 27 open questions.",
        ),
        (
            "3313333" + "3" * 21,
            "Acme is a near partner: 3 of 4 conditions are present, and 1 is partial; dealing with "
            "the cause keeps Cultural alignment from counting as present, whatever the score.",
        ),
        (
            "2" * 21 + "u" * 7,
            "Acme is a steady supplier: 3 of 4 conditions are partial, and 1 is open.",
        ),
        (
            "3" * 21 + "3333" + "uuu",
            "Acme is between near partner and partner, because of 3 open questions.",
        ),
        (
            "3" * 21 + "33333" + "uu",
            "In our view, Acme is between near partner and partner, because of 2 open questions; "
            "so far partner.",
        ),
        (
            "3" * 5 + "2u" + "3" * 21,
            "Acme is between near partner and partner, because of 1 open question; so far partner.",
        ),
        ("." * 28, "Acme has not been assessed: nobody has given a score yet."),
    ],
)
def test_the_headline_in_each_of_its_forms(row: str, sentence: str) -> None:
    assert sentence in said(found(response(row)))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "3332222" + "3" * 21,
            "Cultural alignment is partial, at 60; present starts at 66. Scored lowest: "
            "bad news in time, standards kept at a cost and talking when people disagree.",
        ),
        (
            "1" * 7 + "3" * 21,
            "Cultural alignment is weak, at 25; present starts at 66. Scored lowest: a "
            "yes or no in time, talk beyond orders and dealing with the cause.",
        ),
        (
            "3313333" + "3" * 21,
            "Dealing with the cause is scored 1 of 4; that alone keeps Cultural alignment from "
            "counting as present (it scores 67; present starts at 66).",
        ),
        (
            "3303333" + "3" * 21,
            "Dealing with the cause is scored 0 of 4; that alone makes Cultural alignment weak (it "
            "scores 64; partial starts at 40).",
        ),
        (
            "2212222" + "3" * 21,
            "Dealing with the cause is scored 1 of 4; that alone would keep Cultural alignment "
            "from counting as present.",
        ),
        (
            "4444400" + "3" * 21,
            "Talking when people disagree and an agreed aim are both scored 0 of 4; that alone "
            "keeps Cultural alignment from counting as present (it scores 71; present starts at "
            "66).",
        ),
        (
            "44u4444" + "3" * 21,
            "Dealing with the cause is open, and could keep Cultural alignment from counting as "
            "present.",
        ),
        (
            "33uuuuu" + "3" * 21,
            "Cultural alignment is between weak and present, at 21–92; present starts at 66, "
            "and 5 questions are open.",
        ),
        (
            "n3nnnn3" + "3" * 21,
            "Cultural alignment cannot be judged: there was no occasion for 5 of 7 questions.",
        ),
        (
            "3323333" + "3233333" + "3" * 14,
            "For a better class, both sides have to do their part in more key questions; they do "
            "not do so yet in dealing with the cause and split of the gains.",
        ),
        (
            "3" * 21 + "u" * 7,
            "Learning is not known yet: none of its 7 questions has a score.",
        ),
    ],
)
def test_each_form_of_a_reason(row: str, sentence: str) -> None:
    each = found(response(row))
    assert sentence in why(each.instrument, each.verdict)


@pytest.mark.parametrize("row", ["3" * 21 + "u" * 7, "u" * 28, "3323333" + "3" * 7 + "u" * 14])
def test_an_open_class_is_not_said_to_need_more_for_a_better_one(row: str) -> None:
    told = why(INSTRUMENT, found(response(row)).verdict)
    assert not [sentence for sentence in told if "better class" in sentence]


def test_a_candidate_is_expected_to_be_something_and_not_signed_yet() -> None:
    files = VendorFiles(Vendor(name="Acme", stage="candidate"))
    each = judge_round(INSTRUMENT, files, Round("2026-q4", (response("3" * 21 + "33333uu"),)))
    assert summary_sentences(each)[0] == (
        "In our view, Acme is expected to be between near partner and partner, because of 2 open "
        "questions; so far partner."
    )
    assert judged_caveats(each)[0] == "not signed yet"


def test_people_two_apart_leave_disputed_questions() -> None:
    first, second = response("2" * 28), replace(response("4" * 28), respondent="B")
    assert (
        "Acme is between steady supplier and partner, because of 28 disputed questions; so far "
        "partner."
    ) in said(found(first, second))


def test_only_questions_that_can_change_the_class_are_said_to_leave_it_open() -> None:
    """Our people differ on 2 questions; Learning is partial whatever the second one is."""
    first = "3303333" + "3" * 14 + "2222211"
    second = "3" * 21 + "2222213"
    each = found(response(first), replace(response(second), respondent="B"))
    assert len(each.verdict.disputed_items) == 2
    assert ", because of 1 of the 2 disputed questions; so far" in headline(
        INSTRUMENT, each.verdict, "Acme"
    )
    assert "2 questions disputed, 1 of which can change the class" in judged_caveats(each)
    assert way_up(INSTRUMENT, each.verdict, None).endswith(
        "first settle the 1 of the 2 disputed questions that can change it."
    )
    told = " ".join(entry.text for entry in people(each))
    assert "Lessons written down cannot change the class." in told


def test_a_question_of_both_sides_is_counted_once() -> None:
    row = "3" * 26 + "uu"
    each = found(response(row), response(row, "vendor"))
    assert each.verdict.open_count == 4
    assert ", because of 2 open questions; so far" in headline(INSTRUMENT, each.verdict, "Acme")
    assert "2 questions open" in judged_caveats(each)
    missing = found(response("3" * 21 + "33n3nn3"), response("3" * 21 + "33n3nn3", "vendor"))
    assert without_occasions(INSTRUMENT, missing.verdict) == (
        "For 3 questions, there was no occasion on either side; if they were all scored 0, the "
        "class would be a near partner."
    )
    one_side = found(response("3" * 26 + "n3"), response("3" * 21 + "33n3nn3", "vendor"))
    assert without_occasions(INSTRUMENT, one_side.verdict).startswith(
        "For 3 questions, there was no occasion, on one side at least; "
    )
    row = "n3nnnn3" + "33n33n3" + "33333n3" + "3" * 7
    rare = found(response(row), response(row, "vendor"))
    assert "few occasions: 8 of 28 questions had none on either side" in judged_caveats(rare)


def test_an_open_question_that_hides_no_harm_leaves_less_open() -> None:
    """With 0 the going on together makes a supplier; with 1 it is at least a near partner."""
    each = found(response("3" * 14 + "u" + "3" * 13))
    assert class_range(INSTRUMENT, each.verdict) == "Every class still possible"
    assert unless_harm(each) == (
        "Unless an open question is scored 0, the class is between a near partner and a partner."
    )
    assert unless_harm(found(response("3" * 28))) == ""


def test_a_lower_side_is_named_with_its_people_and_its_evidence() -> None:
    rosy, low = response("3" * 28), response("1" * 7 + "3" * 21, "vendor", documented=False)
    each = found(rosy, low)
    assert (
        "Cultural alignment is weak in the vendor's view, at 25; present starts at 66. It is the "
        "view of 1 person, with evidence for 0 of 7 scores; our view is 75. Scored lowest: "
        "a yes or no in time, talk beyond orders and dealing with the cause."
    ) in why(each.instrument, each.verdict)


@pytest.mark.parametrize(
    "each",
    VENDORS,
    ids=lambda each: each.vendor.id,
)
def test_the_words_about_each_sample_vendor(each: JudgedVendor) -> None:
    vendor = each.vendor.name
    sentences = [said(each), *why(each.instrument, each.verdict)]
    assert vendor in sentences[0]
    for sentence in sentences:
        assert re.fullmatch(r"[A-Z].*\.", sentence), sentence
        assert "  " not in sentence
        assert not re.search(r"\b(is|are) (is|are)\b|\.\.|,,|;;|: \.|None|\{|\}", sentence), (
            sentence
        )
    topics = {item.id: item.topic for item in each.instrument.items}
    spoken = " ".join(sentences).casefold()
    for reason in reasons(each.instrument, each.verdict):
        if reason.kind == "stopped":
            assert all(topics[reading.item] in spoken for reading in reason.items)
    assert len(five_lines(each)) == 5
    entries = dossier(each, frozenset(topics) | {c.id for c in each.instrument.conditions})
    assert all(entry.text.strip() for entry in entries)


signs = st.sampled_from("334443un.")
rows = st.lists(signs, min_size=28, max_size=28).map("".join)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    rows=st.lists(rows, min_size=1, max_size=2),
    both=st.booleans(),
    quick=st.booleans(),
    documented=st.booleans(),
)
def test_a_class_never_stands_alone_where_something_limits_it(
    rows: list[str], both: bool, quick: bool, documented: bool
) -> None:
    sides = ["buyer", "vendor"] if both and len(rows) == 2 else ["buyer"]
    form = "quick" if quick else "full"
    each = found(
        *(
            response(row[:12] if quick else row, side, form, documented)
            for row, side in zip(rows, sides, strict=False)
        )
    )
    verdict = each.verdict
    limited = bool(judged_caveats(each))
    assert limited == bool(
        (verdict.assessed and (verdict.one_sided or verdict.quick))
        or verdict.provisional
        or verdict.opinion_conditions
        or verdict.untested_items
        or verdict.few_occasions
        or straight_lines(INSTRUMENT, each.round.responses)
        or differing_classes(INSTRUMENT, verdict)
        or (
            verdict.assessed
            and not verdict.settled
            and (verdict.open_count or verdict.disputed_items)
        )
    )
    if not limited or not verdict.assessed:
        return
    row = listed(each, TODAY)
    for width in range(14, 80):
        shown = row.verdict(width)
        assert "+" in shown or any(each in shown for each in row.caveats) or "…" in shown
    for whole in (
        verdict_text(each),
        said(each),
        five_lines(each)[0],
        text.compare([each], 300),
        text.vendor(each, dossier(each), 300),
        markdown.compare([each]),
        csv.compare(INSTRUMENT, [Reported(each, Filed(), None)]),
    ):
        assert any(
            word in whole.casefold() for word in (*LIMITING, "open", "disputed", "we see")
        ), whole
    if verdict.one_sided:
        assert '"one_sided": true' in json.compare(INSTRUMENT, [Reported(each, Filed(), None)])


def test_that_nothing_is_known_about_a_condition_is_said_once() -> None:
    borealis = next(each for each in VENDORS if each.vendor.id == "borealis-packaging")
    phrases = briefly_why(borealis.instrument, borealis.verdict)
    about_learning = [each for each in phrases if "earning" in each]
    assert about_learning == ["Learning is not known yet"]
