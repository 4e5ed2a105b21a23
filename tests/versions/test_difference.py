"""`diff`: exactly what moved between two states is told, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.running import ALICES_FILE, Ran
from tests.support.workspace_repo import Repo

DAY = dt.date(2026, 11, 24)
FOLDER = "vendors/acme-logistics"
FORMATS = ("text", "markdown", "json")
NOTHING = "Nothing changed: no answer, verdict, decision, promise, description or rule."
RAISED = ("culture-values", "culture-getting-along", "culture-same-aim")
TOPICS = ("standards kept at a cost", "talking when people disagree", "an agreed aim")

TEXT = """\
1 vendor changed; 1 verdict rose or fell; 3 answers changed.

Acme Logistics   2026-q4   class ↑ up
  Before              ◑ Near partner, our view only; little evidence: Learning
                      (0 of 7 scores)
  Now                 ● Partner, our view only; 26 of 28 scores by one person
                      are the same; little evidence: Learning (0 of 7 scores)
  Cultural alignment  64 partial → 78 present

  Alice Moreau, buyer, 2026-q4: 3 answers changed
    standards kept    2 → 3
    at a cost
    talking when      2 → 4
    people disagree
                      rests on: seen → an opinion
                      what happened, removed: “Seen in June.”
    an agreed aim     2 → 3
                      rests on: seen → written down
                      what happened, before: “Seen in June.”
                      what happened, now: “Their plan of 3 May. Ours too.”
