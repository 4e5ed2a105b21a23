"""Targets, questions to ask, five lines, the balance, gaps and trends in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from partnercheck.base.english import listed
from partnercheck.base.records import Answer, Perspective, Response, Vendor
from partnercheck.questionnaires.read import packaged
from partnercheck.report.dossier.entries import dossier, ways
from partnercheck.report.dossier.firmness import far_apart
from partnercheck.report.dossier.history import people
from partnercheck.report.words.balance import agreed_balance, balance_sentence
from partnercheck.report.words.caveat_phrases import judged_caveats, shared_phrases, short_caveats
from partnercheck.report.words.caveats import shared_caveats, vendor_caveats
from partnercheck.report.words.find_out_next import find_out_next, no_question
from partnercheck.report.words.five_lines import five_lines
from partnercheck.report.words.gap import gap_sentence
from partnercheck.report.words.reasons import briefly_why, why
from partnercheck.report.words.target import target_and_found, target_entry
from partnercheck.report.words.trend import (
    conditions_trend_sentence,
    deciding_trend_sentences,
    trend_sentence,
)
from partnercheck.report.words.verdict import headline, topic_of
from partnercheck.rules.balance import balance
from partnercheck.rules.gap import gap_of
from partnercheck.rules.trend import trend
from partnercheck.verdicts.judged import JudgedVendor, judge_round
from partnercheck.workspace.read_round import Round
from partnercheck.workspace.read_vendor import VendorFiles

INSTRUMENT = packaged()["partnership"]
ITEMS = [item.id for item in INSTRUMENT.items]
GIVING = [item.id for item in INSTRUMENT.items if item.balance]
VARIED = "3433343" + "3343334" + "4333433" + "3334334"


def answers(row: str, side: Perspective = "buyer", who: str = "Bo", version: int = 2) -> Response:
    """A respondent's 28 signs: a score, n, or a dot for nothing; all scores with evidence."""
    given = {
        item: Answer(skip="no-occasion")
        if sign == "n"
        else Answer(score=int(sign), basis="documented", evidence="minutes")
        for item, sign in zip(ITEMS, row, strict=True)
        if sign != "."
    }
    return Response("partnership", "acme", "2026", side, who, version=version, answers=given)


def judged(*responses: Response, target: str = "", **about: object) -> JudgedVendor:
    vendor = Vendor(name="Acme", target=target, **about)  # type: ignore[arg-type]
    return judge_round(INSTRUMENT, VendorFiles(vendor), Round("2026", responses))


def of_target(each: JudgedVendor, why: str = "") -> str:
    return target_and_found(each, why)


@pytest.mark.parametrize(
    ("rows", "target", "sentence"),
    [
        (("3" * 28, "3" * 28), "partner", "The class is as targeted."),
        (("3" * 28, ""), "partner", "The class is as targeted in our view; the vendor has"),
        (("", "3" * 28), "partner", "The class is as targeted in the vendor's view; we have not"),
        (
            ("3" * 7 + "3033333" + "3" * 14, "3" * 28),
            "supplier",
            "The class is as targeted, but one side loses out in the relationship, or will not "
            "discuss it.",
        ),
        (
            ("3" * 14 + "0333333" + "3" * 7, "3" * 28),
            "supplier",
            "The class is as targeted, but one side will leave.",
        ),
        (
            ("3" * 14 + "0333333" + "3" * 7, ""),
            "supplier",
            "The class is as targeted in our view, but one side will leave; the vendor has ",
        ),
        (
            ("2" * 28, ""),
            "near-partner",
            "The target is a near partner. The class is one class short of",
        ),
        (
            ("2" * 28, ""),
            "partner",
            "The target is a partner. The class is 2 classes short of that.",
        ),
        (
            ("3" * 28, ""),
            "near-partner",
            "The target is a near partner. The class is one class above",
        ),
        (
            ("2" * 27 + ".", ""),
            "steady-supplier",
            "The target is a steady supplier. It is reached in our view, whatever the 1 "
            "answer still to come says.",
        ),
        (("", ""), "partner", "The target is a partner."),
    ],
)
def test_the_target_and_what_was_found(rows: Sequence[str], target: str, sentence: str) -> None:
    sides: tuple[Perspective, ...] = ("buyer", "vendor")
    responses = [answers(row, side) for row, side in zip(rows, sides, strict=True) if row]
    assert of_target(judged(*responses, target=target)).startswith(sentence)


