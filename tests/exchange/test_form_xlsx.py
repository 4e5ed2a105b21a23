"""The form as a spreadsheet: what is set in it is imported, and what is unclear is named."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("openpyxl", reason="the extra [xlsx] is not installed")

from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from partnercheck.base.records import BASES, PERSPECTIVES, Answer, Form
from partnercheck.exchange.form_xlsx import (
    ANSWER,
    BASIS,
    CHOICES,
    COLUMNS,
    HAPPENED,
    LETTER,
    QUESTION,
    QUESTIONS,
    SIDE,
    form_xlsx,
)
from partnercheck.exchange.returned_form import read_form
from partnercheck.exchange.returned_text import FormRead
from partnercheck.questionnaires.paper import paper_items
from tests.support.filled_books import cell_of, fill_in, row_of
from tests.support.filled_forms import KNOWN, PARTNERSHIP, asked
from tests.support.running import Run

ITEMS = [item.id for item in PARTNERSHIP.items]
REPAIR = "culture-repair"
TEXTS = ("", "", "Late in May.\nTwice.", "=1+1", "@all, +1 and - 70 %", "Müller’s note", "2026")


def book_of(form: Form = "full") -> Workbook:
    return load_workbook(io.BytesIO(form_xlsx(PARTNERSHIP, asked(form))))


def bytes_of(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(book: Workbook) -> FormRead:
    return read_form(bytes_of(book), "form.xlsx", KNOWN)


def random_answers(rng: Random, form: Form) -> dict[str, Answer]:
    answers = {}
    for item in paper_items(PARTNERSHIP, form):
        kind = rng.choice("01234u-n")
        basis, text = rng.choice(BASES), rng.choice(TEXTS)
        if kind == "n" and item.offers_no_occasion:
            answers[item.id] = Answer(skip="no-occasion", reason=text, basis=basis)
        elif kind == "u":
            answers[item.id] = Answer(skip="unknown", evidence=text, basis=basis)
        elif kind.isdigit():
            sides = (None, *PERSPECTIVES) if kind == "2" and item.asks_which_side else (None,)
            answers[item.id] = Answer(int(kind), rng.choice(sides), basis=basis, evidence=text)
    return answers


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("form", ["full", "quick"])
def test_what_is_set_is_read(form: Form, seed: int) -> None:
    answers = random_answers(Random(seed), form)
    book = book_of(form)
    fill_in(book, answers)
    found = read(book)
    assert found.response
    assert (found.response.answers, found.problems) == (answers, ())
    assert found.response.respondent == "Jane Doe"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed (soffice)")
def test_what_libreoffice_saves_again_is_read(tmp_path: Path) -> None:
    answers = random_answers(Random(1), "full")
    book = book_of()
    fill_in(book, answers)
    (tmp_path / "form.xlsx").write_bytes(bytes_of(book))
    words = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*words, "again", "form.xlsx"], cwd=tmp_path, check=True, timeout=300)
    found = read_form((tmp_path / "again/form.xlsx").read_bytes(), "form.xlsx", KNOWN)
    assert found.response
    assert (found.response.answers, found.problems) == (answers, ())


@pytest.mark.parametrize(
    ("typed", "score", "skip"),
    [
        *((3, 3, None), (3.0, 3, None), ("3", 3, None), (" 3 ", 3, None)),
        *(("U", None, "unknown"), ("n", None, "no-occasion")),
    ],
)
def test_an_answer_is_read_as_it_may_be_typed(typed: Any, score: Any, skip: Any) -> None:
    book = book_of()
    cell_of(book, REPAIR, ANSWER).value = typed
    found = read(book)
    assert found.response
    assert found.response.answers == {REPAIR: Answer(score, skip=skip)}


Change = Callable[[Workbook], None]


def set_cell(column: str, value: Any, item: str = REPAIR) -> Change:
    def _set(book: Workbook) -> None:
        cell_of(book, item, column).value = value

    return _set


def without_id(book: Workbook) -> None:
    cell_of(book, REPAIR, "id").value = None


def with_other_id(book: Workbook) -> None:
    cell_of(book, REPAIR, "id").value = "culture-other"


def twice(book: Workbook) -> None:
    sheet = book[QUESTIONS]
    row = [cell.value for cell in sheet[row_of(sheet, REPAIR)]]
    row[COLUMNS.index(ANSWER)] = 1
    sheet.append(row)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_cell(ANSWER, "=1+1"), 'has a formula in the column "Answer"'),
        (set_cell(ANSWER, "5"), 'has the answer "5", which cannot be interpreted'),
        (set_cell(ANSWER, 2.5), 'has the answer "2.5"'),
        (set_cell(ANSWER, "ja"), 'has the answer "ja"'),
        (set_cell(ANSWER, True), 'has the answer "true"'),
        (set_cell(SIDE, "Acme Logistics (we)"), "which requires a 2, but 3 is chosen"),
        (set_cell(SIDE, "both"), 'has "both" in the column "If you chose 2: which side"'),
        (set_cell(BASIS, "gossip"), 'has "gossip" in the column "Your answer rests on"'),
        (
            set_cell(CHOICES, "3  Each did more."),
            'has different text in the column "Answers to choose',
        ),
        (set_cell(QUESTION, "How are you?"), 'has different text in the column "Question"'),
        (without_id, "has an answer in a row without the id of a question"),
        (with_other_id, '"culture-other" is not a question of this form'),
        (twice, "occurs twice, with different answers"),
    ],
)
def test_a_row_that_is_not_certain_is_named_and_left_out(change: Change, said: str) -> None:
    book = book_of()
    fill_in(book, {REPAIR: Answer(3), "culture-values": Answer(2, "buyer")})
    row = row_of(book[QUESTIONS], REPAIR)
    change(book)
    found = read(book)
    assert found.response
    assert found.response.answers == {"culture-values": Answer(2, "buyer")}
    [problem] = [each for each in found.problems if said in each.message]
    assert problem.line in (row, book[QUESTIONS].max_row)


def test_a_formula_in_the_note_leaves_the_score_beside_it() -> None:
    book = book_of()
    fill_in(book, {REPAIR: Answer(3), "culture-values": Answer(2, "buyer")})
    row = row_of(book[QUESTIONS], REPAIR)
    set_cell(HAPPENED, "=1+1")(book)
    found = read(book)
    assert found.response
    assert found.response.answers == {REPAIR: Answer(3), "culture-values": Answer(2, "buyer")}
    [problem] = found.problems
    assert 'has a formula in the column "What happened, and when"' in problem.message
    assert "that text alone is left out" in problem.message
    assert problem.line == row


def test_no_occasion_is_named_where_it_is_not_offered() -> None:
    book = book_of()
    cell_of(book, "culture-dialogue", ANSWER).value = "n"
    found = read(book)
    assert found.response
    assert not found.response.answers
    assert "does not offer the answer n (no occasion), but n is chosen" in found.problems[0].message


def test_a_deleted_row_is_named_and_the_others_are_read() -> None:
    book = book_of()
    fill_in(book, {"culture-values": Answer(1), REPAIR: Answer(3)})
    sheet = book[QUESTIONS]
    sheet.delete_rows(row_of(sheet, REPAIR))
    found = read(book)
    assert found.response
    assert found.response.answers == {"culture-values": Answer(1)}
    assert [each.message for each in found.problems] == [f"does not contain {REPAIR}"]


def test_rows_and_columns_in_another_order_are_read() -> None:
    answers = random_answers(Random(4), "full")
    book = book_of()
    fill_in(book, answers)
    sheet = book[QUESTIONS]
    first = row_of(sheet, ITEMS[0])
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for number, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(first + number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.insert_cols(4)
    found = read(book)
    assert found.response
    assert found.response.answers == answers


def test_two_sheets_count_as_one_if_they_say_the_same() -> None:
    book = book_of()
    fill_in(book, {REPAIR: Answer(3)})
    copy = book.copy_worksheet(book[QUESTIONS])
    found = read(book)
    assert found.response
    assert found.response.answers == {REPAIR: Answer(3)}
    copy.cell(row_of(copy, REPAIR), COLUMNS.index(ANSWER) + 1).value = 1
    found = read(book)
    assert found.response is None
    assert found.problems[0].message == "has two sheets with different answers"


def test_what_is_no_form_is_refused() -> None:
    book = Workbook()
    book.active["A1"] = "Vendor: acme-logistics"
    found = read(book)
    assert found.response is None
    assert found.problems[0].message == "has no sheet with the questions of a form"
    book = book_of()
    book[QUESTIONS].delete_cols(1)
    assert read(book).response is None
    large = form_xlsx(PARTNERSHIP, asked()) + b"\0" * (1 << 20)
    [problem] = read_form(large, "form.xlsx", KNOWN).problems
    assert problem.message == "is larger than 1 MiB"
    [problem] = read_form(b"PK\x03\x04" + b"x" * 99, "form.xlsx", KNOWN).problems
    assert "is damaged, or not a spreadsheet" in problem.message


def test_the_file_has_no_formula_and_only_the_cells_to_fill_in_are_open() -> None:
    book = book_of()
    assert book.sheetnames == [LETTER, QUESTIONS]
    is_open = {ANSWER, SIDE, HAPPENED, BASIS}
    for sheet in book:
        assert sheet.protection.sheet
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                named = COLUMNS[cell.column - 1] if sheet.title == QUESTIONS else ""
                id_ = sheet.cell(cell.row, 1).value
                if not cell.protection.locked:
                    assert (named in is_open and id_ in ITEMS) or id_ == "respondent"
    sheet = book[QUESTIONS]
    assert sheet.column_dimensions["A"].hidden
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists[cell_of(book, REPAIR, ANSWER).coordinate] == '"0,1,2,3,4,u,n"'
    assert lists[cell_of(book, "culture-dialogue", ANSWER).coordinate] == '"0,1,2,3,4,u"'


def test_every_row_has_room_for_its_texts_in_any_program() -> None:
    """LibreOffice leaves a row without a height one line high, and texts lie over each other."""
    book = book_of()
    for item in PARTNERSHIP.items:
        sheet = book[QUESTIONS]
        row = row_of(sheet, item.id)
        lines = sheet.cell(row, COLUMNS.index(QUESTION) + 1).value.count("\n") + 1
        assert sheet.row_dimensions[row].height >= 15 * lines
    letter = book[LETTER]
    longest = max(letter["A"], key=lambda cell: len(cell.value or ""))
    assert letter.row_dimensions[longest.row].height >= 15 * len(longest.value) / 100


def test_all_columns_fit_a_screen_of_1280_pixels_and_the_titles_stay_in_view() -> None:
    sheet = book_of()[QUESTIONS]
    shown = {name: each for name, each in sheet.column_dimensions.items() if not each.hidden}
    assert len(shown) == len(COLUMNS) - 1
    # What Excel needs for a column, and for its own numbers of rows and its scroll bar.
    assert sum(7 * each.width + 5 for each in shown.values()) + 60 <= 1280
    frozen = sheet[sheet.freeze_panes]
    titles = [cell.value for cell in sheet[frozen.row - 1]]
    assert titles == [*COLUMNS]
    above = [n for n in range(1, frozen.row) if not sheet.row_dimensions[n].hidden]
    assert len(above) <= 3


@pytest.mark.parametrize("form", ["full", "quick"])
def test_an_answer_is_yellow_as_long_as_it_is_empty_and_needed(form: Form) -> None:
    sheet = book_of(form)[QUESTIONS]
    yellow = {
        str(area.sqref): (rule.formula[0], rule.dxf.fill.bgColor.rgb)
        for area in sheet.conditional_formatting
        for rule in area.rules
    }
    column = chr(ord("A") + COLUMNS.index(ANSWER))
    rows = {each.id: row_of(sheet, each.id) for each in paper_items(PARTNERSHIP, form)}
    assert yellow.keys() == {f"{column}{row}" for row in rows.values()}
    for item, row in rows.items():
        formula, colour = yellow[f"{column}{row}"]
        assert colour == "00FFF3B0"
        is_empty = f'TRIM(${column}${row})=""'
        if form == "quick" and item == "culture-same-aim":
            after = [rows["culture-decisions"], rows["culture-repair"]]
            needed = ",".join(f'${column}${each}="n"' for each in after)
            assert formula == f"AND({is_empty},OR({needed}))"
        elif item in PARTNERSHIP.asks(form):
            assert formula == is_empty


def test_a_comma_in_a_name_does_not_part_the_list_of_sides() -> None:
    request = replace(asked("full"), name='Acme, "Inc."', organisation="Northwind (Foods), Ltd")
    book = load_workbook(io.BytesIO(form_xlsx(PARTNERSHIP, request)))
    sheet = book[QUESTIONS]
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    options = lists[cell_of(book, REPAIR, SIDE).coordinate].strip('"').split(",")
    assert options == ["Acme Inc. (we)", "Northwind Foods Ltd (this customer)"]
    for option, side in zip(options, ("vendor", "buyer"), strict=True):
        cell_of(book, REPAIR, ANSWER).value = 2
        cell_of(book, REPAIR, SIDE).value = option
        found = read(book)
        assert found.response
        assert (found.response.answers, found.problems) == ({REPAIR: Answer(2, side)}, ())


def test_the_question_on_the_side_is_shown_beside_its_cell() -> None:
    sheet = book_of()[QUESTIONS]
    place = f"{chr(ord('A') + COLUMNS.index(SIDE))}{row_of(sheet, REPAIR)}"
    [list_] = [each for each in sheet.data_validations.dataValidation if place in each.sqref]
    assert list_.prompt == "If you chose 2: Which side dealt with the cause?"
    assert list_.showInputMessage


def test_a_text_of_the_workspace_is_no_formula_in_the_letter() -> None:
    request = replace(asked(), objective="=1+1", contact="@x", organisation='=HYPERLINK("a")')
    book = load_workbook(io.BytesIO(form_xlsx(PARTNERSHIP, request)))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    found = read(book)
    assert found.header.buyer == '=HYPERLINK("a")'


def test_a_spreadsheet_is_filed_where_its_code_says(workspace: Path, run: Run) -> None:
    """From the command line, without a word; with the code of another request, there."""
    words = ("request", "acme-logistics", "--round", "2026-q4", "--format", "xlsx")
    ran = run(*words, "-o", "form.xlsx", here=workspace)
    assert ran.code == 0, ran.err
    book = load_workbook(workspace / "form.xlsx")
    fill_in(book, {REPAIR: Answer(3), "gains-fair-split": Answer(skip="unknown")})
    sheet = book[QUESTIONS]
    name = next(cell.row for cell in sheet["A"] if cell.value == "respondent")
    sheet.cell(name, 4).value = "Jane Doe"
    book.save(workspace / "back.xlsx")
    sheet.cell(1, 4).value = "other-vendor"  # no vendor of this workspace: damage
    sheet.cell(2, 4).value = "2025-q1"
    book.save(workspace / "other.xlsx")
    ran = run("import", "back.xlsx", "other.xlsx", here=workspace)
    assert "back.xlsx: 2 of 28 questions answered, filed as vendors/acme-logistics/2026-q4/" in (
        ran.out
    )
    assert "back.xlsx" not in ran.err
    assert 'other.xlsx:2: says "Round: 2025-q1", but its code is that of a request with' in ran.err
    answered = run("answer", "--plain", "back.xlsx", here=workspace)
    assert answered.code == 2
    assert "back.xlsx is a spreadsheet. Fill it in with a spreadsheet program" in answered.err
