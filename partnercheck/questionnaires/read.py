"""Reading instruments: the package's own, and a workspace's, which can replace them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record, has_error
from partnercheck.base.text import clean
from partnercheck.questionnaires.check import MOST_PARTS, check, too_many
from partnercheck.questionnaires.records import (
    Axis,
    ClassRule,
    Condition,
    Group,
    Instrument,
    Item,
    LensWarning,
    Limits,
    Offer,
    States,
    VendorClass,
)
from partnercheck.questionnaires.wording import WORDING_FILE
from partnercheck.storage.convert import record
from partnercheck.storage.parse import Source, read

HERE = Path(__file__).parent
FORMAT_KEYS = frozenset({"format"})
_PARTS: Mapping[str, type[Record]] = {
    "conditions": Condition,
    "groups": Group,
    "axes": Axis,
    "offers": Offer,
    "warnings": LensWarning,
    "classes": VendorClass,
    "items": Item,
}
_TABLES: Mapping[str, type[Record]] = {"states": States, "limits": Limits}


@cache
def packaged() -> Mapping[str, Instrument]:
    """Return the packaged instruments by id: the one that classifies vendors, then the lenses."""
    instruments = []
    for path in sorted(set(HERE.glob("*.toml")) - {WORDING_FILE}):
        instrument, problems = instrument_of(read(path, path.name))
        assert instrument, problems
        instruments.append(instrument)
    instruments.sort(key=lambda instrument: not instrument.classifies)
    return {instrument.id: instrument for instrument in instruments}


def packaged_text(instrument_id: str) -> str:
    """Return the TOML of a packaged instrument. Raises UserError for an unknown id."""
    if instrument_id not in packaged():
        known = ", ".join(packaged()) + suggestion(instrument_id, packaged())
        raise UserError(f'there is no questionnaire "{instrument_id}". Choose one of: {known}')
    return (HERE / f"{instrument_id}.toml").read_text("utf-8")


def instruments(folder: Path | None) -> tuple[Mapping[str, Instrument], tuple[Problem, ...]]:
    """Return all instruments by id, and the problems of the files in the folder.

    An instrument in the folder replaces the packaged one with the same id, unless its file has an
    error.
    """
    by_id = dict(packaged())
    own: set[str] = set()
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
        name = f"instruments/{clean(path.name)}"
        instrument, file_problems = instrument_of(read(path, name))
        problems += file_problems
        if instrument is None:
            continue
        if instrument.id in own:
            message = f'another file in this folder also has the id "{instrument.id}"'
            problems.append(Problem(name, message, "Change the id in one of the two files"))
        elif (
            instrument.id in packaged() and instrument.classifies < by_id[instrument.id].classifies
        ):
            message = f'"{instrument.id}" must classify vendors, as the packaged one does'
            problems.append(Problem(name, message, "Add classifies = true, or choose another id"))
        else:
            by_id[instrument.id] = instrument
            own.add(instrument.id)
    return by_id, tuple(problems)


def instrument_of(source: Source) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """Return a file's instrument (None if it has an error), and the problems found in the file."""
    if source.data is None:
        return None, source.problems
    whole, problems = record(source, source.data, Instrument, skip=FORMAT_KEYS)
    if whole is None:
        # Convert each part again: the error for the whole questionnaire does not name the part.
        parts = _part_problems(source, source.data)
        wrong_parts = {name for name, of_part in parts.items() if has_error(of_part)}
        whole_problems = record(source, source.data, Instrument, skip=FORMAT_KEYS | wrong_parts)[1]
        return None, (*source.problems, *whole_problems, *chain.from_iterable(parts.values()))
    problems = [*source.problems, *problems, *check(whole, source.file)]
    return (None if has_error(problems) else whole), tuple(problems)


def _part_problems(source: Source, data: dict[str, Any]) -> dict[str, list[Problem]]:
    """Map the top-level keys of an instrument to the problems found in their tables."""
    problems: dict[str, list[Problem]] = {name: [] for name in (*_PARTS, *_TABLES)}
    for name, kind in _PARTS.items():
        tables = _list(data.get(name))
        for message, remedy in too_many(name, len(tables)):
            problems[name].append(Problem(source.file, message, remedy))
        for number, table in enumerate(tables[: MOST_PARTS[name]], 1):
            label = table.get("id", number) if isinstance(table, dict) else number
            problems[name] += record(source, table, kind, f"{name}.{label}")[1]
    for name, kind in _TABLES.items():
        if name in data:
            problems[name] += record(source, data[name], kind, name)[1]
    for table in _list(data.get("classes")):
        for rule in _list(table.get("rules") if isinstance(table, dict) else None):
            problems["classes"] += record(source, rule, ClassRule, "classes.rules")[1]
    return problems


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