def test_a_vendor_as_targeted_says_so_below_its_verdict_and_has_no_steps_up() -> None:
    each = judged(answers("2" * 28), answers("2" * 28, "vendor", "Jo"), target="steady-supplier")
    labels = [entry.label for entry in dossier(each)]
    target = dossier(each)[labels.index("Target")]
    assert target.text == "The class is as targeted."
    assert "What raises it" not in labels
    assert "What lowers it" in labels


def test_people_who_differ_are_asked_to_compare_the_events() -> None:
    """Ours 1 and 3 on the split; with it open, mutual gains could be present or stopped."""
    one, other = answers("3" * 7 + "3133333" + "3" * 14), answers("3" * 28, who="Al")
    for side, ask in (
        ("buyer", "Our people disagree: compare the events they had in mind."),
        (
            "vendor",
            "The vendor's people disagree: ask them to compare the events they had in mind.",
        ),
    ):
        low = [
            Response(r.instrument, r.vendor, r.round, side, r.respondent, answers=r.answers)  # type: ignore[arg-type]
            for r in (answers("2" * 7 + "3033333" + "3" * 14), answers("2" * 7 + "3" * 21))
        ]
        each = judged(*low)
        asked = {q.item: how for q, _, how in find_out_next(INSTRUMENT, each.verdict, "active")}
        assert asked["gains-fair-split"] == ask
    lines = five_lines(judged(one, other))
    assert lines[4] == (
        "Ask our own people about split of the gains (they disagree): Which events did they have "
        "in mind?"
    )


def test_five_lines_begin_with_the_target_and_have_two_clauses_at_most() -> None:
    each = judged(answers("1" * 28, version=1), target="partner")
    first, stops, *_ = five_lines(each)
    assert first.startswith("Acme, 2026, target Partner: Supplier (our view only; ")
    assert stops.startswith(
        "What is missing: Cultural alignment 25, needs 66, lowest on a yes or no in time and talk "
    )
    assert stops.endswith("; also Mutual gains, Reciprocity and Learning.")
    assert stops.count(";") == 2
    assert all(line.count(";") <= 2 for line in (first, stops))
    # All 2: a near partner needs three conditions present, each 5 steps more, two of them mutual.
    way = five_lines(judged(answers("2" * 28), target="partner"))[2]
    assert way == (
        "What raises the class: The class would be a near partner with 5 steps up in Mutual gains "
        "(our view, for example on what each wants), 5 steps up in Reciprocity (our view, 1 of "
        "them on "
        "going on together) and 5 steps up in the other conditions."
    )


def test_five_lines_on_a_vendor_as_targeted_ask_for_no_change() -> None:
    lines = five_lines(judged(answers("1111112" * 4), target="supplier"))
    assert lines[0].startswith("Acme, 2026, target Supplier: Supplier (our view only")
    assert lines[1] == (
        "What to change: nothing is needed to reach the target. The class is as "
        "targeted in our view; the "
        "vendor has not answered yet."
    )
    assert lines[2] == "What lowers the class: nothing: there is no lower class."


@pytest.mark.parametrize("sign", range(28))
def test_five_lines_ask_nothing_confidential(sign: int) -> None:
    """Whatever is lowest: what a side keeps to itself is in no text to be pasted."""
    row = "3" * sign + "1" + "3" * (27 - sign)
    told = " ".join(five_lines(judged(answers(row))))
    for item in INSTRUMENT.items:
        if item.confidential:
            assert item.dialogue not in told
            assert item.buyer not in told


# Of 28 signs, the one of "going on together", which is critical and confidential.
GOING_ON = ITEMS.index("reciprocity-sign-again")
NAMES = [item.topic for item in INSTRUMENT.items if item.confidential]


