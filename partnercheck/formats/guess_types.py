"""Guessing what the cells of a spreadsheet's column are: numbers, dates or texts.

A column has one type, the type of most of its cells. A few cells with words, such as "on request"
or "unlimited", or with days that no calendar has, stay texts and are named; the other cells keep
their type. But one cell of digits that does not fit the type makes all cells texts: so if one
article number has a leading zero, all article numbers in the column stay as they are.

    1,240,000   9,5        numbers: a separator without three digits after it is a decimal point
    31.03.2027             a date, day first
    03/31/2027             a date, month first, as 31 is no month
    03/04/2027             undecided, unless another cell of the column decides
    2027-03-31             a date, also in a column with any of these dates
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

Value = str | int | float | dt.date
# A currency sign or code, or a percent sign, may stand before or behind a number.
_UNIT = r"(?:[€$£¥%]|[A-Z]{3})?"
_NUMBER = re.compile(rf"{_UNIT}\s*([-+]?)\s*([0-9][0-9.,'’\s]*){_UNIT}")
_LEADING_ZERO = re.compile("0[0-9]")
_DIGITS = re.compile("[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,'’\s][0-9]{3})+")
_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_ISO = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_MOST_DIGITS = 15
UNDECIDED = "text: day and month cannot be told apart"
# A person's choices of the order of day and month, with the kind of dates that each one means.
DAY_ORDERS = {"day-first": "dates, day first", "month-first": "dates, month first"}


class Guess(NamedTuple):
    """The values of a column's cells (None for an empty cell), and the kind of these values."""

    values: list[Value | None]
    kind: str
    # The indexes of the cells that stayed texts although most cells of the column are not texts.
    odd: tuple[int, ...] = ()


def guess_column(cells: Sequence[Value], order: str = "") -> Guess:
    """Guess the type of a column and return its values; an empty string counts as an empty cell.

    `order` is one of `DAY_ORDERS` and determines how ambiguous dates are read. Numbers and dates
    from a spreadsheet keep their type if every string in the same column can be read as that type,
    for example a number typed with its currency.
    """
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    guess = _guess_texts(texts, order)
    typed = [cell for cell in cells if not isinstance(cell, str)]
    if not typed:
        return guess
    is_date = all(isinstance(cell, dt.date) for cell in typed)
    is_number = all(isinstance(cell, int | float) for cell in typed)
    has_texts = any(text.strip() for text in texts)
    kind = guess.kind if has_texts else "numbers" if is_number else "dates"
    if (is_number and kind == "numbers") or (is_date and kind.startswith("dates")):
        pairs = zip(cells, guess.values, strict=True)
        values = [value if isinstance(cell, str) else cell for cell, value in pairs]
        return Guess(values, kind, guess.odd)
    odd = tuple(place for place, text in enumerate(texts) if text.strip())
    if (is_number or is_date) and kind == "texts" and _may_be_odd([texts[n] for n in odd], typed):
        kept = [cell.strip() or None if isinstance(cell, str) else cell for cell in cells]
        return Guess(kept, "numbers" if is_number else "dates", odd)
    return _texts([str(cell) for cell in cells], "texts")


def _guess_texts(cells: Sequence[str], order: str) -> Guess:
    """Return the values of a column of texts."""
    odd = tuple(n for n, cell in enumerate(cells) if cell.strip() and _is_odd(cell.strip()))
    filled = [cell.strip() for n, cell in enumerate(cells) if cell.strip() and n not in odd]
    if not _may_be_odd([cells[n] for n in odd], filled):
        return _texts(cells, "texts")
    fitting = _fitting(filled)
    if len(fitting) == 2 and not any("." in cell for cell in filled):
        fitting = [pair for pair in fitting if pair[0] == DAY_ORDERS.get(order)]
        if not fitting:
            return _texts(cells, UNDECIDED)
    if not fitting:
        return _texts(cells, "texts")
    kind, parse = fitting[0]
    values = [
        (cell.strip() if place in odd else parse(cell.strip())) if cell.strip() else None
        for place, cell in enumerate(cells)
    ]
    return Guess(values, kind, odd)


