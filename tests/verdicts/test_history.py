"""The history of a vendor: its rounds as `show --round` judges them, with what was decided then."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from partnercheck.base.records import Vendor
from partnercheck.report.words.trend import trend_sentence
from partnercheck.rules.trend import trend
from partnercheck.verdicts.history import RoundHistory, history, last_decided
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.decisions import Decision, Filed, save_decision
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_round import read_round
from partnercheck.workspace.read_vendor import vendor_ids
from partnercheck.workspace.vendors import add_vendor
from tests.support.running import Run

FOLDER = "vendors/acme-logistics"


def decide(root: Path, round_id: str, decided: str, by: str = "Alice Moreau") -> None:
    decision = Decision(
        decided=decided,
        by=by,
        on=dt.date(2026, 10, 2),
        verdict_low=decided,
        verdict_high=decided,
        instrument="partnership",
        version=2,
    )
    save_decision(open_workspace(root), "acme-logistics", round_id, decision, Filed())


def rename(root: Path, old: str, new: str) -> None:
    """Move a round to another period, in its folder's name and in its files."""
    folder = (root / FOLDER / old).rename(root / FOLDER / new)
    for path in folder.glob("*.toml"):
        path.write_text(path.read_text().replace(f'round = "{old}"', f'round = "{new}"'))


def past_of(root: Path) -> Sequence[RoundHistory]:
    opened = open_workspace(root)
    return history(opened, judge_vendor(opened, "acme-logistics"))


def test_every_round_of_every_sample_is_judged_as_its_round_alone(samples: Path) -> None:
    opened = open_workspace(samples)
    for vendor_id in vendor_ids(opened):
        latest = judge_vendor(opened, vendor_id)
        past = history(opened, latest)
        assert tuple(one.round for one in past) == latest.files.rounds
        for one in past:
            assert one.judged == judge_vendor(opened, vendor_id, one.round)
            assert (one.filed, one.support) == (Filed(), None)
        rounds = [read_round(opened, latest.files, each) for each in latest.files.rounds]
        again = trend(opened.instrument, [(each.id, each.responses) for each in rounds])
        assert tuple(one.change for one in past) == again.changes


def test_rounds_of_every_length_stand_in_one_order(samples: Path) -> None:
    rename(samples, "2026-q3", "2026")
    rename(samples, "2026-q4", "2026-w48")
    past = past_of(samples)
    assert [one.round for one in past] == ["2026-w48", "2026"]
    assert past[1].change is not None
    assert past[1].change.direction == "down"


def test_a_file_that_cannot_be_read_opens_its_rounds_verdict_and_is_told_once(
    samples: Path,
) -> None:
    (samples / FOLDER / "2026-q3/buyer.alice-moreau.partnership.toml").write_text("format = ")
    (samples / FOLDER / "notes").mkdir()
    past = past_of(samples)
    assert (past[0].judged.verdict.worst_class, past[0].judged.verdict.best_class) == (
        "supplier",
        "partner",
    )
    assert past[1].change is not None
    assert past[1].change.direction == "unclear"
    files = past[0].judged.files
    told = [each.file for each in (*files.problems, *past[0].problems, *past[1].problems)]
    assert sorted(told) == [
        f"{FOLDER}/2026-q3/buyer.alice-moreau.partnership.toml",
        f"{FOLDER}/notes",
    ]


def test_each_decision_is_held_to_the_verdict_of_its_own_round(samples: Path) -> None:
    decide(samples, "2026-q3", "near-partner")
    decide(samples, "2026-q4", "near-partner")
    past = past_of(samples)
    supports = [one.support for one in past if one.support]
    assert [support.holds for support in supports] == [False, True]
    assert supports[0].sentence == (
        "Near partner was decided on 2026-10-02; "
        "the verdict of 2026-q3 is steady supplier on our side."
    )
    assert last_decided(past) is past[1]
    (samples / FOLDER / "2026-q4/decision.toml").write_text("decided = 1")
    past = past_of(samples)
    assert last_decided(past) is past[0]
    assert last_decided(past[1:]) is None
    assert {problem.file for problem in past[1].problems} == {f"{FOLDER}/2026-q4/decision.toml"}