@pytest.mark.parametrize("sign", "012u4")
@pytest.mark.parametrize("evidence", [True, False])
@pytest.mark.parametrize("target", ["partner", "near-partner", "supplier", "steady-supplier", ""])
def test_nothing_tells_what_the_vendor_answered_in_confidence(
    sign: str, evidence: bool, target: str
) -> None:
    """Its form promises it: in no five lines, list or table, and in no sentence about steps."""
    row = f"{VARIED[:GOING_ON]}{sign.replace('u', '.')}{VARIED[GOING_ON + 1 :]}"
    theirs = answers(row, "vendor", "Jo")
    if not evidence:
        bare = {item: replace(each, basis="opinion") for item, each in theirs.answers.items()}
        theirs = replace(
            theirs, answers={**theirs.answers, ITEMS[GOING_ON]: bare.get(ITEMS[GOING_ON], Answer())}
        )
    each = judged(answers(VARIED), theirs, target=target)
    told = [
        *five_lines(each),
        *why(INSTRUMENT, each.verdict),
        *briefly_why(INSTRUMENT, each.verdict),
        *judged_caveats(each),
        *short_caveats(each, in_words=True),
        *(entry.text for entry in [*ways(each), *far_apart(each), *people(each)]),
        headline(INSTRUMENT, each.verdict, "Acme"),
    ]
    assert not [(name, text) for name in NAMES for text in told if name in text.casefold()]
    assert "will leave" not in " ".join(five_lines(each))


def test_a_candidate_is_asked_and_we_try_something() -> None:
    lines = five_lines(judged(answers("3" * 20 + "1" * 8), stage="candidate"))
    trials = [item.trial for item in INSTRUMENT.items]
    assert lines[4].startswith("Try before signing, on ")
    assert lines[4].partition(": ")[2] in trials
    assert lines[3].startswith("Ask the vendor about ")
    assert lines[3].partition(": ")[2] in [item.dialogue for item in INSTRUMENT.items]


def with_doers(side: Perspective, buyer: int, vendor: int) -> Response:
    doers = ["buyer"] * buyer + ["vendor"] * vendor
    given = {
        item: Answer(score=2, done_by=doer)  # type: ignore[arg-type]
        for item, doer in zip(GIVING, doers, strict=False)
    }
    return Response("partnership", "acme", "2026", side, "Bo", answers=given)


def giving(first: int, last: int) -> str:
    """The topics of some questions about giving, as a list."""
    return listed([topic_of(INSTRUMENT, item) for item in GIVING[first:last]])


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        (
            (1, 7),
            (0, 6),
            "When only one side gave something, both say that it was mostly Acme (ours 7 of 8, "
            f"Acme's 6 of 6 questions about giving): {giving(0, 8)}. What could we do next?",
        ),
        (
            (0, 7),
            (0, 6),
            "When only one side gave something, both say that it was always Acme (ours 7 of 7, "
            f"Acme's 6 of 6 questions about giving): {giving(0, 7)}. What could we do next?",
        ),
        (
            (0, 6),
            (0, 0),
            "By our own answers, only one side gave something in 6 questions, always Acme: "
            f"{giving(0, 6)}.",
        ),
        (
            (7, 1),
            (0, 0),
            f"By our own answers, only one side gave something in 8 questions, 7 times us: "
            f"{giving(0, 7)}.",
        ),
        (
            (0, 0),
            (6, 0),
            f"By Acme's own answers, only one side gave something in 6 questions, always us: "
            f"{giving(0, 6)}.",
        ),
        (
            (6, 0),
            (0, 6),
            "Each side names itself more often. People remember their own part better: compare "
            "the events.",
        ),
        ((3, 3), (0, 0), ""),
        ((1, 6), (0, 0), ""),
        ((0, 5), (0, 0), ""),
    ],
)
def test_the_balance_accuses_nobody(
    ours: tuple[int, int], theirs: tuple[int, int], sentence: str
) -> None:
    responses = [with_doers("buyer", *ours), with_doers("vendor", *theirs)]
    assert balance_sentence(INSTRUMENT, balance(INSTRUMENT, responses), "Acme") == sentence


def test_the_vendor_reads_of_the_balance_only_what_both_sides_say() -> None:
    def told(*responses: Response) -> str:
        return agreed_balance(balance(INSTRUMENT, responses))

    assert told(with_doers("buyer", 1, 7), with_doers("vendor", 0, 6)) == (
        "When only one side gave something, both of us say that it was mostly you (our "
        "answers 7 of 8, yours 6 of 6 questions about giving). What could we do next?"
    )
    assert told(with_doers("buyer", 6, 0), with_doers("vendor", 6, 0)) == (
        "When only one side gave something, both of us say that it was mostly us (our "
        "answers 6 of 6, yours 6 of 6 questions about giving). What could you do next?"
    )
    # Each names itself; one side alone names one; too few, or too close to call.
    assert told(with_doers("buyer", 6, 0), with_doers("vendor", 0, 6)) == ""
    assert told(with_doers("buyer", 0, 6)) == ""
    assert told(with_doers("buyer", 0, 6), with_doers("vendor", 1, 4)) == ""


