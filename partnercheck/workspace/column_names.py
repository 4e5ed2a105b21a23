"""Which column of a spreadsheet is which key of vendor.toml: decided, exact, or guessed.

A column has a key if a person decided so, or else if it has the key's own name, or else if it has
one of the names in `column_names.toml`. Only the last case is a guess, which a person confirms. No
guess is made for a key that is decided or exact, or that two columns could have.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from partnercheck.base.english import listed
from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.base.text import name_key, slug, tidy_name
from partnercheck.storage.parse import load_toml
from partnercheck.workspace.column_places import column_error, column_numbers

KEYS = tuple(field for field in Vendor.__struct_fields__ if field not in ("archived", "facts"))
FILE = "column_names.toml"
# The key of a column that is ignored although it has a name.
UNUSED = "(unused)"


class Columns(NamedTuple):
    """The columns of a header."""

    # For each column: a key of vendor.toml, or the column's own name; empty if it has no name.
    keys: tuple[str, ...]
    guesses: tuple[tuple[str, str], ...] = ()  # the names and keys of the guessed columns
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # keys that several columns could be

    @property
    def doubt_sentences(self) -> list[str]:
        """Sentences about the keys that several columns could have."""
        return [f"{listed(names)} could each be the {key}" for key, names in self.doubts]


def own_key(name: str) -> str:
    """Return a column's name as a key: "Value chain" becomes `value_chain`."""
    return slug(name).replace("-", "_")


@cache
def synonyms() -> Mapping[str, str]:
    """Map each alternative column name to the column's key."""
    text = (resources.files(__package__) / FILE).read_text("utf-8")
    return {own_key(name): key for key, names in load_toml(text).items() for name in names}


def decisions(typed: Sequence[str]) -> dict[str, str]:
    """Map the names of columns (as name keys) to the keys that a person chose for them.

    A text such as `Vendor Name=name` chooses the key of a column; the column may also be given by
    its letter or number, as in `B=name`. `Category=` leaves the column out. Raises UserError for a
    text without this form, or an unknown key.
    """
    decided = {}
    for text in typed:
        name, equals, key = text.rpartition("=")
        if not equals or not tidy_name(name):
            raise UserError(f'--map "{tidy_name(text)}": write it as in --map "Vendor Name=name"')
        key = own_key(key)
        if key and key not in KEYS:
            raise UserError(
                f'--map "{tidy_name(text)}": there is no key "{key}". '
                f"Use one of {', '.join(KEYS)}; for a fact of your own use --facts"
            )
        decided[name_key(name)] = key or UNUSED
    return decided


def could_be_name(header: Sequence[str], decided: Mapping[str, str]) -> bool:
    """Return whether one of these cells may be the heading of the column with vendors' names."""
    return any(_meaning(cell, decided) == "name" for cell in header)


def known_count(header: Sequence[str], decided: Mapping[str, str]) -> int:
    """Return how many of these cells may be the heading of a column with a key."""
    return sum(_meaning(cell, decided) in KEYS for cell in header)


def _meaning(name: str, decided: Mapping[str, str]) -> str:
    key = own_key(name)
    return decided.get(name_key(name)) or (key if key in KEYS else synonyms().get(key, key))


def columns_of(
    header: Sequence[str], decided: Mapping[str, str], not_guessed: Collection[str] = ()
) -> Columns:
    """Return the columns of a header; `not_guessed` are names that are used for something else.

    Raises UserError for a decision on a column that does not exist.
    """
    names = [tidy_name(name) for name in header]
    keys = _decided_keys(names, decided)
    used = set(keys)
    for number, name in enumerate(names):
        if not keys[number]:
            key = own_key(name)
            # A key that was given to another column is no longer this column's key.
            keys[number] = UNUSED if key in used and key in KEYS else key
    used = set(keys)
    others = set(map(name_key, not_guessed))
    candidates: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        key = synonyms().get(keys[number], "")
        if key and key not in used and name_key(name) not in others:
            candidates.setdefault(key, []).append(number)
    guessed = {key: numbers[0] for key, numbers in candidates.items() if len(numbers) == 1}
    for key, number in guessed.items():
        keys[number] = key
    return Columns(
        tuple(keys),
        tuple((names[number], key) for key, number in guessed.items()),
        tuple(
            (key, tuple(names[number] for number in numbers))
            for key, numbers in candidates.items()
            if len(numbers) > 1
        ),
    )


def _decided_keys(names: Sequence[str], decided: Mapping[str, str]) -> list[str]:
    """Return the key of each column that a person decided on; empty for other columns."""
    keys = [""] * len(names)
    for name, key in decided.items():
        numbers = column_numbers(names, name)
        if not numbers or (len(numbers) > 1 and key != UNUSED):
            raise UserError(f"--map: {column_error(names, name, key)}")
        for number in numbers:
            keys[number] = key
    return keys
