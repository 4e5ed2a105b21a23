"""Reading returned text forms: the header and the answers of their newest copy.

Invariant: an answer is read only if it cannot mean another line or another copy. Anything ambiguous
is left out and reported with its line number. For example, in a reply that quotes an older copy:

    3   [culture-repair], marked 3    read
    90  [culture-repair], marked 1    not read; a warning names line 90
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from partnercheck.base.cells import excerpt
from partnercheck.base.records import (
    LEVELS,
    Answer,
    Form,
    Problem,
    Record,
    Response,
)
from partnercheck.base.text import clean, tidy_name
from partnercheck.exchange.form_copies import (
    Copy,
    Region,
    Unknown,
    copies,
    form_lines,
    without_headings,
)
from partnercheck.exchange.form_header import header_problems, read_header
from partnercheck.exchange.form_marks import AmbiguousItemError
from partnercheck.exchange.form_opening import Kind
from partnercheck.exchange.form_parts import heading_pattern
from partnercheck.exchange.form_person_text import Stray
from partnercheck.exchange.form_read import answer_in
from partnercheck.exchange.form_request import contradictions, request_header
from partnercheck.exchange.form_sides import Sides
from partnercheck.exchange.form_write import FormHeader
from partnercheck.questionnaires.paper import paper_items
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.storage.wording import key_for_message
from partnercheck.workspace.request_codes import NO_REQUESTS, FormRequest, Requests

_NOTHING = Answer()
# A covering note may stand between a header and a copy of the form.
MOST_STRAY_LINES = 12


class FormRead(Record, frozen=True):
    """The result of reading a form."""

    # None if the header cannot be read. Its respondent is empty if the form does not name one.
    response: Response | None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = {}  # line numbers, by the header's keys and by item ids
    kind: Kind = "text"
    # What the form was read from: a file of its own, or a mail, page or sheet that contains it.
    source: Literal["file", "mail", "page", "sheet"] = "file"
    part: str = ""  # the part of an e-mail that holds the form
    header: FormHeader = FormHeader()
    # The request with the form's code. If it is None, the header alone says where the answers
    # belong, and a person has to confirm that.
    request: FormRequest | None = None


def read_text_form(
    text: str,
    file: str,
    instruments: Mapping[str, Instrument],
    requests: Requests = NO_REQUESTS,
) -> FormRead:
    """Read a form from its text; `file` is its name in messages.

    If the form's code is that of a request, the request's values replace those of the header.
    """
    known = {item.id for instrument in instruments.values() for item in instrument.items}
    lines = without_headings(form_lines(text), known, heading_pattern(instruments.values()))
    newest_first, unknown = copies(lines, known)
    header, numbers, problems = read_header(newest_first, lines, file)
    if not header:
        return FormRead(None, tuple(problems))
    request = requests.with_code(header.get("code", ""))
    # The header may have been changed on the way; the request says where the form was sent.
    if request:
        problems += contradictions(request, header, numbers, file, requests, instruments)
        header |= request_header(request)
    instrument = instruments.get(header.get("instrument", ""))
    problems += header_problems(header, numbers, file, instruments)
    if instrument is None or problems:
        return FormRead(None, tuple(problems), numbers)
    response = _response_of(header, instrument)
    newest, *others = newest_first
    if unreadable := _newer_without_questions(newest, others, file):
        return FormRead(None, (unreadable,), numbers)
    regions = _by_item(newest, instrument)
    if beyond := problem_beyond_form(instrument, response, regions, file):
        return FormRead(None, (beyond,), numbers)
    strangers = [Unknown(r.item, r.first) for r in newest.regions if r.item not in regions]
    notes = [_unknown(each, file) for each in [*unknown, *strangers]]
    form_header = _form_header(header)
    sides = form_header.sides
    answers, wrong, places = _answers(instrument, response.form, regions, file, sides)
    older = _older_copies(newest, others, instrument, file, sides)
    read_response = replace(response, answers=answers)
    lines_of = {**numbers, **places}
    found = (*older, *notes, *wrong)
    return FormRead(read_response, found, lines_of, header=form_header, request=request)


def _response_of(header: Mapping[str, str], instrument: Instrument) -> Response:
    """Return a response without answers, made from a complete header."""
    return Response(
        instrument=instrument.id,
        vendor=clean(header["vendor"]),
        round=clean(header["round"]),
        perspective="vendor",
        respondent=tidy_name(header.get("respondent", "")),
        form="quick" if header["form"] == "quick" else "full",
        level=next((level for level in LEVELS if level == header.get("level")), None),
        version=int(header["version"]) if header.get("version") else None,
    )


def _form_header(header: Mapping[str, str]) -> FormHeader:
    """Return the values of a header that do not belong to the response."""
    return FormHeader(
        buyer=clean(header.get("buyer", "")),
        line=clean(header.get("line", "")),
        candidate=header.get("stage") == "candidate",
        code=clean(header.get("code", "")),
        company=clean(header.get("company", "")),
    )


def _by_item(copy: Copy, instrument: Instrument) -> dict[str, list[Region]]:
    """Return a copy's lines about each item of the instrument; an item may occur twice."""
    known = {item.id for item in instrument.items}
    regions: dict[str, list[Region]] = {}
    for region in copy.regions:
        if region.item in known:
            regions.setdefault(region.item, []).append(region)
    return regions


