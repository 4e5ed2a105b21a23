"""The header of a text form that came back: whose form it is, and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from partnercheck.base.cells import excerpt
from partnercheck.base.records import FORMS, LEVELS, Problem
from partnercheck.base.text import one_line
from partnercheck.exchange.form_copies import KEY, Copy, Line
from partnercheck.exchange.form_write import FORMAT
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.wording import key_for_message, one_of

_NEEDED = ("vendor", "round", "perspective", "form", "instrument")
_AS_WRITTEN = ("respondent", "buyer")
_PREFIXED = re.compile(r"(?i)\s*(\S.{0,15}?)Vendor\s*:")


def read_header(
    copies: Sequence[Copy], lines: Sequence[Line], file: str
) -> tuple[dict[str, str], dict[str, int], list[Problem]]:
    """The header's values and lines: those of the newest copy, if it has a header of its own.

    Copies that are quoted no deeper must not say otherwise.
    """
    depth = copies[0].depth if copies else 0
    with_header = [copy for copy in copies if copy.header]
    peers = [copy for copy in with_header if copy.depth <= depth] or with_header
    header: dict[str, str] = {}
    numbers: dict[str, int] = {}
    problems: list[Problem] = []
    for copy in peers:
        problems += _contradictions(header, _entries(copy.header), file)
        if header and copies[0].header:
            continue
        problems += _strangers(copy.header, file)
        for key, value, number in _entries(copy.header):
            if value or key not in header:
                header[key], numbers[key] = value, number
    if not header:
        problems.append(_no_header(lines, file))
    return ({} if problems else header), numbers, problems


def _entries(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """The keys of a header with their values and lines."""
    found = []
    for line in lines:
        if said := KEY.match(line.text):
            key, value = said[1].lower(), one_line(said[2])
            found.append((key, value if key in _AS_WRITTEN else value.lower(), line.number))
    return found


def _contradictions(
    header: Mapping[str, str], entries: Iterable[tuple[str, str, int]], file: str
) -> list[Problem]:
    said = dict(header)
    problems = []
    for key, value, number in entries:
        if value and said.get(key) and said[key] != value and key != "buyer":
            what = f'says "{key.capitalize()}: {excerpt(value)}", but "{excerpt(said[key])}" before'
            problems.append(Problem(file, what, "Keep one form in one file", number))
        said[key] = said.get(key) or value
    return problems


def _strangers(lines: Iterable[Line], file: str) -> list[Problem]:
    """What stands in a header and is none of its lines; a broken line `Buyer:` goes on."""
    problems = []
    after = ""
    for line in lines:
        if said := KEY.match(line.text):
            after = said[1].lower()
        elif line.text.strip() and after != "buyer":
            what = f'has "{excerpt(line.text)}" in its header, below "{after.capitalize()}:"'
            todo = "Put it on that line if it belongs there, or remove it"
            problems.append(Problem(file, what, todo, line.number))
    return problems


def _no_header(lines: Sequence[Line], file: str) -> Problem:
    for line, after in pairwise(lines):
        prefix = _PREFIXED.match(line.text)
        if prefix and after.text.strip().startswith(prefix[1].strip()):
            what = f'has "{excerpt(prefix[1].strip())}" before its lines'
            return Problem(file, what, "Remove it from the beginning of every line", line.number)
    todo = "Put its lines Vendor:, Round: and so on back from the form that was sent"
    return Problem(file, "has no form's header, so it is not clear what it is", todo)


def header_problems(
    header: Mapping[str, str],
    numbers: Mapping[str, int],
    file: str,
    instruments: Mapping[str, Instrument],
) -> list[Problem]:
    """What is missing in a header, and what in it is not known."""
    problems = []
    for key in _NEEDED:
        if not header.get(key):
            what = f'has no "{key.capitalize()}:" in its header'
            todo = "Put the line back from the form that was sent"
            problems.append(Problem(file, what, todo, numbers.get(key)))
    if header.get("perspective"):
        wrong = not_for_us(header["perspective"], file, numbers["perspective"])
        problems += [wrong] if wrong else []
    for key, known in (
        ("form", list(FORMS)),
        ("instrument", list(instruments)),
        ("level", list(LEVELS)),
        ("format", [str(FORMAT)]),
    ):
        if header.get(key) and header[key] not in known:
            what = f'"{key.capitalize()}: {excerpt(header[key])}" is not known'
            problems.append(Problem(file, what, f"Write {one_of(known)}", numbers[key]))
    return problems


def not_for_us(perspective: str, file: str, line: int | None) -> Problem | None:
    """Why a form of this perspective is not imported, if it is not."""
    if perspective == "vendor":
        return None
    side = key_for_message(perspective)
    what = f'is of the perspective "{side}"; only a vendor\'s form comes in here'
    todo = "Answer for the buyer with `partnercheck assess`"
    return Problem(file, what, todo, line)