def test_views_far_apart_are_marked_and_their_topics_named() -> None:
    """Ours 4 4 3 2 3 2 3, theirs 2 2 3 4 3 4 3, in each condition: 16 of 28 are two apart."""
    each = judged(answers("4432323" * 4), answers("2234343" * 4, "vendor", "Jo"))
    gap = gap_of(INSTRUMENT, each.verdict)
    assert gap is not None
    assert gap.marked
    assert gap_sentence(INSTRUMENT, gap) == (
        "≷ Far apart. Question by question the two views are 28 points apart on average, over 28 "
        "questions that both sides scored; two steps or more apart on a yes or no in time, talk "
        "beyond "
        "orders, bad news in time and 13 more."
    )
    hidden = frozenset(gap.far_apart)
    assert gap_sentence(INSTRUMENT, gap, hidden).endswith(
        "two steps or more apart on 16 questions."
    )


def test_straight_lines_and_older_versions_are_caveats_and_names_stay_ours() -> None:
    each = judged(answers("3" * 28, version=1))
    ours = " ".join([*vendor_caveats(each), *judged_caveats(each)])
    assert "28 of the 28 scores of one person on our side are 3: ask whether each" in ours
    assert "28 of 28 scores by one person are the same" in ours
    assert "Bo" not in ours
    older = "1 person answered version 1 of the questionnaire; the answers are judged by version 2."
    assert older in shared_caveats(each)
    assert "older version: 1 response" in shared_phrases(each)
    assert "Bo" not in " ".join([*shared_caveats(each), *shared_phrases(each)])
    current = judged(answers(VARIED))
    assert not [text for text in judged_caveats(current) if "older" in text or "line" in text]


def test_opinion_is_said_of_the_side_and_the_conditions_that_it_is_of() -> None:
    """Jo has evidence for 3 of 7 scores in Learning, and Bo for all."""
    bare = {item.id for item in INSTRUMENT.items_of("learning")[3:]}
    theirs = answers(VARIED, "vendor", "Jo")
    given = {
        item: Answer(score=answer.score) if item in bare else answer
        for item, answer in theirs.answers.items()
    }
    each = judged(answers(VARIED), replace(theirs, answers=given))
    phrase = "ittle evidence in the vendor's view: Learning (3 of 7 scores)"
    assert f"l{phrase}" in judged_caveats(each)
    assert f"L{phrase}." in vendor_caveats(each)
    assert "evidence" not in " ".join([*shared_caveats(each), *shared_phrases(each)])
    assert short_caveats(each) == ["little evidence: Lear"]
    assert short_caveats(each, in_words=True) == ["little evidence: Learning"]


def test_one_question_without_evidence_is_not_called_mostly_opinion() -> None:
    ours = answers(VARIED)
    bare = {**ours.answers, "gains-fair-split": Answer(score=3, evidence="They halved it.")}
    each = judged(replace(ours, answers=bare))
    assert "no evidence for the answer on split of the gains" in judged_caveats(each)
    assert short_caveats(each) == ["ours", "only an opinion on 1 key question"]
    assert short_caveats(each, in_words=True)[1:] == ["no evidence: split of the gains"]


def test_views_are_called_far_apart_only_if_a_gap_is_marked() -> None:
    """Ours 2 or 3 throughout against theirs 3: 25 points; and 64 against 75 in Learning alone."""
    theirs = answers("3" * 28, "vendor", "Jo")
    apart = judged(answers("2" * 28), theirs)
    assert "views far apart" in short_caveats(apart)
    one = judged(answers("4" * 7 + "3" * 21), theirs)
    assert short_caveats(one)[0] == "views far apart: Cult"
    near = judged(answers("3" * 25 + "222"), theirs)
    assert "classes differ" in short_caveats(near)
    same = judged(answers("3" * 27 + "2"), theirs)
    assert not [text for text in short_caveats(same) if "views" in text or "differ" in text]


def test_no_steps_are_shown_while_answers_are_pending() -> None:
    """All 1, the last one pending: a supplier whatever it is."""
    each = judged(answers("1" * 27 + "."), target="partner")
    assert each.verdict.settled
    assert [entry.text for entry in ways(each)] == [
        "This will be known when the 1 answer still to come is in."
    ]


