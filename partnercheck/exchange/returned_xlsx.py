"""Reading returned spreadsheets by their hidden ids, within limits, without evaluating anything.

Invariant: a row is read only if its question and its lines are those of the form, so that a number
in the row means what the form said. Columns are found by their names and rows by their ids,
wherever they are now. A cell with a formula, or with anything but what its drop-down offers, is
reported, and its row is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.base.cells import excerpt
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Answer,
    Problem,
    Response,
)
from partnercheck.base.text import is_blank, one_line, tidy_name
from partnercheck.exchange.form_header import header_problems
from partnercheck.exchange.form_parts import remarks_on
from partnercheck.exchange.form_request import contradictions, request_header
from partnercheck.exchange.form_sides import Sides
from partnercheck.exchange.form_texts import KEYS
from partnercheck.exchange.form_write import NOTHING, FormHeader
from partnercheck.exchange.form_xlsx import (
    ANSWER,
    BASIS,
    CHOICES,
    HAPPENED,
    ID,
    QUESTION,
    SIDE,
)
from partnercheck.exchange.returned_text import FormRead, problem_beyond_form
from partnercheck.exchange.returned_xlsx_row import RefusedRowError, answer_in_row, cell_text
from partnercheck.formats.xlsx_read import Sheet, SheetRow, read_sheets
from partnercheck.questionnaires.paper import paper_items
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.workspace.request_codes import Requests

_NEEDED = (ID, QUESTION, CHOICES, ANSWER, SIDE, HAPPENED, BASIS)
_AS_WRITTEN = ("respondent", "company", "buyer", "line")


class _Table(NamedTuple):
    """The sheet of a form: its header, the rows below the header, and the places of its columns."""

    header: dict[str, str]
    lines: dict[str, int]  # row numbers, by the header's keys
    rows: Sequence[SheetRow]
    columns: Mapping[str, int]


def read_xlsx_form(
    data: bytes, file: str, instruments: Mapping[str, Instrument], requests: Requests
) -> FormRead:
    """Read a form from a spreadsheet; `file` is its name in messages."""
    try:
        sheets = read_sheets(data, file)
    except UserError as error:
        message = str(error).removeprefix(file).strip()
        problem, _, remedy = message.partition(". ")
        return FormRead(None, (Problem(file, problem, remedy or "Save it again as .xlsx"),))
    forms = [
        _read_table(
            table, f"{file} [{sheet.name}]" if len(sheets) > 2 else file, instruments, requests
        )
        for sheet in sheets
        if (table := _table(sheet))
    ]
    if not forms:
        message = "has no sheet with the questions of a form"
        remedy = "Restore the first, hidden column and the column names from the form that was sent"
        return FormRead(None, (Problem(file, message, remedy),))
    filled = [each for each in forms if each.response and each.response.answers] or forms[:1]
    if any(each.response != filled[0].response for each in filled[1:]):
        message = "has two sheets with different answers"
        remedy = "Delete the sheet that does not count"
        return FormRead(None, (Problem(file, message, remedy),))
    return replace(filled[0], source="sheet", kind="xlsx")


def _table(sheet: Sheet) -> _Table | None:
    """Return the form on a sheet, or None if the sheet has none."""
    keys = {key.lower() for key in KEYS}
    for number, row in enumerate(sheet.rows):
        names = [one_line(str(cell)) for cell in row.cells]
        if ID not in names or ANSWER not in names:
            continue
        columns = {name: names.index(name) for name in _NEEDED if name in names}
        header: dict[str, str] = {}
        lines: dict[str, int] = {}
        for above in sheet.rows[:number]:
            key = one_line(str(above.cells[columns[ID]])).lower()
            if key in keys and key not in header:
                others = (one_line(str(each)) for each in above.cells[columns[ID] + 1 :])
                # The first text is the label of the key, and the second its value.
                value = next(islice(filter(None, others), 1, None), "")
                header[key] = value if key in _AS_WRITTEN else value.lower()
                lines[key] = above.line
        return _Table(header, lines, sheet.rows[number + 1 :], columns)
    return None


def _read_table(
    table: _Table, file: str, instruments: Mapping[str, Instrument], requests: Requests
) -> FormRead:
    header, lines = dict(table.header), table.lines
    problems: list[Problem] = []
    if missing := [name for name in _NEEDED if name not in table.columns]:
        message = f'has no column "{missing[0]}"'
        problems.append(Problem(file, message, "Restore the column names as they were"))
    request = requests.with_code(header.get("code", ""))
    if request:
        problems += contradictions(request, header, lines, file, requests, instruments)
        header |= request_header(request)
    problems += header_problems(header, lines, file, instruments)
    instrument = instruments.get(header.get("instrument", ""))
    if instrument is None or problems:
        return FormRead(None, tuple(problems), lines)
    response = Response(
        instrument=instrument.id,
        vendor=header["vendor"],
        round=header["round"],
        perspective="vendor",
        respondent=tidy_name(header.get("respondent", "")),
        form="quick" if header["form"] == "quick" else "full",
        version=int(header["version"]) if header.get("version") else None,
    )
    rest = FormHeader(
        header.get("buyer", ""),
        header.get("line", ""),
        header.get("stage") == "candidate",
        header.get("code", ""),
        header.get("company", ""),
    )
    answers, places, wrong = _answers(instrument, response, table, file, rest.sides)
    if beyond := problem_beyond_form(instrument, response, places, file):
        return FormRead(None, (beyond,), lines)
    read = replace(response, answers=answers)
    return FormRead(read, tuple(wrong), {**lines, **places}, header=rest, request=request)


def _answers(
    instrument: Instrument,
    response: Response,
    table: _Table,
    file: str,
    sides: Sides,
) -> tuple[dict[str, Answer], dict[str, int], list[Problem]]:
    """Return the answers, the rows of the questions in the table, and the problems."""
    known = {item.id: item for item in instrument.items}
    remarks = remarks_on(instrument, response.form, "xlsx")
    answers: dict[str, Answer] = {}
    places: dict[str, int] = {}
    twice: set[str] = set()
    problems: list[Problem] = []
    for row in table.rows:
        named = one_line(cell_text(row, table.columns[ID]))
        item = known.get(named)
        if item is None:
            problems += _stranger(row, named, table, file)
            continue
        try:
            answer = answer_in_row(item, remarks.get(item.id, ()), row, table.columns, sides)
        except RefusedRowError as refused:
            message = f"[{item.id}] {refused}; this question is left out"
            problems.append(Problem(file, message, refused.remedy, row.line))
            twice.add(item.id)
        else:
            if item.id in places and answers.get(item.id, NOTHING) != answer:
                message = f"[{item.id}] occurs twice, with different answers; both are left out"
                problems.append(Problem(file, message, "Keep one of its rows", row.line))
                twice.add(item.id)
            if answer != NOTHING:
                answers[item.id] = answer
                problems += _without_mark(item, answer, row, file)
            if fault := row.faults.get(table.columns[HAPPENED]):
                problems.append(_without_note(item, fault, row, file))
        places.setdefault(item.id, row.line)
    missing = [e.id for e in paper_items(instrument, response.form) if e.id not in places]
    if missing:
        message = f"does not contain {', '.join(missing)}"
        problems.append(
            Problem(file, message, "These questions count as unanswered", severity="notice")
        )
    return {item: each for item, each in answers.items() if item not in twice}, places, problems


def _stranger(row: SheetRow, named: str, table: _Table, file: str) -> list[Problem]:
    """Return a problem for a row without a question's id, if it has an answer or an id."""
    has_answer = any(
        not is_blank(cell_text(row, table.columns[name])) for name in (ANSWER, HAPPENED)
    )
    if named:
        message = f'"{excerpt(named)}" is not a question of this form; its answer is left out'
    elif has_answer:
        message = "has an answer in a row without the id of a question; that answer is left out"
    else:
        return []
    return [Problem(file, message, "Restore its id in the hidden column", row.line)]


def _without_mark(item: Item, answer: Answer, row: SheetRow, file: str) -> list[Problem]:
    if answer.is_answered:
        return []
    message = f"[{item.id}] has text, but no answer"
    remedy = "Choose one of its answers, or leave it unanswered"
    return [Problem(file, message, remedy, row.line, "warning")]


def _without_note(item: Item, fault: str, row: SheetRow, file: str) -> Problem:
    """Return the problem of a note that cannot be read; the answer beside it counts."""
    message = f'[{item.id}] has {fault} in the column "{HAPPENED}"; that text alone is left out'
    return Problem(file, message, "Write it as text", row.line)
