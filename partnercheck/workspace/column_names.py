"""Which column of a spreadsheet is which key of vendor.toml: decided, exact, or guessed.

A column is a key if a person decided so; else if it has the key's own name; else if it has one of
the names in `column_names.toml`. Only the last is a guess, which a person confirms. A key that is
decided or exact is not guessed, and neither is one that two columns could be.
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
# The key of a column that is not to be used although it has a name.
UNUSED = "(unused)"


class Columns(NamedTuple):
    """The columns of a header."""

    # By column: a key of vendor.toml, or a name of its own; empty if it has no name.
    keys: tuple[str, ...]
    guesses: tuple[tuple[str, str], ...] = ()  # the names and keys of those that were guessed
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # keys that several columns could be

    @property
    def doubt_sentences(self) -> list[str]:
        """The keys that several columns could be, in words."""
        return [f"{listed(names)} could each be the {key}" for key, names in self.doubts]


def own_key(name: str) -> str:
    """Return a column's name in the form of a key: "Value chain" is `value_chain`."""
    return slug(name).replace("-", "_")


@cache
def synonyms() -> Mapping[str, str]:
    """Return the keys by the other names of their columns."""
    text = (resources.files(__package__) / FILE).read_text("utf-8")
    return {own_key(name): key for key, names in load_toml(text).items() for name in names}


def decisions(typed: Sequence[str]) -> dict[str, str]:
    """Return the keys that a person decided on by the names of columns in one form.

    A text such as `Vendor Name=name` decides on one, or `B=name` by the column's letter or number;
    `Category=` leaves the column out. Raises
    UserError for a text that is none, or an unknown key.
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
    """Return whether one of these cells may be the heading of the vendors' names."""
    return any(_meaning(cell, decided) == "name" for cell in header)


def known_count(header: Sequence[str], decided: Mapping[str, str]) -> int:
    """Return how many of these cells may be the heading of a key."""
    return sum(_meaning(cell, decided) in KEYS for cell in header)


def _meaning(name: str, decided: Mapping[str, str]) -> str:
    key = own_key(name)
    return decided.get(name_key(name)) or (key if key in KEYS else synonyms().get(key, key))


def columns_of(
    header: Sequence[str], decided: Mapping[str, str], not_guessed: Collection[str] = ()
) -> Columns:
    """Return the columns of a header; `not_guessed` are names that are used for something else.

    Raises UserError for a decision on a column that is not there.
    """
    names = [tidy_name(name) for name in header]
    keys = _decided_keys(names, decided)
    used = set(keys)
    for number, name in enumerate(names):
        if not keys[number]:
            key = own_key(name)
            # A key that was given to another column is no longer this one's.
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
    """Return the key of each column that a person decided on; empty for the others."""
    keys = [""] * len(names)
    for name, key in decided.items():
        numbers = column_numbers(names, name)
        if not numbers or (len(numbers) > 1 and key != UNUSED):
            raise UserError(f"--map: {column_error(names, name, key)}")
        for number in numbers:
            keys[number] = key
    return keys
