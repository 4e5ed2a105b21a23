"""Choosing and sorting vendors by the keys of their descriptions, and by their facts.

A condition is KEY, an operator and VALUE: `spend>100000`, `tags=chilled`, `contract_end<2027-06`.

    =, !=        `=` holds if the value is equal, or any value of a list; without VALUE, it holds if
                 the key is not set. `!=` holds whenever `=` does not, so also for vendors without
                 the key
    <, >, <=, >= compare numbers by size, dates by time and texts by the alphabet. They never hold
                 for vendors without the key, or between a text and a number or date:
                 `out_of_order` returns vendors with such values

A date may be given by its year or month alone: `contract_end=2027` is any day of 2027.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from partnercheck.base.cells import excerpt
from partnercheck.base.english import closest_match
from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.base.text import clean, is_blank, name_key, slug, sort_key, tidy_name
from partnercheck.workspace.facts import FACTS, fact_from, fact_label, fact_text

OWN_KEYS = tuple(key for key in Vendor.__struct_fields__ if key != FACTS)
# The keys that a list is usually sorted by, besides facts.
SORTED_BY = ("owner", "value_chain", "target", "stage", "tags")
_CONDITION = re.compile(r"\s*([A-Za-z0-9_-]+)\s*(!=|<=|>=|=|<|>)(.*)", re.DOTALL)
_PART_OF_A_DATE = re.compile(
    r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?", re.ASCII
)


class Condition(NamedTuple):
    """A condition that a vendor must meet to be chosen."""

    key: str
    operator: str
    value: str

    def __str__(self) -> str:
        return f"{self.key}{self.operator}{self.value}"


def condition_from(text: str) -> Condition | None:
    """Return the condition that a text expresses; None if the text is not a condition."""
    match = _CONDITION.fullmatch(text)
    return Condition(own_key(match[1]), match[2], tidy_name(match[3])) if match else None


def own_key(key: str) -> str:
    """Return a vendor's own key with `_` in place of `-`, and any other key unchanged."""
    own = key.replace("-", "_").casefold()
    return own if own in OWN_KEYS else key


def value_of(vendor: Vendor, key: str) -> Any:
    """Return the value of one of the vendor's own keys or facts; None if it is not set."""
    value = getattr(vendor, key) if key in OWN_KEYS else vendor.facts.get(key)
    return None if value in ("", ()) else value


def value_text(vendor: Vendor, key: str) -> str:
    """Return the value of a key for reading; empty if it is not set."""
    value = value_of(vendor, key)
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else fact_text(value)


def key_label(key: str) -> str:
    """Return the heading of a column with a key's values."""
    return fact_label(key)


def fact_keys(vendors: Iterable[Vendor]) -> list[str]:
    """Return the keys of these vendors' facts, in the order in which they first occur."""
    return list(dict.fromkeys(key for vendor in vendors for key in vendor.facts))


def holds(condition: Condition, vendor: Vendor) -> bool:
    """Whether a vendor meets a condition."""
    return holds_for(condition, value_of(vendor, condition.key))


def holds_for(condition: Condition, actual: Any) -> bool:
    """Whether a value meets a condition, whatever its key; `actual` is None if it is not set."""
    if condition.operator in ("=", "!="):
        return _equals(condition, actual) == (condition.operator == "=")
    order = _rank(actual, condition.value)
    if order is None:
        return False
    # `<=` and `>=` hold for equal values too.
    wanted_order = -1 if condition.operator.startswith("<") else 1
    return bool(order == wanted_order or (order == 0 and condition.operator.endswith("=")))


def _equals(condition: Condition, actual: Any) -> bool:
    if is_blank(condition.value) or actual is None:
        return actual is None and is_blank(condition.value)
    if isinstance(actual, tuple):
        return any(_equals(condition, each) for each in actual)
    if isinstance(actual, bool):
        return condition.value.casefold() in (("true", "yes") if actual else ("false", "no"))
    if condition.key == "target":
        return bool(slug(condition.value) == actual)
    return _order(actual, condition.value) == 0


