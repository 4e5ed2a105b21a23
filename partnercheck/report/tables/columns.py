"""The names, types and meanings of the columns of the tidy tables, read from a data file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from partnercheck.base.records import Record, Text
from partnercheck.storage.parse import load_toml

FILE = "columns.toml"
Holds = Literal["text", "number", "whole number", "true or false", "date"]


class Column(Record, frozen=True):
    """The type and the meaning of a column's cells; a cell can always be empty."""

    holds: Holds
    means: Text


@cache
def columns(table: str) -> Mapping[str, Column]:
    """Return a table's columns in order, by column name. Raises KeyError for an unknown table."""
    text = (resources.files(__package__) / FILE).read_text("utf-8")
    return msgspec.convert(load_toml(text)[table], dict[str, Column])
