"""Widths that no terminal has, and texts far longer than any: laid out within bounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from partnercheck.base.cells import cut, fitted, wrapped
from partnercheck.base.terminal import NARROWEST, WIDEST, terminal_size, terminal_width
from partnercheck.base.text import beginning
from partnercheck.formats.columns import align_columns
from tests.support.running import Run
from tests.support.strategies import examples

COMMANDS = (
    "compare",
    "compare --map",
    "show acme-logistics",
    "goals acme-logistics",
    "meetings acme-logistics",
    "agenda acme-logistics",
    "table verdicts --explain",
)
WIDTHS = ("99999999999", "9" * 5000, "0", "-1", "-99999999999", "abc", "", "1e3", "１００")
PIECES = st.sampled_from(
    ["a", "word ", "漢", "e\u0301", "\u0301", "👩‍🚀", " ", "\t", "\n", "-", "\x1b[2J"]
)
LONG = (
    "x" * 900_000,
    "word " * 180_000,
    "漢字" * 150_000,
    "e" + "\u0301" * 300_000,
    "\u0301" * 300_000,
    "👩\u200d" * 200_000,
)


@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
@pytest.mark.parametrize("value", WIDTHS)
def test_any_size_in_the_environment_is_within_bounds(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    columns, lines = terminal_size()
    assert NARROWEST <= columns == terminal_width() <= WIDEST
    assert 1 <= lines <= 1000


@pytest.mark.parametrize(
    ("command", "columns"),
    [(command, WIDTHS[number % 6]) for number, command in enumerate(COMMANDS)]
    + [("compare", width) for width in WIDTHS[1:6]],
)
def test_every_text_is_laid_out_in_a_width_within_bounds(
    command: str, columns: str, run: Run, samples: Path
) -> None:
    ran = run(*command.split(), here=samples, environment={"COLUMNS": columns})
    assert ran.code == 0, ran.err
    assert max(map(cell_len, ran.out.splitlines())) <= WIDEST


@pytest.mark.parametrize("width", ["39", "1001", "99999999999", "9" * 5000, "-1", "abc", "²"])
def test_a_width_that_is_asked_for_and_is_none_is_refused(width: str, run: Run) -> None:
    ran = run("compare", "--width", width)
    assert ran.code == 2
    assert f"from {NARROWEST} to {WIDEST}" in ran.err


@given(st.lists(PIECES, max_size=60).map("".join), st.integers(0, 30))
@examples(150)
def test_a_fitted_text_fills_its_width_and_says_when_it_is_cut(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) == width
    assert cut(text, width).endswith("…") or cell_len(text) <= width or "\x1b" in text or not width


@given(st.lists(PIECES, max_size=80).map("".join), st.integers(2, 30), st.integers(1, 6))
@examples(150)
def test_the_first_lines_are_those_of_the_whole_text(text: str, width: int, most: int) -> None:
    every = wrapped(text, width)
    first = wrapped(text, width, most)
    assert len(first) <= most
    if len(every) <= most:
        assert first == every
    else:
        assert first[: most - 1] == every[: most - 1]
        assert first[-1].endswith("…")
        assert cell_len(first[-1]) <= width


@pytest.mark.parametrize("text", LONG, ids=lambda text: ascii(text[:3]))
def test_of_a_long_text_only_what_can_be_shown_is_looked_at(text: str) -> None:
    """What is left is short enough for anything that is done with it."""
    assert len(beginning(text, 80)) < 1000
    assert len(fitted(text, 80)) < 1000
    assert all(len(line) < 1000 for line in wrapped(text, 80, 3))
    assert all(len(line) < 4000 for line in align_columns([[text, "next"]]))