def _order(actual: Any, typed: str) -> int | None:
    """Return -1, 0 or 1 if a value is less, equal or more; None if they cannot be compared."""
    value: Any = None
    other: Any = None
    if isinstance(actual, bool) or actual is None or isinstance(actual, tuple):
        return None
    if isinstance(actual, dt.date):
        value, other = actual.isoformat()[: len(typed)], typed
        if not _PART_OF_A_DATE.fullmatch(typed):
            return None
    elif isinstance(actual, str):
        value, other = name_key(actual), name_key(typed)
    else:
        value, other = actual, fact_from(typed)
        if isinstance(other, dt.date):  # `since` may be a year.
            other = other.year
        if isinstance(other, bool | str):
            return None
    return int(value > other) - int(value < other)


def _rank(actual: Any, typed: str) -> int | None:
    """Return -1, 0 or 1 if a value is less, equal or more; None if the two have no order.

    Two texts have an order, but "on request" has none with a typed number or date.
    """
    is_date = bool(_PART_OF_A_DATE.fullmatch(typed))
    if isinstance(actual, str) and (is_date or not isinstance(fact_from(typed), str)):
        return None
    return _order(actual, typed)


def out_of_order(condition: Condition, vendors: Iterable[Vendor]) -> list[Vendor]:
    """Return the vendors whose value cannot be compared with the value after `<` or `>`."""
    if condition.operator in ("=", "!="):
        return []
    return [
        vendor
        for vendor in vendors
        if (value := value_of(vendor, condition.key)) is not None
        and _rank(value, condition.value) is None
    ]


def choose(vendors: Sequence[Vendor], conditions: Iterable[Condition]) -> list[Vendor]:
    """Return the vendors that meet all conditions.

    Raises UserError for a key that no vendor has, and for a value that cannot be compared with
    any vendor's.
    """
    matching = list(vendors)
    for condition in conditions:
        require_known(condition.key, vendors)
        known = [value for each in vendors if (value := value_of(each, condition.key)) is not None]
        is_order = condition.operator not in ("=", "!=")
        if is_order and known and all(_rank(value, condition.value) is None for value in known):
            kind = "not ordered" if isinstance(known[0], tuple | bool) else _kind(known[0])
            raise UserError(f"{clean(str(condition))}: {condition.key} is {kind}. Use = or !=")
        matching = [each for each in matching if holds(condition, each)]
    return matching


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return f'text, such as "{excerpt(value)}"'
    is_date = isinstance(value, dt.date)
    return "a date, such as 2027-03-31, 2027-03 or 2027" if is_date else "a number"


def require_known(key: str, vendors: Iterable[Vendor]) -> None:
    """Raise UserError if a key is neither an own key of vendors nor a fact of any vendor."""
    facts = [] if key in OWN_KEYS else fact_keys(vendors)
    if key in OWN_KEYS or key in facts:
        return
    near = closest_match(key, [*facts, *OWN_KEYS])
    hint = f"Did you mean {near}?" if near else f"Facts: {', '.join(facts) or 'none yet'}"
    raise UserError(f'no vendor has a key or a fact "{clean(key)}". {hint}')


def in_order(
    vendors: Iterable[Vendor], key: str, classes: Sequence[str], descending: bool = False
) -> list[Vendor]:
    """Return vendors sorted by a key, vendors without it last; targets from the best class down.

    Args:
        vendors: The vendors; vendors with equal values are sorted by name.
        key: One of a vendor's own keys, or a fact.
        classes: The ids of the classes, best first.
        descending: Whether the largest comes first.

    """
    by_name = sorted(vendors, key=lambda vendor: sort_key(vendor.name))
    with_key = [vendor for vendor in by_name if value_of(vendor, key) is not None]
    without = [vendor for vendor in by_name if value_of(vendor, key) is None]

    def rank(vendor: Vendor) -> tuple[int, Any]:
        return sort_value(value_of(vendor, key), key, classes)

    return [*sorted(with_key, key=rank, reverse=descending), *without]


def sort_value(value: Any, key: str, classes: Sequence[str]) -> tuple[int, Any]:
    """Return the sort key of a value: numbers come first, then dates, then texts."""
    if key == "target" and value in classes:
        return 0, classes.index(value)
    if isinstance(value, dt.date):
        return 1, value.isoformat()
    if isinstance(value, tuple | str):
        return 2, sort_key(" ".join(value) if isinstance(value, tuple) else value)
    return 0, value
