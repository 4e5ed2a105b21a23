"""Lines that are laid out for the size of their widget, before they are painted."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region, Size
from textual.strip import Strip

from partnercheck.app.shared.widgets.lines import Line, Lines


class SizedLines(Lines):
    """A widget whose `_page` returns the lines for its size.

    The size may change between a call of `show_page` and drawing, because other widgets appear and
    disappear. The lines are then laid out again first, so that they are painted only once.
    """

    def __init__(self, id: str | None = None) -> None:
        """Create an empty widget."""
        super().__init__(id=id)
        self._laid_out: Size | None = None

    def show_page(self) -> None:
        """Lay the lines out, and paint the changed ones."""
        self._laid_out = self.size
        self.paint(self._page())

    @property
    def lines(self) -> Sequence[Line]:
        """The lines shown in the current size."""
        self._fit()
        return self._lines

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips of a region; after a change of size, lay the lines out first."""
        self._fit()
        return super().render_lines(crop)

    def on_resize(self) -> None:
        """Lay the lines out for the new size, unless that has already been done."""
        if self._fit():
            self.refresh()

    def _fit(self) -> bool:
        if self._laid_out == self.size:
            return False
        self._laid_out = self.size
        self._lines = self._page()
        return True

    def _page(self) -> Sequence[Line]:
        raise NotImplementedError
