"""`list` and `history` on a terminal: they fit its width, and are coloured unless told not to."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from partnercheck.report.listing import Listed, listed
from partnercheck.report.rounds import terminal
from partnercheck.report.terminal_list import legend, terminal_list
from partnercheck.report.terminal_table import Cell, Head, Styled, styled_table
from partnercheck.verdicts.history import history
from partnercheck.verdicts.judged import judge_vendor, judge_vendors
from partnercheck.workspace.open import Workspace, open_workspace
from partnercheck.workspace.read_vendor import vendor_ids
from tests.rules.partnership_files import PARTNERSHIP
from tests.support.terminal import Terminal

WIDTHS = (40, 60, 61, 79, 80, 109, 110, 120, 200)
TODAY = dt.date(2026, 11, 24)


def plain(styled: Styled) -> str:
    return "".join(text for text, _ in styled)


def rows_of(workspace: Workspace) -> list[Listed]:
    vendors = judge_vendors(workspace, vendor_ids(workspace))
    return [listed(judged, TODAY) for judged in vendors]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_fits_and_says_every_caveat(width: int, sample_root: Path) -> None:
    rows = rows_of(open_workspace(sample_root))
    shown = plain(terminal_list(PARTNERSHIP, rows, width))
    if width >= 60:
        assert max(map(cell_len, shown.splitlines())) <= width
    said = " ".join(shown.split())
    if width < 120:
        for row in rows:
            for caveat in row.caveat_words:
                assert caveat in said, (row.name, caveat)
    assert ("53–82" in shown) == (width >= 79)
    assert "◔ Steady supplier*" in shown


def test_a_list_in_eighty_cells_has_a_line_per_vendor(sample_root: Path) -> None:
    rows = rows_of(open_workspace(sample_root))
    short = [row for row in rows if len(row.name) <= 16]
    lines = plain(terminal_list(PARTNERSHIP, short, 80)).splitlines()
    assert [line.split("  ")[0] for line in lines[1 : len(short) + 1]] == [
        f"{row.name} ⚑" if row.late else row.name for row in short
    ]


def test_every_sign_of_the_list_is_explained() -> None:
    said = " ".join(legend(PARTNERSHIP))
    for words in ("✓ present", "~ partial", "✗ weak", "↑ better", "↓ worse", "! warning"):
        assert words in said
    for words in ("⚑ overdue", "✓ reached", "✗ missed", "+ exceeded", "? still open", "◊"):
        assert words in said


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_history_fits_and_has_every_round(width: int, sample_root: Path) -> None:
    workspace = open_workspace(sample_root)
    judged = judge_vendor(workspace, "acme-logistics")
    past = history(workspace, judged)
    shown = plain(terminal(PARTNERSHIP, judged.vendor, past, TODAY, width))
    assert max(map(cell_len, shown.splitlines())) <= width
    assert len(past) > 1
    assert all(entry.round in shown for entry in past)
    assert ("✓" in shown) == (width > 60)


def test_cells_that_wrap_make_room_and_others_stay_whole() -> None:
    heads = [Head("Round"), Head("Class", wraps=True)]
    rows = [[Cell("2026-q4"), Cell("Near partner; our view only")]]
    assert plain(styled_table(heads, rows, 26)).splitlines() == [
        "Round    Class",
        "2026-q4  Near partner; our",
        "         view only",
    ]


# The first title of each table; before its table, `list` counts the vendors that it has read.
TITLES = {"list": b"Verdict", "history acme-logistics": b"Round"}


@pytest.mark.parametrize("command", TITLES)
def test_a_terminal_has_colours_unless_it_is_told_not_to(command: str, samples: Path) -> None:
    tables = {}
    for environment in ({}, {"NO_COLOR": ""}):
        terminal_ = Terminal(command.split(), environment, here=samples)
        assert terminal_.ended(60) == 0
        tables[len(environment)] = terminal_.received.partition(TITLES[command])[2]
    assert b"\x1b[32m\xe2\x9c\x93 " in tables[0]
    assert not re.search(rb"\x1b\[[0-9;]+m", tables[1])
    assert re.sub(rb"\x1b\[[0-9;]*m", b"", tables[0]) == tables[1]


@pytest.mark.parametrize(("columns", "scores"), [(60, False), (120, True)])
def test_a_history_of_commits_fits_and_has_the_subject(
    columns: int, scores: bool, samples: Path
) -> None:
    for words in ("init -q", "add -A", "-c user.name=Zoe -c user.email=z@x.org commit -qm Begin"):
        subprocess.run(["git", *words.split()], cwd=samples, check=True)
    terminal_ = Terminal(
        ["history", "acme-logistics", "--commits"], {"NO_COLOR": "1"}, (columns, 40), samples
    )
    terminal_.until("Begin")
    assert terminal_.ended(60) == 0
    shown = terminal_.shown
    assert "us, vendor" in shown
    assert "◑ Near" in shown
    assert ("✓ 82" in shown) == scores
