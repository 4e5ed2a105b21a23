"""Files of different people and vendors that git takes for versions of one file."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from partnercheck.base.errors import UserError
from partnercheck.storage.conflicts import sides
from partnercheck.versions.resolving import conflicted, resolution_of, resolved
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_vendor import read_description
from tests.support.clones import committed, git, look_for_renames, program
from tests.support.running import Ran, Run

ROUND = "vendors/borealis-packaging/2026-q4"
BOBS_FILE, ZOES_FILE = (f"buyer.{who}.partnership.toml" for who in ("bob", "zoe"))
HEADER = """\
instrument = "{instrument}"
vendor = "{vendor}"
round = "{round}"
perspective = "{perspective}"
respondent = "{respondent}"
"""
IDENTITY = {
    "instrument": "partnership",
    "vendor": "borealis-packaging",
    "round": "2026-q4",
    "perspective": "buyer",
    "respondent": "Bob",
}


def response(score: int, **identity: str) -> str:
    header = HEADER.format(**{**IDENTITY, **identity})
    return f"{header}\n[answers.culture-decisions]\nscore = {score}\n\n[answers.culture-dialogue]\n"


def merge(folder: Path, run: Run, base: str, ours: str, theirs: str, file: str) -> Ran:
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_text(text)
    return run("merge-file", "base", "ours", "theirs", "7", file, here=folder)


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("respondent", "Alice"),
        ("respondent", "Böb"),
        ("vendor", "acme-logistics"),
        ("round", "2026-q3"),
        ("perspective", "vendor"),
        ("instrument", "own"),
    ],
)
def test_a_base_of_another_owner_says_nothing_about_who_changed_an_answer(
    key: str, other: str, tmp_path: Path, run: Run
) -> None:
    base = response(3, **{key: other})
    ran = merge(tmp_path, run, base, response(3), response(1), BOBS_FILE)
    assert ran.code == 1
    assert "culture-decisions was answered on both sides" in ran.err
    both = sides((tmp_path / "ours").read_text())
    assert both
    assert [tomli.loads(text) for text in both] == [
        tomli.loads(text) for text in (response(3), response(1))
    ]


def test_a_base_with_markers_that_is_partly_somebody_elses_counts_as_none(
    tmp_path: Path, run: Run
) -> None:
    bob, alice = response(3), response(3, respondent="Alice")
    base = f"<<<<<<<<< ours\n{bob}=========\n{alice}>>>>>>>>> theirs\n"
    ran = merge(tmp_path, run, base, response(3), response(1), BOBS_FILE)
    assert ran.code == 1
    assert "culture-decisions was answered on both sides" in ran.err


def test_a_base_with_the_same_name_in_another_spelling_is_a_base(tmp_path: Path, run: Run) -> None:
    base = response(3, respondent="BOB")
    ran = merge(tmp_path, run, base, response(3), response(1), BOBS_FILE)
    assert ran.code == 0
    assert "score = 1" in (tmp_path / "ours").read_text()


@pytest.fixture
def repo(workspace: Path) -> Path:
    """A repo in which git looks for renamed files, as where the workspace is one of its folders."""
    assert git(workspace, "init", "-q").code == 0
    assert program(workspace, "init", "--git").code == 0
    look_for_renames(workspace)
    committed(workspace, "begin")
    return workspace


AGREEMENTS = {
    "goals.toml": '[goals.trucks]\ntitle = "Fewer late trucks"\nperiod = "quarter"\n{}',
    "meetings.toml": '[meetings."2026-11-01"]\npresent = ["Alice"]\ndecided = "Weekly."\n{}',
    "promises.toml": '[promises.call]\nby = "buyer"\ntext = "Call each Monday"\n{}',
    "2026-q4/asked.toml": '[asked.bob]\nperspective = "buyer"\nrespondent = "Bob"\n{}',
    "2026-q4/decision.toml": 'decided = "partner"\nby = "Alice"\nreason = "Both."\n{}',
    f"2026-q4/{BOBS_FILE}": response(3) + "{}",
}


@pytest.mark.parametrize("command", ["merge", "cherry-pick", "rebase"])
@pytest.mark.parametrize("file", sorted(AGREEMENTS))
def test_after_init_git_a_new_vendor_gets_nothing_of_a_removed_one(
    file: str, command: str, workspace: Path
) -> None:
    """The new vendor's file is the same as the removed one's was, so git merges it by itself."""
    assert git(workspace, "init", "-q").code == 0
    assert program(workspace, "init", "--git").code == 0
    gone, new = (f"vendors/{vendor}/{file}" for vendor in ("old", "new"))
    text = AGREEMENTS[file].format("")
    write(workspace, gone, text)
    committed(workspace, "begin")
    git(workspace, "branch", "other")
    (workspace / gone).unlink()
    write(workspace, new, text)
    committed(workspace, "another vendor")
    git(workspace, "switch", "-q", "other")
    write(workspace, gone, AGREEMENTS[file].format('note = "too dear"\n'))
    committed(workspace, "too dear")
    if command != "rebase":
        git(workspace, "switch", "-q", "main")
    assert git(workspace, command, "main" if command == "rebase" else "other").code != 0
    assert git(workspace, "ls-files", "--unmerged").out.count(gone) == 2
    assert (workspace / new).read_text() == text
    assert "too dear" in (workspace / gone).read_text()


def test_init_git_sets_renames_only_where_the_workspace_is_the_repo(
    workspace: Path, tmp_path: Path
) -> None:
    def renames(folder: Path) -> str:
        return git(folder, "config", "--local", "merge.renames").out.strip()

    def strategy(folder: Path) -> str:
        return git(folder, "config", "--local", "pull.twohead").out.strip()

    assert git(workspace, "init", "-q").code == 0
    assert program(workspace, "init", "--git").code == 0
    assert (renames(workspace), strategy(workspace)) == ("false", "recursive")
    look_for_renames(workspace)
    assert program(workspace, "init", "--git").code == 0
    assert (renames(workspace), strategy(workspace)) == ("true", ""), "what somebody has set stays"
    outer = tmp_path / "outer"
    outer.mkdir()
    assert git(outer, "init", "-q").code == 0
    assert program(outer, "init", "inner", "--git").code == 0
    assert (renames(outer), strategy(outer)) == ("", "")
    assert git(outer, "config", "merge.partnercheck.driver").code == 0


def write(root: Path, file: str, text: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text)


def test_alices_file_removed_and_bobs_added_on_both_sides_loses_no_answer(repo: Path) -> None:
    write(repo, f"{ROUND}/buyer.alice.partnership.toml", response(3, respondent="Alice"))
    committed(repo, "Alice answers")
    git(repo, "branch", "other")
    for branch, score in (("main", 3), ("other", 1)):
        assert git(repo, "switch", "-q", branch).code == 0
        (repo / ROUND / "buyer.alice.partnership.toml").unlink()
        write(repo, f"{ROUND}/{BOBS_FILE}", response(score))
        committed(repo, branch)
    assert git(repo, "merge", "main").code != 0
    both = sides((repo / ROUND / BOBS_FILE).read_text())
    assert both
    assert ["score = 1" in both[0], "score = 3" in both[1]] == [True, True]


@pytest.mark.parametrize(
    ("one", "other"), [("Zoe", "Zoë"), ("Müller", "Muller"), ("Anne-Marie", "Anne Marie")]
)
def test_two_names_with_one_file_name_are_marked_whole(one: str, other: str, repo: Path) -> None:
    git(repo, "branch", "other")
    for branch, who, item in (("main", one, "planning"), ("other", other, "values")):
        assert git(repo, "switch", "-q", branch).code == 0
        text = response(2, respondent=who) + f"score = 3\n\n[answers.culture-{item}-2]\nscore = 4\n"
        write(repo, f"{ROUND}/{ZOES_FILE}", text)
        committed(repo, branch)
    ran = git(repo, "merge", "main")
    assert ran.code != 0
    assert f"ours respondent {other}; theirs respondent {one}" in ran.out + ran.err
    text = (repo / ROUND / ZOES_FILE).read_text()
    assert text.startswith("<<<<<<< ours\n")
    assert text.endswith(">>>>>>> theirs\n")
    assert text.count("[answers.culture-decisions]") == 2, "nothing is shared between the two"
    opened = open_workspace(repo)
    (path,) = conflicted(opened, "borealis-packaging")
    with pytest.raises(UserError, match="belong to different people"):
        resolution_of(opened, path)


DESCRIPTION = 'name = "{}"\nsupplies = "freight"\nowner = "Robin"\n{}'
TARGET = 'target = "partner"\ntarget_why = "near depot"\n'
DEARER = 'target = "supplier"\ntarget_why = "too dear"\n'


def test_a_vendor_does_not_get_what_was_said_about_a_removed_one(repo: Path) -> None:
    gone, new = "vendors/borealis-old/vendor.toml", "vendors/borealis-freight/vendor.toml"
    write(repo, gone, DESCRIPTION.format("Acme Logistics", TARGET))
    committed(repo, "a vendor")
    git(repo, "branch", "other")
    (repo / gone).unlink()
    write(repo, new, DESCRIPTION.format("Borealis Freight", TARGET))
    committed(repo, "another vendor")
    git(repo, "switch", "-q", "other")
    write(repo, gone, DESCRIPTION.format("Acme Logistics", DEARER))
    committed(repo, "dearer")
    git(repo, "switch", "-q", "main")
    ran = git(repo, "merge", "other")
    assert ran.code != 0
    assert "ours name Borealis Freight; theirs name Acme Logistics" in ran.out + ran.err
    opened = open_workspace(repo)
    (path,) = conflicted(opened, "borealis-freight")
    resolution = resolution_of(opened, path)
    (conflict,) = resolution.conflicts
    assert conflict.path == (), "one description or the other, not a mixture"
    for theirs, target in ((False, TARGET), (True, DEARER)):
        name = "Acme Logistics" if theirs else "Borealis Freight"
        text = resolved(resolution, {(): theirs})
        assert tomli.loads(text) == tomli.loads(DESCRIPTION.format(name, target))


def test_a_vendor_renamed_on_one_side_and_changed_on_the_other_merges(repo: Path) -> None:
    file = "vendors/acme-freight/vendor.toml"
    write(repo, file, DESCRIPTION.format("Acme Freight", TARGET))
    committed(repo, "a vendor")
    git(repo, "branch", "other")
    write(repo, file, DESCRIPTION.format("Acme Worldwide", TARGET))
    committed(repo, "another name")
    git(repo, "switch", "-q", "other")
    write(repo, file, DESCRIPTION.format("Acme Freight", DEARER))
    committed(repo, "dearer")
    assert git(repo, "merge", "--no-edit", "main").code == 0
    vendor, problems = read_description(open_workspace(repo), "acme-freight")
    assert not problems
    assert (vendor.name, vendor.target, vendor.target_why) == (
        "Acme Worldwide",
        "supplier",
        "too dear",
    )


@pytest.mark.parametrize("sides_renamed", ["ours", "theirs", "both"])
def test_a_name_that_says_nothing_of_the_folder_may_be_another_vendors(
    sides_renamed: str, tmp_path: Path, run: Run
) -> None:
    names = {"ours": "Acme", "theirs": "Acme"}
    names |= {side: "Borealis" for side in names if sides_renamed in (side, "both")}
    ours = DESCRIPTION.format(names["ours"], TARGET).replace("Robin", "Tom")
    theirs = DESCRIPTION.format(names["theirs"], DEARER)
    base = DESCRIPTION.format("Acme", TARGET)
    ran = merge(tmp_path, run, base, ours, theirs, "vendors/borealis/vendor.toml")
    assert ran.code == 1
    both = sides((tmp_path / "ours").read_text())
    assert both
    assert [tomli.loads(text) for text in both] == [tomli.loads(text) for text in (ours, theirs)]
