"""`customer`: how vendors see us equals a calculation by hand, and is shown only as a summary."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.support.running import Run

# The scores of the five vendors' answers in the samples, in the order of the questions: Acme,
# Dunmore, Elderwick, Fennimore and Hollin. "n" is no occasion.
GAINS = ("3342333", "33442n3", "4343333", "3323333", "2212223")
VENDORS = [
    "acme-logistics",
    "dunmore-steel",
    "elderwick-dairy",
    "fennimore-cold-stores",
    "hollin-staffing",
]


def as_json(run: Run, root: Path, *words: str) -> Any:
    return json.loads(run("customer", *words, "--format", "json", here=root).out)


def test_a_condition_has_the_median_of_the_vendors_own_scores(samples: Path, run: Run) -> None:
    document = as_json(run, samples)
    assert [each["vendor"] for each in document["vendors"]] == VENDORS
    by_vendor = []
    for scores in GAINS:
        numbers = [int(score) for score in scores if score != "n"]
        by_vendor.append(100 * sum(numbers) / (4 * len(numbers)))
    # By hand: 75, 79.17, 82.14, 71.43 and 50, of which 75 is in the middle.
    assert sorted(by_vendor)[2] == 75
    gains = next(each for each in document["conditions"] if each["id"] == "gains")
    assert gains == {"id": "gains", "median": 75, "lowest": 50, "highest": 82.1, "vendors": 5}


def test_an_item_has_the_median_of_the_vendors_scores_and_who_did_it_alone(
    samples: Path, run: Run
) -> None:
    items = {each["id"]: each for each in as_json(run, samples)["items"]}
    # Beyond price: 2, 4, 3, 3 and 2; Acme names itself, Hollin names us.
    assert items["gains-beyond-price"] == {
        "id": "gains-beyond-price",
        "median": 3,
        "lowest": 2,
        "highest": 4,
        "vendors": 5,
        "only_vendor": ["acme-logistics"],
        "only_buyer": ["hollin-staffing"],
        "low_on_own_side": [],
        "low_in_confidence": False,
    }
    # Requests to change terms: 3, no occasion, 3, 3 and 2.
    terms = items["gains-reopened-terms"]
    assert (terms["median"], terms["lowest"], terms["vendors"]) == (3, 2, 4)


def test_the_lowest_come_first(samples: Path, run: Run) -> None:
    document = as_json(run, samples)
    for part in ("conditions", "items"):
        medians = [each["median"] for each in document[part]]
        assert medians == sorted(medians)
    assert document["items"][0]["id"] == "learning-written-down"


def test_only_what_an_answer_says_of_us_is_ours(samples: Path, run: Run) -> None:
    text = run("customer", here=samples).out
    ours = text[text.index("What is ours to do") : text.index("Do we take more")]
    topics = re.findall(r"^  (\S.*?)  ", ours, re.M)
    # Hollin scores unforeseen costs 1 and the split of the gains 2, but does not say whose it is.
    assert "Unforeseen costs" not in topics
    assert "Split of the gains" not in topics
    assert "Figures shown to each other" not in topics  # both vendors name us as the side that did
    assert topics[0] == "Lessons written down"
    assert "say Acme Logistics, Dunmore Steel and Hollin Staffing" in ours


def would_leave(samples: Path, vendors: Iterable[str]) -> None:
    for vendor in vendors:
        (path,) = samples.glob(f"vendors/{vendor}/2026-q4/vendor.*.partnership.toml")
        before, after = path.read_text().split("[answers.gains-best-alternative]\nscore = 3")
        path.write_text(f"{before}[answers.gains-best-alternative]\nscore = 1{after}")


def test_whether_vendors_would_leave_is_told_by_its_median_alone(samples: Path, run: Run) -> None:
    item = {"vendors": 5, "lowest": None, "highest": None, "low_on_own_side": []}
    would_leave(samples, VENDORS[:2])
    told = {each["id"]: each for each in as_json(run, samples)["items"]}
    assert item.items() <= told["gains-best-alternative"].items()
    assert told["gains-best-alternative"]["median"] == 3
    assert "they would leave us" not in run("customer", here=samples).out
    would_leave(samples, VENDORS[2:3])
    told = {each["id"]: each for each in as_json(run, samples)["items"]}
    assert item.items() <= told["gains-best-alternative"].items()
    assert told["gains-best-alternative"]["median"] == 1
    text = " ".join(run("customer", here=samples).out.split())
    assert (
        "The next best choice they would leave us, or stay only until they can leave, by the "
        "median of 5 vendors" in text
    )


def test_two_vendors_answers_in_confidence_are_not_told(samples: Path, run: Run) -> None:
    for vendor in VENDORS[2:]:
        for path in samples.glob(f"vendors/{vendor}/*/vendor.*.partnership.toml"):
            path.unlink()
    would_leave(samples, VENDORS[:2])
    document = as_json(run, samples)
    assert "gains-best-alternative" not in [each["id"] for each in document["items"]]
    text = run("customer", here=samples).out
    assert "shown only once 3 vendors have answered: the next best choice" in text
    assert "they would leave us" not in text


def test_giving_counts_the_items_about_giving_alone(samples: Path, run: Run) -> None:
    giving = as_json(run, samples)["giving"]
    # Items about giving with a 2 and a side: Acme names itself in written-down; Dunmore itself in
    # shared-risk and written-down, and us in measured-together; Hollin itself in reopened-terms,
    # vulnerability and written-down, and us in measured-together. Their 2s for repair, bad news,
    # beyond-price, others-gain and unspecified work are not about giving.
    assert (giving["only_vendor"], giving["only_buyer"], giving["mostly"]) == (6, 2, None)


@pytest.mark.parametrize("left", [0, 1])
def test_fewer_than_two_vendors_make_no_summary(left: int, samples: Path, run: Run) -> None:
    for vendor in VENDORS[left:]:
        for path in samples.glob(f"vendors/{vendor}/*/vendor.*.partnership.toml"):
            path.unlink()
    ran = run("customer", here=samples)
    who = "Only Acme Logistics has answered" if left else "No vendor has answered"
    assert f"{who} so far. A summary needs answers from at least two vendors." in ran.out
    assert "Median" not in ran.out
    assert ran.code == 0
    document = as_json(run, samples)
    assert (document["conditions"], document["items"], document["giving"]) == ([], [], None)
    report = run("report", here=samples).out
    assert "A summary needs answers from at least two vendors." in report


def test_a_vendor_counts_in_its_latest_answered_round(samples: Path, run: Run) -> None:
    for path in samples.glob("vendors/elderwick-dairy/2026-q4/vendor.*.partnership.toml"):
        path.unlink()
    rounds = {e["vendor"]: e["round"] for e in as_json(run, samples)["vendors"]}
    assert rounds["elderwick-dairy"] == "2026-q3"
    in_round = as_json(run, samples, "--round", "2026-q4")
    assert "elderwick-dairy" not in [each["vendor"] for each in in_round["vendors"]]


def test_candidates_and_archived_vendors_are_left_out(samples: Path, run: Run) -> None:
    run("archive", "hollin-staffing", here=samples)
    dunmore = samples / "vendors/dunmore-steel/vendor.toml"
    dunmore.write_text(dunmore.read_text().replace("[facts]", 'stage = "candidate"\n[facts]'))
    document = as_json(run, samples)
    assert [each["vendor"] for each in document["vendors"]] == [
        "acme-logistics",
        "elderwick-dairy",
        "fennimore-cold-stores",
    ]
    assert document["candidates"] == ["dunmore-steel", "ilvane-robotics"]


def test_our_own_answers_are_not_in_it(samples: Path, run: Run) -> None:
    before = run("customer", here=samples).out
    for path in samples.glob("vendors/*/*/buyer.*.toml"):
        path.unlink()
    shutil.rmtree(samples / "vendors/ilvane-robotics/2026-q4", ignore_errors=True)
    assert run("customer", here=samples).out == before


def test_the_formats_and_the_report_say_the_same(samples: Path, run: Run) -> None:
    document = as_json(run, samples)
    rows = list(csv.DictReader(io.StringIO(run("customer", "--format", "csv", here=samples).out)))
    assert [row["id"] for row in rows] == [
        each["id"] for part in ("conditions", "items") for each in document[part]
    ]
    markdown = run("customer", "--format", "markdown", here=samples).out
    report = run("report", "--format", "markdown", here=samples).out
    page = run("report", here=samples).out
    for row in ("| Mutual gains | 75 | 50–82 | 5 |", "| Lessons written down | 2 | 2–3 | 5 | 3 |"):
        assert row in markdown
        assert row in report
    assert '<th scope="row">Mutual gains</th><td class="number">75</td>' in page


def test_a_report_for_a_vendor_has_no_such_section(samples: Path, run: Run) -> None:
    ran = run("report", "acme-logistics", "--for", "vendor", here=samples)
    assert "How vendors see" not in ran.out
