"""The orders and the filters of the portfolio, as lists to choose from.

A filter is one of `KINDS`, or a value of a field: all vendors with the same target, owner, value
chain, stage, tag or fact. Numbers and dates have too many values for a list; the search takes
conditions on them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.row_data import KINDS, ORDERS, PortfolioRow
from partnercheck.app.portfolio.selection import Only, Selection, fact_keys_of, values_of
from partnercheck.app.shared.choose import Option
from partnercheck.base.english import capitalised, plural
from partnercheck.base.text import sort_key
from partnercheck.workspace.vendor_filter import SORTED_BY, key_label, value_of

# Each order in words, and the reversed order.
ENDS = {
    "name": ("A to Z", "Z to A"),
    "verdict": ("best first", "best last"),
    "due": ("soonest first", "latest first"),
    "answered": ("fewest answers first", "most answers first"),
    "target": ("highest class first", "lowest class first"),
}
OF_NUMBERS = ("smallest first", "largest first")
OF_DATES = ("earliest first", "latest first")
OF_TEXTS = ("A to Z", "Z to A")
NOT_SET = "not stated"
CHOOSE_VALUE = "choose a value"
# Separates the key of a field from one of its values; no key of a field contains it.
EQUALS = "="
MISSING = "missing"
# The prefix of a key that vendors must lack; no kind of vendor begins with it.
WITHOUT = "without "
# Besides the facts, the fields that a vendor ought to have.
ASKED_FOR = ("owner", "target")


def orders(selection: Selection, cache: PortfolioCache) -> list[Option]:
    """Return the orders: the portfolio's own, then one for each field and fact of the vendors."""
    rows = cache.rows.values()
    fields = [key for key in SORTED_BY if any(value_of(row.vendor, key) for row in rows)]
    keys = dict.fromkeys((*ORDERS, *fields, *fact_keys_of(cache)))
    return [Option(key, key_label(key), _order_note(key, selection, cache)) for key in keys]


def _order_note(key: str, selection: Selection, cache: PortfolioCache) -> str:
    first, reverse = _ends(key, cache)
    if key != selection.order:
        return first
    return f"{reverse if selection.descending else first}; choose again to reverse"


def _ends(key: str, cache: PortfolioCache) -> tuple[str, str]:
    if key in ENDS:
        return ENDS[key]
    # One value tells the kind: with thousands of vendors the list has to open at once.
    values = (value_of(row.vendor, key) for row in cache.rows.values())
    value = next((each for each in values if each is not None), "")
    if isinstance(value, dt.date):
        return OF_DATES
    return OF_NUMBERS if _is_number(value) else OF_TEXTS


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def filters(selection: Selection, cache: PortfolioCache) -> list[Option]:
    """Return the kinds of vendors, the fields with values to choose, and the missing fields."""
    rows = _rows(selection, cache)
    kinds = [
        Option(kind, capitalised(kind), plural(sum(kind in row.kinds for row in rows), "vendor"))
        for kind in KINDS
    ]
    fields = [
        Option(f"{key}{EQUALS}", f"{key_label(key)} …", CHOOSE_VALUE)
        for key in _filtered_by(cache, rows)
    ]
    without = [
        Option(f"{WITHOUT}{key}", f"Without {_in_sentence(key)}", plural(count, "vendor"))
        for key in dict.fromkeys((*ASKED_FOR, *fact_keys_of(cache)))
        if (count := sum(value_of(row.vendor, key) is None for row in rows))
    ]
    groups = [kinds, fields, without]
    begin = [[each._replace(begins=True) for each in group[:1]] + group[1:] for group in groups[1:]]
    return [*kinds, *(option for group in begin for option in group)]


def _in_sentence(key: str) -> str:
    label = key_label(key)
    return label[0].lower() + label[1:]


def key_left_out(choice: str) -> str:
    """Return the key that vendors must lack; empty for any other choice."""
    return choice.removeprefix(WITHOUT) if choice.startswith(WITHOUT) else ""


def current_filter(selection: Selection) -> str:
    """Return the key of the current option."""
    if selection.only is None:
        return selection.kind
    only = selection.only
    return f"{WITHOUT}{only.key}" if only.words == MISSING else f"{only.key}{EQUALS}"


def field_of(choice: str) -> str:
    """Return the field whose value has to be chosen next; empty if the choice is a kind."""
    return choice.removesuffix(EQUALS) if choice.endswith(EQUALS) else ""


def field_values(
    key: str, selection: Selection, cache: PortfolioCache, classes: Mapping[str, str]
) -> list[Option]:
    """Return the values of a field in alphabetical order, then the option for no value.

    `classes` are the names of classes by their ids, which are the values of the target.
    """
    value_counts = _value_counts(key, _rows(selection, cache))
    values = sorted(value_counts, key=lambda value: (not value, sort_key(value)))
    return [
        Option(
            f"{EQUALS}{value}",
            (classes.get(value, value) if key == "target" else value) or NOT_SET,
            plural(value_counts[value], "vendor"),
        )
        for value in values
    ]


def chosen_value(key: str, choice: str, options: Sequence[Option]) -> Only:
    """Return the filter for a chosen option of `field_values`."""
    label = next(option.label for option in options if option.key == choice)
    return Only(key, choice.removeprefix(EQUALS), label)


def _rows(selection: Selection, cache: PortfolioCache) -> list[PortfolioRow]:
    return [row for row in cache.rows.values() if selection.with_archived or not row.archived]


def _filtered_by(cache: PortfolioCache, rows: Sequence[PortfolioRow]) -> list[str]:
    """Return the fields and facts that can be filtered by a value: texts, and true or false."""
    keys = dict.fromkeys((*SORTED_BY, *fact_keys_of(cache)))
    return [key for key in keys if any(_is_listed(value_of(row.vendor, key)) for row in rows)]


def _is_listed(value: Any) -> bool:
    return isinstance(value, str | tuple | bool)


def _value_counts(key: str, rows: Sequence[PortfolioRow]) -> Counter[str]:
    return Counter(value for row in rows for value in values_of(row.vendor, key))
