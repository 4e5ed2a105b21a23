"""A page of a text: as much as fits, with a line at the bottom if more text follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from partnercheck.app.shared.widgets.lines import Line
from partnercheck.app.shared.widgets.sized_lines import SizedLines


class Passage(SizedLines):
    """A widget that shows as much of a text as fits in its size."""

    def __init__(self, more: Callable[[], Line], id: str | None = None) -> None:
        """Create an empty passage; `more` returns the bottom line of pages before the last."""
        super().__init__(id=id)
        self._more = more
        self._text: Sequence[Line] = ()
        self._top = 0

    def show_text(self, text: Sequence[Line], top: int) -> None:
        """Show a text from the line `top`, or its last page if that starts earlier."""
        self._text, self._top = text, top
        self.show_page()

    @property
    def height(self) -> int:
        """The number of lines on a page."""
        return max(1, self.size.height)

    @property
    def last_top(self) -> int:
        """The line at which the last page starts."""
        return max(0, len(self._text) - self.height)

    def _page(self) -> Sequence[Line]:
        top = min(self._top, self.last_top)
        page = list(self._text[top : top + self.height])
        if top + self.height < len(self._text):
            page[-1] = self._more()
        return page


def turned_top(top: int, by: int, *passages: Passage) -> int:
    """Return the new top line of passages that scroll together, after scrolling by pages.

    Two lines of the old page remain visible.
    """
    last = max(each.last_top for each in passages)
    wanted = min(top, last) + by * max(1, passages[0].height - 2)
    # No line beyond the last page: on a screen that gets smaller later, it would be far down.
    return max(0, min(wanted, last))
