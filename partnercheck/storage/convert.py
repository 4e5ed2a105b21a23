"""From TOML data to typed records, collecting every problem on the way.

A table is taken whole or left out, but never for one reason only: every wrong value in it is
reported, with its line where that line is beyond doubt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from partnercheck.base.cells import cut
from partnercheck.base.english import closest_match
from partnercheck.base.records import Answer, Problem, Record
from partnercheck.base.text import clean, is_blank, one_line
from partnercheck.storage.parse import MAX_DEPTH, TOO_DEEP, Source, Table, within

# So many problems of a file are told; nobody reads more before correcting the first ones.
MOST_TOLD = 50
MOST_NAMED = 80
LONGEST_TOLD = 500
RecordT = TypeVar("RecordT", bound=Record)

_HEADER = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(#.*)?$")


def record(
    source: Source,
    table: object,
    kind: type[RecordT],
    header: str = "",
    skip: frozenset[str] = frozenset(),
) -> tuple[RecordT | None, list[Problem]]:
    """A table as a typed record, with every problem of its keys.

    `header` is the table's TOML header (empty for the top); `skip` names keys that belong to
    the file but not to the record. Texts come cleaned.
    """
    if not isinstance(table, dict):
        what = f"{_named(header)} is {shown(table)}, expected a table"
        return None, [Problem(source.file, what, f"Write it as [{called(header)}]")]
    problems = _unknown_keys(source, table, kind, header, skip)
    data = table if source.harmless else cleaned(table)
    try:
        found = msgspec.convert(data, kind, builtin_types=(dt.date,))
        blank = _blank_texts(source, table, kind, header, skip)
        if any(problem.severity == "error" for problem in blank):
            return None, problems + blank
        return found, problems + blank
    except msgspec.ValidationError:
        problems += _wrong_values(source, data, kind, header, skip)
        return None, problems


def _blank_texts(
    source: Source, table: Table, kind: type[RecordT], header: str, skip: frozenset[str]
) -> list[Problem]:
    """The texts of which nothing can be seen: an error if the key is required, else a warning.

    An answer without evidence may have spaces in its place.
    """
    if kind is Answer:
        return []
    keys = [key for key in kind.__struct_fields__ if key not in skip and _has_blank(table.get(key))]
    if not keys:
        return []
    required = {field.name for field in msgspec.structs.fields(kind) if field.required}
    problems = []
    for key in keys:
        if key in required:
            wanted = "text in quotes, not empty"
            problems.append(wrong_value(source, header, key, table[key], wanted))
        else:
            what = f'"{key}" is blank' + (f" in {_named(header)}" if header else "")
            todo = "Write something that can be seen, or take it out"
            line = line_of(source.text, header, key)
            problems.append(Problem(source.file, what, todo, line, "warning"))
    return problems


def _has_blank(value: object) -> bool:
    """Whether a text, or one in a list, has only spaces and invisible characters; one is enough."""
    if isinstance(value, str):
        return bool(value) and is_blank(value)
    return isinstance(value, list) and any(
        isinstance(each, str) and (not each or _has_blank(each)) for each in value
    )


def records(source: Source, tables: Table, kind: type[RecordT]) -> dict[str, RecordT] | None:
    """Tables as typed records at once, where nothing at all is wrong with any; None otherwise."""
    known = _known(kind, frozenset())
    if not source.harmless:
        return None
    for table in tables.values():
        if not isinstance(table, dict) or not known.issuperset(table):
            return None
    try:
        return msgspec.convert(tables, dict[str, kind], builtin_types=(dt.date,))  # type: ignore[valid-type]
    except msgspec.ValidationError:
        return None


@lru_cache(maxsize=64)
def _known(kind: type[Record], skip: frozenset[str]) -> frozenset[str]:
    return skip.union(kind.__struct_fields__)


def _unknown_keys(
    source: Source, table: Table, kind: type[Record], header: str, skip: frozenset[str]
) -> list[Problem]:
    known = _known(kind, skip)
    if known.issuperset(table):
        return []
    strange = [key for key in table if key not in known]
    if not within({key: table[key] for key in strange}, MAX_DEPTH):
        return [Problem(source.file, *TOO_DEEP)]
    problems = [_unknown_key(source, key, kind, header) for key in strange[:MOST_TOLD]]
    if more := strange[MOST_TOLD:]:
        what = f"{_named(header)} has {len(more)} more keys that it should not have"
        problems.append(Problem(source.file, what, "They are kept, but not used", None, "warning"))
    return problems


def cleaned(value: Any) -> Any:
    """TOML data with every text in it cleaned for display."""
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, list):
        return [cleaned(part) for part in value]
    if isinstance(value, dict):
        return {clean(key): cleaned(part) for key, part in value.items()}
    return value


def _unknown_key(source: Source, key: str, kind: type[Record], header: str) -> Problem:
    near = _near(key, kind.__struct_fields__)
    todo = (
        f'Did you mean "{near}"? It is kept, but not used' if near else "It is kept, but not used"
    )
    what = f'"{called(key)}" is not a key of {_named(header)}'
    return Problem(source.file, what, todo, line_of(source.text, header, key), "warning")


@lru_cache(maxsize=4096)
def _near(key: str, known: tuple[str, ...]) -> str:
    """The key that was meant, if one is as good as that; empty otherwise."""
    likely = [each for each in known if abs(len(each) - len(key)) <= 2]
    return closest_match(key, likely)


def _wrong_values(
    source: Source, table: Table, kind: type[Record], header: str, skip: frozenset[str]
) -> list[Problem]:
    problems = []
    for field in msgspec.structs.fields(kind):
        if field.name in skip and field.name in table:
            continue
        if field.name not in table:
            if field.required:
                todo = f"Add {field.name} = ..., {expected(field.type)}"
                what = f'"{field.name}" is missing' + (f" in {_named(header)}" if header else "")
                problems.append(Problem(source.file, what, todo, line_of(source.text, header)))
            continue
        try:
            msgspec.convert(table[field.name], field.type, builtin_types=(dt.date,))
        except msgspec.ValidationError:
            problems.append(
                wrong_value(source, header, field.name, table[field.name], expected(field.type))
            )
    return problems


def wrong_value(
    source: Source, header: str, key: str, value: object, wanted: str, todo: str = ""
) -> Problem:
    """The problem of a value that is not what its key asks for."""
    what = f'"{key}"' + (f" in {_named(header)}" if header else "")
    what += f" is {shown(value)}, expected {wanted}"
    return Problem(source.file, what, todo or f"Write {wanted}", line_of(source.text, header, key))


def _named(header: str) -> str:
    return f"[{called(header)}]" if header else "this file"


def called(key: str) -> str:
    """A key or a header as it is named in a message: cleaned, and cut to fit a line."""
    return cut(clean(key), MOST_NAMED)


def shown(value: object) -> str:
    """A value as a person would recognise it from the file, cut to fit a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = f'"{one_line(clean(value))}"'
    elif isinstance(value, dict):
        text = "a table"
    else:
        text = _written(value)
    return cut(text, 40)


