"""Markdown: escaped text, tables and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from partnercheck.base.text import one_line

_BARE_LINK = re.compile(r"(?<=/)/|(?<=www)\.", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """Return a text on one line, escaping every character that is special in Markdown or HTML.

    A bare address does not become a link, as it would in GitHub's Markdown.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]()#+!|~@-])", r"\\\1", text)
    text = one_line(_BARE_LINK.sub(r"\\\g<0>", text))
    return re.sub(r"^(\d+)(?=\.)", r"\1\\", text)


def markdown_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    escape: Callable[[str], str] = escape_markdown,
    bold_labels: bool = False,
) -> str:
    """Return a table of escaped texts; with `bold_labels`, the first cell of each row is bold.

    Pass another `escape` if the program that reads the table treats more characters as special.
    """
    lines = [[escape(cell) for cell in header], ["---"] * len(header)]
    for row in rows:
        cells = [escape(cell) for cell in row]
        lines.append([f"**{cells[0]}**", *cells[1:]] if bold_labels else cells)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
