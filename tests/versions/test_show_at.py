"""`show --at`: the vendor as it was at a commit, judged by today's rules, which is said."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from tests.support.workspace_repo import Repo


@pytest.fixture
def changed(repo: Repo) -> Repo:
    """Acme was a near partner in the first commit, and is a steady supplier since the second."""
    repo.answer("gains-fair-split", score=0)
    repo.commit("A split of the gains", on="2026-11-12")
    return repo


def low(repo: Repo, *words: str) -> Any:
    ran = repo.run("show", *words, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["vendors"][0]["verdict"]["low"]


def test_the_text_begins_with_the_commit_and_its_day(changed: Repo) -> None:
    short = changed.git("rev-parse", "--short", "HEAD~1")
    text = changed.run("show", "Acme Logistics", "--at", "HEAD~1").out.splitlines()
    assert text[:3] == [
        f"As of {short}, 2026-11-01, judged by today's rules",
        "",
        "Acme Logistics   2026-q4",
    ]
    assert "is a near partner" in text[4]
    markdown = changed.run("show", "acme-logistics", "--at", "HEAD~1", "--format", "markdown").out
    assert markdown.startswith(f"As of {short}, 2026-11-01, judged by today's rules\n\n## Acme")
    lines = changed.run("show", "acme-logistics", "--at", short, "--lines").out.splitlines()
    assert lines[0].startswith(f"As of {short}")
    assert lines[2].startswith("Acme Logistics, 2026-q4, target Partner: Near partner (our view ")


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_data_keeps_its_shape_and_the_commit_is_said_beside_it(format_: str, changed: Repo) -> None:
    now = changed.run("show", "acme-logistics", "--format", format_)
    at_head = changed.run("show", "acme-logistics", "--at", "HEAD", "--format", format_)
    assert at_head.out == now.out
    assert at_head.err.startswith("As of ")


def test_it_is_the_working_tree_of_that_commit(changed: Repo) -> None:
    first = changed.git("rev-parse", "HEAD~1")
    assert low(changed, "acme-logistics", "--at", "HEAD~1") == "near-partner"
    assert low(changed, "acme-logistics", "--at", "HEAD") == "supplier"
    everything = ("show", "acme-logistics", "--all")
    shown = changed.run(*everything, "--at", first).out.partition("\n\n")[2]
    changed.git("checkout", "--quiet", first)
    assert shown == changed.run(*everything).out


def test_it_is_judged_by_todays_rules(changed: Repo) -> None:
    changed.run("questionnaire", "copy", "partnership")
    path = changed.root / "instruments/partnership.toml"
    path.write_text(path.read_text().replace("present = 66", "present = 60"))
    assert low(changed, "acme-logistics", "--at", "HEAD~1") == "partner"


def test_earlier_rounds_and_decisions_are_those_of_then(changed: Repo) -> None:
    words = ("decide", "acme-logistics", "--class", "near-partner", "--by", "The board")
    words = (*words, "--reason", "We agreed")
    changed.run(*words)
    changed.commit("Decided")
    assert "The board" in changed.run("show", "acme-logistics", "--at", "HEAD").out
    assert "The board" not in changed.run("show", "acme-logistics", "--at", "HEAD~1").out
    ran = changed.run("show", "acme-logistics", "--at", "HEAD", "--round", "2026-q3")
    assert "2026-q3" in ran.out
    assert "has not been assessed" in " ".join(ran.out.split())


def test_a_vendor_that_was_not_there_is_told_with_its_first_commit(changed: Repo) -> None:
    changed.run("add", "Cobalt Cloud")
    ran = changed.run("show", "Cobalt Cloud", "--at", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "Cobalt Cloud was not in the workspace at" in ran.err
    assert "it has not been committed yet" in ran.err
    changed.commit("Cobalt", on="2026-11-14")
    short = changed.git("rev-parse", "--short", "HEAD")
    ran = changed.run("show", "cobalt-cloud", "--at", "HEAD~1")
    assert f"the first commit with it is {short} (2026-11-14)" in ran.err


def test_a_vendor_of_another_name_or_removed_since_is_found(changed: Repo) -> None:
    changed.describe("acme-logistics", name="Acme Freight")
    shutil.rmtree(changed.root / "vendors/borealis-packaging")
    assert "Acme Logistics" in changed.run("show", "Acme Freight", "--at", "HEAD").out
    assert "Acme Logistics" in changed.run("show", "acme logistics", "--at", "HEAD").out
    assert "Borealis" in changed.run("show", "Borealis Packaging", "--at", "HEAD").out
    ran = changed.run("show", "acme-logistic", "--at", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean acme-logistics? (searched today's vendors and those at " in ran.err


def test_a_broken_file_of_then_is_told(changed: Repo) -> None:
    path = changed.root / "vendors/acme-logistics/vendor.toml"
    text = path.read_text()
    path.write_text("name = \n")
    changed.commit("Broken")
    path.write_text(text)
    ran = changed.run("show", "acme-logistics", "--at", "HEAD")
    assert ran.code == 0
    assert "vendors/acme-logistics/vendor.toml:1: is not valid TOML" in ran.err
