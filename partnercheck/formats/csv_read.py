"""A strict reader of CSV: an ambiguous row is a problem with its line, never a guess.

Most readers accept anything. In Python's own reader, an unclosed quote turns the rest of the file
into one cell, and an unquoted comma in a name shifts all cells after it.

Invariant: a row is read only if there is exactly one way to read it. Otherwise its line is
reported, and so is every line that may belong to the row:

    name,owner
    "Acme,Tom        line 2 opens a quote that is not closed: reported
    Borealis,Ann     may be a row, or part of the cell on line 2: reported, not read

Lines stay in doubt until the next quote. A cell of several lines is accepted, unless each of its
lines has as many cells as a row: such lines may be rows that each lack a quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from partnercheck.base.cells import excerpt
from partnercheck.base.english import plural
from partnercheck.formats.decoding import LINE_END

DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r'(?i)\s*"?sep=([,;\t|])"?[,;\t]*(?:\r\n|\r|\n|\Z)')
_NOT_CLOSED = "opens a quote that is not closed"
_CLOSE_IT = "Close it at the end of its cell, or remove it"
_QUOTE_IT = 'Put the cell in quotes, and write each quote in it twice ("")'


class Row(NamedTuple):
    """A row, or a line that could not be read."""

    line: int  # the number of its first line
    cells: tuple[str, ...]  # empty if the line could not be read; `message` says why
    message: str = ""
    remedy: str = ""


class _Broken(Exception):  # noqa: N818 - it never leaves this module
    """A record that cannot be read, with the positions of the mistake and of the record's end.

    If `doubtful` is true, the record's other lines may be separate rows.
    """

    def __init__(self, message: str, remedy: str, at: int, end: int, doubtful: bool = True) -> None:
        super().__init__(message)
        self.remedy, self.at, self.end, self.doubtful = remedy, at, end, doubtful


def split_separator(text: str) -> tuple[str, str, int]:
    """Split off a first line such as `sep=;`.

    Return its delimiter, the text below it, and the number of the line where that text begins.
    """
    match = _SEPARATOR_LINE.match(text)
    if not match:
        return "", text, 1
    return match[1], text[match.end() :], len(LINE_END.findall(match[0])) + 1


def read_rows(text: str, delimiter: str, first_line: int = 1) -> Iterator[Row]:
    """Yield the rows of a text, skipping blank lines. The first row is the header.

    A row with more or fewer cells than the header is returned with a message and without cells.
    """
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    columns = n = 0
    pending: list[Row] = []
    while n < len(starts):
        at, line = starts[n], first_line + n
        if not _line_at(text, at).strip():
            n += 1
            continue
        try:
            cells, end = _record(text, at, delimiter)
            after = _next_line(starts, n, end)
            _check(cells, columns, text, starts[n:after], delimiter)
            if any(cell.strip() for cell in cells):
                yield from pending
                pending = [Row(line, cells)]
        except _Broken as broken:
            after = _next_line(starts, n, broken.end)
            broken_line = first_line + _next_line(starts, n, broken.at) - 1
            if pending and _closes_quote(_line_at(text, at), delimiter):
                message = f"may continue on line {line}, which closes a quote and is not a row"
                pending[0] = Row(
                    pending[0].line, (), message, "Add the opening quote at the start of the cell"
                )
            pending.append(Row(broken_line, (), str(broken), broken.remedy))
            if broken.doubtful:
                pending += _doubtful(text, starts[n:after], line, broken_line)
        if pending and not columns:
            yield pending[0]
            columns, pending = len(pending[0].cells), []
        n = after
    yield from pending


def _closes_quote(line: str, delimiter: str) -> bool:
    """Return whether a broken line may be the end of a cell whose opening quote is missing.

    In such a line, the first quote is at the end of a cell that does not begin with a quote.
    """
    before, quote, after = line.replace('""', "").partition('"')
    opens = not before.rpartition(delimiter)[2].strip()
    ends = after.lstrip()[:1] in ("", delimiter)
    return bool(quote) and ends and not opens


def _next_line(starts: Sequence[int], n: int, end: int) -> int:
    """Return the number of the first line from n on that begins after a position."""
    while n < len(starts) and starts[n] <= end:
        n += 1
    return n


def _doubtful(text: str, starts: Sequence[int], line: int, named: int) -> Iterator[Row]:
    """Yield the other lines of a broken record, which may be rows."""
    for number, at in enumerate(starts, line):
        if number != named and _line_at(text, at).strip():
            message = f"was not read, because it may belong to the broken row on line {named}"
            yield Row(number, (), message, "Correct that row first")


def _line_at(text: str, at: int) -> str:
    end = LINE_END.search(text, at)
    return text[at : end.start() if end else len(text)]


@lru_cache(maxsize=8)
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return regexes for a quoted cell (text, closing quote, cell's end) and an unquoted cell."""
    blank = rf"[^\S\r\n{delimiter}]*+"
    ends = rf"((?=[{delimiter}\r\n]|\Z))"
    quoted = re.compile(rf'{blank}"((?:[^"]++|"")*+)(?:("){blank}{ends}?)?')
    return quoted, re.compile(rf"[^{delimiter}\r\n]*+")


