"""Reading of instruments: those in the package, and a workspace's own beside or instead of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record
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
    """The instruments that come with the program, by id: the classifying one, then the lenses."""
    found = {}
    for path in sorted(set(HERE.glob("*.toml")) - {WORDING_FILE}):
        instrument, problems = instrument_of(read(path, path.name))
        assert instrument, problems
        found[instrument.id] = instrument
    return dict(sorted(found.items(), key=lambda each: not each[1].classifies))


def packaged_text(instrument_id: str) -> str:
    """The TOML of a packaged instrument. Raises UserError for an unknown id."""
    if instrument_id not in packaged():
        raise UserError(f'there is no instrument "{instrument_id}". Known: {", ".join(packaged())}')
    return (HERE / f"{instrument_id}.toml").read_text("utf-8")


def instruments(folder: Path | None) -> tuple[Mapping[str, Instrument], tuple[Problem, ...]]:
    """Every instrument by id: the packaged ones, then a workspace folder's, which win.

    A broken file, or one that contradicts itself, is a problem, and the packaged one stays.
    """
    found = dict(packaged())
    own: set[str] = set()
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
        name = f"instruments/{clean(path.name)}"
        instrument, wrong = instrument_of(read(path, name))
        problems += wrong
        if instrument is None:
            continue
        if instrument.id in own:
            what = f'another file here has the id "{instrument.id}" too'
            problems.append(Problem(name, what, "Give one of them another id"))
        elif (
            instrument.id in packaged() and instrument.classifies < found[instrument.id].classifies
        ):
            what = f'"{instrument.id}" no longer classifies'
            problems.append(Problem(name, what, "Write classifies = true, or choose another id"))
        else:
            found[instrument.id] = instrument
            own.add(instrument.id)
    return found, tuple(problems)


def instrument_of(source: Source) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """The instrument in a file, and every problem of it; None when there is an error."""
    problems = list(source.problems)
    if source.data is None:
        return None, tuple(problems)
    whole, wrong = record(source, source.data, Instrument, skip=FORMAT_KEYS)
    if whole is None:
        parts = _part_problems(source, source.data)
        wrong_parts = {name for name, of_part in parts.items() if any(map(is_error, of_part))}
        whole_problems = record(source, source.data, Instrument, skip=FORMAT_KEYS | wrong_parts)[1]
        told = (problem for of_part in parts.values() for problem in of_part)
        return None, (*problems, *whole_problems, *told)
    problems += [*wrong, *check(whole, source.file)]
    return (None if any(map(is_error, problems)) else whole), tuple(problems)


def _part_problems(source: Source, data: dict[str, Any]) -> dict[str, list[Problem]]:
    """The problems of an instrument's tables by the keys they are at, each with its table."""
    problems: dict[str, list[Problem]] = {name: [] for name in (*_PARTS, *_TABLES)}
    for name, kind in _PARTS.items():
        tables = _list(data.get(name))
        for what, todo in too_many(name, len(tables)):
            problems[name].append(Problem(source.file, what, todo))
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


def is_error(problem: Problem) -> bool:
    """Whether it keeps the file from being used."""
    return problem.severity == "error"


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
