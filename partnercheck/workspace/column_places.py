"""Finding the column of a spreadsheet that a person names: by its heading, letter or number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from partnercheck.base.cells import excerpt
from partnercheck.base.english import listed
from partnercheck.base.text import name_key

_LETTERS = re.compile("[A-Za-z]{1,2}", re.ASCII)
_NUMBER = re.compile("[1-9][0-9]{0,2}", re.ASCII)


def column_numbers(names: Sequence[str], named: str) -> list[int]:
    """Return the indexes of the columns that are meant; a heading takes precedence over a letter.

    Several columns are meant if they have the same heading.
    """
    by_name = [n for n, name in enumerate(names) if name_key(name) == name_key(named)]
    if by_name:
        return by_name
    if _LETTERS.fullmatch(named):
        number = 0
        for letter in named.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
    elif _NUMBER.fullmatch(named):
        number = int(named)
    else:
        return []
    return [number - 1] if number <= len(names) else []


def column_letter(number: int) -> str:
    """Return a column's letter in a spreadsheet from its index: 0 is A, and 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_error(names: Sequence[str], named: str, key: str) -> str:
    """Return the message for a name that does not refer to exactly one column."""
    numbers = column_numbers(names, named)
    if not numbers:
        columns = ", ".join(filter(None, names))
        return f'there is no column called "{excerpt(named)}". The columns are {columns}'
    letters = [column_letter(number) for number in numbers]
    example = f"{letters[0]}={key}"
    return (
        f'the columns {listed(letters)} are both called "{excerpt(names[numbers[0]])}". '
        f"Name one by its letter, as in {example}"
    )
