"""Forms that come back from a vendor: the response in one, and all that could not be read.

A form is read as it arrives: quoted, wrapped anew, with a mail around it or with its own
original below it. What is not beyond doubt is left out, with its line and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from msgspec.structs import replace

from partnercheck.cells import cut
from partnercheck.files.convert import called, few, line_of, one_of
from partnercheck.files.form_read import Stray, UnclearError, answer_in
from partnercheck.files.form_write import END, FORMAT, KEYS, Kind
from partnercheck.files.read import response_of
from partnercheck.files.toml import MAX_BYTES, Source, parse
from partnercheck.instruments.records import Instrument, Item
from partnercheck.model import FORMS, LEVELS, PERSPECTIVES, Answer, Form, Problem, Record, Response
from partnercheck.text import clean, one_line, slug, tidy_name

LONGEST_QUOTED = 40
_QUOTE = re.compile(r"\s*>\s?")
_KEY = re.compile(rf"\s*({'|'.join(KEYS)})\s*:(.*)", re.IGNORECASE)
_ID = re.compile(r"\s*\[([a-z0-9-]+)\]\s*(?:(?=\d+\s*[.)]\s)|$)")
_NUMBERED = re.compile(r"\s*\d+\s*[.)]\s")
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
_NEEDED = ("vendor", "round", "perspective", "form", "instrument")
_PLACED = ("vendor", "round", "perspective", "respondent", "instrument")
_NOTHING = Answer()


class FormRead(Record, frozen=True):
    """What a form says: its response, if its header can be read, and what could not be read.

    `response.respondent` is empty where the form names nobody. `lines` has the line of each key
    of the header, and of each item that was read.
    """

    response: Response | None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = {}
    kind: Kind = "text"


class _Line(NamedTuple):
    number: int
    raw: str
    depth: int
    text: str


class _Region(NamedTuple):
    """The lines of one item, from behind its id to the next item."""

    item: str
    first: _Line
    lines: list[_Line]

    @property
    def text(self) -> str:
        """Its text, with as many quote signs removed as there are before its id."""
        return "\n".join(_unquoted(line.raw, self.first.depth)[1] for line in self.lines)


def read_form(data: bytes, file: str, instruments: Mapping[str, Instrument]) -> FormRead:
    """Read a form from a file's bytes; `file` is how messages name it."""
    if refused := _not_text(data, file):
        return FormRead(None, (refused,))
    text = data.decode("utf-8").removeprefix("\ufeff")
    if file.lower().endswith(".toml") or re.search(r"(?m)^instrument\s*=", text):
        found = _read_toml(parse(data, file), instruments)
    else:
        found = _read_text(text, file, instruments)
    return replace(found, problems=few(found.problems))