def _record(text: str, at: int, delimiter: str) -> tuple[tuple[str, ...], int]:
    """Return the cells of the record that begins at a position, and the position of its end."""
    quoted, plain = _patterns(delimiter)
    cells = []
    while True:
        if match := quoted.match(text, at):
            if match[2] is None:
                message = f'{_NOT_CLOSED} ("{_line_excerpt(text, at)}")'
                raise _Broken(message, _CLOSE_IT, at, len(text))
            if match[3] is None:
                in_line = not LINE_END.search(match[0])
                message = "has text after a closing quote" if in_line else _NOT_CLOSED
                remedy = _QUOTE_IT if in_line else _CLOSE_IT
                raise _Broken(f'{message} ("{_line_excerpt(text, at)}")', remedy, at, match.end(2))
            cells.append(match[1].replace('""', '"'))
        else:
            match = plain.match(text, at)
            assert match
            if match[0].count('"') % 2:
                message = f'has an odd number of quotes in a cell ("{_line_excerpt(text, at)}")'
                raise _Broken(message, _QUOTE_IT, at, match.end())
            cells.append(match[0])
        at = match.end()
        if text[at : at + 1] != delimiter:
            return tuple(cells), at
        at += 1


def _check(
    cells: Sequence[str], columns: int, text: str, starts: Sequence[int], delimiter: str
) -> None:
    """Raise _Broken for a record that can be read in two ways, or has the wrong number of cells."""
    at, end = starts[0], starts[-1]
    lines = [_line_at(text, start) for start in starts]
    if len(lines) > 1 and all(line.count(delimiter) + 1 == columns for line in lines):
        message = "has a quote that is closed on another line, but each line looks like a row"
        raise _Broken(message, "Close it on the same line, or write the cell on one line", at, end)
    if any("\0" in cell for cell in cells):
        raise _Broken("has a NUL character", "Remove it", at, end, doubtful=False)
    if columns and len(cells) != columns and any(cell.strip() for cell in cells):
        message = f"has {plural(len(cells), 'cell')}, but the header has {columns}"
        remedy = "Write every cell, even if empty, and put quotes around a cell with a delimiter"
        rows = any(line.count(delimiter) + 1 >= columns for line in lines[1:])
        raise _Broken(message, remedy, at, end, doubtful=rows)
    if columns == 1 and any(each in cells[0] for each in DELIMITERS):
        message = f'may have several cells ("{_line_excerpt(text, at)}"), but the header has one'
        raise _Broken(message, "Name every column in the first line", at, end)


def _line_excerpt(text: str, at: int) -> str:
    return excerpt(re.split(r"[\r\n]", text[at : at + 100])[0])