@pytest.mark.parametrize(
    ("row", "side", "sentence"),
    [
        (
            "3" * 28,
            "buyer",
            "Every question asked on our side is answered; the vendor's answers could lower the",
        ),
        (
            "1" * 28,
            "buyer",
            "Every question asked on our side is answered; the vendor's answers could not change",
        ),
        (
            "1" * 27 + "u",
            "buyer",
            "None of our open questions could change the class; the vendor's answers could not ",
        ),
        (
            "2" * 27 + "u",
            "buyer",
            "None of our open questions could change the class; the vendor's ",
        ),
        (
            "3" * 28,
            "vendor",
            "Every question asked on the vendor's side is answered; our answers could lower the",
        ),
        # The mean of the two critical answers can be mutual where ours alone is not.
        (
            "3323333" + "3233333" + "2333333" * 2,
            "buyer",
            "Every question asked on our side is answered; the vendor's answers could lower or",
        ),
    ],
)
def test_what_no_question_can_change_the_other_side_still_may(
    row: str, side: Perspective, sentence: str
) -> None:
    each = judged(with_unknown(row, side))
    assert no_question(INSTRUMENT, each.verdict).startswith(sentence)


def test_no_question_changes_a_class_but_views_that_are_far_apart_are_to_be_compared() -> None:
    each = judged(answers("1" * 28), answers("1" * 28, "vendor", "Jo"))
    assert no_question(INSTRUMENT, each.verdict) == "Every question is answered."
    each = judged(with_unknown("1" * 27 + "u", "buyer"), answers("1" * 28, "vendor", "Jo"))
    assert no_question(INSTRUMENT, each.verdict) == "No open question could change the class."
    each = judged(answers("1" * 28), answers("1" * 26 + "33", "vendor", "Jo"))
    assert no_question(INSTRUMENT, each.verdict) == (
        "Every question is answered. The two sides are far apart on 2 questions: "
        "compare the events."
    )


def with_unknown(row: str, side: Perspective) -> Response:
    unknown = {
        item: Answer(skip="unknown") for item, sign in zip(ITEMS, row, strict=True) if sign == "u"
    }
    known = answers(row.replace("u", "."), side)
    return replace(known, answers={**known.answers, **unknown})


def test_pending_answers_that_can_change_nothing_are_said_to_change_nothing() -> None:
    each = judged(answers("2" * 27 + "."), target="steady-supplier")
    known = "1 answer still to come; it cannot change the class."
    assert known in vendor_caveats(each)
    assert "1 answer still to come" in judged_caveats(each)
    lines = five_lines(each)
    assert lines[1] == (
        "What to change: nothing is needed to reach the target; the 1 answer still to come cannot "
        "change the class."
    )
    assert lines[2] == "What lowers the class: known when the 1 answer still to come is in."
    # A colleague has scored what is pending, so the class is settled and may still move.
    of_two = judged(
        answers("3" * 14 + "1333333" + "3" * 7),
        answers("3" * 14 + ".333333" + "3" * 7, who="Al"),
        target="near-partner",
    )
    assert of_two.verdict.settled
    assert of_target(of_two).endswith(
        "The target is reached so far, but the 1 answer still to come could change that."
    )
    assert known not in vendor_caveats(of_two)
    assert "provisional, 1 answer still to come" in judged_caveats(of_two)


def test_if_one_thing_stops_a_vendor_both_questions_are_about_it() -> None:
    each = judged(answers("3314333" + "3" * 21), target="partner")
    repair = next(item for item in INSTRUMENT.items if item.id == "culture-repair")
    assert five_lines(each)[3] == f"Ask the vendor about {repair.topic}: {repair.dialogue}"
    asked = repair.buyer.replace("this vendor", "Acme")
    assert five_lines(each)[4] == f"Ask our own people about {repair.topic}: {asked}"


def test_what_is_certain_is_not_among_what_is_still_unknown() -> None:
    """Learning is partial whatever its open question is; Cultural alignment is not settled."""
    lines = five_lines(judged(answers("333222." + "3" * 14 + "222222."), target="partner"))
    assert lines[1] == "Still unknown: Cultural alignment 53–67, needs 66 (1 open)."


def test_a_condition_without_a_score_is_not_known_in_the_trend() -> None:
    rounds = [("2026-q3", [answers("3" * 28)]), ("2026-q4", [answers("3" * 21 + "." * 7)])]
    told = conditions_trend_sentence(INSTRUMENT, trend(INSTRUMENT, rounds).last_change)
    assert told.startswith("In our view, Learning was 75 and is not known yet; ")


