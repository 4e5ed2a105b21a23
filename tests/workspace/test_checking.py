"""What `check` says of files named in any way, from any folder, and how it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.running import ALICES_FILE, Run

VENDOR = "vendors/acme-logistics/vendor.toml"


def spoil(root: Path, file: str = ALICES_FILE) -> None:
    """Make one score of a file impossible."""
    path = root / file
    lines = path.read_text().splitlines(keepends=True)
    at = next(n for n, text in enumerate(lines) if text.startswith("score = "))
    lines[at] = "score = 9\n"
    path.write_text("".join(lines))


def line_of_the_score(root: Path) -> int:
    lines = (root / ALICES_FILE).read_text().splitlines()
    return 1 + lines.index("score = 9")


def test_a_key_of_ones_own_is_a_warning_and_fails_only_if_strict(workspace: Path, run: Run) -> None:
    file = workspace / VENDOR
    file.write_text(f"spend = 1\n{file.read_text()}")
    ran = run("check", here=workspace)
    assert ran.code == 0
    assert ran.out.startswith(f"{VENDOR}:1: ")
    assert ran.out.endswith(" (warning)\n")
    assert ran.err.startswith("No errors in ")
    strict = run("check", "--strict", here=workspace)
    assert (strict.code, strict.out) == (1, ran.out)


def test_a_file_that_does_not_say_its_version_is_named_with_what_to_write(
    workspace: Path, run: Run
) -> None:
    path = workspace / ALICES_FILE
    assert "\nversion = 2\n" in path.read_text(), "the program writes it"
    path.write_text(path.read_text().replace("version = 2\n", ""))
    ran = run("check", here=workspace)
    assert ran.code == 0
    assert ran.out.startswith(f"{ALICES_FILE}: does not say which version")
    assert ran.out.endswith("write version = 2. (notice)\n")
    shown = run("show", "acme-logistics", here=workspace)
    assert "version" not in shown.out + shown.err


def test_an_error_fails_with_and_without_strict(workspace: Path, run: Run) -> None:
    spoil(workspace)
    for words in (["check"], ["check", "--strict"], ["check", ALICES_FILE]):
        ran = run(*words, here=workspace)
        assert ran.code == 1
        assert ran.out.startswith(f"{ALICES_FILE}:{line_of_the_score(workspace)}: ")


def test_a_problem_is_named_from_the_current_folder(workspace: Path, run: Run) -> None:
    spoil(workspace)
    line = line_of_the_score(workspace)
    name = Path(ALICES_FILE).name
    for here, file in (
        (workspace.parent, f"{workspace.name}/{ALICES_FILE}"),
        ((workspace / ALICES_FILE).parent, name),
        (workspace / "vendors", ALICES_FILE.removeprefix("vendors/")),
        (workspace / "vendors/borealis-packaging", str(workspace / ALICES_FILE)),
    ):
        environment = {"PARTNERCHECK_WORKSPACE": str(workspace)}
        for command in ("check", "show acme-logistics", "list", "compare", "table verdicts"):
            ran = run(*command.split(), here=here, environment=environment)
            assert f"{file}:{line}: " in (ran.out if command == "check" else ran.err), command


def test_what_an_unreadable_file_stops_names_it_from_the_current_folder(
    workspace: Path, run: Run
) -> None:
    spoil(workspace)
    here = workspace / "vendors"
    words = ["assess", "acme-logistics", "--as", "buyer", "--respondent", "Alice Moreau", "--plain"]
    ran = run(*words, "--round", "2026-q4", here=here)
    assert ran.code == 2
    line = line_of_the_score(workspace)
    assert f"{ALICES_FILE.removeprefix('vendors/')}:{line}: " in ran.err


@pytest.mark.parametrize(
    "named",
    [
        ALICES_FILE,
        f"./{ALICES_FILE}",
        f"vendors/../{ALICES_FILE}",
        f"../workspace/{ALICES_FILE}",
        "vendors/linked",
        f"vendors/linked/2026-q4/{Path(ALICES_FILE).name}",
        f"linked-workspace/{ALICES_FILE}",
        f"linked-round/{Path(ALICES_FILE).name}",
        f"linked-round/../../acme-logistics/2026-q4/{Path(ALICES_FILE).name}",
        "vendors",
        ".",
    ],
)
@pytest.mark.parametrize("absolute", [False, True])
def test_a_file_is_checked_by_whatever_name_leads_to_it(
    named: str, absolute: bool, workspace: Path, run: Run
) -> None:
    spoil(workspace)
    (workspace / "vendors/linked").symlink_to("acme-logistics")
    (workspace / "linked-workspace").symlink_to(workspace)
    (workspace / "linked-round").symlink_to(workspace / Path(ALICES_FILE).parent)
    ran = run("check", f"{workspace}/{named}" if absolute else named, here=workspace)
    assert ran.code == 1
    assert f"{ALICES_FILE}:{line_of_the_score(workspace)}: " in ran.out


def test_a_vendor_whose_folder_is_a_link_is_checked_by_its_own_name(
    workspace: Path, run: Run
) -> None:
    os.rename(workspace / "vendors/acme-logistics", workspace / "kept")
    (workspace / "vendors/acme-logistics").symlink_to("../kept")
    fine = run("check", ALICES_FILE, here=workspace)
    assert (fine.code, fine.out, fine.err) == (0, "", "No problems in 1 file\n")
    spoil(workspace)
    for named in (ALICES_FILE, "vendors/acme-logistics", "kept"):
        ran = run("check", named, here=workspace)
        assert ran.code == 1, named
        assert f"{ALICES_FILE}:{line_of_the_score(workspace)}: " in ran.out


@pytest.mark.parametrize("command", ["check", "fmt", "fmt --check"])
@pytest.mark.parametrize("named", ["README.md", "notes", ".git"])
def test_a_name_that_matches_no_file_is_told_and_is_not_fine(
    command: str, named: str, workspace: Path, run: Run
) -> None:
    (workspace / "README.md").write_text("Read me.\n")
    (workspace / "notes").mkdir()
    (workspace / ".git").mkdir()
    for others in ([], [ALICES_FILE]):
        ran = run(*command.split(), *others, named, here=workspace)
        assert ran.code == 2
        assert f"{named}: not checked" in ran.err
        assert "No problems" not in ran.err


def test_links_in_a_circle_end(workspace: Path, run: Run) -> None:
    folder = workspace / "vendors/acme-logistics"
    (folder / "circle").symlink_to(".")
    (folder / "up").symlink_to("..")
    assert run("check", "vendors/acme-logistics", here=workspace).code in (0, 1)


def test_links_in_a_circle_are_no_file_of_a_workspace(tmp_path: Path, run: Run) -> None:
    (tmp_path / "one").symlink_to("other")
    (tmp_path / "other").symlink_to("one")
    for command in ("check", "fmt"):
        ran = run(command, "one")
        assert ran.code == 2
        assert "one is not in a workspace" in ran.err
