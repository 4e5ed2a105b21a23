"""Every word of a screen: on its pages, in its pane and message, and behind its keys.

A word counts as found if it is drawn whole somewhere. A text in Chinese or Japanese may be divided
after any character, so each of its characters is a word here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from textual.widget import Widget
from textual.widgets import Input, TextArea

from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.form import Form
from partnercheck.app.shared.widgets.lines import Line, Lines, Span, line_width
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.app.shared.widgets.sheet_rows import Cell, columns_of
from tests.support.every_screen import Open
from tests.support.shown import FOLDED, cells, folded

# What a person presses to see everything, before going through the pages.
FIRST: Mapping[str, Sequence[str]] = {"VendorScreen": ["z"], "CompareScreen": ["z"]}
# What leads to more about what is selected, and what then leads through all of it.
MORE: Mapping[str, Sequence[Sequence[str]]] = {
    "PortfolioScreen": [["enter"]],
    "NextScreen": [["enter"]],
    "AssessScreen": [["Q"], ["r"]],
    "SessionScreen": [["r"]],
    "MapScreen": [["question_mark"], ["enter"]],
}
TURNS_PANE = ("Tab shows more", "Tab shows the rest")
SCROLLS_PANE = "PgDn scrolls down"
SIDEWAYS = ("CompareScreen",)
# The lists of which each row leads to more.
LISTS = ("PortfolioScreen", "NextScreen")
WITH_PANE = ("MapScreen",)
MOST_PAGES, MOST_ROWS, MOST_SELECTED = 100, 120, 12
LONGEST = 16
WORD = re.compile(r"[^\s\-–/│┃┏┓┗┛┣┫┳┻┤└┴┌▸▹▾◆•·━┿┊╍─]+")


def words(text: str) -> set[str]:
    """Return the words of a text that are whole; one that ends with an ellipsis is cut."""
    found: set[str] = set()
    for word in WORD.findall(text):
        if cell_len(word) != len(word):
            found |= {char for char in word if cell_len(char) == 2}
        elif len(word) <= LONGEST and "…" not in word:
            found |= {word.strip(".,:;()\"'!?*").casefold()}
    return found - {""}


# The caveats in the legend are in a word or two as far as there is room; Enter shows all of each.
BRIEFLY: Mapping[str, set[str]] = {
    "MapScreen": words(
        "archived, classes differ, unreadable file files, due, ours, theirs, scores alike, "
        "signed, untested, unread, quick, provisional, older version, few occasions"
    )
    # Where there is room, the selected vendor's scores stand below the legend; Enter shows them.
    | {"reached", *(f"{points}{sign}" for sign in ("", "↧") for points in range(101))},
    # A narrow table leaves out what each side's score says.
    "VendorScreen": {"gap", "0", *(f"{sign}{points}" for sign in "+-" for points in range(101))},
    # A column that does not fit is in the pane, with its name in full.
    # So is the advice, which has a label instead of its sign on the vendor's screen.
    "PortfolioScreen": words("→ Cult Gain Reci Lear Round Due Owner Still to come Answered by"),
}


class Walk:
    """A walk through a screen."""

    def __init__(self, opened: Open, name: str) -> None:
        """Begin with nothing found."""
        self.app, self.pilot = opened.app, opened.pilot
        self.name = name
        # What is drawn somewhere, and what is to be shown.
        self.found: set[str] = set()
        self.wanted: set[str] = set()
        # What is drawn on the screen itself, between its header and its message.
        self.body: set[str] = set()
        # The lines of the screen as it was drawn last.
        self.drawn: list[str] = []

    @property
    def screen(self) -> Page[object]:
        """The screen on top."""
        assert isinstance(self.app.screen, Page)
        return self.app.screen

    async def through(self) -> None:
        """Go through the screen, and through what it leads to; come back to where it began."""
        if forms := list(self.screen.query(Form)):
            self._see()
            await self._fields(len(forms[0]._fields))
            return
        closed = bool(folded(self.app))
        await self.pilot.press(*(FIRST.get(self.name, ()) if closed else ()))
        self._see()
        await self._whole()
        await self.pilot.press("home", *(FIRST.get(self.name, ()) if closed else ()))
        for number in range(self._selected()):
            for keys in MORE.get(self.name, ()):
                await self.press(*["down"] * min(1, number), *keys)
                if folded(self.app):
                    await self.press("z")
                await self._pages()
                while type(self.screen).__name__ != self.name:
                    await self.press("escape")

    def _selected(self) -> int:
        """Return of how many rows more is shown by a key."""
        if self.name not in LISTS:
            return 1
        return min(MOST_SELECTED, len(self.screen.query_one(Sheet).rows))

    async def _fields(self, count: int) -> None:
        await self.press(*["tab"] * (count - 1), *["shift+tab"] * (count - 1))
        # Beside some fields stands a text with pages.
        await self._again("pagedown", MOST_PAGES)
        await self._again("pageup", MOST_PAGES)

    async def _whole(self) -> None:
        await self._pages_and_rows()
        while self.name in SIDEWAYS:
            await self.press("home")
            before = self.drawn
            await self.press("right")
            if before == self.drawn:
                await self._again("left", MOST_PAGES)
                break
            await self._pages_and_rows()

    async def _pages_and_rows(self) -> None:
        await self._pages()
        if self.name in WITH_PANE or self.screen.query(Sheet):
            await self.press("home")
            await self._pane()
            await self._again("down", MOST_ROWS)

    async def _pages(self) -> None:
        await self.press("home")
        await self._again("pagedown", MOST_PAGES)
        if len([each for each in self.screen.query(Sheet) if each.display]) > 1:
            await self.press("tab", "home")
            await self._again("pagedown", MOST_PAGES)
            await self.press("tab")

    async def _again(self, key: str, most: int) -> None:
        """Press a key until it changes nothing."""
        for _ in range(most):
            before = self.drawn, self.screen.marked
            await self.press(key)
            if before == (self.drawn, self.screen.marked):
                return
            await self._pane()

    async def _pane(self) -> None:
        """Turn the pages of the pane, if it has several, until the first is back."""
        first = self.drawn
        turns = any(text in line for text in TURNS_PANE for line in first)
        for _ in range(MOST_PAGES if turns else 0):
            await self.press("tab")
            if self.drawn == first:
                return
            if any(SCROLLS_PANE in line for line in self.drawn):
                await self._again("pagedown", MOST_PAGES)
                await self.press("home")

    async def press(self, *keys: str) -> None:
        """Press keys, one by one, and see what is drawn after each."""
        for key in keys:
            await self.pilot.press(key)
            self._see()

    def _see(self) -> None:
        lines = self.drawn = cells(self.app)
        self.found |= words("\n".join(lines))
        if type(self.screen).__name__ == self.name:
            self.wanted |= words(" ".join(texts(self.screen)))
            # The header counts pages, and the message answers keys: both differ with the size.
            body = lines[1 : self.screen.query_one("#message").region.y]
            self.body |= words("\n".join(body)) - self._not_wanted()

    def _not_wanted(self) -> set[str]:
        """Return what need not be on a smaller screen.

        That is what is typed, as fields scroll; the headings of a form, which only arrange its
        fields; and what the vendor says in other words.
        """
        typed = [each.value for each in self.screen.query(Input)]
        typed += [each.text for each in self.screen.query(TextArea)]
        above = self.screen.query("Form > .heading").results(Lines)
        headings = [_text(each.lines[0]) for each in above if each.lines]
        return words(" ".join([*typed, *headings])) | BRIEFLY.get(self.name, set())


def texts(screen: Page[object]) -> Iterator[str]:
    """Yield what a screen is to show: header, message, and the cells of the rows on its page.

    Of a title that is too long only the end is cut, a name; the screen before has it in full.
    """
    if screen.header:
        _, right, below, last = screen.header
        yield from (right, below, _text(last or ()))
    if screen.message:
        yield screen.message[0]
    for sheet in (each for each in screen.query(Sheet) if each.display):
        first, last = sheet.page
        for row in sheet.rows[max(0, first - 1) : last]:
            # What a folded group says in one line, it says in full once it is open.
            is_brief = row.most_lines == 1 and _text_of(row.cells[0]).lstrip().startswith(FOLDED)
            for cell in row.cells[:1] if is_brief else row.cells:
                yield _text_of(cell)


def faults(screen: Page[object]) -> list[str]:
    """Return what is cut at an edge, what covers something else, and columns without a head."""
    shown = [
        each for each in screen.query("*") if each.display and each.region and not each.children
    ]
    found = [
        f"{_name(one)} {one.region} covers {_name(other)} {other.region}"
        for number, one in enumerate(shown)
        for other in shown[number + 1 :]
        if one.region.overlaps(other.region) and not _is_scrolled(one)
    ]
    for widget in shown:
        if isinstance(widget, Lines):
            found += _too_long(widget)
        if isinstance(widget, Sheet):
            found += _without_head(widget)
    return found


def _is_scrolled(widget: Widget) -> bool:
    return any(isinstance(each, Form) for each in widget.ancestors)


def _name(widget: Widget) -> str:
    return f"{type(widget).__name__}#{widget.id}"


def _too_long(widget: Lines) -> Iterator[str]:
    lines = widget.lines
    if len(lines) > widget.size.height and not isinstance(widget, Sheet):
        yield f"{_name(widget)} has {len(lines)} lines in {widget.size.height}: {_text(lines[-1])}"
    for line in lines:
        text = tuple(Span(span.text) for span in line)
        if line_width((Span(_text(text).rstrip()),)) > widget.size.width:
            yield f"{_name(widget)} cuts at {widget.size.width}: {_text(line)}"


def _text(line: Line) -> str:
    return "".join(span.text for span in line)


def _without_head(sheet: Sheet) -> Iterator[str]:
    if not any(column.title for column in sheet.columns):
        return
    for number, column in enumerate(sheet.columns[1:], 1):
        rows = [row for row in sheet.rows[:50] if len(columns_of(row, sheet.columns)) > number]
        if not column.title and any(_has_text(row.cells[number]) for row in rows):
            yield f"column {number} of {_name(sheet)} has no title"
        if not column.wrap and cell_len(column.title) > column.width:
            yield f'the title "{column.title}" is cut at {column.width}'


def _has_text(cell: Cell) -> bool:
    return bool(_text_of(cell).strip())


def _text_of(cell: Cell) -> str:
    return cell.text if isinstance(cell, Span) else _text(cell)
