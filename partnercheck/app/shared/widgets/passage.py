"""A page of a text: as much as fits, with a line at the bottom if more text follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Region, Size
from textual.strip import Strip

from partnercheck.app.shared.widgets.lines import Line, Lines


class Passage(Lines):
    """A widget that shows as much of a text as fits in its size.

    The size may change between `show_text` and drawing, because other widgets appear and
    disappear; the page is then laid out again for the new size.
    """

    def __init__(self, more: Callable[[], Line], id: str | None = None) -> None:
        """Create an empty passage; `more` returns the bottom line of pages before the last."""
        super().__init__(id=id)
        self._more = more
        self._text: Sequence[Line] = ()
        self._top = 0
        self._laid_out: Size | None = None

    def show_text(self, text: Sequence[Line], top: int) -> None:
        """Show a text from the line `top`, or its last page if that starts earlier."""
        self._text, self._top = text, top
        self._laid_out = self.size
        self.paint(self._page())

    @property
    def height(self) -> int:
        """The number of lines on a page."""
        return max(1, self.size.height)

    @property
    def last_top(self) -> int:
        """The line at which the last page starts."""
        return max(0, len(self._text) - self.height)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines shown in the current size."""
        self._fit()
        return self._lines

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips of a region.

        If the size has changed, the text is laid out first, so that it is painted only once.
        """
        self._fit()
        return super().render_lines(crop)

    def on_resize(self) -> None:
        """Lay out the text for the new size, unless that has already been done."""
        if self._fit():
            self.refresh()

    def _fit(self) -> bool:
        if self._laid_out == self.size:
            return False
        self._laid_out = self.size
        self._lines = self._page()
        return True

    def _page(self) -> Sequence[Line]:
        top = min(self._top, self.last_top)
        page = list(self._text[top : top + self.height])
        if top + self.height < len(self._text):
            page[-1] = self._more()
        return page


def turned(top: int, by: int, *passages: Passage) -> int:
    """Return the new top line of passages that scroll together, after scrolling by pages.

    Two lines of the old page remain visible.
    """
    last = max(each.last_top for each in passages)
    wanted = min(top, last) + by * max(1, passages[0].height - 2)
    # No line beyond the last page: on a screen that gets smaller later, it would be far down.
    return max(0, min(wanted, last))