def test_history_has_a_line_a_round_oldest_first(samples: Path, run: Run) -> None:
    decide(samples, "2026-q3", "near-partner", by="The board")
    ran = run("history", "Acme Logistics", here=samples)
    assert (ran.code, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    # What became of the promises of the second round depends on the day.
    assert lines[:-1] == [
        "Acme Logistics",
        "",
        "Round By Cult Gain Reci Lear Class Direction Decision",
        "2026-q3 B 75 64 71 50 ◔ Steady supplier, our view only; "
        "little evidence: Learning (3 of 7 scores); no evidence for the answers on split of the "
        "gains and going on together - ! Near partner, The board, 2026-10-02",
        "2026-q4 B V 82 75 78 64 ◑ Near partner, our answers alone: Near partner, the vendor's: "
        "Partner - -",
        "",
        "2026-q3: Near partner was decided on 2026-10-02; "
        "the verdict of 2026-q3 is steady supplier on our side.",
        "",
        "Before 2026-q3: 4 promises made. Ours: 1 kept, 1 dropped; theirs: 2 kept",
    ]
    assert lines[-1].startswith("2026-q4: 6 promises made. Ours: 1 kept, ")


def test_a_round_that_answered_another_version_breaks_the_trend(samples: Path, run: Run) -> None:
    path = samples / FOLDER / "2026-q3/buyer.alice-moreau.partnership.toml"
    path.write_text(path.read_text().replace("version = 2", "version = 1"))
    before, after = past_of(samples)
    assert (before.judged.verdict.versions, after.judged.verdict.versions) == ((1,), (2,))
    assert after.change is not None
    assert (after.change.broken, after.change.direction, after.change.arrow) == (
        True,
        "unclear",
        None,
    )
    assert set(after.change.conditions.values()) == {"unclear"}
    assert "¦ new version" in run("history", "acme-logistics", here=samples).out
    sentence = trend_sentence(after.judged.instrument, after.change)
    start = "No comparison with 2026-q3: a different version of the questionnaire"
    assert sentence.startswith(start)


def test_a_round_that_does_not_say_its_version_answered_the_current_one(samples: Path) -> None:
    path = samples / FOLDER / "2026-q3/buyer.alice-moreau.partnership.toml"
    path.write_text(path.read_text().replace("version = 2\n", ""))
    before, after = past_of(samples)
    assert before.judged.verdict.versions == (2,)
    assert after.change is not None
    assert (after.change.broken, after.change.direction) == (False, "up")


def test_a_decision_that_is_supported_has_no_mark(samples: Path, run: Run) -> None:
    decide(samples, "2026-q4", "near-partner")
    out = run("history", "acme-logistics", here=samples).out
    assert "!" not in out
    assert "Near partner, Alice Moreau, 2026-10-02\n" in out


def test_a_decision_with_an_error_is_told_and_hides_nothing(samples: Path, run: Run) -> None:
    path = samples / FOLDER / "2026-q4/decision.toml"
    path.write_text('format = 1\nby = ""\n')
    ran = run("history", "acme-logistics", here=samples)
    assert ran.code == 0
    assert "! unreadable file" in ran.out
    assert f'{FOLDER}/2026-q4/decision.toml:2: "by" is ""' in ran.err
    found = json.loads(run("history", "acme-logistics", "--format", "json", here=samples).out)
    assert found["rounds"][1]["decision"] is None
    assert found["rounds"][1]["verdict"]["low"] == "near-partner"
    assert {each["file"] for each in found["rounds"][1]["errors"]} == {
        f"{FOLDER}/2026-q4/decision.toml"
    }


def test_markdown_is_one_table_with_nothing_that_acts(samples: Path, run: Run) -> None:
    decide(samples, "2026-q4", "partner", by="<b>|`x`")
    out = run("history", "acme-logistics", "--format", "markdown", here=samples).out
    table = [line for line in out.splitlines() if line.startswith("|")]
    assert len(table) == 4
    assert {line.replace(r"\|", "").count("|") for line in table} == {10}
    assert "<b>" not in out
    assert r"! Partner, &lt;b>\|\`x\`" in out


def test_csv_has_a_row_a_round_and_no_formula(samples: Path, run: Run) -> None:
    decide(samples, "2026-q4", "partner", by="=1+1")
    out = run("history", "acme-logistics", "--format", "csv", here=samples).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["round"] for row in rows] == ["2026-q3", "2026-q4"]
    assert None not in rows[0]
    assert (rows[0]["decided"], rows[0]["supported"], rows[0]["direction"]) == ("", "", "")
    assert rows[1]["decided_by"] == "'=1+1"
    assert (rows[1]["decided"], rows[1]["supported"]) == ("partner", "false")
    assert (rows[1]["direction"], rows[1]["since"]) == ("up", "2026-q3")
    assert (rows[1]["learning_low"], rows[1]["low"]) == ("64.2", "near-partner")


def test_json_has_the_one_shape_of_a_vendor_with_direction_and_decision(
    samples: Path, run: Run
) -> None:
    decide(samples, "2026-q4", "near-partner")
    found = json.loads(run("history", "acme-logistics", "--format", "json", here=samples).out)
    assert (found["format"], found["vendor"]) == (1, "acme-logistics")
    for one in found["rounds"]:
        words = ("show", "acme-logistics", "--round", one["round"], "--format", "json")
        shown = json.loads(run(*words, here=samples).out)["vendors"][0]
        # `show` has the newest decision, whichever round it shows.
        assert shown.pop("decision") == found["rounds"][1]["decision"]
        assert {key: one[key] for key in shown} == shown
    assert found["rounds"][0]["direction"] is None
    assert found["rounds"][1]["direction"] == {
        "since": "2026-q3",
        "sides": ["buyer"],
        "class": "up",
        "conditions": dict.fromkeys(("culture", "gains", "reciprocity", "learning"), "up"),
        # Within less than a year a change may be chance.
        "arrow": None,
        "arrows": {},
        "new_version": False,
    }
    assert found["rounds"][0]["decision"] is None
    assert found["rounds"][1]["decision"] == {
        "round": "2026-q4",
        "decided": "near-partner",
        "by": "Alice Moreau",
        "on": "2026-10-02",
        "verdict_low": "near-partner",
        "verdict_high": "near-partner",
        "instrument": "partnership",
        "version": 2,
        "supported": True,
        "says": None,
    }


@pytest.mark.parametrize("format_", ["text", "markdown", "csv", "json"])
def test_a_vendor_without_rounds_has_an_empty_history(
    format_: str, workspace: Path, run: Run
) -> None:
    ran = run("history", "borealis-packaging", "--format", format_, here=workspace)
    assert ran.code == 0
    assert "Borealis Packaging has no rounds yet" in ran.err
    assert "2026" not in ran.out


def test_what_is_wrong_with_a_vendor_without_rounds_is_told(workspace: Path, run: Run) -> None:
    add_vendor(open_workspace(workspace), Vendor(name="Cobalt Cloud"))
    (workspace / "vendors/cobalt-cloud/vendor.toml").write_text("name = 1\n")
    ran = run("history", "cobalt-cloud", here=workspace)
    assert ran.code == 0
    assert 'vendors/cobalt-cloud/vendor.toml:1: "name" is 1' in ran.err
