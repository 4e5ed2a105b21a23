"""The canonical form of the workspace's files: the same data is always the same text.

Keys have a fixed order, items the instrument's, and every item's table is there from the
start: two people who fill in different items then change different lines, and git merges them.
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
    Record,
    Response,
    Settings,
    Vendor,
)
from partnercheck.storage.canonical import Table, dumps

RESPONSE_KEYS = (
    "format",
    "instrument",
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
    """A response as TOML data."""
    header = _table(response)
    answers = header.pop("answers", {})
    return {"format": 1, **header, "form": response.form, "answers": answers}


def answer_table(answer: Answer) -> Table:
    """An answer as TOML data; what is default is left out."""
    return _table(answer)


def vendor_table(vendor: Vendor) -> Table:
    """A vendor's description as TOML data; its id is its folder's name."""
    described = _table(vendor)
    described.pop("id", None)
    return {"format": 1, **described}


def awaited_table(awaited: Awaited) -> Table:
    """One request as TOML data."""
    return _table(awaited)


def awaited_text(data: Table) -> str:
    """The canonical text of a round's requests: a table each, in the order of their keys."""
    requests = data.get("asked", {})
    tables = {key: _ordered(requests[key], Awaited.__struct_fields__) for key in sorted(requests)}
    return dumps({**_ordered(data, ("format",)), "asked": tables})


def agreed_table(agreement: Record) -> Table:
    """An agreement as TOML data; defaults are left out."""
    return _table(agreement)


def agreed_over(before: Table, old: Record, new: Record) -> Table:
    """Apply the changes from one record to another to a table, keeping the rest as typed."""
    changed = {key for key in new.__struct_fields__ if getattr(old, key) != getattr(new, key)}
    values = {key: value for key, value in _table(new).items() if key in changed}
    kept = {key: value for key, value in before.items() if key not in changed or key in values}
    return kept | values


def goals_text(data: Table) -> str:
    """The canonical text of a vendor's key goals: a table each, in the order they have."""
    return _tables_text(data, "goals", Goal.__struct_fields__)


def meetings_text(data: Table) -> str:
    """The canonical text of the meetings with a vendor: a table each, in the order they have."""
    return _tables_text(data, "meetings", Meeting.__struct_fields__)


def _tables_text(data: Table, name: str, keys: tuple[str, ...]) -> str:
    """The order of the tables is the file's own: a merge of two files then stays canonical."""
    laid_out = _ordered(data, ("format",))
    if name in data:
        laid_out[name] = {key: _ordered(table, keys) for key, table in data[name].items()}
    return dumps(laid_out)


def settings_table(settings: Settings) -> Table:
    """A workspace's settings as TOML data, written out in full as a place to change them."""
    return {"format": 1, **{key: getattr(settings, key) for key in SETTINGS_KEYS[1:]}}


def _table(record: Record) -> Table:
    table: Table = msgspec.to_builtins(record, builtin_types=(dt.date,))
    return table


def response_text(data: Table, items: Iterable[str]) -> str:
    """The canonical text of a response file: header, then every item's table in order.

    Answers to items that the instrument does not know come last; unknown keys stay too.
    """
    answers = data.get("answers", {})
    known = list(items)
    order = [*known, *(item for item in answers if item not in set(known))]
    tables = {item: _ordered(answers.get(item, {}), Answer.__struct_fields__) for item in order}
    header = {key: value for key, value in data.items() if key != "answers"}
    return dumps({**_ordered(header, RESPONSE_KEYS), "answers": tables})


def vendor_text(data: Table) -> str:
    """The canonical text of a vendor's description."""
    return dumps(_ordered(data, VENDOR_KEYS))


def settings_text(data: Table) -> str:
    """The canonical text of a workspace's settings."""
    return dumps(_ordered(data, SETTINGS_KEYS))


def _ordered(table: Table, keys: tuple[str, ...]) -> Table:
    if not isinstance(table, dict):
        return table
    known = {key: table[key] for key in keys if key in table}
    return {**known, **{key: value for key, value in table.items() if key not in known}}
