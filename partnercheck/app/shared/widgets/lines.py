"""A canvas of lines that repaints only the cells that changed, for slow connections."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from partnercheck.base.cells import fitted
from partnercheck.base.terminal import WIDEST
from partnercheck.base.text import beginning

MARK, SIGN = "mark", "▸"
# The look of a message that begins with the file that it is about.
PROBLEM = "problem"
BOLD = Style(bold=True)
# Where there is no colour, or only the sixteen of the terminal, italics set what is quiet apart.
QUIET = Style(italic=True)
# Each look has a text style and, in some cases, a colour: a variable of the theme. They are no
# component classes of Textual's, because it computes all of these for every widget, again after
# each change of the focus, which took a seventh of the time to open a screen.
LOOKS = {
    # Headings are bold in the colour of the text; only the names of keys have the accent.
    "title": (BOLD, ""),
    "strong": (BOLD, ""),
    # Hints, and rows that are finished.
    "dim": (QUIET, "look-second"),
    # The names of fields, lines between parts, and the empty part of a bar.
    "label": (Style(), "look-second"),
    "key": (BOLD, "look-key"),
    "mark": (Style(reverse=True), ""),
    "good": (Style(), "look-good"),
    "strong good": (BOLD, "look-good"),
    "fair": (Style(), "look-fair"),
    "poor": (BOLD, "look-poor"),
    "note": (BOLD, "look-fair"),
}


class Span(NamedTuple):
    """Cleaned text with a style from `LOOKS`, or with no style."""

    text: str
    look: str = ""


Line = tuple[Span, ...]


def line(*parts: Span | str) -> Line:
    """Return a line of spans; a plain string has no style."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def line_width(of: Line) -> int:
    """Return the width of a line in cells."""
    return sum(cell_len(beginning(span.text, WIDEST)) for span in of)


def title_line(title: str, right: str, width: int) -> Line:
    """Return a line with a title on the left, `right` on the right, and a rule between them."""
    # A blank at the right, as at the left.
    used = line_width(line(right)) + bool(right)
    text = fitted(title, max(0, width - used - 2)).rstrip()
    room = width - line_width(line(text)) - used - 1
    gap = f" {'─' * (room - 2)} " if room > 2 else " " * max(0, room)
    return line(" ", Span(text, "title"), Span(gap + right, "label"))


def section_line(title: str, right: str, width: int) -> Line:
    """Return a rule across the screen with a title and, on the right, a text.

    If both do not fit, the title is left out: the text says what the section is about.
    """
    ending = f" {right} ──" if right else ""
    room = width - line_width(line(title, ending)) - len("──  ")
    if title and room >= 0:
        return line(
            Span("── ", "label"), Span(title, "title"), Span(f" {'─' * room}{ending}", "label")
        )
    start = f"── {right} " if right else ""
    return line(Span(start + "─" * max(0, width - line_width(line(start))), "label"))


def more_line(key: str, words: str) -> Line:
    """Return the bottom line of a page with more text after it: a key and its action."""
    return line(Span(" … ", "dim"), Span(key, "key"), Span(f" {words}", "dim"))


def problem_line(text: str) -> Line:
    """Return the first line of a problem, in which only the name of the file has a style."""
    place, colon, rest = text.partition(": ")
    return line(Span(f"{place}{colon}", "poor" if colon else ""), rest)


def group_line(title: str, width: int) -> Line:
    """Return a line with the title of a group, and a rule from there to the end of the line."""
    return rule_line(title, (), width)


def rule_line(title: str, right: Sequence[Span], width: int) -> Line:
    """Return a line with a title on the left, `right` on the right, and a rule between them."""
    used = line_width(line(*right)) + 1 if right else 0
    text = fitted(title, max(0, width - used - 1)).rstrip()
    rule = "─" * (width - used - line_width(line(text)) - 1)
    return line(Span(f"{text} ", "strong"), Span(f"{rule} " if right else rule, "label"), *right)


def visible(of: Line, width: int) -> Line:
    """Return the first `width` cells of a line, as spans."""
    spans = []
    x = 0
    for span in of:
        if x >= width:
            break
        text = beginning(span.text, width - x)
        spans.append(Span(text, span.look))
        x += cell_len(text)
    return tuple(spans)


