"""Markdown as GitHub reads it: escaped text, tables and lists.

Only what would act is escaped, so that the source can be read as well. A text does not know its
neighbours, so a sign that could act together with another text counts as acting: `*note` is half of
an emphasis. `<` and `&` become entities, which every program understands.

A backslash does not keep GitHub from linking a name, an issue or an address of e-mail, or from
drawing an emoji, because it looks for them in the rendered text; an invisible comment does. GitHub
also links the hashes of commits; those are left, because any long number may be one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from html.entities import html5

from partnercheck.base.text import one_line

# It renders as nothing, and parts what it stands in.
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
    @ (?=\w|\\_)                                 # a person, a team, an address of e-mail
    | \# (?=\d)                                  # an issue, or one of another repository
    | (?<!\w) gh- (?=\d)
    # An emoji; a backslash before an underscore in its name is not shown.
    | : (?=(?:[+-]1|100|1234|[0-9+-]*(?:[a-z]|\\?_)(?:[\w+-]|\\_)*):)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A formula, if no comment parts it; of several signs in a row, the last with which one can begin.
_FORMULA_END = rf"\S(?:(?!{COMMENT}).)*\$"
_FORMULA = re.compile(rf"\$(?={_FORMULA_END})(?!\${_FORMULA_END})")
# What acts only at the start of a line, before the sign that is escaped and with what follows.
_START = re.compile(
    r"""
    (?P<number> \d{1,9} (?=[.)](?:\s|$)) )       # a numbered list
    | (?= [-+](?:\s|$)                           # a list
        | --[-\s]*$                              # a line across the page, after a list's "-" too
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
    """Return a text on one line, of which nothing acts in Markdown, at the start of a line too."""
    escaped = escape_inline(text)
    start = _START.match(escaped)
    return f"{escaped[: start.end()]}\\{escaped[start.end() :]}" if start else escaped


def escape_inline(text: str) -> str:
    """Return a text on one line, of which nothing acts within a line or a cell of a table."""
    return call_nobody(_ACTING.sub(_escaped, one_line(text)))


def call_nobody(text: str) -> str:
    """Return Markdown or HTML in which no name notifies a person, and no number links an issue."""
    for acting in (_REFERENCE, _FORMULA):
        text = acting.sub(lambda match: match[0] + COMMENT, text)
    return text


def _escaped(match: re.Match[str]) -> str:
    """Return what acts with backslashes, or as it is if its neighbours keep it from acting."""
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
    """Return whether a run of signs could begin an emphasis, or with `*` end one.

    It cannot between spaces; nor can underscores within a word, as in contract_end. Our own
    Markdown has only `**`, so `_` and `~` have nothing to end if no text begins anything.
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
    """Return a table of escaped texts; with `bold_labels`, the first cell of each row is bold.

    Pass another `escape` if the program that reads the table treats more characters as special.
    """
    lines = [[escape(cell) for cell in header], ["---"] * len(header)]
    for row in rows:
        cells = [escape(cell) for cell in row]
        lines.append([f"**{cells[0]}**", *cells[1:]] if bold_labels else cells)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
