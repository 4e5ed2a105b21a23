"""The search field of a list, with a label that says what its text does.

Find: col                                      while somebody types
Filter: cold                   esc shows all   once the list has the focus again
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from partnercheck.app.shared.widgets.form import Typed
from partnercheck.app.shared.widgets.lines import Lines, Span, line
from partnercheck.base.cells import width_of
from partnercheck.base.text import clean

FIND, FILTER = " Find: ", " Filter: "


class SearchLine(Horizontal, can_focus=False):
    """A line with a search field, which stays below the list as long as its text filters that."""

    DEFAULT_CSS: ClassVar[str] = """
    SearchLine {
        height: 1;
        & Lines { height: 1; width: 0; }
        & Input { width: 1fr; }
    }
    """

    def __init__(self, placeholder: str, clear_key: str) -> None:
        """Create a line with an empty field; `clear_key` is the key that shows all rows again."""
        super().__init__()
        # Tab leads back to the field too; letters typed after it are added to its text.
        self.field = Typed(
            placeholder=clean(placeholder), id="search", compact=True, select_on_focus=False
        )
        self._label = Lines()
        self._hint = Lines()
        self._clears = f" {clear_key} shows all "

    def compose(self) -> ComposeResult:
        """Return the label, the field, and the key that clears it."""
        yield self._label
        yield self.field
        yield self._hint

    def on_mount(self) -> None:
        """Show the label of a field that is not being typed in."""
        self._show_labels(typing=False)

    def on_descendant_focus(self) -> None:
        """Show the label for typing."""
        self._show_labels(typing=True)

    def on_descendant_blur(self) -> None:
        """Show that the text filters the list."""
        self._show_labels(typing=False)

    def _show_labels(self, typing: bool) -> None:
        hint = "" if typing else self._clears
        for widget, text in ((self._label, FIND if typing else FILTER), (self._hint, hint)):
            widget.styles.width = width_of(text)
            widget.paint([line(Span(text, "dim"))])