def _fitting(filled: Sequence[str]) -> list[tuple[str, Callable[[str], Value | None]]]:
    """Return the kinds of value as which all of these cells can be read, each with its parser."""
    parsers: list[tuple[str, Callable[[str], Value | None]]] = []
    if filled and (point := _decimal_point(filled)) is not None:
        parsers.append(("numbers", lambda cell: _number(cell, point)))
    parsers.append(("dates", _iso_date))
    parsers.append(("dates, day first", lambda cell: _date(cell, 0, 2)))
    parsers.append(("dates, month first", lambda cell: _date(cell, 2, 0)))
    return [
        (kind, parse)
        for kind, parse in parsers
        if filled and all(parse(cell) is not None for cell in filled)
    ]


def _may_be_odd(odd: Sequence[str], others: Sequence[object]) -> bool:
    """Whether less than a third of the cells would stay texts."""
    return len(others) > 2 * len(odd)


def _is_odd(cell: str) -> bool:
    """Whether a cell has words, a mark without a digit, or a day that no calendar has."""
    if _DAY.fullmatch(cell) or _ISO.fullmatch(cell):
        return is_impossible_day(cell)
    return _NUMBER.fullmatch(cell) is None


def is_impossible_day(cell: str) -> bool:
    """Whether a text has the form of a day that no calendar has, such as 2027-02-31."""
    is_written = _DAY.fullmatch(cell) or _ISO.fullmatch(cell)
    return bool(is_written) and _date(cell, 0, 2) is None and _date(cell, 2, 0) is None


def _texts(cells: Sequence[str], kind: str) -> Guess:
    return Guess([cell.strip() or None for cell in cells], kind)


def _decimal_point(cells: Sequence[str]) -> str | None:
    """Return the character that separates the decimals of a column's numbers.

    None if the cells are not all numbers, or do not agree on the character.
    """
    points, grouping, perhaps_grouping = set(), set(), set()
    for cell in cells:
        match = _NUMBER.fullmatch(cell)
        if match is None or _LEADING_ZERO.match(match[2]):
            return None
        signs = re.sub("[^.,]", "", match[2])
        if len(set(signs)) == 2:
            points.add(signs[-1])
            grouping.add(signs[0])
        elif len(signs) > 1:
            grouping.add(signs[0])
        elif signs and _GROUPED.fullmatch(match[2].strip()):
            perhaps_grouping.add(signs)
        elif signs:
            points.add(signs)
    if not points:
        grouping |= perhaps_grouping
        points = {"," if grouping == {"."} else "."}
    return points.pop() if len(points) == 1 and not points & grouping else None


def _number(cell: str, point: str) -> int | float | None:
    match = _NUMBER.fullmatch(cell)
    if match is None:
        return None
    written, _, decimals = match[2].strip().partition(point)
    # 1.2.3 is a version, and 12,34,56 is no number that everyone reads in the same way.
    if not (_DIGITS.fullmatch(written) or _GROUPED.fullmatch(written)):
        return None
    whole = re.sub("[^0-9]", "", written)
    if (decimals and not _DIGITS.fullmatch(decimals)) or len(whole) > _MOST_DIGITS:
        return None
    sign = -1 if match[1] == "-" else 1
    return sign * (float(f"{whole}.{decimals}") if decimals else int(whole))


def _iso_date(cell: str) -> dt.date | None:
    match = _ISO.fullmatch(cell)
    return _day_of(int(match[1]), int(match[2]), int(match[3])) if match else None


def _date(cell: str, day: int, month: int) -> dt.date | None:
    match = _DAY.fullmatch(cell)
    if match is None:
        # People mix this form with others in one column, and it can be read in one way only.
        return _iso_date(cell)
    return _day_of(int(match[4]), int(match[month + 1]), int(match[day + 1]))


def _day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