def _not_text(data: bytes, file: str) -> Problem | None:
    """Why the bytes are no form, if they are none."""
    if len(data) > MAX_BYTES:
        return Problem(file, "is larger than 1 MiB", "Give the form alone")
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf")):
        return Problem(file, "is a document, not a text", "Save it as plain text (.txt, UTF-8)")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        return Problem(file, "is in the encoding UTF-16", "Save it in the encoding UTF-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"has a byte that is not UTF-8 (0x{data[error.start]:02X})"
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(file, what, "Save it in the encoding UTF-8", line)
    if re.search(rb"(?mi)^content-transfer-encoding:", data) or b"<html" in data[:2000].lower():
        what = "is a whole mail message or a web page"
        return Problem(file, what, "Copy the form's text out of it into a file of its own")
    return None


def _read_toml(source: Source, instruments: Mapping[str, Instrument]) -> FormRead:
    if source.data is None:
        return FormRead(None, source.problems, kind="toml")
    data = source.data
    lines = {key: n for key in ("vendor", "round", "respondent") if (n := _line(source, key))}
    named = data.get("respondent", "")
    unnamed = isinstance(named, str) and not one_line(clean(named))
    if unnamed:
        source = source._replace(data={**data, "respondent": "nobody"})
    response, problems = response_of(source, _place(source.data or {}), instruments)
    if response is None:
        return FormRead(None, problems, lines, "toml")
    if wrong := _not_for_us(response.perspective, source.file, _line(source, "perspective")):
        return FormRead(None, (*problems, wrong), lines, "toml")
    known = {item.id for item in instruments[response.instrument].items}
    answers = {
        item: answer
        for item, answer in response.answers.items()
        if item in known and (answer.given or answer.evidence)
    }
    made = replace(
        response,
        respondent="" if unnamed else one_line(response.respondent),
        answers=answers,
    )
    if beyond := _beyond(instruments[made.instrument], made, answers, source.file):
        return FormRead(None, (*problems, beyond), lines, "toml")
    return FormRead(made, tuple(_left_out(problem) for problem in problems), lines, "toml")


def _left_out(problem: Problem) -> Problem:
    """A warning about an unknown item as it is for a form: it is not kept."""
    if " is not an item of " not in problem.what:
        return problem
    return replace(problem, todo="Put its id back as it was; its answer is left out")


def _line(source: Source, key: str) -> int | None:
    return line_of(source.text, "", key)


def _place(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Where such a response belongs by its own account, so that only its content is checked."""
    said = {key: v if isinstance(v := data.get(key), str) else "" for key in _PLACED}
    side = said["perspective"] if said["perspective"] in PERSPECTIVES else "vendor"
    name = f"{side}.{slug(said['respondent']) or 'nobody'}.{said['instrument']}.toml"
    return said["vendor"], said["round"], name


def _not_for_us(perspective: str, file: str, line: int | None) -> Problem | None:
    if perspective == "vendor":
        return None
    what = f'is of the perspective "{called(perspective)}"; only a vendor\'s form comes in here'
    todo = "Answer for the buyer with `partnercheck assess`"
    return Problem(file, what, todo, line)


def _read_text(text: str, file: str, instruments: Mapping[str, Instrument]) -> FormRead:
    lines = [_lined(n, raw) for n, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1)]
    header, numbers, problems = _header(lines, file)
    if not header:
        return FormRead(None, tuple(problems))
    instrument = instruments.get(header.get("instrument", ""))
    problems += _wrong_header(header, numbers, file, instruments)
    if instrument is None or problems:
        return FormRead(None, tuple(problems), numbers)
    regions, notes = _regions(lines, file, {item.id for item in instrument.items})
    response = Response(
        instrument=instrument.id,
        vendor=clean(header["vendor"]),
        round=clean(header["round"]),
        perspective="vendor",
        respondent=tidy_name(header.get("respondent", "")),
        form="quick" if header["form"] == "quick" else "full",
        level=next((level for level in LEVELS if level == header.get("level")), None),
    )
    if beyond := _beyond(instrument, response, regions, file):
        return FormRead(None, (beyond,), numbers)
    answers, wrong, found = _answers(instrument, response.form, regions, file)
    lines_of = {**numbers, **found}
    return FormRead(replace(response, answers=answers), (*notes, *wrong), lines_of)


def _beyond(
    instrument: Instrument, response: Response, items: Iterable[str], file: str
) -> Problem | None:
    """Questions that the form has not, which shows that its header was changed."""
    asked = {item.id for item in instrument.form_items(response.form)}
    beyond = next((item for item in items if item not in asked), None)
    if beyond is None:
        return None
    what = f'says it is the form "{response.form}", but has the question "{beyond}"'
    return Problem(file, what, "Put the form in its header back as it was")


def _lined(number: int, raw: str) -> _Line:
    raw = _INVISIBLE.sub("", raw)
    depth, text = _unquoted(raw, None)
    return _Line(number, raw, depth, text)


def _unquoted(text: str, most: int | None) -> tuple[int, str]:
    """How many quote signs a line begins with, at most so many, and the line without them."""
    depth = at = 0
    while (most is None or depth < most) and (sign := _QUOTE.match(text, at)):
        at = sign.end()
        depth += 1
    return depth, text[at:]


def _header(
    lines: Sequence[_Line], file: str
) -> tuple[dict[str, str], dict[str, int], list[Problem]]:
    """The header's values and lines; a form that comes twice must say the same in both."""
    header: dict[str, str] = {}
    numbers: dict[str, int] = {}
    problems: list[Problem] = []
    starts = [n for n in range(len(lines)) if _header_starts(lines, n)]
    for start, end in pairwise([*starts, len(lines)]):
        after = ""
        for line in lines[start:end]:
            said = _KEY.match(line.text)
            if _ID.match(line.text) or line.text.strip() == END:
                break
            if not said:
                if line.text.strip():
                    problems.append(_in_header(line, after, file))
                continue
            after = said[1].lower()
            value = one_line(said[2])
            value = value if after == "respondent" else value.lower()
            if value and header.get(after) and header[after] != value:
                what = f'says "{said[1]}: {_cut(value)}", but "{_cut(header[after])}" before'
                todo = "Keep one form in one file"
                problems.append(Problem(file, what, todo, line.number))
            if value or after not in header:
                header[after], numbers[after] = value, line.number
    if not header:
        todo = "Put its lines Vendor:, Round: and so on back from the form that was sent"
        problems.append(Problem(file, "has no form's header, so it is not clear what it is", todo))
    return ({} if problems else header), numbers, problems


def _header_starts(lines: Sequence[_Line], n: int) -> bool:
    """Whether a header begins here: `Vendor:`, and another of its lines right below."""
    first = _KEY.match(lines[n].text)
    second = _KEY.match(_below(lines, n))
    return bool(first and second and first[1].lower() == "vendor" != second[1].lower())


def _below(lines: Sequence[_Line], n: int) -> str:
    """The next line that is not blank, if it is near."""
    return next((line.text for line in lines[n + 1 : n + 5] if line.text.strip()), "")


def _in_header(line: _Line, after: str, file: str) -> Problem:
    what = f'has "{_cut(line.text)}" in its header, below "{after.capitalize()}:"'
    return Problem(file, what, "Put it on that line if it belongs there, or remove it", line.number)


def _wrong_header(
    header: Mapping[str, str],
    numbers: Mapping[str, int],
    file: str,
    instruments: Mapping[str, Instrument],
) -> list[Problem]:
    problems = []
    for key in _NEEDED:
        if not header.get(key):
            what = f'has no "{key.capitalize()}:" in its header'
            todo = "Put the line back from the form that was sent"
            problems.append(Problem(file, what, todo, numbers.get(key)))
    if header.get("perspective"):
        wrong = _not_for_us(header["perspective"], file, numbers["perspective"])
        problems += [wrong] if wrong else []
    for key, known in (
        ("form", list(FORMS)),
        ("instrument", list(instruments)),
        ("level", list(LEVELS)),
        ("format", [str(FORMAT)]),
    ):
        if header.get(key) and header[key] not in known:
            what = f'"{key.capitalize()}: {_cut(header[key])}" is not known'
            problems.append(Problem(file, what, f"Write {one_of(known)}", numbers[key]))
    return problems


def _regions(
    lines: Sequence[_Line], file: str, known: set[str]
) -> tuple[dict[str, list[_Region]], list[Problem]]:
    """Every item's lines, and what is wrong with the ids; the same item may be there twice."""
    regions: list[_Region] = []
    problems: list[Problem] = []
    inside = False
    for n, line in enumerate(lines):
        named = _ID.match(line.text)
        if named and named[1] in known:
            below = line._replace(raw=_unquoted(line.raw, line.depth)[1][named.end() :])
            regions.append(_Region(named[1], line, [below]))
            inside = True
        elif line.text.strip() == END or _header_starts(lines, n):
            inside = False
        elif named and _NUMBERED.match(_below(lines, n)):
            what = f'"{called(named[1])}" is not a question of this form; its answer is left out'
            problems.append(Problem(file, what, "Put its id back as it was", line.number))
            inside = False
        elif inside:
            regions[-1].lines.append(line)
    found: dict[str, list[_Region]] = {}
    for region in regions:
        found.setdefault(region.item, []).append(region)
    return found, problems


def _answers(
    instrument: Instrument, form: Form, regions: Mapping[str, Sequence[_Region]], file: str
) -> tuple[dict[str, Answer], list[Problem], dict[str, int]]:
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    numbers: dict[str, int] = {}
    asked = instrument.form_items(form)
    for item in asked:
        said, wrong = _said(item, regions.get(item.id, ()), file)
        problems += wrong
        if said and all(problem.severity != "error" for problem in wrong):
            numbers[item.id], answers[item.id] = said[0]
    if missing := [item.id for item in asked if item.id not in regions]:
        what = f"leaves out {', '.join(missing)}"
        problems.append(Problem(file, what, "They stay unanswered", severity="notice"))
    return answers, problems, numbers


def _said(
    item: Item, regions: Sequence[_Region], file: str
) -> tuple[list[tuple[int, Answer]], list[Problem]]:
    """The different answers to an item with their lines, at most one unless there are errors."""
    said: list[tuple[int, Answer]] = []
    problems: list[Problem] = []
    for region in regions:
        text = region.text
        try:
            answer, strays = answer_in(item, text)
        except UnclearError as error:
            line = region.first.number + text.count("\n", 0, error.at)
            what = f"[{item.id}] {error}; it is left out"
            problems.append(Problem(file, what, error.todo, line))
            continue
        problems += _stray_problems(region, text, strays, file)
        if answer != _NOTHING and all(answer != other for _, other in said):
            said.append((region.first.number, answer))
            if not answer.given:
                what = f"[{item.id}] has a text, but no mark"
                todo = "Mark one of its lines, or leave it unanswered"
                problems.append(Problem(file, what, todo, said[-1][0], "warning"))
    if len(said) > 1:
        what = f"[{item.id}] is there twice, with different answers; it is left out"
        problems.append(Problem(file, what, "Keep one of them", said[1][0]))
    return said, problems


def _stray_problems(
    region: _Region, text: str, strays: Sequence[Stray], file: str
) -> Iterator[Problem]:
    for stray in strays:
        line = region.first.number + text.count("\n", 0, stray.at)
        what = f'"{_cut(stray.text)}" and what follows it, below [{region.item}], is not read'
        todo = "Write what happened above the line Basis:"
        yield Problem(file, what, todo, line, "warning")


def _cut(text: str) -> str:
    return cut(one_line(clean(text)), LONGEST_QUOTED)
