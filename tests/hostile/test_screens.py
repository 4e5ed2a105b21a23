"""Every screen on a workspace of enemies, in a real terminal: the raw bytes, and what is seen."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import pyte
import pytest

from partnercheck.base.text import is_blank
from tests.support.every_screen import OF_A_FORM, every_screen
from tests.support.hostile_screens import (
    ESC,
    PAGE,
    PALETTE,
    SIZE,
    WAYS,
    arrived,
    back_to_portfolio,
)
from tests.support.hostile_terminal import Cells, Seen, only_text, started
from tests.support.hostile_texts import ALL, MARKUP, NAMES, SEQUENCES
from tests.support.hostile_workspace import Enemy, write


def test_every_screen_has_a_way_to_it() -> None:
    assert {*WAYS, *OF_A_FORM} == {*every_screen()}


GROUPS = [sorted(WAYS)[at::4] for at in range(4)]


@pytest.mark.parametrize("names", GROUPS, ids=["+".join(names) for names in GROUPS])
def test_nothing_acts_on_any_screen(names: Sequence[str], root: Path) -> None:
    terminal = started(root, size=SIZE)
    for name in names:
        arrived(terminal, "PortfolioScreen")
        terminal.press("".join(WAYS[name].keys))
        arrived(terminal, name)
        for key in (*WAYS[name].then, PALETTE, ESC):
            terminal.press(key)
            terminal.rest(0.06)
        only_text(terminal.received)
        back_to_portfolio(terminal)
    assert b"PWNED" in terminal.received
    terminal.leave()


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vendors with the same answers, each with another of the payloads as its name."""
    from partnercheck.base.records import Settings
    from partnercheck.workspace.open import init
    from tests.support.hostile_workspace import basic, response_toml

    made = tmp_path_factory.mktemp("rows") / "workspace"
    init(made, Settings())
    # A name of which nothing can be seen is an error of its file, so its row is another.
    names = ["Clean", *(text for text in ALL if not is_blank(text))]
    for number, name in enumerate(names):
        folder = made / "vendors" / f"v{number:03}"
        (folder / "2026-q4").mkdir(parents=True)
        described = f"name = {basic(name)}\nowner = {basic(name)}\ntarget = 'partner'\n"
        write(folder / "vendor.toml", described)
        place = (folder.name, "2026-q4", "buyer")
        said = response_toml(Enemy([f"{number}"]), place, "Ann")
        write(folder / "2026-q4" / "buyer.ann.partnership.toml", said)
    return made


def test_columns_stay_aligned_whatever_a_vendor_is_called(rows: Path) -> None:
    """All have the same answers, so that right of the name all rows are the same."""
    terminal = started(rows, size=(120, 40))
    count = len(list((rows / "vendors").iterdir()))
    terminal.until(f"of {count} vendors")
    while "not loaded yet" in terminal.row(0):
        terminal.rest()
    right: set[str] = set()
    seen = 0
    clean = 0
    for _ in range(count // 37 + 2):
        terminal.rest()
        begins = next(terminal.row(y).index("Cult") for y in range(4) if "Cult" in terminal.row(y))
        for y in range(2, 38):
            # At the right of the list is the pane about the vendor under the cursor.
            row = terminal.row(y, begins).partition("│")[0].rstrip()
            if row.strip():
                right.add(row)
                seen += 1
                clean += "Clean" in terminal.row(y)
        before = terminal.row(0)
        terminal.press(PAGE)
        ends = time.monotonic() + 60
        while terminal.row(0) == before and f"–{count} of" not in before:
            assert time.monotonic() < ends, before
            terminal.rest()
    assert seen >= count
    assert clean
    assert len(right) == 1, right
    terminal.leave()


def test_columns_of_a_comparison_stay_aligned(rows: Path) -> None:
    """Of two vendors with the same answers, the second column begins where it should."""
    terminal = started(rows, size=(120, 24))
    terminal.press("c")
    terminal.until("Compare")
    for _ in range(22):
        terminal.rest()
        every_row = (terminal.row(y) for y in range(3, 22))
        # Below the table, names stand in sentences.
        text = [*takewhile(lambda row: "── " not in row, every_row)]
        verdicts = [row for row in text if row.count("◔") + row.count("◑") + row.count("●") > 1]
        spots = {tuple(at for at, char in enumerate(row) if char in "◔◑●") for row in verdicts}
        assert len(spots) <= 1, spots
        for row in text:
            # A range has two signs, as in `~–✓`.
            scores = [found.start() for found in re.finditer("[✓~✗](?:–[✓~✗])?", row)]
            assert not scores or len({(at - scores[0]) % 25 for at in scores}) == 1, row
        terminal.press("l")
    terminal.leave()


def test_tables_of_commands_stay_aligned(rows: Path) -> None:
    from tests.support.hostile_commands import run

    out = run(rows.parent, "list").out.decode()
    width = 21_000
    screen = Cells(width, 3)
    stream = pyte.Stream(screen)
    right = set()
    for line in out.splitlines()[1:]:
        screen.reset()
        stream.feed(line)
        cells = "".join(screen.buffer[0][x].data for x in range(width - 1_000, width)).rstrip()
        right.add((screen.cursor.x, cells[-60:]))
    assert len(right) == 1, right


CLICKED = [*MARKUP.values(), SEQUENCES["link"], NAMES["hyphen"]]


def names_column(terminal: Seen) -> list[str]:
    """The rows of the portfolio without the cursor and the pane, which go with the clicks."""
    return [line[2:].partition("│")[0] for line in terminal.shown.splitlines()[2:30]]


def test_markup_is_shown_as_text_and_a_click_on_it_does_nothing(tmp_path: Path) -> None:
    from partnercheck.base.records import Settings
    from partnercheck.base.text import clean
    from partnercheck.workspace.open import init
    from tests.support.hostile_workspace import basic

    made = tmp_path / "workspace"
    init(made, Settings())
    names = [text for text in CLICKED if text.isascii() and "\n" not in text and len(text) < 22]
    for number, name in enumerate(names):
        folder = made / "vendors" / f"v{number}"
        folder.mkdir(parents=True)
        write(folder / "vendor.toml", f"name = {basic(name)}\nowner = {basic(name)}\n")
    terminal = started(made, size=(120, 40))
    terminal.rest()
    for name in names:
        assert clean(name) in terminal.shown
    before = names_column(terminal)
    for y in range(4, 3 + len(names)):
        # Another row each time: a second click on a vendor's own row opens it, whatever it is.
        terminal.press("".join(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m" for x in (4 + 3 * (y % 6),)))
    terminal.rest()
    assert names_column(terminal) == before
    terminal.press("\r")
    terminal.until("what if")
    for y in range(1, 12):
        terminal.press("".join(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m" for x in range(2, 50, 6)))
    terminal.rest()
    assert "what if" in terminal.shown
    terminal.leave()
