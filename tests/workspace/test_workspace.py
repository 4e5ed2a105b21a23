"""Workspaces: where they are found, and how vendors come into them, change names and leave."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from partnercheck.assessing.start import response_sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Response, Settings, Vendor
from partnercheck.verdicts.judged import judge_vendor, judge_vendors
from partnercheck.workspace.open import find, init, open_workspace
from partnercheck.workspace.read_vendor import read_description, vendor_ids
from partnercheck.workspace.responses import response_path
from partnercheck.workspace.vendors import add_vendor, archive_vendor, rename_vendor
from tests.support.running import TODAY, Run


def made(root: Path, organisation: str) -> Path:
    root.mkdir(parents=True)
    init(root, Settings(organisation=organisation))
    return root


def test_the_folder_that_is_named_wins_then_the_environment_then_upward(tmp_path: Path) -> None:
    named, told, above = (made(tmp_path / name, name) for name in ("named", "told", "above"))
    here = above / "deep" / "deeper"
    here.mkdir(parents=True)
    environment = {"PARTNERCHECK_WORKSPACE": str(told)}
    assert find(str(named), environment, here) == named
    assert find("../../../named", environment, here).resolve() == named.resolve()
    assert find(None, environment, here) == told
    assert find(None, {"PARTNERCHECK_WORKSPACE": ""}, here) == above
    assert find(None, {}, above) == above


def test_the_nearest_workspace_upward_is_used(tmp_path: Path) -> None:
    made(tmp_path / "outer", "outer")
    inner = made(tmp_path / "outer" / "inner", "inner")
    (inner / "vendors").mkdir()
    assert find(None, {}, inner / "vendors") == inner


@pytest.mark.parametrize("origin", ["--workspace", "PARTNERCHECK_WORKSPACE"])
def test_a_folder_that_is_named_but_is_no_workspace_is_an_error(
    origin: str, workspace: Path, tmp_path: Path, run: Run
) -> None:
    other = str(tmp_path / "home")
    words = ("--workspace", other) if origin == "--workspace" else ()
    environment = {} if words else {"PARTNERCHECK_WORKSPACE": other}
    ran = run("compare", *words, here=workspace, environment=environment)
    assert ran.code == 2
    assert ran.err == f"partnercheck: {origin}: there is no partnercheck.toml in {other}\n"
    assert not ran.out


def test_without_a_workspace_a_person_is_told_how_to_make_one(tmp_path: Path, run: Run) -> None:
    for command in ("compare", "check"):
        ran = run(command, here=tmp_path)
        assert ran.code == 2
        assert not ran.out
        assert "`partnercheck init` creates one" in ran.err
        assert ran.err.count("\n") == 1


def test_the_users_own_workspace_is_used_where_there_is_no_other(tmp_path: Path, run: Run) -> None:
    made(tmp_path / "data" / "partnercheck", "own")
    ran = run("add", "Acme", environment={"XDG_DATA_HOME": str(tmp_path / "data")})
    assert ran.code == 0
    assert (tmp_path / "data/partnercheck/vendors/acme/vendor.toml").exists()


def test_a_workspace_is_never_made_over_another(workspace: Path) -> None:
    before = (workspace / "partnercheck.toml").read_bytes()
    with pytest.raises(UserError, match="is already a workspace"):
        init(workspace, Settings(organisation="Other"))
    assert (workspace / "partnercheck.toml").read_bytes() == before


def test_settings_are_read_as_they_were_made(tmp_path: Path) -> None:
    settings = Settings("Müller & Co", "week", "partnership", "quick")
    init(tmp_path, settings)
    opened = open_workspace(tmp_path)
    assert (opened.settings, opened.problems) == (settings, ())
    assert vendor_ids(opened) == []


def test_an_added_vendor_is_read_as_it_was_given(workspace: Path) -> None:
    opened = open_workspace(workspace)
    given = Vendor(
        name="Café Nord",
        supplies="Coffee",
        tags=("beans", "rush"),
        stage="candidate",
        target="supplier",
        target_why="One of many.\nCheap.",
        since=2019,
    )
    added = add_vendor(opened, given)
    assert added.id == "cafe-nord"
    assert read_description(opened, "cafe-nord") == (added, ())
    assert (added.name, added.tags, added.target_why) == (given.name, given.tags, given.target_why)
    assert vendor_ids(opened) == ["acme-logistics", "borealis-packaging", "cafe-nord"]


@pytest.mark.parametrize(
    ("name", "vendor_id"),
    [
        ("Acme Logistics", ""),
        ("ACME logistics", ""),
        ("Acme, Logistics!", ""),
        ("Something else", "acme-logistics"),
        ("acme LOGISTICS", "another-id"),
    ],
)
def test_a_name_or_id_that_is_taken_is_refused(name: str, vendor_id: str, workspace: Path) -> None:
    before = (workspace / "vendors/acme-logistics/vendor.toml").read_bytes()
    with pytest.raises(
        UserError, match=r"already exists: acme-logistics|would both have the id acme-logistics"
    ):
        add_vendor(open_workspace(workspace), Vendor(name=name, id=vendor_id))
    assert (workspace / "vendors/acme-logistics/vendor.toml").read_bytes() == before
    assert len(vendor_ids(open_workspace(workspace))) == 2


def test_names_that_look_the_same_are_the_same(workspace: Path) -> None:
    opened = open_workspace(workspace)
    add_vendor(opened, Vendor(name="Café Nord"))
    with pytest.raises(UserError, match="already exists"):
        add_vendor(opened, Vendor(name=unicodedata.normalize("NFD", "Café Nord"), id="other"))


def test_an_archived_vendor_still_keeps_its_name(workspace: Path) -> None:
    opened = open_workspace(workspace)
    archive_vendor(opened, "acme-logistics", TODAY)
    with pytest.raises(UserError, match="already exists"):
        add_vendor(opened, Vendor(name="Acme Logistics"))


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("★★", "Choose an id"),
        ("!!!", "Choose an id"),
        ("\U000f1234", "Choose an id"),
        ("", "Give it one"),
    ],
)
def test_a_name_that_makes_no_id_asks_for_one(
    name: str, remedy: str, workspace: Path, run: Run
) -> None:
    ran = run("add", name, here=workspace)
    assert ran.code == 2
    assert remedy in ran.err
    assert len(vendor_ids(open_workspace(workspace))) == 2


def test_a_name_in_any_script_is_kept_beside_a_chosen_id(workspace: Path, run: Run) -> None:
    ran = run("add", "山田商事", "--id", "yamada", here=workspace)
    assert (ran.code, ran.out) == (0, "Added 山田商事 as yamada\n")
    assert read_description(open_workspace(workspace), "yamada")[0].name == "山田商事"


def test_a_vendor_without_a_name_is_refused(workspace: Path, run: Run) -> None:
    assert run("add", "", "--id", "nameless", here=workspace).code == 2
    assert run("check", here=workspace).code == 0


@pytest.mark.parametrize("bad", ["../evil", "Evil", "con", "a b", ".hidden", "x" * 64])
def test_an_id_that_is_no_folder_name_is_refused(bad: str, workspace: Path) -> None:
    with pytest.raises(UserError, match="Choose an id"):
        add_vendor(open_workspace(workspace), Vendor(name="Evil", id=bad))
    assert not (workspace / "evil").exists()
    assert len(vendor_ids(open_workspace(workspace))) == 2


def test_a_person_whose_name_makes_no_file_name_is_told(workspace: Path) -> None:
    nobody = Response("partnership", "acme-logistics", "2026-q4", "buyer", "…")
    with pytest.raises(UserError, match="no file name can be made"):
        response_path(open_workspace(workspace), nobody)


def test_renaming_changes_the_name_alone(workspace: Path) -> None:
    opened = open_workspace(workspace)
    before = (workspace / "vendors/acme-logistics/vendor.toml").read_text()
    rename_vendor(opened, "acme-logistics", "Acme Fleet")
    after = (workspace / "vendors/acme-logistics/vendor.toml").read_text()
    assert after == before.replace("Acme Logistics", "Acme Fleet")
    assert len(judge_vendor(opened, "acme-logistics").round.responses) == 1


@pytest.mark.parametrize("name", ["Borealis Packaging", "borealis PACKAGING", ""])
def test_renaming_to_a_name_that_is_taken_or_empty_is_refused(name: str, workspace: Path) -> None:
    before = (workspace / "vendors/acme-logistics/vendor.toml").read_bytes()
    with pytest.raises(UserError):
        rename_vendor(open_workspace(workspace), "acme-logistics", name)
    assert (workspace / "vendors/acme-logistics/vendor.toml").read_bytes() == before


def test_a_vendor_that_is_put_away_can_be_restored(workspace: Path) -> None:
    opened = open_workspace(workspace)
    before = (workspace / "vendors/acme-logistics/vendor.toml").read_bytes()
    archive_vendor(opened, "acme-logistics", TODAY)
    active = judge_vendors(opened, vendor_ids(opened), archived=False)
    assert [judged.vendor.id for judged in active] == ["borealis-packaging"]
    assert vendor_ids(opened) == ["acme-logistics", "borealis-packaging"]
    assert read_description(opened, "acme-logistics")[0].archived == TODAY
    assert len(judge_vendor(opened, "acme-logistics").round.responses) == 1
    archive_vendor(opened, "acme-logistics", None)
    assert (workspace / "vendors/acme-logistics/vendor.toml").read_bytes() == before


def test_a_description_laid_out_by_hand_is_renamed_in_place(workspace: Path) -> None:
    path = workspace / "vendors/acme-logistics/vendor.toml"
    path.write_text("# ours since 2012\n" + path.read_text())
    before = path.read_text()
    rename_vendor(open_workspace(workspace), "acme-logistics", "Acme Fleet")
    assert path.read_text() == before.replace('name = "Acme Logistics"', 'name = "Acme Fleet"')


def test_the_latest_round_is_the_one_that_ends_last(workspace: Path) -> None:
    opened = open_workspace(workspace)
    for round_id in ("2025-w52", "2026-w53", "2026-11", "2024", "2026"):
        response = Response("partnership", "borealis-packaging", round_id, "buyer", "Bob")
        response_sitting(opened, response, TODAY).save_answer("culture-decisions", Answer(score=1))
    (workspace / "vendors/borealis-packaging/2027-q9").mkdir()
    latest = judge_vendor(opened, "borealis-packaging")
    assert latest.files.rounds == ("2024", "2025-w52", "2026-11", "2026", "2026-w53")
    assert latest.round.id == "2026-w53"
    assert [response.round for response in latest.round.responses] == ["2026-w53"]
    assert judge_vendor(opened, "borealis-packaging", "2024").round.responses[0].round == "2024"
    assert judge_vendor(opened, "borealis-packaging", "2023").round.responses == ()


def test_a_broken_description_never_hides_a_vendor_or_its_neighbours(
    workspace: Path, run: Run
) -> None:
    for vendor_id, data in (("aaa", b"\xff"), ("bbb", b"name = "), ("zzz", None)):
        folder = workspace / "vendors" / vendor_id
        folder.mkdir()
        if data is not None:
            (folder / "vendor.toml").write_bytes(data)
    (workspace / "vendors/acme-logistics/vendor.toml").write_text("name = 3\n")
    ran = run("compare", "--format", "json", here=workspace)
    assert ran.code == 0
    shown = {vendor["name"]: vendor for vendor in json.loads(ran.out)["vendors"]}
    assert list(shown) == ["aaa", "acme-logistics", "bbb", "Borealis Packaging", "zzz"]
    assert shown["acme-logistics"]["answered"] == 28
    assert [len(vendor["errors"]) for vendor in shown.values()] == [1, 1, 1, 0, 1]


def test_hidden_folders_are_no_vendors(workspace: Path) -> None:
    (workspace / "vendors" / ".trash").mkdir()
    (workspace / "vendors" / "notes.txt").write_text("call Tom")
    assert len(vendor_ids(open_workspace(workspace))) == 2


def test_a_vendor_may_be_named_by_its_id_or_its_name(workspace: Path, run: Run) -> None:
    for name in ("acme-logistics", "Acme Logistics", "ACME LOGISTICS"):
        ran = run("compare", name, "--format", "csv", here=workspace)
        assert ran.out.splitlines()[1].startswith('"acme-logistics"')
    missed = run("compare", "acme-logistic", here=workspace)
    assert missed.code == 2
    assert "did you mean acme-logistics?" in missed.err


def test_the_day_of_archiving_is_a_date_in_the_file(workspace: Path) -> None:
    archive_vendor(open_workspace(workspace), "acme-logistics", dt.date(2026, 1, 2))
    text = (workspace / "vendors/acme-logistics/vendor.toml").read_text()
    assert "\narchived = 2026-01-02\n" in text


def test_an_empty_folder_of_a_later_round_hides_no_verdict(workspace: Path) -> None:
    before = judge_vendor(open_workspace(workspace), "acme-logistics")
    (workspace / "vendors/acme-logistics/2027-q1").mkdir()
    after = judge_vendor(open_workspace(workspace), "acme-logistics")
    assert after.round == before.round


# As in a container: a user id that the system has no entry for, and so no home folder.
WITHOUT_A_HOME = """
import pwd, sys
def no_entry(user): raise KeyError(user)
pwd.getpwuid = no_entry
from partnercheck.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_without_a_home_folder_it_says_what_to_set(workspace: Path, tmp_path: Path) -> None:
    def messages(*words: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_A_HOME, *words],
            cwd=tmp_path,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, bool(done.stderr)) in ((0, False), (2, True))
        return done.stderr

    assert "there is no workspace here" in messages("list")
    words = ["--workspace", str(workspace), "assess", "acme-logistics", "--plain"]
    words += ["--respondent", "Zoe"]
    what_to_set = (
        "partnercheck: this user has no home folder. Set the variable HOME, or XDG_STATE_HOME\n"
    )
    assert messages(*words) == what_to_set
    assert messages(*words, XDG_STATE_HOME=str(tmp_path / "state")) == ""
