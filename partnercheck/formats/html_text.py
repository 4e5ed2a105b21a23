"""The text of a web page or of an e-mail in HTML, line by line as a reader sees it.

Quoted passages get the quote markers of plain text, so that a reply is kept apart from the older
text below it. Struck-through text is put between `~~`: it can be read, but is no longer meant.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

# Each of these elements begins and ends a line; the cells of a table row share one line.
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "table"),
        *("tbody", "tfoot", "thead", "title", "tr", "ul"),
    ]
)
_CELLS = frozenset(["td", "th"])
_NOT_SHOWN = frozenset(["script", "style", "head", "template", "noscript", "svg", "select"])
_STRUCK = frozenset(["s", "strike", "del"])
_FIELDS = frozenset(["input", "textarea", "button", "select"])
_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?([a-z0-9_-]{1,40})""")
_SPACES = re.compile(r"[ \t\n\r\f]+")


class PageText(NamedTuple):
    """The text of a page, and whether the page has input fields, whose content the text lacks."""

    text: str
    has_fields: bool


def page_text(markup: str) -> PageText:
    """Return the text of a page as lines. Raises ValueError if its markup cannot be read."""
    reader = _Reader()
    try:
        reader.feed(markup)
        reader.close()
    except AssertionError as error:
        # The library's parser fails with AssertionError on markup that breaks its assumptions.
        raise ValueError("its markup cannot be read") from error
    return PageText(reader.text(), reader.fields)


def charset_of_page(data: bytes) -> str:
    """Return the encoding that a page names for itself; empty if it names none."""
    named = _CHARSET.search(data[:4096])
    return named[1].decode("ascii") if named else ""


class _Reader(HTMLParser):
    """Collects lines, each with the depth of the quotes around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields = False
        self._lines: list[tuple[int, str]] = []
        self._line = ""
        self._quotes = self._hidden = self._preformatted = 0

    def text(self) -> str:
        """Return the lines that were read."""
        self._break()
        return "".join(f"{'> ' * depth}{line}\n" for depth, line in self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line if the tag begins one."""
        self.fields = self.fields or tag in _FIELDS
        if tag in _NOT_SHOWN:
            self._hidden += 1
        elif tag == "br":
            self._break(empty=True)
        elif tag in _BLOCKS:
            self._break()
            self._quotes += tag == "blockquote"
            self._preformatted += tag == "pre"
        elif tag in _CELLS and self._line:
            self._line += " "
        elif tag in _STRUCK and not self._hidden:
            self._line += "~~"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a tag that closes itself, and so contains no text."""
        self.fields = self.fields or tag in _FIELDS
        if tag == "br":
            self._break(empty=True)
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End the line if the tag ends one."""
        if tag in _NOT_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._break()
            self._quotes = max(0, self._quotes - (tag == "blockquote"))
            self._preformatted = max(0, self._preformatted - (tag == "pre"))
        elif tag in _STRUCK and not self._hidden:
            self._line += "~~"

    def handle_data(self, data: str) -> None:
        """Add a text; outside preformatted text, spaces and line ends count as one space."""
        if self._hidden:
            return
        if self._preformatted:
            first, *others = data.replace("\r\n", "\n").split("\n")
            self._line += first
            for line in others:
                self._break(empty=True)
                self._line = line
            return
        text = _SPACES.sub(" ", data)
        self._line += text.lstrip(" ") if not self._line or self._line.endswith(" ") else text

    def _break(self, empty: bool = False) -> None:
        """End the line; a line without text is kept only if `empty` is true."""
        if self._line.strip() or empty:
            self._lines.append((self._quotes, self._line.rstrip()))
        self._line = ""
