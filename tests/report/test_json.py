"""What stands beside the class, in JSON, CSV and the tables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import tomli_w

from partnercheck.questionnaires.read import packaged
from tests.support.running import Run

ITEMS = packaged()["partnership"].items
ROUND = "vendors/acme-logistics/2026-q4"


def answer(workspace: Path, side: str, who: str, row: str, done_by: str = "vendor") -> None:
    """File 28 signs: a score, n (no occasion) or u; who did it stands beside every 2."""
    answers: dict[str, dict[str, Any]] = {}
    for item, sign in zip(ITEMS, row, strict=True):
        if sign.isdigit():
            answers[item.id] = {"score": int(sign)}
            if sign == "2" and item.asks_which_side:
                answers[item.id]["done_by"] = done_by
        else:
            answers[item.id] = {"skip": {"n": "no-occasion", "u": "unknown"}[sign]}
    header = {
        "format": 1,
        "instrument": "partnership",
        "vendor": "acme-logistics",
        "round": "2026-q4",
        "perspective": side,
        "respondent": who,
        "form": "full",
    }
    path = workspace / ROUND / f"{side}.{who.lower()}.partnership.toml"
    path.write_text(tomli_w.dumps({**header, "answers": answers}))


def vendor_of(run: Run, workspace: Path) -> dict[str, Any]:
    ran = run("show", "acme-logistics", "--format", "json", here=workspace)
    found: dict[str, Any] = json.loads(ran.out)["vendors"][0]
    return found


def empty(workspace: Path) -> Path:
    for path in (workspace / ROUND).iterdir():
        path.unlink()
    return workspace


def test_straight_lines_and_the_target_are_said(workspace: Path, run: Run) -> None:
    answer(empty(workspace), "buyer", "Bo", "3" * 28)
    found = vendor_of(run, workspace)
    assert found["as_targeted"] == {"view": "buyer", "against": []}
    assert found["straight_lines"] == [
        {"respondent": "Bo", "perspective": "buyer", "score": 3, "equal": 28, "scored": 28}
    ]
    assert found["verdict"]["so_far"] == "partner"


def test_the_agreement_of_one_side_has_its_alpha(workspace: Path, run: Run) -> None:
    answer(empty(workspace), "buyer", "Bo", "34" * 14)
    assert vendor_of(run, workspace)["agreement"] == []
    answer(workspace, "buyer", "Cy", "34" * 14)
    side = {"perspective": "buyer", "people": 2, "items": 28, "equal": 28, "far_apart": 0}
    assert vendor_of(run, workspace)["agreement"] == [{**side, "alpha": 1.0}]


def test_what_was_left_out_is_counted_and_judged_as_0(workspace: Path, run: Run) -> None:
    """Without an occasion for repair it is untested; at 0 culture would be weak."""
    answer(empty(workspace), "buyer", "Bo", "33n3333" + "3" * 21)
    found = vendor_of(run, workspace)
    assert found["untested"] == ["culture-repair"]
    assert found["left_out"] == {
        "items": 1,
        "few_occasions": False,
        "low": "steady-supplier",
        "high": "steady-supplier",
    }


def test_the_balance_has_both_accounts(workspace: Path, run: Run) -> None:
    answer(empty(workspace), "buyer", "Bo", "2" * 28)
    answer(workspace, "vendor", "Jo", "3" * 28)
    giving = sum(item.balance for item in ITEMS)
    found = vendor_of(run, workspace)
    assert found["balance"] == {
        "buyer": {"buyer": 0, "vendor": giving, "mostly": "vendor"},
        "vendor": None,
    }
    assert (found["gap"]["shared"], found["gap"]["absolute"]) == (28, 25.0)
    assert found["gap"]["marked"] is True


def test_csv_and_the_tables_say_the_same(workspace: Path, run: Run) -> None:
    answer(empty(workspace), "buyer", "Bo", "33n3333" + "3" * 13 + "2" + "3" * 7)
    compared = run("compare", "acme-logistics", "--format", "csv", here=workspace).out
    (row,) = csv.DictReader(io.StringIO(compared))
    said = [row[name] for name in ("as_targeted", "untested", "left_out", "straight_lines")]
    assert said == ["true", "culture-repair", "1", "Bo"]
    table = run("table", "verdicts", "acme-logistics", here=workspace).out
    (verdict,) = csv.DictReader(io.StringIO(table))
    assert {name: verdict[name] for name in ("as_targeted", "untested", "left_out")} == {
        "as_targeted": "true",
        "untested": "culture-repair",
        "left_out": "1",
    }
    assert verdict["buyer_says_vendor_did"] == "1"
    answers = csv.DictReader(
        io.StringIO(run("table", "answers", "acme-logistics", here=workspace).out)
    )
    rows = {row["item"]: row for row in answers}
    assert rows["culture-repair"]["state"] == "no-occasion"
    assert rows["reciprocity-started-together"]["done_by"] == "vendor"
    assert rows["gains-best-alternative"]["kind"] == "own"