def test_a_step_down_to_a_zero_says_so() -> None:
    """A single 1 made 0 keeps Learning from being present, although the score stays above 66."""
    each = judged(answers("3" * 7 + "2222222" + "3" * 11 + "441"))
    fall = next(entry.text for entry in ways(each) if entry.label == "What lowers it")
    assert fall == (
        "The class would be a steady supplier with one answer down to 0 in Learning (our view)."
    )


def test_what_is_open_is_named_although_the_class_is_as_targeted() -> None:
    """Learning: ours 4, theirs 3 but the first 3s; 25 points apart."""
    each = judged(answers("3" * 21 + "4" * 7), answers("3" * 28, "vendor", "Jo"), target="partner")
    agreed, warned = "Overdue: a meeting (since 2026-10-22)", ["Weak trust"]
    said = (
        "The class is as targeted. Still to deal with: the warning “Weak trust”; the views are "
        "far apart on Learning; overdue: a meeting (since 2026-10-22)."
    )
    assert target_entry(each, agreed, warned) == said
    assert five_lines(each, agreed, warned)[1] == (
        "What to deal with: the warning “Weak trust”; the views are far apart on Learning; "
        "overdue: a meeting (since 2026-10-22). The class is as targeted."
    )
    entries = dossier(each, overdue_words=agreed, warnings=warned)
    assert [entry.text for entry in entries if entry.label == "Target"] == [said]


def test_a_class_that_fell_although_no_score_did_names_the_question_that_decides() -> None:
    """Dealing with the cause is 1 now, and the rest of the condition makes up for its score."""
    before, after = judged(answers("3" * 28)), judged(answers("3414333" + "3" * 21))
    assert after.verdict.conditions[0].low == before.verdict.conditions[0].low
    assert deciding_trend_sentences(INSTRUMENT, before.verdict, after.verdict, ["buyer"]) == [
        "Dealing with the cause is scored 1 of 4 now; that alone keeps Cultural alignment from "
        "counting as present (our view 75)."
    ]
    assert deciding_trend_sentences(INSTRUMENT, after.verdict, before.verdict, ["buyer"]) == [
        "Dealing with the cause no longer keeps Cultural alignment from counting as present."
    ]
    hidden = frozenset({"culture-repair"})
    told = deciding_trend_sentences(INSTRUMENT, before.verdict, after.verdict, ["buyer"], hidden)
    assert told == []
    assert "dealing with the cause" in headline(INSTRUMENT, after.verdict, "Acme")
    assert "dealing with the cause" not in headline(
        INSTRUMENT, after.verdict, "Acme", hidden=hidden
    )


def test_what_had_no_occasion_is_named_as_untested() -> None:
    each = judged(answers("33n3333" + "3" * 21))
    assert "Untested: dealing with the cause. Nothing of the kind came up." in vendor_caveats(each)
    assert "untested: dealing with the cause" in judged_caveats(each)


@pytest.mark.parametrize(
    ("rounds", "of_class", "of_conditions"),
    [
        (
            (("2025", "2" * 28), ("2026", "3" * 28)),
            "On our side the class is up since 2025, from a steady supplier to a partner.",
            "In our view, Cultural alignment is up, from 50 to 75; ",
        ),
        (
            (("2026-q3", "2" * 28), ("2026-q4", "3" * 28)),
            "On our side the class was a steady supplier in 2026-q3, and is a partner now; a "
            "single change may be chance.",
            "In our view, Cultural alignment was 50 and is 75; ",
        ),
        (
            (("2025", "3" * 28), ("2026", "3" * 28)),
            "On our side the class is the same as in 2025: a partner.",
            "In our view, the scores of Cultural alignment, Mutual gains, Reciprocity and Learning "
            "are the same.",
        ),
    ],
)
def test_only_a_large_change_within_a_year_has_a_direction(
    rounds: Sequence[tuple[str, str]], of_class: str, of_conditions: str
) -> None:
    change = trend(INSTRUMENT, [(name, [answers(row)]) for name, row in rounds]).last_change
    assert trend_sentence(INSTRUMENT, change) == of_class
    assert "chance" not in trend_sentence(INSTRUMENT, change, explained=True)
    assert conditions_trend_sentence(INSTRUMENT, change).startswith(of_conditions)
