"""Wording of messages about keys, values and types in TOML files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from partnercheck.base.cells import cut
from partnercheck.base.text import clean, one_line

LONGEST_KEY = 80
LONGEST_VALUE = 40


def key_for_message(key: str) -> str:
    """Return a key or a header for a message: cleaned, and cut to fit on a line."""
    return cut(clean(key), LONGEST_KEY)


def value_for_message(value: object) -> str:
    """Return a value for a message: as written in the file, and cut to fit on a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = f'"{one_line(clean(value))}"'
    elif isinstance(value, dict):
        text = "a table"
    else:
        text = _written(value)
    return cut(text, LONGEST_VALUE)


def _written(value: object) -> str:
    try:
        if isinstance(value, int) and value.bit_length() > 128:
            return "a number with many digits"
        return clean(str(value))
    except ValueError:  # Python refuses to convert numbers of thousands of digits.
        return "a list containing a number with many digits"


def expected_values(annotation: object) -> str:
    """Describe in words the values that a type accepts."""
    return _expected(msgspec.inspect.type_info(annotation))


def _expected(info: Any) -> str:
    names: Mapping[type, Callable[[Any], str]] = {
        msgspec.inspect.IntType: lambda t: (
            "a whole number" if t.ge is None else f"a whole number from {t.ge} to {t.le}"
        ),
        msgspec.inspect.FloatType: lambda t: (
            "a number" if t.ge is None else f"a number from {t.ge:g} to {t.le:g}"
        ),
        msgspec.inspect.StrType: lambda t: (
            "text in quotes" + (", not empty" if t.min_length else "")
        ),
        msgspec.inspect.BoolType: lambda t: "true or false",
        msgspec.inspect.DateType: lambda t: "a date such as 2026-11-24, without quotes",
        msgspec.inspect.LiteralType: lambda t: one_of(t.values),
        msgspec.inspect.UnionType: lambda t: " or ".join(
            _expected(part) for part in t.types if not isinstance(part, msgspec.inspect.NoneType)
        ),
        msgspec.inspect.VarTupleType: lambda t: (
            f"a list of {t.min_length} texts" if t.min_length else 'a list, such as ["one", "two"]'
        ),
        msgspec.inspect.DictType: lambda t: (
            f"a table in which each value is {_expected(t.value_type)}"
        ),
    }
    return names.get(type(info), lambda t: "a table")(info)


def one_of(values: object) -> str:
    """Return the choices as quoted text: "a", "b" or "c"."""
    assert isinstance(values, (tuple, list))
    quoted = [f'"{value}"' for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
