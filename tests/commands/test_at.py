"""--at: the same answer that the workspace gave when it was at a commit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.clones import committed, git
from tests.support.running import Run

ANSWERS = "vendors/acme-logistics/2026-q4/buyer.alice-moreau.partnership.toml"


@pytest.fixture
def changed(samples: Path) -> Path:
    """The samples in git, with an answer, a name and a vendor that changed after the commit."""
    git(samples, "init", "-q")
    committed(samples, "begin")
    path = samples / ANSWERS
    path.write_text(path.read_text("utf-8").replace("score = 3", "score = 1"))
    for name, old in (("goals", "title = "), ("meetings", "decided = "), ("promises", "text = ")):
        path = samples / f"vendors/acme-logistics/{name}.toml"
        path.write_text(path.read_text("utf-8").replace(f'{old}"', f'{old}"Changed: ', 1))
    path = samples / "vendors/cobalt-cloud/vendor.toml"
    path.write_text(path.read_text("utf-8").replace("Cobalt Cloud", "Another Cloud"))
    return samples


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "list --format csv",
        "list --where spend>400000 --sort spend --format markdown",
        "compare acme-logistics --format csv",
        "compare acme-logistics cobalt-cloud",
        "table verdicts",
        "table answers --format json",
        "customer",
        "agenda acme-logistics",
        "history acme-logistics",
        "report --format markdown",
        "goals acme-logistics",
        "meetings --all --format json",
        "promises acme-logistics --format csv",
    ],
)
def test_it_answers_as_it_did_then(line: str, changed: Path, run: Run) -> None:
    words = line.split()
    now = run(*words, here=changed)
    ran = run(*words, "--at", "HEAD", here=changed)
    assert ran.code == 0
    assert "judged by today's rules" in ran.out + ran.err
    shown = ran.out.split("\n\n", 1)[1] if ran.out.startswith("As of ") else ran.out
    git(changed, "stash", "-q")
    then = run(*words, here=changed)
    assert shown == then.out
    assert then.out != now.out or line == "customer"


def test_a_report_for_a_browser_says_of_which_commit_it_is(changed: Path, run: Run) -> None:
    ran = run("report", "acme-logistics", "--at", "HEAD", here=changed)
    [said] = re.findall(r"<span>(As of \w+, [\d-]+, judged by today.*?)</span>", ran.out)
    assert said
    assert "<span>as of <time" not in ran.out
    assert "<span>as of <time" in run("report", "acme-logistics", here=changed).out


@pytest.mark.parametrize(
    "line",
    [
        "goals acme-logistics --add Title",
        "meetings acme-logistics --add",
        "promises acme-logistics --add Text --by us",
    ],
)
def test_nothing_is_changed_in_the_past(line: str, changed: Path, run: Run) -> None:
    before = git(changed, "status", "--porcelain").out
    ran = run(*line.split(), "--at", "HEAD", here=changed)
    assert ran.code == 2
    assert "--at shows an earlier state, so it cannot be used with --add" in ran.err
    assert git(changed, "status", "--porcelain").out == before


def test_each_commit_of_a_history_has_its_own(changed: Path, run: Run) -> None:
    ran = run("history", "acme-logistics", "--commits", "--at", "HEAD", here=changed)
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be used with --at" in ran.err


def test_it_goes_to_a_file_named_from_here(changed: Path, run: Run) -> None:
    ran = run("list", "--at", "HEAD", "-o", "then.txt", here=changed)
    assert (ran.code, ran.out) == (0, "")
    assert (changed / "then.txt").read_text("utf-8").startswith("As of ")


def test_what_is_unknown_is_told_and_nothing_shown(changed: Path, run: Run) -> None:
    for words in (("list", "--at", "none"), ("compare", "nobody", "--at", "HEAD")):
        ran = run(*words, here=changed)
        assert (ran.code, ran.out) == (2, "")
