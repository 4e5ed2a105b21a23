"""Forms that come back from a vendor: the response in one, and all that could not be read.

A form is read as it arrives: quoted, wrapped anew, with a mail around it or with its own
original below it. What is not beyond doubt is left out, with its line and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec.structs import replace

from partnercheck.base.cells import excerpt
from partnercheck.base.records import LEVELS, PERSPECTIVES, Answer, Form, Problem, Record, Response
from partnercheck.base.regular_file import MAX_BYTES
from partnercheck.base.text import clean, one_line, slug, tidy_name, unix_lines
from partnercheck.exchange.form_copies import Copy, Region, Unknown, copies, form_lines
from partnercheck.exchange.form_header import header_problems, not_for_us, read_header
from partnercheck.exchange.form_marks import UnclearError
from partnercheck.exchange.form_read import Stray, answer_in
from partnercheck.exchange.form_write import Kind
from partnercheck.formats.decoding import decode_text, first_nul
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.storage.convert import few, line_of
from partnercheck.storage.parse import Source, parse
from partnercheck.storage.wording import key_for_message
from partnercheck.workspace.readers import response_of

_WEB_PAGE = re.compile(r"(?i)\s*<(?:!doctype\s+html|\?xml|html|head|meta|body|div|table|p)\b")
# A block of headers at the top, or after a boundary between the parts of a message.
_MAIL_HEADER = re.compile(
    r"(?im)(?:\A\s*|^--\S+\r?\n)(?:[a-z][\w-]*:.*\r?\n(?:[ \t]+\S.*\r?\n)*+|From .*\r?\n)*?"
    r"Content-Transfer-Encoding:"
)
# Two encoded bytes of one character, or a line that goes on behind its sign for that.
_ENCODED = re.compile(r"=[CDEF][0-9A-F]=[89AB][0-9A-F]")
_SOFT_BREAK = re.compile(r"(?m)[^=\s]=(?:20)?\r?$")
_FEW_BREAKS = 2
_FIRST_KEY = re.compile(
    r"(?im)^(?:instrument\s*=|[^\w\n]*Vendor\s*:[^\n]*\n\W*(?:Buyer|Round|Perspective|Form)\s*:)"
)
_PLACED = ("vendor", "round", "perspective", "respondent", "instrument")
_NOTHING = Answer()


class FormRead(Record, frozen=True):
    """What a form says: its response, if its header can be read, and what could not be read.

    `response.respondent` is empty where the form names nobody. `lines` has the line of each key
    of the header, and of each item that was read. `buyer` is the name of the organisation that
    asks.
    """

    response: Response | None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = {}
    kind: Kind = "text"
    buyer: str = ""


def read_form(
    data: bytes, file: str, instruments: Mapping[str, Instrument], encoding: str = ""
) -> FormRead:
    """Read a form from a file's bytes; `file` is how messages name it.

    `encoding` is what a person says the bytes are; otherwise UTF-8, or UTF-16 with its mark.
    """
    if refused := _document(data, file):
        return FormRead(None, (refused,))
    text, refused = decode_text(data, file, encoding)
    if refused := refused or first_nul(text, file) or _whole_message(text, file):
        return FormRead(None, (refused,))
    if _is_toml(text, file):
        found = _read_toml(parse(unix_lines(text).encode(), file), instruments)
    else:
        found = _read_text(text, file, instruments)
    return replace(found, problems=few(found.problems))


def _document(data: bytes, file: str) -> Problem | None:
    """Why the bytes are no text, if they are none."""
    if len(data) > MAX_BYTES:
        return Problem(file, "is larger than 1 MiB", "Give the form alone")
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf")):
        return Problem(file, "is a document, not a text", "Save it as plain text (.txt, UTF-8)")
    return None


def _whole_message(text: str, file: str) -> Problem | None:
    """Why a text is a mail as it is sent, or a web page, if it is; its words are encoded there.

    The same words in a covering note or in an answer are text.
    """
    what, line = "is a web page", 1
    if not _WEB_PAGE.match(text):
        what = "is a whole mail message"
        breaks = list(islice(_SOFT_BREAK.finditer(text), _FEW_BREAKS + 1))
        encoded = _MAIL_HEADER.search(text) or _ENCODED.search(text)
        encoded = encoded or (breaks[0] if len(breaks) > _FEW_BREAKS else None)
        if not encoded:
            return None
        line = text.count("\n", 0, encoded.end()) + 1
    todo = "Copy the form's text out of it into a file of its own"
    return Problem(file, what, todo, line)


def _is_toml(text: str, file: str) -> bool:
    """Whether a form is TOML: by its name, or because `instrument =` comes before any text header.

    Such a line may be in a covering note above a text form, and a text header in a TOML string.
    """
    if file.lower().endswith(".toml"):
        return True
    keys = [found[0].startswith("instrument") for found in _FIRST_KEY.finditer(text)]
    if not keys or not keys[0]:
        return False
    return all(keys) or parse(unix_lines(text).encode(), file).data is not None


def _read_toml(source: Source, instruments: Mapping[str, Instrument]) -> FormRead:
    if source.data is None:
        return FormRead(None, source.problems, kind="toml")
    data = dict(source.data)
    asking = data.pop("buyer", "")
    buyer = one_line(clean(asking)) if isinstance(asking, str) else ""
    source = source._replace(data=data)
    lines = {key: n for key in ("vendor", "round", "respondent") if (n := _line(source, key))}
    named = data.get("respondent", "")
    unnamed = isinstance(named, str) and not one_line(clean(named))
    if unnamed:
        source = source._replace(data={**data, "respondent": "nobody"})
    response, problems = response_of(source, _place(source.data or {}), instruments)
    if response is None:
        return FormRead(None, problems, lines, "toml")
    if wrong := not_for_us(response.perspective, source.file, _line(source, "perspective")):
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
    problems = tuple(_left_out(problem) for problem in problems)
    return FormRead(made, problems, lines, "toml", buyer)


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


def _read_text(text: str, file: str, instruments: Mapping[str, Instrument]) -> FormRead:
    lines = form_lines(text)
    known = {item.id for instrument in instruments.values() for item in instrument.items}
    found, unknown = copies(lines, known)
    header, numbers, problems = read_header(found, lines, file)
    if not header:
        return FormRead(None, tuple(problems))
    instrument = instruments.get(header.get("instrument", ""))
    problems += header_problems(header, numbers, file, instruments)
    if instrument is None or problems:
        return FormRead(None, tuple(problems), numbers)
    response = Response(
        instrument=instrument.id,
        vendor=clean(header["vendor"]),
        round=clean(header["round"]),
        perspective="vendor",
        respondent=tidy_name(header.get("respondent", "")),
        form="quick" if header["form"] == "quick" else "full",
        level=next((level for level in LEVELS if level == header.get("level")), None),
    )
    newest, *others = found
    regions = _by_item(newest, instrument)
    if beyond := _beyond(instrument, response, regions, file):
        return FormRead(None, (beyond,), numbers)
    strangers = [Unknown(r.item, r.first) for r in newest.regions if r.item not in regions]
    notes = [_unknown(each, file) for each in [*unknown, *strangers]]
    answers, wrong, places = _answers(instrument, response.form, regions, file)
    older = _older_copies(newest, others, instrument, file)
    made = replace(response, answers=answers)
    lines_of = {**numbers, **places}
    buyer = clean(header.get("buyer", ""))
    return FormRead(made, (*older, *notes, *wrong), lines_of, buyer=buyer)


def _by_item(copy: Copy, instrument: Instrument) -> dict[str, list[Region]]:
    """A copy's lines about each item of the instrument; the same item may be there twice."""
    known = {item.id for item in instrument.items}
    found: dict[str, list[Region]] = {}
    for region in copy.regions:
        if region.item in known:
            found.setdefault(region.item, []).append(region)
    return found