class Lines(Widget):
    """A widget that shows lines; `paint` refreshes only the cells that differ."""

    DEFAULT_CSS = """
    Lines {
        width: 1fr;
        height: 1fr;
    }
    """

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        """Create an empty canvas."""
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Line] = ()
        # Textual computes a style anew for every line; a look has the same until a style changes.
        self._look_styles: dict[str, Style] = {}
        # The theme of these styles; empty until a line is drawn.
        self._drawn_theme = ""

    def notify_style_update(self) -> None:
        """Compute the styles again, for another theme or the focus."""
        self._look_styles = {}
        super().notify_style_update()
        if self._drawn_theme and self._drawn_theme != self.app.theme:
            self.refresh()

    @property
    def lines(self) -> Sequence[Line]:
        """The lines shown."""
        return self._lines

    @property
    def marked(self) -> Offset | None:
        """The first cell in the style "mark", or else the first sign ▸; None without either."""
        signs: Offset | None = None
        for y, spans in enumerate(self._lines[: self.size.height]):
            x = 0
            for span in visible(spans, self.size.width):
                if span.look == MARK:
                    return Offset(x, y)
                if signs is None and SIGN in span.text:
                    signs = Offset(x + cell_len(span.text.partition(SIGN)[0]), y)
                x += cell_len(span.text)
        return signs

    def paint(self, lines: Sequence[Line]) -> None:
        """Show these lines, repainting only the cells that differ."""
        # Textual sends all cells of a region again, so each line has a region of its own, from the
        # first cell that differs to the last.
        before, self._lines = self._lines, lines
        regions = []
        width = self.size.width
        for y in range(max(len(before), len(lines))):
            old = before[y] if y < len(before) else ()
            new = lines[y] if y < len(lines) else ()
            if old != new:
                start, end = _difference(visible(old, width), visible(new, width))
                if end > start:
                    regions.append(Region(start, y, end - start, 1))
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """Return one line of the canvas, padded to its width."""
        width = self.size.width
        spans = visible(self._lines[y], width) if y < len(self._lines) else ()
        # Adjacent spans of one style are sent together: a change of style costs a dozen bytes.
        segments = [
            Segment("".join(span.text for span in alike), self._style(look))
            for look, alike in groupby(
                (span for span in spans if span.text), key=attrgetter("look")
            )
        ]
        return Strip(segments).adjust_cell_length(width, self._style("")).simplify()

    def _style(self, look: str) -> Style:
        style = self._look_styles.get(look)
        if style is None:
            style = self.rich_style
            if look:
                text_style, variable = LOOKS[look]
                style += text_style
                if variable:
                    color = Color.parse(self.app.theme_variables[variable])
                    style += Style(color=color.rich_color)
            style = _without_defaults(style)
            self._look_styles[look] = style
            self._drawn_theme = self.app.theme
        return style


def _without_defaults(style: Style) -> Style:
    """Return a style without the terminal's own colours, which need no bytes: each text is reset.

    Naming them costs a dozen bytes for every change of style.
    """
    color, background = (
        None if each and each.is_default else each for each in (style.color, style.bgcolor)
    )
    if (color, background) == (style.color, style.bgcolor):
        return style
    return Style(
        color=color,
        bgcolor=background,
        bold=style.bold,
        italic=style.italic,
        underline=style.underline,
        reverse=style.reverse,
    )


class Divider(Lines):
    """A line between two widgets: vertical if the widget is one cell wide, otherwise horizontal.

    A horizontal line has the title of the widget below it.
    """

    def __init__(self, title: str = "", id: str | None = None) -> None:
        """Create a line with a title."""
        super().__init__(id)
        self._title = title

    @property
    def lines(self) -> Sequence[Line]:
        """The lines in the current size."""
        width, height = self.size
        if width == 1:
            return [line(Span("│", "label"))] * height
        rule = group_line(self._title, max(0, width - 3)) if self._title else ()
        across = line(Span("── ", "label"), *rule) if rule else line(Span("─" * width, "label"))
        return [visible(across, width)] * height

    def render_line(self, y: int) -> Strip:
        """Return one line of the divider."""
        self._lines = self.lines
        return super().render_line(y)


def _difference(old: Line, new: Line) -> tuple[int, int]:
    """Return the first cell in which two lines differ, and the cell after the last."""
    before, after = _cells(old), _cells(new)
    length = max(len(before), len(after))
    before += [(" ", "")] * (length - len(before))
    after += [(" ", "")] * (length - len(after))
    differ = [x for x in range(length) if before[x] != after[x]]
    return (differ[0], differ[-1] + 1) if differ else (0, 0)


def _cells(of: Line) -> list[tuple[str, str]]:
    # A wide character fills two entries, so that it is repainted as a whole; a combining character
    # belongs to the entry before it.
    cells: list[tuple[str, str]] = []
    for span in of:
        if span.text.isascii():
            cells += [(char, span.look) for char in span.text]
            continue
        for char in span.text:
            size = get_character_cell_size(char)
            if size == 0 and cells:
                cells[-1] = (cells[-1][0] + char, cells[-1][1])
            cells += [(char, span.look)] * size
    return cells
