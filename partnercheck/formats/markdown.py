"""Markdown as GitHub reads it: escaped text, tables and lists.

Only characters that have an effect in Markdown are escaped, so that the source stays readable. The
texts next to an escaped text are not known, so a sign that could have an effect together with them
is escaped too: `*note` could be half of an emphasis. `<` and `&` become entities, which every
program understands.

A backslash does not stop GitHub from linking a name, an issue or an e-mail address, or from drawing
an emoji, because GitHub looks for these in the rendered text; an invisible comment inside does.
GitHub also links the hashes of commits; hashes are not escaped, because any long number may be one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from html.entities import html5

from partnercheck.base.text import one_line

# A comment is not rendered, and splits the name or number in which it is placed.
COMMENT = "<!-- -->"
_HOST = r"[^\s!-/:-@\[-`{-~]"
_ENTITY = r"(?P<name> \#[0-9]{1,7} | \#[xX][0-9a-fA-F]{1,6} | [A-Za-z][A-Za-z0-9]{1,31} ) (?:;|$)"
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_ACTING = re.compile(
    rf"""
    (?P<run>   \*+ | _+ | ~+ )                   # emphasis, strikethrough
    | (?P<each>  `+ )                            # code
    | (?P<one>
        \\ (?=[!-/:-@\[-`{{-~]|$)                # an escape
        | \] (?=\()                              # the middle of a link or a picture
        | \|                                     # the border of a cell
        | < (?=/?[A-Za-z]|\?|!(?:--|[A-Za-z]|\[CDATA\[))   # HTML
        | & (?={_ENTITY})
      )
    | (?P<scheme> (?<![A-Za-z]) (?:https?|ftp): ) (?=//{_HOST})
    | (?P<www>    (?<![^\s*_~(]) www ) (?=\.{_HOST})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"""
    @ (?=\w|\\_)                                 # a person, a team, an e-mail address
    | \# (?=\d)                                  # an issue, perhaps of another repository
    | (?<!\w) gh- (?=\d)
    # An emoji; a backslash before an underscore in its name is not shown.
    | : (?=(?:[+-]1|100|1234|[0-9+-]*(?:[a-z]|\\?_)(?:[\w+-]|\\_)*):)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The `$` that begins a formula not split by a comment; of several such signs, the last.
_FORMULA_END = rf"\S(?:(?!{COMMENT}).)*\$"
_FORMULA = re.compile(rf"\$(?={_FORMULA_END})(?!\${_FORMULA_END})")
# What has an effect only at the start of a line: the text before the sign to escape, and a look at
# the text that follows.
_START = re.compile(
    r"""
    (?P<number> \d{1,9} (?=[.)](?:\s|$)) )       # a numbered list
    | (?= [-+](?:\s|$)                           # a list
        | --[-\s]*$                              # a horizontal rule, also after a list's "-"
        | \#{1,6}(?:\s|$)                        # a heading
        | >                                      # a quotation
        | \[[ xX]\](?:\s|$)                      # a task
        | \[\s*[^\s\]].*\]:                      # the target of links
        | ~~~                                    # a block of code
      )
    """,
    re.VERBOSE,
)


def escape_markdown(text: str) -> str:
    """Escape a text for one line of Markdown, also at the start of the line."""
    escaped = escape_inline(text)
    start = _START.match(escaped)
    return f"{escaped[: start.end()]}\\{escaped[start.end() :]}" if start else escaped


def escape_inline(text: str) -> str:
    """Escape a text for use within a line of Markdown or in a table cell."""
    return call_nobody(_ACTING.sub(_escaped, one_line(text)))


def call_nobody(text: str) -> str:
    """Escape Markdown or HTML so that no name notifies a person and no number links to an issue."""
    for acting in (_REFERENCE, _FORMULA):
        text = acting.sub(lambda match: match[0] + COMMENT, text)
    return text


def _escaped(match: re.Match[str]) -> str:
    """Return the matched signs escaped, or unchanged if the text around prevents any effect."""
    kept = match["scheme"] or match["www"]
    if kept:
        return f"{kept}\\"
    if (match["run"] and not _delimits(match)) or (match["name"] and not _is_entity(match["name"])):
        return match[0]
    return "".join(_ENTITIES.get(sign, f"\\{sign}") for sign in match[0])


def _is_entity(name: str) -> bool:
    """Return whether `&name;` is shown as another character."""
    return name.startswith("#") or f"{name};" in html5


def _delimits(match: re.Match[str]) -> bool:
    """Return whether a run of signs could begin an emphasis, or (`*` only) end an emphasis.

    A run between spaces cannot; nor can underscores within a word, as in contract_end. Our own
    Markdown has only `**`, so `_` and `~` can end nothing if no text begins an emphasis.
    """
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if after.isspace() and (before.isspace() or match[0][0] != "*"):
        return False
    is_in_word = before and after and _in_word(before) and _in_word(after)
    return match[0][0] != "_" or not is_in_word


def _in_word(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char)[0] not in "PS"


def markdown_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    escape: Callable[[str], str] = escape_inline,
    bold_labels: bool = False,
) -> str:
    """Return a table of escaped texts; if `bold_labels`, the first cell of each row is bold.

    Pass another `escape` if the program that reads the table treats more characters as special.
    """
    lines = [[escape(cell) for cell in header], ["---"] * len(header)]
    for row in rows:
        cells = [escape(cell) for cell in row]
        lines.append([f"**{cells[0]}**", *cells[1:]] if bold_labels else cells)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