def _unknown(unknown: Unknown, file: str) -> Problem:
    what = f'"{key_for_message(unknown.id)}" is not a question of this form; its answer is left out'
    return Problem(file, what, "Put its id back as it was", unknown.line.number)


def _older_copies(
    newest: Copy, others: Sequence[Copy], instrument: Instrument, file: str
) -> Iterator[Problem]:
    """A warning for each copy with an answer that is not read, because a newer one counts."""
    items = {item.id: item for item in instrument.items}
    with_questions = (copy for copy in others if copy.regions)
    for copy in sorted(with_questions, key=lambda copy: copy.line):
        by_item = _by_item(copy, instrument)
        if any(_says_something(items[item], by_item[item], file) for item in by_item):
            what = f"has an older copy of the form here; only the one in line {newest.line} is read"
            todo = "If that is wrong, keep only the copy that counts"
            yield Problem(file, what, todo, copy.line, "warning")


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


def _answers(
    instrument: Instrument, form: Form, regions: Mapping[str, Sequence[Region]], file: str
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
    item: Item, regions: Sequence[Region], file: str
) -> tuple[list[tuple[int, Answer]], list[Problem]]:
    """The different answers to an item with their lines, at most one unless there are errors."""
    said: list[tuple[int, Answer]] = []
    unmarked: list[int] = []
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
        unmarked += [region.first.number] if answer == _NOTHING else []
        if answer != _NOTHING and all(answer != other for _, other in said):
            said.append((region.first.number, answer))
            if not answer.given:
                what = f"[{item.id}] has a text, but no mark"
                todo = "Mark one of its lines, or leave it unanswered"
                problems.append(Problem(file, what, todo, said[-1][0], "warning"))
    # Unmarked first and marked below: which of the two was meant is not known.
    if len(said) > 1 or (said and unmarked and unmarked[0] < said[0][0]):
        what = f"[{item.id}] is there twice, with different answers; it is left out"
        problems.append(Problem(file, what, "Keep one of them", said[-1][0]))
    return said, problems


def _says_something(item: Item, regions: Sequence[Region], file: str) -> bool:
    """Whether there is an answer in the lines about an item, clear or not."""
    said, wrong = _said(item, regions, file)
    return bool(said) or any(problem.severity == "error" for problem in wrong)


def _stray_problems(
    region: Region, text: str, strays: Sequence[Stray], file: str
) -> Iterator[Problem]:
    for stray in strays:
        line = region.first.number + text.count("\n", 0, stray.at)
        what = f'"{excerpt(stray.text)}" and what follows it, below [{region.item}], is not read'
        todo = "Write what happened above the line Basis:"
        yield Problem(file, what, todo, line, "warning")
