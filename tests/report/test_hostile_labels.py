"""A questionnaire's own labels are text in every table, in the heads as in the cells."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.support.read_reports import read
from tests.support.running import ACME, Run

SHORT = "<img src=x onerror=alert(1)> | [c](javascript:1)"
FORMULA = "=HYPERLINK(1)"
TABLES = (
    ("list",),
    ("compare", ACME, "borealis-packaging"),
    ("show", ACME),
    ("history", ACME),
    ("goals", ACME),
    ("meetings", ACME),
    ("agenda", ACME),
    ("report",),
    ("compare", "--map"),
)


@pytest.fixture
def hostile(workspace: Path, run: Run) -> Path:
    """The small workspace, its questionnaire's labels and names as hostile as can be."""
    assert run("questionnaire", "copy", "partnership", here=workspace).code == 0
    path = workspace / "instruments" / "partnership.toml"
    text = path.read_text("utf-8")
    for key in ("short", "name", "topic", "meaning", "dialogue", "practice"):
        numbered = iter(range(1000))
        text = re.sub(
            rf'(?m)^{key} = "[^"]*"$',
            lambda _, key=key, n=numbered: f"{key} = {json.dumps(f'{SHORT} {key}{next(n)}')}",
            text,
        )
    path.write_text(text, "utf-8")
    assert run("goals", ACME, "--add", SHORT, "--owner-us", SHORT, here=workspace).code == 0
    held = ("--add", "2026-11-20", "--decided", SHORT, "--we", SHORT)
    assert run("meetings", ACME, *held, here=workspace).code == 0
    assert run("check", here=workspace).code == 0
    return workspace


@pytest.mark.parametrize("words", TABLES)
def test_nothing_in_markdown_acts_and_every_row_has_the_columns_of_the_head(
    words: tuple[str, ...], hostile: Path, run: Run
) -> None:
    ran = run(*words, "--format", "markdown", here=hostile)
    assert ran.code == 0, ran.err
    tokens = MarkdownIt("commonmark").enable("table").parse(ran.out)
    inline = [part for token in tokens for part in token.children or []]
    assert not [each for each in inline if each.type in ("link_open", "image", "html_inline")]
    assert not [token for token in tokens if token.type == "html_block"]
    assert "img src=x" in ran.out
    cells, columns = 0, 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        if token.type == "tr_open":
            cells = 0
        cells += token.type in ("th_open", "td_open")
        if token.type == "thead_close":
            columns = cells
        if token.type == "tr_close":
            assert cells == columns or not columns
    # A pipe that is not escaped would make a table of more columns than its line of dashes has.
    for table in re.findall(r"(?m)^\|.*\n\|(?: ---+ \|)+\n(?:\|.*\n)*", ran.out):
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(counts) == 1


def test_the_page_shows_the_labels_as_text(hostile: Path, run: Run) -> None:
    page = run("report", here=hostile).out
    assert "<img" not in page
    assert "onerror=alert(1)" in read(page).text


def test_no_cell_of_csv_is_a_formula_in_the_head_either(workspace: Path, run: Run) -> None:
    assert run("add", FORMULA, "--id", "formula", "--owner", FORMULA, here=workspace).code == 0
    assert run("goals", "formula", "--add", FORMULA, here=workspace).code == 0
    for words in ("list", "compare", "show formula", "goals --all", f"history {ACME}"):
        ran = run(*words.split(), "--format", "csv", here=workspace)
        rows = list(csv.reader(io.StringIO(ran.out)))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell[:1] in set("=+@-\t")]
