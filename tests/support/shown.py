"""What a screen shows, cell by cell, and on all its pages."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.screen import Screen

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.widgets.lines import Line, Span
from partnercheck.app.shared.widgets.sheet import Sheet

FOLDED = "▹"


def cells(app: PartnerCheck) -> list[str]:
    """The lines of the whole screen, as a terminal gets them."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def squeezed(text: str) -> str:
    """A text without blanks: where a line or a column ends does not matter."""
    return "".join(text.split())


def folded(app: PartnerCheck) -> list[str]:
    """The labels of the rows that can still be opened."""
    labels = [
        cell.text
        for sheet in app.screen.query(Sheet)
        if sheet.display
        for row in sheet.rows
        for cell in row.cells[:1]
        if isinstance(cell, Span)
    ]
    return [label for label in labels if label.lstrip().startswith(FOLDED)]


async def every_page(app: PartnerCheck, pilot: Pilot[None]) -> set[str]:
    """The words that can be seen on any page of any table of the screen."""
    found: set[str] = set()
    await pilot.press("home")
    before = None
    while before != (before := _place(app)):
        found |= _texts(app)
        await pilot.press("pagedown")
        # On a busy machine the next page may not be laid out when the key is done.
        await pilot.pause()
    return found


def _place(app: PartnerCheck) -> list[tuple[int, list[Line]]]:
    """What each table shows, and where its cursor is."""
    return [(each.cursor, list(each.lines)) for each in app.screen.query(Sheet)]


def _texts(app: PartnerCheck) -> set[str]:
    return {
        word
        for sheet in app.screen.query(Sheet)
        if sheet.display
        for line in sheet.lines[: sheet.size.height]
        for span in line
        for word in span.text.split()
    }


def words_of(screen: Screen[object]) -> set[str]:
    """The words of all rows of a screen's tables, but those too long for a column."""
    return {
        word
        for sheet in screen.query(Sheet)
        if sheet.display
        for row in sheet.rows
        for cell in row.cells
        if isinstance(cell, Span)
        for word in cell.text.split()
        if len(word) < 10 and word.isascii() and "-" not in word
    }