def _written(value: object) -> str:
    try:
        if isinstance(value, int) and value.bit_length() > 128:
            return "a number of many digits"
        return clean(str(value))
    except ValueError:  # Python writes no number of thousands of digits.
        return "a list with a number of many digits"


def expected(annotation: object) -> str:
    """What values a key takes, in words, from its type."""
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
    """The choices of a key, in words."""
    assert isinstance(values, (tuple, list))
    quoted = [f'"{value}"' for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def line_of(text: str, header: str, key: str = "") -> int | None:
    """The line of a table's header, or of a key in it; None when it is not beyond doubt."""
    headers, keys = _places(text)
    found = keys.get((header, key), []) if key else headers.get(header, [])
    unique = len(found) == 1 and (not header or len(headers.get(header, [])) == 1)
    return found[0] if unique else None


@lru_cache(maxsize=8)
def _places(text: str) -> tuple[dict[str, list[int]], dict[tuple[str, str], list[int]]]:
    """The lines of a text's headers, and of its keys by their headers."""
    headers: dict[str, list[int]] = {}
    keys: dict[tuple[str, str], list[int]] = {}
    here, inside_text = "", False
    for number, line in enumerate(text.split("\n"), 1):
        opens = not inside_text
        if (line.count('"""') + line.count("'''")) % 2:
            inside_text = not inside_text
        if not opens:
            continue
        if match := _HEADER.match(line):
            here = re.sub(r"[\s\"']", "", match[1])
            headers.setdefault(here, []).append(number)
        elif "=" in line:
            key = re.sub(r"^[\"']|[\"']$", "", line.partition("=")[0].strip())
            keys.setdefault((here, key), []).append(number)
    return headers, keys


def few(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, but of each file only so many as can be read, and how many more there are.

    What quotes a text of a file's own that is too long is cut.
    """
    found = [replace(each, what=cut(each.what, LONGEST_TOLD)) for each in problems]
    counts = Counter(problem.file for problem in found)
    if max(counts.values(), default=0) <= MOST_TOLD:
        return tuple(found)
    kept: list[Problem] = []
    told: Counter[str] = Counter()
    for problem in sorted(found, key=lambda each: each.severity != "error"):
        told[problem.file] += 1
        if told[problem.file] <= MOST_TOLD:
            kept.append(problem)
        elif told[problem.file] == MOST_TOLD + 1:
            what = f"has {counts[problem.file] - MOST_TOLD} more problems"
            todo = "Correct those that are told first"
            kept.append(Problem(problem.file, what, todo, severity=problem.severity))
    return tuple(kept)