def _unknown(unknown: Unknown, file: str) -> Problem:
    message = (
        f'"{key_for_message(unknown.id)}" is not a question of this form; its answer is left out'
    )
    return Problem(file, message, "Restore its id", unknown.line.number)


def _newer_without_questions(newest: Copy, others: Sequence[Copy], file: str) -> Problem | None:
    """Return a problem if a copy above has lines, but none that can be read as a question.

    A program may have changed the ids of that copy's questions. Then its marks cannot be read, and
    an older copy below it must not be read instead.
    """
    for copy in others:
        is_above = copy.line < newest.line and copy.depth <= newest.depth
        if is_above and not copy.regions and len(copy.stray_lines) > MOST_STRAY_LINES:
            message = (
                "has a form whose questions cannot be read, above an older copy; the older copy is "
                "not read in its place"
            )
            remedy = "Restore the ids of its questions, as in [culture-repair], or send a new form"
            return Problem(file, message, remedy, copy.line)
    return None


def _older_copies(
    newest: Copy,
    others: Sequence[Copy],
    instrument: Instrument,
    file: str,
    sides: Sides,
) -> Iterator[Problem]:
    """Yield a warning for each older copy that has answers, because they are not read."""
    items = {item.id: item for item in instrument.items}
    with_questions = (copy for copy in others if copy.regions)
    for copy in sorted(with_questions, key=lambda copy: copy.line):
        by_item = _by_item(copy, instrument)
        # Replies often quote the empty form, which needs no warning.
        if any(_says_something(items[item], by_item[item], file, sides) for item in by_item):
            message = f"has an older copy of the form; only the copy on line {newest.line} is read"
            remedy = "If that is the wrong copy, delete the other copies"
            yield Problem(file, message, remedy, copy.line, "warning")


def problem_beyond_form(
    instrument: Instrument, response: Response, items: Iterable[str], file: str
) -> Problem | None:
    """Return the problem of a question that the form should not have, or None.

    If the form has such a question, somebody has changed its header.
    """
    item_ids = instrument.may_ask(response.form)
    beyond = next((item for item in items if item not in item_ids), None)
    if beyond is None:
        return None
    message = f'has the question "{beyond}", which is not in the form "{response.form}"'
    return Problem(file, message, 'Restore "Form:" in the header as it was sent')


def _answers(
    instrument: Instrument,
    form: Form,
    regions: Mapping[str, Sequence[Region]],
    file: str,
    sides: Sides,
) -> tuple[dict[str, Answer], list[Problem], dict[str, int]]:
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    numbers: dict[str, int] = {}
    items = paper_items(instrument, form)
    for item in items:
        different, wrong = _different_answers(item, regions.get(item.id, ()), file, sides)
        problems += wrong
        if different and all(problem.severity != "error" for problem in wrong):
            numbers[item.id], answers[item.id] = different[0]
    if missing := [item.id for item in items if item.id not in regions]:
        message = f"does not contain {', '.join(missing)}"
        remedy = "These questions count as unanswered"
        problems.append(Problem(file, message, remedy, severity="notice"))
    return answers, problems, numbers


def _different_answers(
    item: Item, regions: Sequence[Region], file: str, sides: Sides
) -> tuple[list[tuple[int, Answer]], list[Problem]]:
    """Return the different answers to an item with their lines, and the problems found.

    More than one different answer is an error.
    """
    different: list[tuple[int, Answer]] = []
    unmarked: list[int] = []
    problems: list[Problem] = []
    for region in regions:
        text = region.text
        try:
            answer, strays = answer_in(item, text, sides)
        except AmbiguousItemError as error:
            line = region.first.number + text.count("\n", 0, error.at)
            message = f"[{item.id}] {error}; this question is left out"
            problems.append(Problem(file, message, error.remedy, line))
            continue
        problems += _stray_problems(region, text, strays, file)
        unmarked += [region.first.number] if answer == _NOTHING else []
        if answer != _NOTHING and all(answer != other for _, other in different):
            different.append((region.first.number, answer))
            if not answer.is_answered:
                message = f"[{item.id}] has text, but no mark"
                remedy = "Mark one of its lines, or leave it unanswered"
                problems.append(Problem(file, message, remedy, different[-1][0], "warning"))
    # If the item is unmarked first and marked below, either may be meant.
    if len(different) > 1 or (different and unmarked and unmarked[0] < different[0][0]):
        message = f"[{item.id}] occurs twice, with different answers; both are left out"
        problems.append(Problem(file, message, "Keep one of them", different[-1][0]))
    return different, problems


def _says_something(item: Item, regions: Sequence[Region], file: str, sides: Sides) -> bool:
    """Return whether the regions of an item have an answer, ambiguous or not."""
    different, wrong = _different_answers(item, regions, file, sides)
    return bool(different) or any(problem.severity == "error" for problem in wrong)


def _stray_problems(
    region: Region, text: str, strays: Sequence[Stray], file: str
) -> Iterator[Problem]:
    for stray in strays:
        line = region.first.number + text.count("\n", 0, stray.at)
        message = (
            f'"{excerpt(stray.text)}" and any text after it, below [{region.item}], are not read'
        )
        remedy = 'If the text says what happened, move it above the line "Basis:"'
        yield Problem(file, message, remedy, line, "warning")
