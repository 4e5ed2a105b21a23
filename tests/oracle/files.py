"""The files of a workspace and its questionnaire as plain records, read with `tomllib` alone.

The package of this file counts again what the program says, so nothing in it imports the program.
The records have the names of the program's own fields: the rules in `classification.py` take
either, so that tests of the program's rules can give them the program's records.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

Perspective = Literal["buyer", "vendor"]
State = Literal["weak", "partial", "present"]
SIDES: tuple[Perspective, ...] = ("buyer", "vendor")
QUESTIONNAIRES = Path(__file__).parents[2] / "partnercheck" / "questionnaires"


@dataclass(frozen=True)
class Answer:
    """One answer: a score, or why there is none."""

    score: int | None = None
    done_by: str | None = None
    skip: str | None = None
    reason: str = ""
    basis: str = "opinion"
    evidence: str = ""
    source: str = ""
    on: dt.date | None = None


@dataclass(frozen=True)
class Response:
    """One person's answers in one round."""

    instrument: str
    vendor: str
    round: str
    perspective: Perspective
    respondent: str
    form: str = "full"
    level: str | None = None
    version: int | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A question."""

    id: str
    condition: str
    kind: str
    topic: str
    core: bool = False
    critical: bool = False
    reserve: bool = False
    balance: bool = False
    confidential: bool = False
    allows_no_occasion: bool = False


@dataclass(frozen=True)
class Condition:
    """A condition of partnership."""

    id: str
    name: str


@dataclass(frozen=True)
class ClassRule:
    """What a class asks for at least."""

    at_least: Mapping[State, int] = field(default_factory=dict)
    needs: Mapping[str, State] = field(default_factory=dict)
    mutual: int = 0
    critical_needs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class VendorClass:
    """A class of vendors."""

    id: str
    name: str
    glyph: str
    rules: tuple[ClassRule, ...]


@dataclass(frozen=True)
class States:
    """The lowest scores of the states."""

    present: float
    partial: float


@dataclass(frozen=True)
class Limits:
    """The other numbers of the rules. All of them stand in the file."""

    zeros: int
    critical_present: int
    critical_partial: int
    mutual: float
    disputed: int
    least_items: int
    so_far: float
    gap: float
    gap_items: float
    evidence: float
    no_occasion: float
    straight: float
    balance_items: int
    trend: float
    trend_quick: float


@dataclass(frozen=True)
class Instrument:
    """A questionnaire that classifies."""

    id: str
    version: int
    conditions: tuple[Condition, ...]
    items: tuple[Item, ...]
    classes: tuple[VendorClass, ...]
    states: States
    limits: Limits


Made = TypeVar("Made")


def record(kind: type[Made], table: Mapping[str, Any]) -> Made:
    """A table as a record; keys that the record does not have are left out."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: table[name] for name in names if name in table})


def read_instrument(name: str) -> Instrument:
    """A questionnaire of the package, from its file."""
    data = read(QUESTIONNAIRES / f"{name}.toml")
    classes = (
        {**each, "rules": tuple(record(ClassRule, rule) for rule in each["rules"])}
        for each in data["classes"]
    )
    return record(
        Instrument,
        {
            **data,
            "conditions": tuple(record(Condition, each) for each in data["conditions"]),
            "items": tuple(record(Item, each) for each in data["items"]),
            "classes": tuple(record(VendorClass, each) for each in classes),
            "states": record(States, data["states"]),
            "limits": record(Limits, data["limits"]),
        },
    )


def read_response(path: Path) -> Response:
    """The answers of one file."""
    data = read(path)
    answers = {item: record(Answer, table) for item, table in data.get("answers", {}).items()}
    return record(Response, {**data, "answers": answers})


def tables(path: Path, name: str) -> dict[str, dict[str, Any]]:
    """The tables under a name in a file; none if there is no file."""
    found: dict[str, dict[str, Any]] = read(path).get(name, {}) if path.exists() else {}
    return found


def read(path: Path) -> dict[str, Any]:
    """The data of a file."""
    return tomllib.loads(path.read_text("utf-8"))
