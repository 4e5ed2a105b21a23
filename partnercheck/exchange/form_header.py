"""The header of a returned text form: its vendor, round and respondent, and its problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from partnercheck.base.cells import excerpt
from partnercheck.base.records import FORMS, LEVELS, STAGES, Problem
from partnercheck.base.text import one_line
from partnercheck.exchange.form_copies import KEY, Copy, Line
from partnercheck.exchange.form_write import FORMAT
from partnercheck.questionnaires.records import Instrument
from partnercheck.storage.wording import key_for_message, one_of

_NEEDED = ("vendor", "round", "perspective", "form", "instrument")
_AS_WRITTEN = ("respondent", "company", "buyer", "line")
# Names and phrases that e-mail programs may wrap. Where answers are filed does not depend on them.
_FREE = ("company", "buyer", "line")
_VERSION = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_PREFIXED = re.compile(r"(?i)\s*(\S.{0,15}?)Vendor\s*:")


def read_header(
    copies: Sequence[Copy], lines: Sequence[Line], file: str
) -> tuple[dict[str, str], dict[str, int], list[Problem]]:
    """Return the header's values and their line numbers by key, and the header's problems.

    The header is that of the newest copy that has one. The headers of other copies that are not
    quoted more deeply must agree with that header.
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
    """Return the keys of a header with their values and line numbers."""
    entries = []
    for line in lines:
        if entry := KEY.match(line.text):
            key, value = entry[1].lower(), one_line(entry[2])
            entries.append((key, value if key in _AS_WRITTEN else value.lower(), line.number))
    return entries


def _contradictions(
    header: Mapping[str, str], entries: Iterable[tuple[str, str, int]], file: str
) -> list[Problem]:
    values = dict(header)
    problems = []
    for key, value, number in entries:
        if value and values.get(key) and values[key] != value and key not in _FREE:
            message = (
                f'says "{key.capitalize()}: {excerpt(value)}", but "{excerpt(values[key])}" above'
            )
            problems.append(Problem(file, message, "Keep only one form in the file", number))
        values[key] = values.get(key) or value
    return problems


def _strangers(lines: Iterable[Line], file: str) -> list[Problem]:
    """Return a problem for each stray line in a header, except the rest of a wrapped name."""
    problems = []
    after = ""
    for line in lines:
        if entry := KEY.match(line.text):
            after = entry[1].lower()
        elif line.text.strip() and after not in _FREE:
            message = f'has "{excerpt(line.text)}" in its header, below "{after.capitalize()}:"'
            remedy = "Put the text on that line if it belongs there, or remove it"
            problems.append(Problem(file, message, remedy, line.number))
    return problems


def _no_header(lines: Sequence[Line], file: str) -> Problem:
    for line, after in pairwise(lines):
        prefix = _PREFIXED.match(line.text)
        if prefix and after.text.strip().startswith(prefix[1].strip()):
            message = f'has "{excerpt(prefix[1].strip())}" before each of its lines'
            remedy = "Remove this text from the beginning of each line"
            return Problem(file, message, remedy, line.number)
    remedy = "Restore the lines Vendor:, Round: and so on from the form that was sent"
    return Problem(file, "does not have the header of a form", remedy)


def header_problems(
    header: Mapping[str, str],
    numbers: Mapping[str, int],
    file: str,
    instruments: Mapping[str, Instrument],
) -> list[Problem]:
    """Return a problem for each missing or unknown value in a header."""
    problems = []
    for key in _NEEDED:
        if not header.get(key):
            message = f'has no "{key.capitalize()}:" in its header'
            remedy = "Restore the line from the form that was sent"
            problems.append(Problem(file, message, remedy, numbers.get(key)))
    if header.get("perspective"):
        problem = not_for_us(header["perspective"], file, numbers.get("perspective"))
        problems += [problem] if problem else []
    for key, known in (
        ("form", list(FORMS)),
        ("instrument", list(instruments)),
        ("level", list(LEVELS)),
        ("stage", list(STAGES)),
        ("format", [str(FORMAT)]),
    ):
        if header.get(key) and header[key] not in known:
            message = f'"{key.capitalize()}: {excerpt(header[key])}" is not known'
            problems.append(
                Problem(file, message, f"Change it to {one_of(known)}", numbers.get(key))
            )
    version = header.get("version")
    if version and not _VERSION.fullmatch(version):
        message = f'"Version: {excerpt(version)}" is not a version number'
        remedy = "Restore the line from the form that was sent"
        problems.append(Problem(file, message, remedy, numbers.get("version")))
    return problems


def not_for_us(perspective: str, file: str, line: int | None) -> Problem | None:
    """Return the problem of a form that is not for a vendor; None if it is for a vendor."""
    if perspective == "vendor":
        return None
    side = key_for_message(perspective)
    message = f'has the perspective "{side}"; only vendors\' forms can be imported'
    remedy = "Answer for the buyer with `partnercheck assess`"
    return Problem(file, message, remedy, line)
