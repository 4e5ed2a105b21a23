"""The canonical form of the workspace's files: the same data always gives the same text.

Keys have a fixed order, items have the order of the instrument, and every item has a table from the
start. So two people who answer different items change different lines, and git merges the lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from partnercheck.base.records import (
    Answer,
    Awaited,
    Goal,
    Meeting,
    Person,
    Promise,
    Record,
    Response,
    Settings,
    Vendor,
)
from partnercheck.storage.canonical import Table, dumps

RESPONSE_KEYS = (
    "format",
    "instrument",
    "version",
    "vendor",
    "round",
    "perspective",
    "respondent",
    "level",
    "form",
)
VENDOR_KEYS = ("format", *(key for key in Vendor.__struct_fields__ if key != "id"))
SETTINGS_KEYS = ("format", *Settings.__struct_fields__)


def response_table(response: Response) -> Table:
    """Return a response as TOML data."""
    header = record_table(response)
    answers = header.pop("answers", {})
    return {"format": 1, **header, "form": response.form, "answers": answers}


def vendor_table(vendor: Vendor) -> Table:
    """Return a vendor's description as TOML data, without the id, which is the folder's name."""
    described = record_table(vendor)
    described.pop("id", None)
    return {"format": 1, **described}


def awaited_text(data: Table) -> str:
    """Return the canonical text of a round's requests: one table per request, sorted by key."""
    requests = data.get("asked", {})
    tables = {key: ordered(requests[key], Awaited.__struct_fields__) for key in sorted(requests)}
    return dumps({**ordered(data, ("format",)), "asked": tables})


def agreed_over(before: Table, old: Record, new: Record) -> Table:
    """Apply the changes between two records to a table; its other keys stay as typed."""
    changed = {key for key in new.__struct_fields__ if getattr(old, key) != getattr(new, key)}
    values = {key: value for key, value in record_table(new).items() if key in changed}
    kept = {key: value for key, value in before.items() if key not in changed or key in values}
    return kept | values


def goals_text(data: Table) -> str:
    """Return the canonical text of a vendor's key goals: one table per goal, in file order."""
    return _tables_text(data, "goals", Goal.__struct_fields__)


def meetings_text(data: Table) -> str:
    """Return the canonical text of a vendor's meetings: one table per meeting, in file order."""
    return _tables_text(data, "meetings", Meeting.__struct_fields__)


def people_text(data: Table) -> str:
    """Return the canonical text of a list of people: one table per person, in file order."""
    return _tables_text(data, "people", Person.__struct_fields__)


def promises_text(data: Table) -> str:
    """Return the canonical text of a vendor's promises: one table per promise, in file order."""
    return _tables_text(data, "promises", Promise.__struct_fields__)


def _tables_text(data: Table, name: str, keys: tuple[str, ...]) -> str:
    # Not sorted: git merges two files by lines, and the result must still be canonical.
    laid_out = ordered(data, ("format",))
    if name in data:
        laid_out[name] = {key: ordered(table, keys) for key, table in data[name].items()}
    return dumps(laid_out)


def settings_table(settings: Settings) -> Table:
    """Return all settings as TOML data, including defaults, so that people see what can be set."""
    return {"format": 1, **{key: getattr(settings, key) for key in SETTINGS_KEYS[1:]}}


def record_table(record: Record) -> Table:
    """Return a record as TOML data, without fields that have their default value."""
    table: Table = msgspec.to_builtins(record, builtin_types=(dt.date,))
    return table


def response_text(data: Table, items: Iterable[str]) -> str:
    """Return the canonical text of a response file: the header, then every item's table in order.

    Unknown keys are kept; answers to items that the instrument does not have come last.
    """
    answers = data.get("answers", {})
    known = list(items)
    order = [*known, *(item for item in answers if item not in set(known))]
    tables = {item: ordered(answers.get(item, {}), Answer.__struct_fields__) for item in order}
    header = {key: value for key, value in data.items() if key != "answers"}
    return dumps({**ordered(header, RESPONSE_KEYS), "answers": tables})


def vendor_text(data: Table) -> str:
    """Return the canonical text of a vendor's description."""
    return dumps(ordered(data, VENDOR_KEYS))


def settings_text(data: Table) -> str:
    """Return the canonical text of a workspace's settings."""
    return dumps(ordered(data, SETTINGS_KEYS))


def ordered(table: Table, keys: tuple[str, ...]) -> Table:
    """Return a table with these keys first, in this order, and its other keys after them."""
    if not isinstance(table, dict):
        return table
    return {key: table[key] for key in keys if key in table} | table
