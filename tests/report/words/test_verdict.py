"""The words of a verdict: full sentences, true of the vendor, and never more than is known."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnercheck.base.records import Answer, Response, Vendor
from partnercheck.questionnaires.read import packaged
from partnercheck.report import csv, json, markdown, text
from partnercheck.report.comparison import verdict_text
from partnercheck.report.dossier.entries import dossier
from partnercheck.report.listing import listed
from partnercheck.report.words.caveats import caveats, judged_caveats
from partnercheck.report.words.five_lines import five_lines
from partnercheck.report.words.reasons import why
from partnercheck.report.words.verdict import headline
from partnercheck.rules.reasons import reasons
from partnercheck.rules.sides import views_differ
from partnercheck.verdicts.history import Reported
from partnercheck.verdicts.judged import JudgedVendor, judge_round, judge_vendors
from partnercheck.workspace.decisions import Filed
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import Round, VendorFiles, vendor_ids

TODAY = dt.date(2026, 11, 24)
SAMPLES = Path(__file__).parents[3] / "partnercheck" / "demo" / "workspace"
WORKSPACE = open_workspace(SAMPLES)
VENDORS = list(judge_vendors(WORKSPACE, vendor_ids(WORKSPACE)))
INSTRUMENT = packaged()["partnership"]
ITEMS = [item.id for item in INSTRUMENT.items]
LIMITING = ("our side", "own account", "quick look", "provisional", "mostly opinion", "left out")


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
            skip = "unknown" if sign == "u" else "not-applicable"
            answers[item] = Answer(skip=skip, reason="why")  # type: ignore[arg-type]
    return Response("partnership", "acme", "2026-q4", side, "A", form, answers=answers)  # type: ignore[arg-type]


def said(each: JudgedVendor) -> str:
    parts = [headline(each.instrument, each.verdict, each.vendor.name)]
    return " ".join([*parts, *caveats(each.instrument, each.verdict)])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("3" * 28, "On our side, Acme is a partner: all 4 conditions are present."),
        ("2" * 28, "On our side, Acme is a steady supplier: none of the 4 conditions is present."),
        ("1" * 28, "On our side, Acme is a supplier: none of the 4 conditions is present."),
        ("2" * 7 + "3" * 21, "On our side, Acme is a near partner: 3 of 4 conditions are present."),
        ("2" * 14 + "1" * 7 + "3" * 7, "Acme is a steady supplier: 1 of 4 conditions is present."),
        ("." * 27 + "3", "Acme is between a supplier and a partner: 27 questions are open."),
        (
            "3" * 21 + "3333" + "uuu",
            "is between a near partner and a partner: 3 questions are open",
        ),
        ("." * 28, "Acme has not been assessed: nobody has given a score yet."),
    ],
)
def test_the_headline_in_each_of_its_forms(row: str, sentence: str) -> None:
    assert sentence in said(found(response(row)))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("3332222" + "3" * 21, "Cultural alignment is partial, at 60; present starts at 70."),
        ("1" * 7 + "3" * 21, "Cultural alignment is weak, at 25; present starts at 70."),
        (
            "3313333" + "3" * 21,
            "Values kept at a cost, scored 1, keeps Cultural alignment from being present, "
            "whatever else was scored.",
        ),
        (
            "3303333" + "3" * 21,
            "Values kept at a cost, scored 0, makes Cultural alignment weak, "
            "whatever else was scored.",
        ),
        (
            "4444400" + "3" * 21,
            "Repair or blame and the same aim, both scored 0, keep Cultural alignment from being "
            "present, whatever else was scored.",
        ),
        (
            "44u4444" + "3" * 21,
            "Values kept at a cost is open, and could keep Cultural alignment from being present.",
        ),
        (
            "33uuuuu" + "3" * 21,
            "Cultural alignment is between weak and present, at 21–92; present starts at 70, "
            "and 5 questions are open.",
        ),
        ("nnunnnn" + "3" * 21, "Cultural alignment cannot be judged: 6 questions of 7 left out."),
    ],
)
def test_each_form_of_a_reason(row: str, sentence: str) -> None:
    each = found(response(row))
    assert sentence in why(each.instrument, each.verdict)


def test_a_lower_side_is_named_with_its_people_and_its_evidence() -> None:
    rosy, low = response("3" * 28), response("1" * 7 + "3" * 21, "vendor", documented=False)
    each = found(rosy, low)
    assert (
        "Cultural alignment is weak in the vendor's view, at 25; present starts at 70. It is the "
        "view of 1 person, with evidence for 0 of 7 scores; our view is 75."
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
        or verdict.opinion
        or verdict.left_out
        or views_differ(INSTRUMENT, verdict)
        or (verdict.assessed and not verdict.settled and (verdict.open or verdict.disputed))
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
