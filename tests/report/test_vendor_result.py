"""What a vendor reads afterwards: the result, and its version of the report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from partnercheck.questionnaires.read import packaged
from tests.support.made_reports import made
from tests.support.read_reports import read
from tests.support.running import Run

ITEMS = packaged()["partnership"].items
TOPICS = {item.id: item.topic for item in ITEMS}
ROUND = "vendors/acme-logistics/2026-q4"


def answer(root: Path, side: str, who: str, scores: dict[str, int], rest: int = 3) -> None:
    """File a score for every item, with a note and a doer beside every 2."""
    answers: dict[str, dict[str, Any]] = {}
    for item in ITEMS:
        score = scores.get(item.id, rest)
        answers[item.id] = {"score": score, "basis": "observed", "evidence": f"Noted by {who}."}
        if score == 2 and item.asks_which_side:
            answers[item.id]["done_by"] = "vendor"
    header = {
        "format": 1,
        "instrument": "partnership",
        "vendor": "acme-logistics",
        "round": "2026-q4",
        "perspective": side,
        "respondent": who,
        "form": "full",
    }
    path = root / ROUND / f"{side}.{who.lower()}.partnership.toml"
    path.write_text(tomli_w.dumps({**header, "answers": answers}))


@pytest.fixture
def both(workspace: Path) -> Path:
    """Bo and Jo differ on three items, one of them confidential; a meeting was held."""
    for path in (workspace / ROUND).iterdir():
        path.unlink()
    low = {"culture-dialogue": 1, "reciprocity-sign-again": 1, "gains-beyond-price": 2}
    answer(workspace, "buyer", "Bo", low)
    answer(workspace, "vendor", "Jo", {"gains-beyond-price": 4})
    (workspace / "vendors/acme-logistics/meetings.toml").write_text(
        'format = 1\n\n[meetings.2026-10-06]\ndecided = "Two runs a night."\nnext = 2026-12-15\n'
    )
    (workspace / "vendors/acme-logistics/promises.toml").write_text(
        'format = 1\n\n[promises.plan]\nby = "buyer"\nowner = "Bo"\ntext = "Send the plan"\n'
        'made = 2026-10-06\ndue = 2026-11-02\n\n[promises.gate]\nby = "vendor"\n'
        'text = "Repair gate 4"\nmade = 2026-10-06\n\n[promises.ours]\nby = "buyer"\n'
        'text = "Look for another carrier"\nmade = 2026-10-07\n'
    )
    return workspace


def result_of(run: Run, root: Path) -> str:
    ran = run("request", "--result", "acme-logistics", "--output", "-", here=root)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_the_result_names_the_joint_verdict_and_both_views(both: Path, run: Run) -> None:
    """Going on: 1 and 3 is 2, not mutual; reciprocity is partial by our view: near partner."""
    said = result_of(run, both)
    assert "The result: Near partner." in said
    alone = "By our answers alone, the class is Near partner. By your answers alone, it is Partner."
    assert alone in " ".join(said.split())
    assert "opinion" not in said


def test_the_result_says_what_each_class_means_and_that_none_is_a_mark(
    both: Path, run: Run
) -> None:
    said = " ".join(result_of(run, both).split())
    assert "No class is a grade for your products or service." in said
    for each in packaged()["partnership"].classes:
        assert f"- {each.name}: {each.meaning}" in said


def test_the_question_that_decides_is_named_unless_it_is_confidential(both: Path, run: Run) -> None:
    """Going on is 1 in our view too, and in no text for the vendor."""
    answer(both, "buyer", "Bo", {"culture-repair": 1, "reciprocity-sign-again": 1})
    said = " ".join(result_of(run, both).split())
    assert (
        "Cultural alignment does not count as present, whatever its scores, because our answer on "
        "dealing with the cause is too low."
    ) in said
    assert "Reciprocity does not count" not in said


def test_a_meeting_whose_day_has_passed_is_said_to_be_missed(both: Path, run: Run) -> None:
    path = both / "vendors/acme-logistics/meetings.toml"
    path.write_text(path.read_text().replace("2026-12-15", "2026-11-02"))
    said = " ".join(result_of(run, both).split())
    assert (
        "We have no minutes of the meeting that was due by 2026-11-02. If it was missed, let's set "
        "a new date."
    ) in said


def test_without_an_answer_there_is_no_text_for_the_vendor(both: Path, run: Run) -> None:
    (both / ROUND / "vendor.jo.partnership.toml").unlink()
    ran = run("request", "--result", "acme-logistics", "--output", "-", here=both)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no result to send yet: Acme Logistics has not answered" in ran.err


def test_the_difference_is_over_the_questions_that_both_scored(both: Path, run: Run) -> None:
    """Culture: ours 19 of 28 is 67, theirs 21 is 75; decisions unknown to Jo leave a range."""
    line = "Cultural alignment                  67          75           -8"
    assert line in result_of(run, both)
    path = both / ROUND / "vendor.jo.partnership.toml"
    text = path.read_text()
    assert text.count("[answers.culture-decisions]\nscore = 3") == 1
    path.write_text(
        text.replace(
            '[answers.culture-decisions]\nscore = 3\nbasis = "observed"\nevidence = "Noted by Jo."',
            '[answers.culture-decisions]\nskip = "unknown"',
        )
    )
    line = "Cultural alignment                  67       64–78           -8"
    assert line in result_of(run, both)


def test_where_the_sides_differ_both_are_quoted_and_nothing_confidential(
    both: Path, run: Run
) -> None:
    said = result_of(run, both)
    assert "  - Talk beyond orders\n    We chose: “Neither side shared a plan" in said
    assert "    You chose: “Both shared plans or doubts beyond orders.”\n" in said
    # Only our own people read which side a 2 names.
    assert "The side that" not in said
    assert TOPICS["reciprocity-sign-again"] not in said.casefold()
    for ours in ("Noted by", "Bo", "Jo", "target", "Target"):
        assert not re.search(rf"\b{ours}\b", said)


def test_what_was_agreed_and_the_next_meeting_are_in_the_result(both: Path, run: Run) -> None:
    said = result_of(run, both)
    for line in (
        "What we agreed on 2026-10-06",
        "  - Decided: Two runs a night.",
        "  - We committed to: Send the plan, by 2026-11-02.",
        "  - You committed to: Repair gate 4.",
        "  - Next meeting agreed for 2026-12-15.",
    ):
        assert f"{line}\n" in said
    # The owner of a promise, and one that was not made in a meeting.
    assert "(Bo)" not in said
    assert "another carrier" not in said


def test_the_key_goals_of_both_are_in_the_result_without_owners_and_notes(
    both: Path, run: Run
) -> None:
    (both / "vendors/acme-logistics/goals.toml").write_text(
        'format = 1\n\n[goals.freeze]\ntitle = "Freeze the orders at 15:00"\nperiod = "quarter"\n'
        'gain_buyer = "Full trailers"\ngain_vendor = "No night calls."\nowner_buyer = "Bo"\n'
        'note = "They will not like it."\ndue = 2026-12-31\nstate = "open"\n\n'
        '[goals.old]\ntitle = "A done one"\nperiod = "month"\ndue = 2026-10-31\nstate = "done"\n'
    )
    said = result_of(run, both)
    assert "  - Freeze the orders at 15:00, by 2026-12-31\n    We gain: Full trailers.\n" in said
    assert "    You gain: No night calls.\n" in said
    for ours in ("(Bo)", "Bo:", "not like", "A done one"):
        assert ours not in said


def test_the_result_ends_with_lines_for_the_vendors_reply(both: Path, run: Run) -> None:
    asked = " ".join(result_of(run, both).split())
    assert "send it to the person at Northwind Foods who sent you this. - We see it the" in asked
    words = ("request", "--result", "acme-logistics", "--output", "-", "--contact", "Pat, p@x.org")
    assert "send it to Pat, p@x.org." in run(*words, here=both).out


@pytest.mark.parametrize(("kind", "ending"), [("markdown", "md"), ("html", "html")])
def test_every_format_of_the_result_says_the_same(
    kind: str, ending: str, both: Path, run: Run
) -> None:
    plain = " ".join(result_of(run, both).split())
    words = ("request", "--result", "acme-logistics", "--format", kind)
    ran = run(*words, here=both)
    assert (ran.code, ran.err) == (
        0,
        f"Wrote {both}/outbox/acme-logistics.2026-q4.result.{ending}\n",
    )
    written = (both / f"outbox/acme-logistics.2026-q4.result.{ending}").read_text()
    text = read(written).text if kind == "html" else re.sub(r"[\\*]|<!-- -->", "", written)
    text = " ".join(text.split())
    for said in (
        *("The result: Near partner.", "Talk beyond orders", "Repair gate 4", "67", "-8"),
        *("Decided: Two runs a night.", "We see it the same way.", "No class is a grade"),
    ):
        assert said in plain
        assert said in text


def test_a_result_is_no_form_and_a_form_is_no_result(both: Path, run: Run) -> None:
    ran = run("request", "--result", "acme-logistics", "--format", "toml", here=both)
    assert ran.code == 2
    assert "--format toml cannot be used for a result. Use text, markdown, html" in ran.err
    ran = run("request", "acme-logistics", "--format", "markdown", here=both)
    assert ran.code == 2
    assert "--format markdown cannot be used for a form to fill in" in ran.err


def test_the_html_result_has_no_script_and_no_markup_of_others(both: Path, run: Run) -> None:
    path = both / "vendors/acme-logistics/meetings.toml"
    path.write_text(path.read_text().replace("Two runs", "<img src=x onerror=alert(1)> runs"))
    words = ("request", "--result", "acme-logistics", "--format", "html", "--output", "-")
    out = run(*words, here=both).out
    assert "<img" not in out
    assert "&lt;img src=x onerror=alert(1)&gt; runs" in out
    assert "<script" not in out


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_the_vendors_report_has_numbers_and_no_names(kind: str, both: Path) -> None:
    """Nine of ten answers of Bo and of Jo are equal: that is said to us alone."""
    giving = {item.id: 2 for item in ITEMS if item.balance}
    answer(both, "buyer", "Bo", giving)
    vendor = both / "vendors/acme-logistics/vendor.toml"
    vendor.write_text(vendor.read_text() + "archived = 2026-11-20\n")
    texts = {}
    for reader in ("us", "vendor"):
        out = made(both, "acme-logistics", "--for", reader, "--format", kind).out
        texts[reader] = read(out).text if kind == "html" else re.sub(r"\\|<!-- -->", "", out)
    assert "of one person on the vendor's side are 3: ask" in texts["us"]
    assert "By our own answers, only one side gave something in " in texts["us"]
    assert "It was archived on 2026-11-20." in texts["us"]
    assert "What would change it" in texts["us"]
    for ours in ("one side gave", "What would change it", "How firm it is", "the vendor", "people"):
        assert ours not in texts["vendor"].replace("for the vendor", "")
    assert "yours to " in texts["vendor"] or "your view" in texts["vendor"]
    for ours in ("of one person", "Bo ", "Jo ", "own account", "archived", "Noted by"):
        assert ours not in texts["vendor"]
