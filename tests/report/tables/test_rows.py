"""Which rows there are, what limits them, and what is told beside them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from partnercheck.questionnaires.read import packaged
from tests.support import warm_start
from tests.support.read_tables import TABLES, csv_rows, json_rows, parsed, picked
from tests.support.running import Run

BORIS_FILE = "vendors/borealis-packaging/2026-q4/buyer.bo-lind.partnership.toml"
BORIS = """format = 1
instrument = "partnership"
vendor = "borealis-packaging"
round = "2026-q4"
perspective = "buyer"
respondent = "Bo Lind"
form = "quick"

[answers.culture-repair]
"""


def bo_answers(workspace: Path, answer: str) -> None:
    path = workspace / BORIS_FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(BORIS + answer)


def test_what_is_missing_is_a_row_once_somebody_has_begun(workspace: Path, run: Run) -> None:
    bo_answers(workspace, "")
    assert not picked(csv_rows(run, workspace, "answers"), vendor="borealis-packaging")
    bo_answers(workspace, 'score = 3\nbasis = "observed"\nevidence = "A.\\n=B."\non = 2026-11-02\n')
    rows = picked(csv_rows(run, workspace, "answers"), vendor="borealis-packaging")
    core = [item.id for item in packaged()["partnership"].items if item.core]
    assert [row["item"] for row in rows] == core
    assert [row["item"] for row in picked(rows, state="open")] == [
        item for item in core if item != "culture-repair"
    ]
    (answered,) = picked(rows, state="scored")
    wanted = {
        "name": "Borealis Packaging",
        "round": "2026-q4",
        "instrument": "partnership",
        "perspective": "buyer",
        "respondent": "Bo Lind",
        "form": "quick",
        "level": "",
        "condition": "culture",
        "critical": "true",
        "core": "true",
        "score": "3",
        "basis": "observed",
        "evidenced": "true",
        "evidence": "A.\n=B.",
        "on": "2026-11-02",
    }
    assert {name: answered[name] for name in wanted} == wanted
    for row in picked(rows, state="open"):
        assert {row[name] for name in ("score", "basis", "evidenced", "evidence", "on")} == {""}


def test_a_skip_says_which_and_why(samples: Path, run: Run) -> None:
    rows = csv_rows(run, samples, "answers")
    left_out = picked(rows, state="no-occasion")
    assert all(not row["score"] and not row["basis"] for row in left_out)
    assert {row["kind"] for row in left_out} == {"occasion"}
    unknown = picked(rows, state="unknown")
    assert all(not row["reason"] and not row["basis"] for row in unknown)
    assert unknown


def test_lenses_are_among_answers_and_conditions(samples: Path, run: Run) -> None:
    answers = csv_rows(run, samples, "answers", "--all-rounds")
    conditions = csv_rows(run, samples, "conditions", "--all-rounds")
    key = ("vendor", "round", "instrument", "condition")
    scored = {tuple(row[each] for each in key) for row in picked(answers, state="scored")}
    counted = [tuple(row[each] for each in key) for row in conditions]
    assert scored <= {*counted}
    assert len({*counted}) == len(counted)
    lenses = {row["instrument"] for row in conditions} - {"partnership"}
    assert lenses == {row["instrument"] for row in answers} - {"partnership"} != set()
    for lens in lenses:
        facets = {each.id for each in packaged()[lens].conditions}
        assert {row["condition"] for row in picked(conditions, instrument=lens)} == facets


def test_the_lowest_level_of_a_lens_counts(samples: Path, run: Run) -> None:
    rows = csv_rows(run, samples, "answers", "elderwick-dairy")
    walking = picked(rows, instrument="walking-the-talk", state="scored")
    conditions = csv_rows(run, samples, "conditions", "elderwick-dairy")
    levels = {row["level"] for row in walking}
    assert len(levels) > 1
    settled = picked(conditions, instrument="walking-the-talk", open="0")
    assert settled
    for facet in settled:
        of_facet = picked(walking, condition=facet["condition"])
        means = []
        for level in levels:
            scores = [int(row["score"]) for row in picked(of_facet, level=level)]
            means.append(25 * sum(scores) / len(scores))
        assert float(facet["low"]) == pytest.approx(min(means), abs=0.1)


@pytest.mark.parametrize("table", TABLES)
def test_all_rounds_are_each_round_oldest_first(table: str, samples: Path, run: Run) -> None:
    rows = csv_rows(run, samples, table, "dunmore-steel", "larkmere-energy", "--all-rounds")
    each = [
        row
        for words in (["dunmore-steel", "--round", "2026-q3"], ["dunmore-steel"])
        for row in csv_rows(run, samples, table, *words)
    ]
    nobody = csv_rows(run, samples, table, "larkmere-energy")
    assert rows == [*each, *nobody]
    assert {row["round"] for row in nobody} <= {""}


def test_no_class_stands_without_what_limits_it(samples: Path, run: Run) -> None:
    (samples / "vendors/acme-logistics/2026-q4/vendor.ugh.partnership.toml").write_text("=")
    ran = run("table", "verdicts", "--all-rounds", here=samples)
    assert ran.code == 0
    assert "vendor.ugh.partnership.toml:1: " in ran.err
    rows = parsed(ran.out)
    for row in rows:
        limited = "false" in (row["settled"], row["assessed"]) or " " not in row["sides"]
        if limited or "true" in (row["provisional"], row["quick"]):
            assert row["caveats"], row["vendor"]
    (nobody,) = picked(rows, vendor="larkmere-energy")
    assert (nobody["assessed"], nobody["caveats"]) == ("false", "not assessed")
    (unread,) = picked(rows, vendor="acme-logistics", round="2026-q4")
    assert unread["caveats"].startswith("1 unreadable file")
    assert "vendor.ugh.partnership.toml" in unread["errors"]


def test_a_file_that_cannot_be_read_widens_its_conditions_and_hides_no_other(
    samples: Path, run: Run
) -> None:
    before = csv_rows(run, samples, "conditions", "acme-logistics")
    (samples / "vendors/acme-logistics/2026-q4/vendor.ugh.partnership.toml").write_text("=")
    ran = run("table", "conditions", here=samples)
    assert ran.code == 0
    assert ran.err.count("vendor.ugh.partnership.toml") == 1
    rows = parsed(ran.out)
    assert len({row["vendor"] for row in rows}) == 12
    after = picked(rows, vendor="acme-logistics", instrument="partnership")
    assert {row["unread"] for row in after} == {"1"}
    for row, other in zip(picked(before, instrument="partnership"), after, strict=True):
        assert float(other["low"]) <= float(row["low"])
        assert float(other["high"]) >= float(row["high"])


def test_a_decision_stands_beside_its_verdict(workspace: Path, run: Run) -> None:
    (row,) = json_rows(run, workspace, "verdicts", "acme-logistics")
    assert (row["decided"], row["supported"], row["target_possible"]) == (None, None, False)
    decided = run(
        *("decide", "acme-logistics", "--class", "partner", "--by", "The board"),
        *("--reason", "We need them.", "--dissent", "Tom"),
        here=workspace,
    )
    assert decided.code == 0
    (row,) = json_rows(run, workspace, "verdicts", "acme-logistics")
    told = {"decided_by": "The board", "decided_reason": "We need them.", "dissent": "Tom"}
    assert {name: row[name] for name in told} == told
    assert (row["decided"], row["low"], row["supported"]) == ("partner", "near-partner", False)
    assert row["decided_on"]
    (workspace / "vendors/acme-logistics/2026-q4/decision.toml").write_text("decided = 7\n")
    ran = run("table", "verdicts", "acme-logistics", "--format", "json", here=workspace)
    (row,) = json.loads(ran.out)
    assert row["decided"] is None
    assert "decision.toml" in str(row["errors"])
    assert "decision.toml" in ran.err


def test_an_archived_vendor_is_there_where_it_is_named(workspace: Path, run: Run) -> None:
    path = workspace / "vendors/acme-logistics/vendor.toml"
    path.write_text(path.read_text() + "archived = 2026-11-20\n")
    (row,) = csv_rows(run, workspace, "verdicts")
    assert row["vendor"] == "borealis-packaging"
    (row,) = csv_rows(run, workspace, "verdicts", "Acme Logistics")
    assert row["archived"] == "2026-11-20"


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_workspace_has_a_header_and_says_what_to_do(table: str, run: Run) -> None:
    assert run("init").code == 0
    ran = run("table", table)
    assert ran.code == 0
    assert parsed(ran.out) == []
    assert ran.out.startswith('"vendor","name"')
    assert "`partnercheck add VENDOR`" in ran.err
    assert json.loads(run("table", table, "--format", "json").out) == []


def test_wrong_words_are_told(workspace: Path, run: Run) -> None:
    for words, told in (
        (("verdicts", "--round", "2026-q4", "--all-rounds"), "use one of them"),
        (("verdicts", "--round", "someday"), "is not a round"),
        (("verdicts", "nobody"), 'there is no vendor "nobody"'),
        (("scores",), "invalid choice"),
        ((), "required"),
    ):
        ran = run("table", *words, here=workspace)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
    ran = run("table", "answers", "--round", "2024", here=workspace)
    assert ran.code == 0
    assert "Nobody has answered in 2024" in ran.err


def test_a_reader_that_has_enough_ends_it_quietly(samples: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m partnercheck table answers --all-rounds | head -n 1",
        shell=True,
        cwd=samples,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.startswith(b'"vendor","name"')
    assert done.stderr == b""


def test_rows_come_before_the_last_vendor_is_read(samples: Path) -> None:
    """What is changed after the first row has come is still seen: no pipe holds the whole table."""
    last = samples / "vendors/kellaby-studio/vendor.toml"
    text = last.read_text()
    with warm_start.WarmProgram(
        ["table", "answers", "--all-rounds"],
        cwd=samples,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as program:
        assert program.stdout
        begin = program.stdout.read(100)
        last.write_text(text.replace('"Kellaby Studio"', '"Changed Meanwhile"'))
        rest = b"".join(iter(lambda: program.stdout.read(1 << 16), b""))  # type: ignore[union-attr]
    assert program.returncode == 0
    assert b"Kellaby Studio" not in begin + rest
    assert b"Changed Meanwhile" in rest
