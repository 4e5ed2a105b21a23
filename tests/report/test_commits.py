"""`history --commits`: how a vendor stood after each commit that touched its folder."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import Any

import pytest

from tests.support.running import ALICES_FILE
from tests.support.workspace_repo import Repo

COMMITS = ("history", "acme-logistics", "--commits")


def lines_of(repo: Repo, *words: str) -> list[str]:
    ran = repo.run(*COMMITS, *words)
    assert ran.code == 0, ran.err
    return [" ".join(line.split()) for line in ran.out.splitlines()]


def data_of(repo: Repo) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(repo.run(*COMMITS, "--format", "json").out)["commits"]
    return found


@pytest.fixture
def worked_on(repo: Repo) -> Repo:
    """Three commits about Acme, one about another vendor, and a change not committed yet."""
    repo.answer("gains-fair-split", score=0)
    repo.commit("A split <b>|*all*", author="Bea [Holm]", on="2026-11-05")
    repo.describe("borealis-packaging", name="Borealis")
    repo.commit("Another vendor", on="2026-11-06")
    repo.answer("gains-fair-split", score=3)
    repo.commit("Corrected", on="2026-11-07")
    for item in ("culture-bad-news", "culture-repair", "culture-same-aim"):
        repo.answer(item, score=4)
    return repo


def test_there_is_a_line_a_commit_oldest_first_and_what_is_not_committed_last(
    worked_on: Repo,
) -> None:
    git = worked_on.git
    short = [git("rev-parse", "--short", f"HEAD{back}") for back in ("~3", "~2", "")]
    assert lines_of(worked_on) == [
        "Acme Logistics",
        "",
        "Date Commit Author Round By Cult Gain Reci Lear Class Direction Subject",
        f"2026-11-01 {short[0]} Alice Moreau 2026-q4 B 64 75 78 75 "
        "◑ Near partner, ours, little evidence: Lear - First answers",
        f"2026-11-05 {short[1]} Bea [Holm] 2026-q4 B 64 64↧ 78 75 "
        "○ Supplier, ours, little evidence: Lear ↓ down A split <b>|*all*",
        f"2026-11-07 {short[2]} Alice Moreau 2026-q4 B 64 75 78 75 "
        "◑ Near partner, ours, little evidence: Lear, only an opinion on 1 key question ↑ up "
        "Corrected",
        "not committed - - 2026-q4 B 78 75 78 75 "
        "● Partner, ours, little evidence: Lear, only an opinion on 2 key questions ↑ up -",
    ]
    worked_on.commit("The last")
    assert lines_of(worked_on)[-1].endswith("↑ up The last")
    path = worked_on.root / ALICES_FILE
    path.write_text(f"# A remark\n{path.read_text()}")
    assert lines_of(worked_on)[-1].endswith("↑ up The last")


def test_markdown_has_one_table_in_which_nothing_acts(worked_on: Repo) -> None:
    out = worked_on.run(*COMMITS, "--format", "markdown").out
    table = [line for line in out.splitlines() if line.startswith("|")]
    assert len(table) == 6
    assert {line.replace(r"\|", "").count("|") for line in table} == {13}
    assert r"A split &lt;b>\|\*all\*" in out
    assert "Bea [Holm]" in out


def test_csv_has_a_row_a_commit_and_no_formula(worked_on: Repo) -> None:
    worked_on.commit("=1+1", author="@SUM(A1)")
    out = worked_on.run(*COMMITS, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 4
    assert all(None not in row and None not in row.values() for row in rows)
    assert (rows[-1]["subject"], rows[-1]["author"]) == ("'=1+1", "'@SUM(A1)")
    assert (rows[-1]["low"], rows[-1]["direction"], rows[0]["culture_low"]) == (
        "partner",
        "up",
        "64.2",
    )


def test_json_has_the_one_shape_of_the_vendor_after_each_commit(worked_on: Repo) -> None:
    found = data_of(worked_on)
    assert [each["commit"] and each["commit"]["subject"] for each in found] == [
        "First answers",
        "A split <b>|*all*",
        "Corrected",
        None,
    ]
    assert [each["direction"] for each in found] == [None, "down", "up", "up"]
    for each in found[:-1]:
        words = ("show", "acme-logistics", "--at", each["commit"]["commit"], "--format", "json")
        assert json.loads(worked_on.run(*words).out)["vendors"] == [each["after"]]
    now = json.loads(worked_on.run("show", "acme-logistics", "--format", "json").out)
    assert now["vendors"] == [found[-1]["after"]]


def test_a_branch_and_its_merge_are_each_compared_with_what_they_build_on(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "q4")
    repo.answer("gains-fair-split", score=0)
    repo.commit("On the branch")
    repo.git("checkout", "--quiet", "main")
    for item in ("culture-bad-news", "culture-repair", "culture-same-aim"):
        repo.answer(item, score=4)
    repo.commit("On main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merged", "q4")
    directions = {
        each["commit"]["subject"]: (each["direction"], each["after"]["verdict"]["low"])
        for each in data_of(repo)
    }
    assert directions == {
        "First answers": (None, "near-partner"),
        "On the branch": ("down", "supplier"),
        "On main": ("up", "partner"),
        "Merged": ("down", "supplier"),
    }


def test_a_merge_that_changed_nothing_more_is_left_out(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "q4")
    repo.answer("gains-fair-split", score=0)
    repo.commit("On the branch")
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merged", "q4")
    assert [each["commit"]["subject"] for each in data_of(repo)] == [
        "First answers",
        "On the branch",
    ]


def test_a_new_round_and_a_removed_vendor_are_seen(repo: Repo) -> None:
    folder = repo.root / "vendors/acme-logistics"
    shutil.copytree(folder / "2026-q4", folder / "2027-q1")
    file = ALICES_FILE.replace("2026-q4", "2027-q1")
    repo.edit(file, lambda data: data.update(round="2027-q1"))
    repo.answer("gains-fair-split", file, score=0)
    repo.commit("New round")
    shutil.copytree(folder, repo.top.parent / "kept")
    shutil.rmtree(folder)
    repo.commit("Removed")
    shutil.copytree(repo.top.parent / "kept", folder)
    repo.commit("Undone")
    lines = lines_of(repo)
    assert "2027-q1" in lines[4]
    assert "↓ down New round" in lines[4]
    assert lines[5].endswith("- - - - - - not in the workspace - Removed")
    assert "= same Undone" in lines[6]
    assert data_of(repo)[2]["after"] is None


def test_a_file_that_cannot_be_read_makes_its_line_unclear(repo: Repo) -> None:
    (repo.root / ALICES_FILE).write_text("format = ")
    repo.commit("Broken")
    assert "1 unreadable" in lines_of(repo)[-1]
    assert "↕ unclear Broken" in lines_of(repo)[-1]


def test_nothing_in_a_subject_or_a_name_reaches_the_terminal(repo: Repo) -> None:
    repo.describe("acme-logistics", target_why="x")
    repo.commit("Red \x1b[31m\u202e [/] \x9b31m", author="A\x1b]0;x\x07")
    out = repo.run(*COMMITS).out
    assert "Red ␛[31m" in out
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(out)


def test_in_a_subfolder_and_in_the_c_locale_it_is_the_same(nested: Repo) -> None:
    nested.answer("gains-fair-split", score=0)
    nested.commit("Zwölf", author="Jürgen")
    plain = nested.run(*COMMITS, "--format", "json")
    assert [each["author"] for each in (c["commit"] for c in json.loads(plain.out)["commits"])] == [
        "Alice Moreau",
        "Jürgen",
    ]
    below = nested.root / "vendors"
    assert nested.run(*COMMITS, "--format", "json", here=below) == plain
    locale = {"LANG": "C", "LC_ALL": "C"}
    assert nested.run(*COMMITS, "--format", "json", environment=locale) == plain


@pytest.mark.parametrize("format_", ["text", "markdown", "csv", "json"])
def test_a_vendor_that_is_not_committed_says_so(format_: str, repo: Repo) -> None:
    repo.run("add", "Cobalt Cloud")
    ran = repo.run("history", "Cobalt Cloud", "--commits", "--format", format_)
    assert ran.code == 0
    assert "Nothing about Cobalt Cloud has been committed yet" in ran.err
    if format_ == "text":
        assert ran.out.splitlines()[3].startswith("not committed")
