"""Places that nothing would ever open are refused where they are typed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from partnercheck.assessing.start import Start
from tests.support.running import ACME, ALICES_FILE, Run
from tests.support.screens import opened, seen, small_workspace, typed

PLACES = ["javascript:alert(1)", "../../x", "-o x", "/etc/passwd", "file:///etc/passwd"]


@pytest.mark.parametrize("place", PLACES)
def test_commands_refuse_a_place_with_the_reason(workspace: Path, run: Run, place: str) -> None:
    file = workspace / f"vendors/{ACME}/vendor.toml"
    before = file.read_text()
    ran = run("edit", ACME, f"--charter={place}", here=workspace)
    assert "cannot be used as the place where the objectives are described" in ran.err
    assert file.read_text() == before
    ran = run("add", "New Firm", f"--charter={place}", here=workspace)
    assert ran.code == 2
    assert not (workspace / "vendors/new-firm").exists()


def test_another_field_is_changed_beside_a_place_that_was_there(workspace: Path, run: Run) -> None:
    file = workspace / f"vendors/{ACME}/vendor.toml"
    text = file.read_text()
    file.write_text(f'charter = "javascript:x"\n{text}')
    assert run("edit", ACME, "--owner", "Tom Okafor", here=workspace).code == 0
    assert tomllib.loads(file.read_text())["charter"] == "javascript:x"


@pytest.mark.parametrize("place", PLACES)
async def test_the_note_for_a_source_refuses_it(tmp_path: Path, place: str) -> None:
    root = small_workspace(tmp_path / "w")
    start = Start(ACME, perspective="buyer", respondent="Alice Moreau", round="2026-q4")
    async with opened(root, start) as (app, pilot):
        await pilot.press("p")
        await typed(pilot, place)
        await pilot.press("enter")
        assert "Not saved:" in seen(app)
    assert not any("source =" in path.read_text() for path in root.rglob("*.toml"))


def test_a_good_address_in_the_markdown_report_stays_a_link(workspace: Path, run: Run) -> None:
    path = workspace / ALICES_FILE
    header = "[answers.culture-dialogue]\n"
    source = 'source = "https://files.example.org/a_b*c.pdf"\n'
    path.write_text(path.read_text().replace(header, f"{header}{source}"))
    report = run("report", "--format", "markdown", here=workspace).out
    assert "<https://files.example.org/a_b*c.pdf>" in report
