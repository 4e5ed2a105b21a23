"""Spreadsheets in LibreOffice: what it reads from ours, and what we read from its own."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from partnercheck.base.records import Answer
from partnercheck.verdicts.judged import judge_vendor
from partnercheck.workspace.open import open_workspace
from tests.support.filled_books import fill_in
from tests.support.read_tables import csv_rows
from tests.support.running import Run

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
SECONDS = 180
# LibreOffice writes a CSV in the encoding of the machine unless it is told otherwise.
CSV_IN_UTF_8 = "csv:Text - txt - csv (StarCalc):44,34,76"


def convert(path: Path, form: str, folder: Path) -> Path:
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", form, "--outdir", folder, path],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return folder / f"{path.stem}.{form.partition(':')[0]}"


def test_libreoffice_reads_the_rows_that_the_csv_has(
    samples: Path, run: Run, tmp_path: Path
) -> None:
    assert run("add", "=1+1", "--id", "sum", here=samples).code == 0
    run("table", "verdicts", "--format", "xlsx", "-o", "verdicts.xlsx", here=samples)
    (tmp_path / "out").mkdir()
    converted = convert(samples / "verdicts.xlsx", CSV_IN_UTF_8, tmp_path / "out")
    with converted.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ours = csv_rows(run, samples, "verdicts")
    assert [row["vendor"] for row in rows] == [row["vendor"] for row in ours]
    assert "=1+1" in [row["name"] for row in rows]
    assert [row["low"] for row in rows] == [row["low"] for row in ours]


def test_vendors_are_added_from_a_file_of_libreoffice(
    workspace: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("name,supplies,since\nKestrel,Freight,2019\n")
    (tmp_path / "out").mkdir()
    sheet = convert(tmp_path / "list.csv", "xlsx", tmp_path / "out")
    ran = run("add", "--from", str(sheet), here=workspace)
    assert (ran.code, ran.out) == (0, "Added Kestrel as kestrel\n")


def test_a_form_that_libreoffice_has_saved_is_read_as_it_was_filled_in(
    samples: Path, run: Run, tmp_path: Path
) -> None:
    words = ("request", "borealis-packaging", "--round", "2026-q4", "--respondent", "Ida Holm")
    assert run(*words, "--format", "xlsx", "-o", "form.xlsx", here=samples).code == 0
    book = load_workbook(samples / "form.xlsx")
    answers = {
        "culture-decisions": Answer(2, "vendor", evidence='In May: "two" lorries\nwaited, 5 €.'),
        "culture-repair": Answer(4, basis="documented", evidence="=1+1"),
        "gains-fair-split": Answer(skip="unknown"),
        "learning-unspecified": Answer(skip="no-occasion"),
    }
    fill_in(book, answers)
    book.save(samples / "form.xlsx")
    (tmp_path / "out").mkdir()
    saved = convert(samples / "form.xlsx", "xlsx", tmp_path / "out")
    ran = run("import", f"{saved}", here=samples)
    assert ran.code == 0, ran.err
    [path] = samples.glob("vendors/borealis-packaging/2026-q4/vendor.ida-holm.*.toml")
    [response] = [
        each
        for each in judge_vendor(open_workspace(samples), "borealis-packaging").round.responses
        if each.perspective == "vendor"
    ]
    given = {
        item: replace(each, on=None) for item, each in response.answers.items() if each.is_answered
    }
    assert path.exists()
    assert given == answers


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_printed_form_shows_every_line_of_the_letter_whole(
    samples: Path, run: Run, tmp_path: Path
) -> None:
    words = ("request", "borealis-packaging", "--round", "2026-q4", "--respondent", "Ida Holm")
    assert run(*words, "--format", "xlsx", "-o", "form.xlsx", here=samples).code == 0
    (tmp_path / "out").mkdir()
    printed = convert(samples / "form.xlsx", "pdf", tmp_path / "out")
    text = subprocess.run(["pdftotext", printed, "-"], check=True, capture_output=True).stdout
    shown = " ".join(text.decode().split())
    letter = load_workbook(samples / "form.xlsx")["Read first"]
    for [cell] in letter.iter_rows(max_col=1):
        assert " ".join(str(cell.value or "").split()) in shown
