"""Where evidence is, in files: checked, merged with its answer, in tables and reports."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from partnercheck.assessing.start import Start, start_sitting
from partnercheck.base.records import Answer
from partnercheck.workspace.open import open_workspace
from partnercheck.workspace.read_round import read_round
from partnercheck.workspace.read_vendor import read_vendor
from tests.support.clones import begun, committed, pulled
from tests.support.made_reports import made
from tests.support.running import ACME, ALICES_FILE, TODAY, Run

ITEM = "culture-dialogue"
VENDOR = f"vendors/{ACME}/vendor.toml"


def point(root: Path, source: str, item: str = ITEM) -> Path:
    """Write into Alice's file where the evidence of an answer is, as a TOML string."""
    path = root / ALICES_FILE
    header = f"[answers.{item}]\n"
    assert header in path.read_text()
    path.write_text(path.read_text().replace(header, f"{header}source = {source}\n"))
    return path


def test_check_says_which_file_is_missing_and_what_is_refused(workspace: Path, run: Run) -> None:
    path = point(workspace, '"minutes/none.pdf"')
    line = path.read_text()[: path.read_text().index("source =")].count("\n") + 1
    with (workspace / VENDOR).open("a") as stream:
        stream.write('charter = "javascript:alert(1)"\n')
    ran = run("check", here=workspace)
    assert ran.code == 0
    assert (
        f'{ALICES_FILE}:{line}: "source" in [answers.{ITEM}] cannot be opened: '
        'there is no file "minutes/none.pdf" in the workspace. '
    ) in ran.out
    assert '"charter" cannot be opened: "javascript:" addresses are not' in ran.out
    (workspace / "minutes").mkdir()
    (workspace / "minutes/none.pdf").write_text("minutes")
    (workspace / VENDOR).write_text(
        (workspace / VENDOR).read_text().replace("javascript:alert(1)", "Annex 2 of 2024")
    )
    assert run("check", here=workspace).out.count("cannot be opened") == 0
    assert run("fmt", "--check", here=workspace).code in (0, 1)


def test_the_source_is_in_the_dossier_the_tables_and_the_difference(
    workspace: Path, run: Run, tmp_path: Path
) -> None:
    here, _ = begun(workspace, tmp_path)
    point(here, '"https://example.org/minutes"')
    shown = " ".join(run("show", ACME, "--all", here=here).out.split())
    assert "Evidence in: https://example.org/minutes" in shown
    rows = list(csv.DictReader(io.StringIO(run("table", "answers", here=here).out)))
    assert {row["item"]: row["source"] for row in rows if row["source"]} == {
        ITEM: "https://example.org/minutes"
    }
    changed = " ".join(run("diff", "HEAD", here=here).out.split())
    assert "evidence in: nowhere → https://example.org/minutes" in changed


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://example.org@evil.example/",
        'https://a.example/\\"onmouseover=\\"x',
        "minutes/october.pdf",
        "data:text/html,x",
    ],
)
def test_only_a_plain_address_is_a_link_in_the_report(text: str, workspace: Path) -> None:
    point(workspace, f'"{text}"')
    with (workspace / VENDOR).open("a") as stream:
        stream.write(f'charter = "{text}"\n')
    page = made(workspace, ACME, "--format", "html").out
    assert "Where the evidence is" in page
    assert not any(f'href="{scheme}' in page for scheme in ("http", "javascript", "file", "data"))


def test_an_address_is_a_link_for_us_and_nothing_for_the_vendor(workspace: Path) -> None:
    point(workspace, '"https://example.org/minutes"')
    page = made(workspace, ACME, "--format", "html").out
    link = '<a rel="noopener noreferrer" href="https://example.org/minutes">'
    assert page.count(link) == 1
    theirs = start_sitting(
        open_workspace(workspace), Start(ACME, "vendor", "Jo", round="2026-q4"), TODAY
    )
    for item in theirs.items:
        theirs.save_answer(item.id, Answer(score=3))
    sent = made(workspace, ACME, "--for", "vendor", "--format", "html").out
    assert "example.org" not in sent


def test_the_source_merges_as_one_with_its_answer(workspace: Path, tmp_path: Path) -> None:
    here, there = begun(workspace, tmp_path)
    point(here, '"minutes/ours.pdf"')
    committed(here, "ours")
    point(there, '"minutes/theirs.pdf"')
    committed(there, "theirs")
    ran = pulled(there)
    assert ran.code != 0
    said = ran.out + ran.err
    assert f"{ITEM} was answered on both sides" in said
    assert "minutes/ours.pdf" in said


def test_a_source_is_typed_at_the_prompt(workspace: Path) -> None:
    words = ["--plain", "--respondent", "Alice Moreau", "--as", "buyer", "--round", "2026-q4"]
    done = subprocess.run(
        [sys.executable, "-m", "partnercheck", "assess", ACME, *words],
        cwd=workspace,
        input="g 1\np minutes/october.pdf\np\nq\n",
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert 'Note that there is no file "minutes/october.pdf" in the workspace.' in said
    assert "Evidence in: minutes/october.pdf" in said
    answers = tomli.loads((workspace / ALICES_FILE).read_text())["answers"]
    assert [a["source"] for a in answers.values() if "source" in a] == ["minutes/october.pdf"]


def test_a_source_is_never_taken_from_a_form(workspace: Path, run: Run) -> None:
    run("request", ACME, "--format", "toml", "--output", ".", here=workspace)
    (form,) = workspace.glob("*.form.toml")
    text = form.read_text()
    header = f"[answers.{ITEM}]\n"
    assert header in text
    form.write_text(
        text.replace(header, f'{header}score = 3\nsource = "file:///etc/passwd"\n').replace(
            'respondent = ""', 'respondent = "Jane Doe"'
        )
    )
    ran = run("import", form.name, "--respondent", "Jane Doe", here=workspace)
    assert (
        f'"source" in [answers.{ITEM}] was ignored, because a form cannot state it'
        in ran.out + ran.err
    )
    workspace_ = open_workspace(workspace)
    responses = read_round(workspace_, read_vendor(workspace_, ACME)).responses
    theirs = [r for r in responses if r.perspective == "vendor"]
    assert all(not a.source for r in theirs for a in r.answers.values())
    for path in (workspace / f"vendors/{ACME}").rglob("vendor.*.toml"):
        assert "passwd" not in path.read_text()
