"""The floor: the least that Textual does for a header, one table of vendors, and a footer.

Run as a program, it is what every screen is measured against: no file is read and nothing is
judged. Columns and texts have the shape of the portfolio's. `TEXTUAL_THEME` chooses its theme.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import DataTable, Footer, Header

# Widths with which the table fills 80 columns without scrolling sideways.
COLUMNS = (
    ("Vendor", 15),
    ("Cult", 5),
    ("Gain", 5),
    ("Reci", 5),
    ("Lear", 5),
    ("By", 3),
    ("Target", 6),
    ("Verdict", 18),
)
KEYS = (
    ("a", "assess"),
    ("enter", "why"),
    ("c", "compare"),
    ("n", "new"),
    ("slash", "search"),
    ("s", "sort"),
    ("f", "filter"),
    ("question_mark", "help"),
    ("q", "quit"),
)
NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
SUPPLIES = ("Cloud", "Steel", "Dairy", "Hygiene", "Energy")
VERDICTS = ("◊ Supplier–Steady", "○ Supplier, ours", "◔ Steady supplier", "● Partner ↑ +1")


def vendors(count: int) -> Iterator[tuple[str, ...]]:
    """So many rows, the same ones every time."""
    for number in range(count):
        name = f"{NAMES[number // 20 % len(NAMES)]} {SUPPLIES[number % 5]} {number}"
        scores = [f"{17 + number * step % 40}–{60 + number * step % 30}" for step in (3, 7, 11, 13)]
        yield (name, *scores, "B V", "PNSU"[number % 4], VERDICTS[number % len(VERDICTS)])


class Floor(App[None]):
    """Header, table, footer."""

    TITLE = "Northwind Foods"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding(key, "quit" if key == "q" else "app.bell", label) for key, label in KEYS]  # noqa: RUF012

    def __init__(self, rows: int) -> None:
        """A table of so many rows."""
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The three widgets."""
        yield Header()
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        for label, width in COLUMNS:
            table.add_column(label, width=width)
        table.add_rows(vendors(self._rows))


def main() -> None:
    """Open it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=20)
    Floor(words.parse_args().rows).run()


if __name__ == "__main__":
    main()
