"""Conversion of TOML data to typed records, reporting every problem.

Invariant: a table becomes a complete record or none; a wrong value is never replaced by a default.
Every wrong value is reported, not just the first, with its line if the line is certain. For
`Answer` and

    [answers.shared-plan]
    score = 7
    bassis = "observed"

there is an error in line 2 (7, expected a whole number from 0 to 4) and a warning in line 3 (did
you mean "basis"?), but no record. With `score = 3` the result is a record and the warning.

msgspec converts a whole table in one call, which is fast, but reports only the first error. So
after an error each key is converted again by itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from partnercheck.base.cells import cut
from partnercheck.base.english import closest_match
from partnercheck.base.records import Answer, Problem, Record, has_error
from partnercheck.base.text import clean, is_blank
from partnercheck.storage.parse import Source, Table
from partnercheck.storage.wording import expected_values, key_for_message, value_for_message

# The most problems reported for one file: people correct the first ones before reading more.
MOST_PROBLEMS = 50
LONGEST_MESSAGE = 500
RecordT = TypeVar("RecordT", bound=Record)

_HEADER = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(#.*)?$")


def record(
    source: Source,
    table: object,
    kind: type[RecordT],
    header: str = "",
    skip: frozenset[str] = frozenset(),
) -> tuple[RecordT | None, list[Problem]]:
    """Return a table as a typed record, and every problem found in its keys.

    `header` is the table's TOML header, empty for the top of the file. `skip` names keys that
    belong to the file but not to the record. The record's texts are cleaned.
    """
    if not isinstance(table, dict):
        message = f"{_named(header)} is {value_for_message(table)}, expected a table"
        remedy = f"Make it a table: [{key_for_message(header)}]"
        return None, [Problem(source.file, message, remedy)]
    problems = _unknown_keys(source, table, kind, header, skip)
    data = table if source.needs_no_cleaning else cleaned(table)
    try:
        converted = msgspec.convert(data, kind, builtin_types=(dt.date,))
        blank = _blank_texts(source, table, kind, header, skip)
        return None if has_error(blank) else converted, problems + blank
    except msgspec.ValidationError:
        problems += _wrong_values(source, data, kind, header, skip)
        return None, problems


def _blank_texts(
    source: Source, table: Table, kind: type[RecordT], header: str, skip: frozenset[str]
) -> list[Problem]:
    """Return a problem for each blank text: an error if its key is required, else a warning."""
    if kind is Answer:  # Evidence that consists only of spaces counts as no evidence.
        return []
    keys = [key for key in kind.__struct_fields__ if key not in skip and _has_blank(table.get(key))]
    if not keys:  # The usual case, and listing the fields takes time.
        return []
    required = {field.name for field in msgspec.structs.fields(kind) if field.required}
    problems = []
    for key in keys:
        if key in required:
            wanted = "text in quotes, not empty"
            problems.append(wrong_value(source, header, key, table[key], wanted))
        else:
            message = f'"{key}" is blank{_in(header)}'
            remedy = "Write visible text, or remove the key"
            line = line_of(source.text, header, key)
            problems.append(Problem(source.file, message, remedy, line, "warning"))
    return problems


def _has_blank(value: object) -> bool:
    """Return whether a text, or any text in a list, has no visible characters."""
    if isinstance(value, str):
        return bool(value) and is_blank(value)
    return isinstance(value, list) and any(
        isinstance(text, str) and (not text or _has_blank(text)) for text in value
    )


def records(source: Source, tables: Table, kind: type[RecordT]) -> dict[str, RecordT] | None:
    """Return tables as typed records; None if any of them has a problem.

    A fast path for response files without problems: all answers are converted in one call.
    """
    known = _known(kind, frozenset())
    if not source.needs_no_cleaning or not all(
        isinstance(table, dict) and known.issuperset(table) for table in tables.values()
    ):
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
    problems = [_unknown_key(source, key, kind, header) for key in strange[:MOST_PROBLEMS]]
    if more := strange[MOST_PROBLEMS:]:
        message = f"{_named(header)} has {len(more)} more unknown keys"
        problems.append(
            Problem(source.file, message, "These keys are kept, but not used", None, "warning")
        )
    return problems


def cleaned(value: Any) -> Any:
    """Return TOML data with every text in it cleaned for display."""
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, list):
        return [cleaned(part) for part in value]
    if isinstance(value, dict):
        return {clean(key): cleaned(part) for key, part in value.items()}
    return value


def _unknown_key(source: Source, key: str, kind: type[Record], header: str) -> Problem:
    near = _near(key, kind.__struct_fields__)
    hint = f'Did you mean "{near}"? ' if near else ""
    message = f'"{key_for_message(key)}" is not a key of {_named(header)}'
    line = line_of(source.text, header, key)
    return Problem(source.file, message, f"{hint}The key is kept, but not used", line, "warning")


@lru_cache(maxsize=4096)
def _near(key: str, known: tuple[str, ...]) -> str:
    """Return the key that was probably meant; empty if no key is similar enough."""
    # A key can be as long as a file, and comparing long keys is slow.
    likely = [name for name in known if abs(len(name) - len(key)) <= 2]
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
                remedy = f"Add {field.name} = ..., {expected_values(field.type)}"
                message = f'"{field.name}" is missing{_in(header)}'
                problems.append(Problem(source.file, message, remedy, line_of(source.text, header)))
            continue
        try:
            msgspec.convert(table[field.name], field.type, builtin_types=(dt.date,))
        except msgspec.ValidationError:
            wanted = expected_values(field.type)
            problems.append(wrong_value(source, header, field.name, table[field.name], wanted))
    return problems


def wrong_value(
    source: Source, header: str, key: str, value: object, wanted: str, remedy: str = ""
) -> Problem:
    """Return the problem for a value that its key does not accept."""
    message = f'"{key}"{_in(header)} is {value_for_message(value)}, expected {wanted}'
    line = line_of(source.text, header, key)
    return Problem(source.file, message, remedy or f"Write {wanted}", line)


def _in(header: str) -> str:
    return f" in {_named(header)}" if header else ""


def _named(header: str) -> str:
    return f"[{key_for_message(header)}]" if header else "this file"


def line_of(text: str, header: str, key: str = "") -> int | None:
    """Return the line of a table's header, or of a key in the table; None if it is not certain.

    Lines are matched by pattern, not parsed, so a line is certain only if no other line matches. A
    key in an inline table, or a quoted key with a dot, may not be found; a wrong line is never
    returned.
    """
    headers, keys = _places(text)
    lines = keys.get((header, key), []) if key else headers.get(header, [])
    unique = len(lines) == 1 and (not header or len(headers.get(header, [])) == 1)
    return lines[0] if unique else None


@lru_cache(maxsize=8)
def _places(text: str) -> tuple[dict[str, list[int]], dict[tuple[str, str], list[int]]]:
    """Return the lines of a text's headers, and of its keys by header and name."""
    headers: dict[str, list[int]] = {}
    keys: dict[tuple[str, str], list[int]] = {}
    header, inside_text = "", False
    for number, line in enumerate(text.split("\n"), 1):
        # The line that opens a multi-line text still has a key; the lines below are text.
        begins_inside = inside_text
        if (line.count('"""') + line.count("'''")) % 2:
            inside_text = not inside_text
        if begins_inside:
            continue
        if match := _HEADER.match(line):
            header = re.sub(r"[\s\"']", "", match[1])
            headers.setdefault(header, []).append(number)
        elif "=" in line:
            key = re.sub(r"^[\"']|[\"']$", "", line.partition("=")[0].strip())
            keys.setdefault((header, key), []).append(number)
    return headers, keys


def few(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return at most `MOST_PROBLEMS` problems for each file, and another that counts the rest.

    If a file has more, its errors are kept first. Long messages, which quote the file, are cut.
    """
    shortened = [
        replace(problem, message=cut(problem.message, LONGEST_MESSAGE)) for problem in problems
    ]
    counts = Counter(problem.file for problem in shortened)
    if max(counts.values(), default=0) <= MOST_PROBLEMS:
        return tuple(shortened)
    kept: list[Problem] = []
    shown_counts: Counter[str] = Counter()
    for problem in sorted(shortened, key=lambda problem: problem.severity != "error"):
        shown_counts[problem.file] += 1
        if shown_counts[problem.file] <= MOST_PROBLEMS:
            kept.append(problem)
        elif shown_counts[problem.file] == MOST_PROBLEMS + 1:
            message = f"has {counts[problem.file] - MOST_PROBLEMS} more problems"
            remedy = "Correct the problems listed above first"
            kept.append(Problem(problem.file, message, remedy, severity=problem.severity))
    return tuple(kept)
