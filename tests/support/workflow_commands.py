"""A reader of GitHub's workflow commands, by their documented grammar.

`::name key=value,key=value::message`, where `%25`, `%0D` and `%0A` stand for what they would break,
and in a value `%3A` and `%2C` too. A runner also acts on the older `##[name]` within a line that is
no such command.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COMMAND = re.compile(r"\s*::(?P<name>[a-z-]+)(?: (?P<properties>.*?))?::(?P<message>.*)")
_OLDER = re.compile(r"##\[[^\]]*\]")
_ESCAPED = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


class Command(NamedTuple):
    """What a runner does after a line."""

    name: str
    properties: dict[str, str]
    message: str


def commands(output: str) -> list[Command]:
    """The commands in what a step has written; every line that a runner would act on."""
    return [found for line in re.split(r"\r\n|\r|\n", output) if (found := _command(line))]


def _command(line: str) -> Command | None:
    match = _COMMAND.fullmatch(line)
    if match is None:
        return Command("older", {}, line) if _OLDER.search(line) else None
    pairs = [pair.split("=", 1) for pair in (match["properties"] or "").split(",") if pair]
    values = {key: _unescaped(value, "%25|%0D|%0A|%3A|%2C") for key, value in pairs}
    return Command(match["name"], values, _unescaped(match["message"], "%25|%0D|%0A"))


def _unescaped(text: str, escapes: str) -> str:
    return re.sub(escapes, lambda match: _ESCAPED[match[0]], text)