"""


def raise_three(repo: Repo) -> None:
    """Raise the three answers that keep Acme from being a partner, one also in what it rests on."""
    repo.answer(RAISED[0], score=3, basis="observed", evidence="Seen in June.", on=DAY)
    repo.answer(RAISED[1], score=4, basis="opinion", on=DAY)
    repo.answer(
        RAISED[2], score=3, basis="documented", evidence="Their plan of 3 May.\nOurs too.", on=DAY
    )


def told(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def test_three_answers_of_one_vendor_are_named_with_the_verdicts_move(repo: Repo) -> None:
    raise_three(repo)
    repo.commit("Reviewed in October")
    for words in (("HEAD~1",), ("HEAD~1", "HEAD"), ("HEAD~1..HEAD",), ("HEAD~1..",)):
        found = told(repo.run("diff", *words, "--format", "json"))
        assert [each["vendor"] for each in found["vendors"]] == ["acme-logistics"]
        acme = found["vendors"][0]
        low = [acme[side]["verdict"]["low"] for side in ("before", "after")]
        assert low == ["near-partner", "partner"]
        assert (acme["verdict_moved"], acme["direction"], acme["change"]) == (True, "up", "changed")
        (of_round,) = acme["rounds"]
        (moved,) = of_round["conditions"]
        assert (moved["id"], moved["before"]["low"], moved["after"]["low"]) == (
            "culture",
            64.2,
            78.5,
        )
        assert (moved["before"]["state_low"], moved["after"]["state_low"]) == (
            "partial",
            "present",
        )
        (response,) = of_round["responses"]
        assert (response["respondent"], response["change"]) == ("Alice Moreau", "changed")
        assert [each["item"] for each in response["answers"]] == list(RAISED)
        scores = [(a["before"]["score"], a["after"]["score"]) for a in response["answers"]]
        assert scores == [(2, 3), (2, 4), (2, 3)]
        parts = [each["parts"] for each in response["answers"]]
        assert parts[1] == ["score", "basis", "evidence"]
        assert parts[2] == ["score", "basis", "evidence"]


def test_the_text_fits_80_cells_and_says_it_to_a_person(repo: Repo) -> None:
    raise_three(repo)
    ran = repo.run("diff", "HEAD", environment={"COLUMNS": "80"})
    assert (ran.code, ran.err) == (0, "")
    head, *lines = ran.out.splitlines()
    assert head.startswith("From HEAD (")
    assert head.endswith(", 2026-11-01) to the working tree")
    assert lines == TEXT.splitlines()
    assert all(len(line) <= 80 for line in lines)


def test_markdown_has_a_summary_a_table_and_folded_answers(repo: Repo) -> None:
    raise_three(repo)
    out = repo.run("diff", "HEAD", "--format", "markdown").out
    lines = out.splitlines()
    assert lines[0].startswith(
        "**1 vendor changed; 1 verdict rose or fell; 3 answers changed.** From"
    )
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 3
    assert table[2].split(" | ")[2:4] == [
        "◑ Near partner, our view only; little evidence: Learning (0 of 7 scores)",
        "● Partner, our view only; 26 of 28 scores by one person are the same; little evidence: "
        "Learning (0 of 7 scores)",
    ]
    assert out.count("<details>") == out.count("</details>") == 1
    inside = out.partition("<details>")[2].partition("</details>")[0]
    assert [topic for topic in TOPICS if f"- **{topic}**" in inside] == list(TOPICS)
    assert inside.count("- **") == 3
    assert "- **Cultural alignment**: 64 partial → 78 present" in lines


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_moved_is_said_with_exit_status_0(format_: str, repo: Repo) -> None:
    ran = repo.run("diff", "HEAD", "--format", format_)
    assert (ran.code, ran.err) == (0, "")
    if format_ == "json":
        assert told(ran)["vendors"] == []
    else:
        assert NOTHING in flat(ran.out.replace("**", ""))


def test_comments_order_and_layout_are_no_difference(repo: Repo) -> None:
    for file in (ALICES_FILE, f"{FOLDER}/vendor.toml"):
        path = repo.root / file
        lines = path.read_text().splitlines()
        path.write_text("# A remark\r\n" + "\r\n".join(lines) + "\r\n")
    repo.edit(
        ALICES_FILE, lambda data: data.update(answers=dict(reversed(data["answers"].items())))
    )
    (repo.root / "README.md").write_text("Our vendors\n")
    (repo.root / f"{FOLDER}/2026-q4/minutes.pdf").write_bytes(b"%PDF")
    assert told(repo.run("diff", "HEAD", "--format", "json"))["vendors"] == []
    repo.commit("Only layout")
    assert NOTHING in flat(repo.run("diff", "HEAD~1", "HEAD").out)


def test_a_new_round_stands_beside_the_one_before(repo: Repo) -> None:
    shutil.copytree(repo.root / FOLDER / "2026-q4", repo.root / FOLDER / "2027-q1")
    file = ALICES_FILE.replace("2026-q4", "2027-q1")
    repo.edit(file, lambda data: data.update(round="2027-q1"))
    repo.answer("gains-fair-split", file, score=0)
    ran = repo.run("diff", "HEAD")
    assert "Acme Logistics   2026-q4 → 2027-q1   class ↓ down" in ran.out
    assert "2026-q4, before     ◑ Near partner, our view only" in ran.out
    assert "2027-q1, now        ○ Supplier, our view only" in ran.out
    assert "Alice Moreau, buyer, 2027-q1: new, 28 answers" in ran.out
    found = told(repo.run("diff", "HEAD", "--format", "json"))["vendors"][0]
    assert (found["before"]["round"], found["after"]["round"]) == ("2026-q4", "2027-q1")
    (of_round,) = found["rounds"]
    assert (of_round["round"], of_round["before"]) == ("2027-q1", None)
    back = repo.commit("New round")
    out = repo.run("diff", back, "HEAD~1").out
    assert "2027-q1 → 2026-q4   class ↑ up" in out
    assert "2027-q1, gone" in out
    assert "Alice Moreau, buyer, 2027-q1: gone, with 28 answers" in out


def test_a_change_in_an_earlier_round_leaves_the_latest_at_the_top(repo: Repo) -> None:
    shutil.copytree(repo.root / FOLDER / "2026-q4", repo.root / FOLDER / "2026-q3")
    file = ALICES_FILE.replace("2026-q4", "2026-q3")
    repo.edit(file, lambda data: data.update(round="2026-q3"))
    repo.commit("An earlier round")
    repo.answer("gains-fair-split", file, score=0)
    text, markdown = (repo.run("diff", "HEAD", "--format", each).out for each in FORMATS[:2])
    assert "Acme Logistics   2026-q4\n" in text
    assert "Learning (0 of 7 scores) (as before)" in flat(text)
    assert "1 vendor changed; no verdict rose or fell; 1 answer changed." in text
    before = "◑ Near partner, our view only; little evidence: Learning (0 of 7 scores)"
    assert f"2026-q3 Before {before} Now ○ Supplier" in flat(text)
    assert "| Vendor" not in markdown
    assert f"- **Before**: {before}" in markdown.replace("\\", "")


def test_one_side_alone_is_never_shown_as_both(repo: Repo) -> None:
    raise_three(repo)
    repo.commit("A partner on our side")
    theirs = ALICES_FILE.replace("buyer.alice-moreau", "vendor.jane-doe")
    shutil.copy(repo.root / ALICES_FILE, repo.root / theirs)
    repo.edit(theirs, lambda data: data.update(perspective="vendor", respondent="Jane Doe"))
    repo.answer("gains-fair-split", theirs, score=0, on=DAY)
    out = flat(repo.run("diff", "HEAD").out)
    assert "Before ● Partner, our view only" in out
    assert "Now ○ Supplier, our answers alone: Partner, the vendor's: Supplier" in out
    assert "class = same, ours" in out
    assert "no verdict rose or fell; 1 verdict changed, but neither up nor down;" in out
    assert "Jane Doe, vendor, 2026-q4: new, 28 answers" in out


def test_what_became_of_descriptions_and_vendors_is_told(repo: Repo) -> None:
    repo.run("add", "Cobalt Cloud")
    repo.commit("Cobalt")
    repo.describe("acme-logistics", name="Acme Freight", target="near-partner", stage="candidate")
    repo.describe("borealis-packaging", archived=DAY, target_why="W" * 50)
    shutil.rmtree(repo.root / "vendors/cobalt-cloud")
    repo.run("add", "Dunmore Steel")
    out = flat(repo.run("diff", "HEAD").out)
    assert "4 vendors changed; 1 vendor new; 1 vendor gone; no verdict rose or fell." in out
    assert "Acme Freight 2026-q4 Before ◑ Near partner, our view only" in out
    assert "Now ◑ Near partner, not signed yet; our view only" in out
    assert "Renamed Acme Logistics → Acme Freight" in out
    assert "Stage active → candidate" in out
    assert "Target Partner → Near partner" in out
    assert "Archived on 2026-11-24" in out
    assert f"Why that target new: {'W' * 50}" in out
    assert "Cobalt Cloud no round yet removed" in out
    assert "Dunmore Steel no round yet new" in out
    repo.commit("All of it")
    assert "Archived no longer" in flat(repo.run("diff", "HEAD", "HEAD~1").out)
    found = told(repo.run("diff", "HEAD~1", "--format", "json"))["vendors"]
    assert [each["change"] for each in found] == ["changed", "changed", "removed", "added"]
    assert found[0]["description"][0] == {
        "key": "name",
        "before": "Acme Logistics",
        "after": "Acme Freight",
    }


def test_a_decision_is_told_when_it_is_taken_changed_and_dropped(repo: Repo) -> None:
    words = ("decide", "acme-logistics", "--by", "The board", "--class")
    repo.run(*words, "partner", "--reason", "We would *sign* again")
    out = flat(repo.run("diff", "HEAD").out)
    assert "Decided new: Partner, by The board, 2026-" in out
    assert "reason new: “We would *sign* again”" in out
    assert r"“We would \*sign\* again”" in repo.run("diff", "HEAD", "--format", "markdown").out
    repo.commit("Decided")
    repo.run(*words, "near-partner", "--reason", "Not yet", "--replace")
    out = flat(repo.run("diff", "HEAD").out)
    assert "before: Partner, by The board" in out
    assert "now: Near partner, by The board" in out
    assert "reason “We would *sign* again” → “Not yet”" in out
    path = repo.root / FOLDER / "2026-q4/decision.toml"
    path.write_text("decided = ")
    found = told(repo.run("diff", "HEAD", "--format", "json"))
    decision = found["vendors"][0]["rounds"][0]["decision"]
    assert (decision["change"], decision["after"]) == ("unreadable", None)
    assert found["errors"]["after"][0]["file"] == f"{FOLDER}/2026-q4/decision.toml"
    assert "decision.toml cannot be read; it was Partner" in flat(repo.run("diff", "HEAD").out)
    path.unlink()
    assert "Decided removed: Partner, by The board" in flat(repo.run("diff", "HEAD").out)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_cannot_be_read_is_told_and_never_taken_for_no_answers(
    format_: str, repo: Repo
) -> None:
    good = repo.root / ALICES_FILE
    text = good.read_text()
    good.write_text(text + "\n[answers.culture-values\n")
    broken = repo.commit("Broken")
    ran = repo.run("diff", "HEAD~1", "HEAD", "--format", format_)
    assert ran.code == 0
    assert ALICES_FILE in ran.err
    assert "not valid TOML" in ran.out
    if format_ == "json":
        response = told(ran)["vendors"][0]["rounds"][0]["responses"][0]
        assert (response["change"], response["answers"]) == ("unreadable", [])
    else:
        assert "the file cannot be read any more; it had 28 answers" in flat(ran.out)
        assert "1 file unreadable" in flat(ran.out)
    good.write_text(text)
    again = repo.run("diff", broken, "--format", format_)
    if format_ == "json":
        response = told(again)["vendors"][0]["rounds"][0]["responses"][0]
        assert (response["change"], response["answers"]) == ("readable", [])
    else:
        assert "the file could not be read before; 28 answers" in flat(again.out)
    good.write_text(text + "\n[answers.culture-values\n# Still\n")
    both = repo.run("diff", broken, "--format", format_)
    assert "not valid TOML" in both.out
    assert "culture-decisions" not in both.out


def test_a_description_that_cannot_be_read_takes_no_name_away(repo: Repo) -> None:
    (repo.root / FOLDER / "vendor.toml").write_text("name = 3\n")
    out = flat(repo.run("diff", "HEAD").out)
    assert "Acme Logistics 2026-q4" in out
    assert "vendor.toml cannot be read any more" in out
    assert "Renamed" not in out
    repo.commit("Broken")
    out = flat(repo.run("diff", "HEAD", "HEAD~1").out)
    assert "vendor.toml could not be read before" in out


def test_what_changed_in_the_rules_is_apart(repo: Repo) -> None:
    repo.run("questionnaire", "copy", "partnership")
    assert "Nothing changed" in repo.run("diff", "HEAD").out
    repo.commit("Our own copy, the same")
    assert "Nothing changed" in repo.run("diff", "HEAD~1", "HEAD").out
    path = repo.root / "instruments/partnership.toml"
    old = path.read_text()
    item = "\n".join(f'{key} = "{key} of the new one"' for key in ("topic", "buyer", "vendor"))
    new = (
        old.replace("present = 66", "present = 60")
        + f'\n[[items]]\nid = "culture-new"\ncondition = "culture"\nkind = "standing"\n{item}\n'
        + 'anchors = ["a", "b", "c", "d", "<e> | *f*"]\n'
    )
    path.write_text(new.replace("version = 2", "version = 3", 1))
    ran = repo.run("diff", "HEAD")
    assert ran.code == 0
    assert "No vendor changed; the rules changed." in ran.out
    assert "The rules" in ran.out.splitlines()
    out = flat(ran.out)
    for words in (
        "partnership version: 2 → 3",
        "present starts at: 66 → 60",
        "question culture-new: new, “buyer of the new one”",
        "Both versions were judged by the rules of the working tree, so none of these changes "
        "caused a verdict above to change.",
    ):
        assert words in out
    repo.answer("culture-new", score=4)
    found = told(repo.run("diff", "HEAD", "--format", "json"))
    # Before the change too the new question counts: it was open, and could have gone either way.
    verdict = found["vendors"][0]["before"]["verdict"]
    assert (verdict["low"], verdict["high"]) == ("near-partner", "partner")
    assert [each["key"] for each in found["rules"]["instruments"][0]["changes"]] == [
        "version",
        "states.present",
        "items.culture-new",
    ]


def test_rules_that_differ_from_both_sides_are_told(repo: Repo) -> None:
    repo.answer("gains-fair-split", score=0)
    repo.commit("Second")
    repo.run("questionnaire", "copy", "partnership")
    path = repo.root / "instruments/partnership.toml"
    path.write_text(path.read_text().replace("present = 66", "present = 60"))
    out = repo.run("diff", "HEAD~1", "HEAD").out
    assert "The rules\n" not in out
    assert "judged by the rules of the working tree; different rules applied" in flat(out)
    assert "Before              ● Partner, our view only" in out


def test_another_instrument_that_classifies_is_told(repo: Repo) -> None:
    repo.run("questionnaire", "copy", "partnership")
    path = repo.root / "instruments/partnership.toml"
    path.write_text(path.read_text().replace('id = "partnership"', 'id = "ours"', 1))
    repo.edit("partnercheck.toml", lambda data: data.update(instrument="ours"))
    out = flat(repo.run("diff", "HEAD").out)
    assert "Classifies partnership → ours" in out
    assert "ours instrument: new" in out
    assert "no vendor changed" in out.casefold()


def test_the_commit_in_which_the_workspace_began_has_everything_new(
    nested: Repo,
) -> None:
    nested.git("checkout", "--quiet", "--orphan", "old")
    nested.git("rm", "-r", "--quiet", "--cached", "buying")
    nested.git("commit", "--quiet", "-m", "Before the workspace")
    nested.git("checkout", "--quiet", "--force", "main")
    ran = nested.run("diff", "old", "main")
    assert ran.code == 0
    assert "partnercheck.toml: was not in this folder at" in ran.err
    out = flat(ran.out)
    assert "2 vendors changed; 2 vendors new" in out
    assert "Acme Logistics 2026-q4 new" in out
    assert "The workspace did not exist yet, so all of it counts as new" in out
    assert "gone" in nested.run("diff", "main", "old").out


def test_only_the_named_vendors_are_compared(repo: Repo) -> None:
    repo.describe("acme-logistics", name="Acme Freight")
    repo.describe("borealis-packaging", name="Borealis")
    ids = ["acme-logistics", "borealis-packaging"]

    def differing(*names: str) -> list[str]:
        words = [word for name in names for word in ("--vendor", name)]
        found = told(repo.run("diff", "HEAD", "--format", "json", *words))
        return [each["vendor"] for each in found["vendors"]]

    assert differing() == ids
    assert differing("acme-logistics") == ids[:1]
    assert differing("acme freight", "Borealis Packaging") == ids
    repo.run("add", "Cobalt Cloud")
    repo.commit("All")
    assert NOTHING in flat(repo.run("diff", "HEAD", "--vendor", "Cobalt Cloud").out)
    ran = repo.run("diff", "HEAD", "--vendor", "nobody")
    assert (ran.code, ran.out) == (2, "")
    assert 'no vendor "nobody"' in ran.err


def test_three_dots_compare_with_the_last_commit_in_common(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "q4")
    repo.answer("gains-fair-split", score=0)
    repo.commit("On the branch")
    repo.git("checkout", "--quiet", "main")
    repo.describe("borealis-packaging", name="Borealis")
    repo.commit("On main")
    two, three = (
        told(repo.run("diff", f"main{dots}q4", "--format", "json")) for dots in ("..", "...")
    )
    assert [each["vendor"] for each in two["vendors"]] == ["acme-logistics", "borealis-packaging"]
    assert [each["vendor"] for each in three["vendors"]] == ["acme-logistics"]
    assert told(repo.run("diff", "...q4", "--format", "json"))["vendors"] == three["vendors"]
    repo.git("checkout", "--quiet", "--orphan", "apart")
    repo.commit("Apart")
    assert "have no common ancestor" in repo.run("diff", "main...apart").err
    assert "cannot be combined" in repo.run("diff", "main..q4", "apart").err


def test_it_works_in_a_subfolder_of_the_repo_and_of_the_workspace(nested: Repo) -> None:
    raise_three(nested)
    (nested.top / "vendors/acme-logistics").mkdir()
    (nested.top / "vendors/acme-logistics/vendor.toml").write_text('name = "Not ours"\n')
    plain = nested.run("diff", "HEAD", "--format", "json")
    assert [each["vendor"] for each in told(plain)["vendors"]] == ["acme-logistics"]
    below = nested.root / FOLDER / "2026-q4"
    assert nested.run("diff", "HEAD", "--format", "json", here=below) == plain
    named = ("--workspace", "buying/our vendors")
    assert nested.run("diff", "HEAD", "--format", "json", *named, here=nested.top) == plain
    linked = nested.top.parent / "linked"
    linked.symlink_to(nested.root)
    assert nested.run("diff", "HEAD", "--format", "json", here=linked) == plain


def test_it_works_in_a_worktree(nested: Repo) -> None:
    worktree = nested.top.parent / "worktree"
    nested.git("worktree", "add", "--quiet", "-b", "q4", str(worktree))
    there = Repo(worktree, worktree / "buying" / "our vendors", nested._run)
    raise_three(there)
    assert [
        each["vendor"] for each in told(there.run("diff", "main", "--format", "json"))["vendors"]
    ]
    there.commit("In the worktree")
    assert NOTHING in flat(nested.run("diff", "main").out)
    assert "3 answers changed" in nested.run("diff", "main", "q4").out


@pytest.mark.parametrize("ignored", [False, True])
def test_files_that_git_does_not_know_are_in_the_working_tree(ignored: bool, repo: Repo) -> None:
    if ignored:
        (repo.root / ".gitignore").write_text("vendors/cobalt-cloud/\n")
    repo.run("add", "Cobalt Cloud")
    found = told(repo.run("diff", "HEAD", "--format", "json"))
    assert [(each["vendor"], each["change"]) for each in found["vendors"]] == [
        ("cobalt-cloud", "added")
    ]


def test_what_is_only_staged_or_taken_from_the_index_is_seen_as_on_disk(repo: Repo) -> None:
    repo.git("rm", "--quiet", "--cached", ALICES_FILE)
    assert NOTHING in flat(repo.run("diff", "HEAD").out)
    repo.git("reset", "--quiet")
    text = (repo.root / ALICES_FILE).read_text()
    raise_three(repo)
    repo.git("add", "--all")
    (repo.root / ALICES_FILE).write_text(text)
    assert NOTHING in flat(repo.run("diff", "HEAD").out)


def test_links_are_followed_as_in_the_workspace_and_never_out_of_it(
    repo: Repo, tmp_path: Path
) -> None:
    outside = tmp_path / "secret.toml"
    shutil.copy(repo.root / ALICES_FILE, outside)
    link = repo.root / ALICES_FILE
    kept = repo.root / "kept" / "alice.toml"
    kept.parent.mkdir()
    link.rename(kept)
    link.symlink_to(os.path.relpath(kept, link.parent))
    repo.commit("A link inside")
    assert NOTHING in flat(repo.run("diff", "HEAD~1").out)
    assert NOTHING in flat(repo.run("diff", "HEAD~1", "HEAD").out)
    kept.write_text(kept.read_text().replace("score = 2", "score = 3"))
    assert "3 answers changed" in repo.run("diff", "HEAD").out
    repo.commit("What the link leads to changed")
    assert "3 answers changed" in repo.run("diff", "HEAD~1", "HEAD").out
    link.unlink()
    link.symlink_to(outside)
    repo.commit("A link outside")
    for words in (("HEAD~1", "HEAD"), ("HEAD~1",)):
        ran = repo.run("diff", *words)
        assert "is linked to a place outside the workspace" in flat(ran.out)
        assert "the file cannot be read any more" in flat(ran.out)
    assert outside.exists()


def test_a_folder_that_is_a_link_is_a_vendor_like_any_other(repo: Repo) -> None:
    repo.run("add", "Cobalt Cloud")
    kept = (repo.root / "vendors/cobalt-cloud").rename(repo.root / "cobalt")
    (repo.root / "vendors/cobalt-cloud").symlink_to("../cobalt")

    def differing(*words: str) -> list[str]:
        found = told(repo.run("diff", *words, "--format", "json"))["vendors"]
        return [each["vendor"] for each in found]

    assert differing("HEAD") == ["cobalt-cloud"]
    repo.commit("A folder elsewhere")
    assert differing("HEAD~1", "HEAD") == ["cobalt-cloud"]
    assert differing("HEAD") == []
    (kept / "vendor.toml").write_text('name = "Cobalt"\n')
    assert differing("HEAD") == ["cobalt-cloud"]
    all_kept = (repo.root / "vendors").rename(repo.root / "kept")
    all_kept.joinpath("cobalt-cloud").unlink()
    (repo.root / "vendors").symlink_to("kept")
    assert differing("HEAD") == ["cobalt-cloud"]


def test_names_in_any_script_are_compared_in_the_c_locale(repo: Repo) -> None:
    (repo.root / "vendors" / "Über").mkdir()
    (repo.root / "vendors" / "Über" / "vendor.toml").write_text('name = "Über \\"AG\\""\n', "utf-8")
    theirs = repo.root / ALICES_FILE.replace("alice-moreau", "Jürgen")
    shutil.copy(repo.root / ALICES_FILE, theirs)
    strange = os.fsencode(repo.root / "vendors") + b"/\xff\xfe"
    os.mkdir(strange)
    with open(strange + b"/vendor.toml", "w") as stream:
        stream.write('name = "Strange"\n')
    repo.commit("Names")
    locale = {"LANG": "C", "LC_ALL": "C"}
    for words in (("HEAD~1", "HEAD"), ("HEAD~1",)):
        plain = repo.run("diff", *words, "--format", "json")
        assert [each["vendor"] for each in told(plain)["vendors"]] == [
            "acme-logistics",
            "Über",
            "\ufffd\ufffd",
        ]
        assert repo.run("diff", *words, "--format", "json", environment=locale) == plain
        narrow = {**locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        ran = repo.run("diff", *words, environment=narrow)
        assert ran.code == 0
        assert "4 vendors differ" not in ran.out
    assert NOTHING in flat(repo.run("diff", "HEAD", environment=locale).out)


HOSTILE = "Acme\x1b]0;x\x07 <b>[@click=quit]x[/] | `rm` @team #1 \u202eevil"


def test_nothing_in_a_name_or_an_evidence_acts(repo: Repo) -> None:
    repo.describe("acme-logistics", name=HOSTILE)
    repo.answer("culture-repair", score=0, basis="observed", evidence=f"</details>\n{HOSTILE}")
    repo.edit(ALICES_FILE, lambda data: data.update(respondent="Alice Moreau"))
    other = ALICES_FILE.replace("alice-moreau", "b-rm-b-team")
    shutil.copy(repo.root / ALICES_FILE, repo.root / other)
    repo.edit(other, lambda data: data.update(respondent="<b>`rm`</b> @team"))
    repo.commit("Hostile")
    for format_ in FORMATS:
        out = repo.run("diff", "HEAD~1", "HEAD", "--format", format_).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    markdown = repo.run("diff", "HEAD~1", "HEAD", "--format", "markdown").out
    for acting in ("<b>", "@team", "@click", "</details>\nAcme"):
        assert acting not in markdown
    assert markdown.count("</details>") == markdown.count("<details>") == 2
    assert {
        line.replace(r"\|", "").count("|") for line in markdown.splitlines() if line[:1] == "|"
    } == {6}


def test_a_lens_is_compared_too_and_named(repo: Repo) -> None:
    repo.run("questionnaire", "copy", "partnership")
    path = repo.root / "instruments/partnership.toml"
    text = path.read_text().replace('id = "partnership"', 'id = "lens"', 1)
    path.write_text(text.replace("\nname = ", '\nname = "A lens" #', 1))
    lens = ALICES_FILE.replace(".partnership.", ".lens.")
    shutil.copy(repo.root / ALICES_FILE, repo.root / lens)
    repo.edit(lens, lambda data: data.update(instrument="lens"))
    repo.commit("A lens")
    repo.answer("culture-values", lens, skip="unknown")
    out = repo.run("diff", "HEAD").out
    assert "no verdict rose or fell; 1 answer changed" in out
    assert "Alice Moreau, buyer, 2026-q4, A lens: 1 answer changed" in out
    assert "2 → unknown" in out


def test_what_became_of_promises_is_told_in_the_words_of_the_history(repo: Repo) -> None:
    promises = repo.root / FOLDER / "promises.toml"
    states = {"kept": "kept", "late": "kept late", "dropped": "dropped"}

    def write(state: str = "", owner: str = "Pat") -> None:
        tables = "".join(
            f'\n[promises.{key}]\nby = "buyer"\nowner = "{owner}"\ntext = "To be {key}"\n'
            f'made = 2020-01-01\ndue = 2020-02-01\nstate = "{state or key}"\n'
            for key in states
        )
        promises.write_text(f"format = 1\n{tables}")

    write("open")
    made = repo.run("diff", "HEAD").out
    assert made.count("made: We promised: To be") == 3
    assert "Missed." in flat(made)
    repo.commit("Promised")
    write()
    shown = flat(repo.run("diff", "HEAD").out)
    for key, word in states.items():
        assert f"To be {key}: missed → {word}" in shown
    (move,) = told(repo.run("diff", "HEAD", "--format", "json"))["vendors"]
    assert {each["id"] for each in move["promises"]} == set(states)
