"""A text field that shows a long text in several rows, if the form has room for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rich.cells import cell_len, get_character_cell_size
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input

# A longer text stays in one row, which scrolls.
MOST_ROWS = 6


def row_starts(text: str, width: int) -> list[int]:
    """Return the index at which each row of a text starts, in rows of `width` cells.

    Rows break after a blank if they have one. The last cell of a row is left for the blank at its
    end, or for the cursor after the text.
    """
    starts, x, after_blank = [0], 0, 0
    for number, char in enumerate(text):
        cells = get_character_cell_size(char)
        if x + cells > width - (char != " "):
            starts.append(after_blank if after_blank > starts[-1] else max(1, number))
            x = cell_len(text[starts[-1] : number])
        if char == " ":
            after_blank = number + 1
        x += cells
    return [*starts, len(text)] if x >= width else starts


class WrappedInput(Input):
    """An `Input` that draws its text in as many rows as it is high.

    With one row, it scrolls a long text sideways, as Textual's own `Input` does.
    """

    # A cursor that blinks sends bytes twice a second.
    cursor_blink = reactive(False, init=False)
    # The row that the mouse points to; Textual passes only the column on.
    _mouse_row = 0

    def rows_needed(self, width: int) -> int:
        """Return the number of rows that the text needs in this width; 1 if it needs too many."""
        text = self.value
        if len(text) < width and cell_len(text) < width:
            return 1
        if width < 2 or len(text) > MOST_ROWS * width:
            return 1
        rows = len(row_starts(text, width))
        return rows if rows <= MOST_ROWS else 1

    def _starts(self) -> Sequence[int]:
        """Return where each row starts; empty if the field has one row."""
        width, height = self.size
        return row_starts(self.value, width) if height > 1 and width > 1 and self.value else ()

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the cursor on the screen; at the end of the text, one cell further right."""
        if not (starts := self._starts()):
            return super().cursor_screen_offset
        row = bisect_right(starts, self.cursor_position) - 1
        x = cell_len(self.value[starts[row] : self.cursor_position]) + self.cursor_at_end
        return self.content_region.offset + Offset(x, row)

    def render_line(self, y: int) -> Strip:
        """Return one row of the text."""
        if not (starts := self._starts()):
            return super().render_line(y)
        rows = self._styled().divide(starts[1:])
        strip = Strip(rows[y].render(self.app.console)) if y < len(rows) else Strip([])
        return strip.adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _styled(self) -> Text:
        """Return the text with its selection, the cursor, and the suggested completion."""
        text = Text(self.value, end="")
        if not self.has_focus:
            return text
        if completion := self._suggestion[len(self.value) :]:
            text.append(completion, self.get_component_rich_style("input--suggestion"))
        elif self.cursor_at_end:
            text.pad_right(1)
        start, end = sorted(self.selection)
        if start < end:
            text.stylize_before(self.get_component_rich_style("input--selection"), start, end)
        at = self.cursor_position
        text.stylize(self.get_component_rich_style("input--cursor"), at, at + 1)
        return text

    def _on_mouse_down(self, event: events.MouseDown) -> None:  # type: ignore[override]
        # Textual calls its own method of this name afterwards.
        self._mouse_row = event.get_content_offset_capture(self).y

    def _on_mouse_move(self, event: events.MouseMove) -> None:  # type: ignore[override]
        self._mouse_row = event.get_content_offset_capture(self).y

    def _cell_offset_to_index(self, offset: int) -> int:
        if not (starts := self._starts()):
            return super()._cell_offset_to_index(offset)
        row = max(0, min(self._mouse_row, len(starts) - 1))
        end = starts[row + 1] - 1 if row + 1 < len(starts) else len(self.value)
        at = starts[row]
        while at < end and cell_len(self.value[starts[row] : at + 1]) <= offset:
            at += 1
        return at
