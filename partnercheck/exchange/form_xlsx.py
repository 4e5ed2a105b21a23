"""The form as a spreadsheet: one row for each question, with its answers and cells to fill in.

Many mail gateways stop pages and let spreadsheets pass. The file holds texts alone: no formula, no
macro. Its first column, which is hidden, has the keys of the header and the ids of the questions;
`returned_xlsx` uses them to find rows that were moved. Everything but the cells to fill in is
protected, without a password: this prevents slips, but stops nobody.

The row of titles stays in view; the rows above it are short, so that a question has room below it
on a small screen. All columns together are narrower than 1280 pixels. An answer's cell is yellow as
long as it is empty, by conditional formatting: that is not a formula in the cell.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from partnercheck.base.records import BEST_SCORE, Perspective, Response
from partnercheck.base.text import one_line
from partnercheck.exchange.form_opening import (
    BASIS_LABEL,
    PrintedRequest,
    name_label,
    opening_sections,
    opening_title,
    words_in_questions,
)
from partnercheck.exchange.form_parts import decisive_items, headings, remarks_on
from partnercheck.exchange.form_sides import Sides, side_prompt
from partnercheck.exchange.form_write import (
    BASIS_WORDS,
    NO_OCCASION,
    form_header,
    header_values,
)
from partnercheck.formats.xlsx_extra import openpyxl_library, require_xlsx
from partnercheck.formats.xlsx_write import write_text
from partnercheck.questionnaires.paper import paper_items
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.questionnaires.wording import unknown_words, wording

LETTER, QUESTIONS = "Read first", "Questions"
# The names of the columns, by which they are found when the form comes back.
ID, QUESTION, CHOICES, ANSWER = "id", "Question", "Answers to choose from", "Answer"
SIDE, HAPPENED, BASIS = "If you chose 2: which side", "What happened, and when", BASIS_LABEL
SCORES = tuple(f"{score}" for score in range(BEST_SCORE + 1))
COLUMNS = (ID, "No.", QUESTION, CHOICES, ANSWER, SIDE, HAPPENED, BASIS)
TO_FILL_IN = (ANSWER, SIDE, HAPPENED, BASIS)
# A column takes 7 pixels for each character, plus 5 pixels.
WIDTHS = (4, 5, 34, 48, 9, 20, 28, 14)
# The first rows have the header, each with its key in the hidden column.
_VISIBLE_KEYS = ("code", "respondent")
_HEADER_VALUE = COLUMNS.index(CHOICES) + 1
CODE_LABEL = "Code (please do not change it)"
_TITLE_SIZE = 14
_LONGEST_PROMPT = 255
# In points; Excel allows no taller row.
_LINE_HEIGHT, _TALLEST = 15, 409
# The share of a cell's width that a text may count on, since fonts differ.
_FILLED = 0.88
# As wide as an upright page: LibreOffice cuts a single column that is wider than its page.
_LETTER_WIDTH = 80
# In inches.
_SIDE_MARGIN = 0.4
_YELLOW = "FFF3B0"


def choices_text(item: Item) -> str:
    """Return the cell with the answers to choose from, each with its number or letter."""
    words = {f"{score}": anchor for score, anchor in enumerate(item.anchors)}
    words["u"] = unknown_words(item)
    if item.offers_no_occasion:
        words["n"] = NO_OCCASION
    return "\n".join(f"{key}  {text}" for key, text in words.items())


def question_text(item: Item, remarks: Sequence[str]) -> str:
    """Return the text of a question's cell: the question, its remarks, and what may be added."""
    side = [side_prompt(item)] if item.asks_which_side else []
    hint = [f"({item.note_hint})"] if item.note_hint else []
    return "\n".join([item.vendor, *remarks, *side, *hint])


def side_options(sides: Sides) -> dict[Perspective, str]:
    """Return the choices for the cell of the side; a cell's list cannot have commas or quotes."""
    return {side: one_line(re.sub('[,"]', " ", words)) for side, words in sides.items()}


def answers_offered(item: Item) -> tuple[str, ...]:
    """Return what the cell of an answer may hold."""
    return (*SCORES, "u", *(["n"] if item.offers_no_occasion else []))


def form_xlsx(instrument: Instrument, request: PrintedRequest) -> bytes:
    """Return the spreadsheet of a form. Raises UserError if the libraries are missing."""
    require_xlsx()
    book = openpyxl_library().Workbook()
    _letter(book.active, instrument, request)
    _questions(book.create_sheet(QUESTIONS), instrument, request)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _letter(sheet: Any, instrument: Instrument, request: PrintedRequest) -> None:
    font = openpyxl_library().styles.Font
    sheet.title = LETTER
    sheet.column_dimensions["A"].width = _LETTER_WIDTH
    _put(sheet.cell(1, 1), opening_title(request), font(bold=True, size=_TITLE_SIZE))
    row = 2
    for section in opening_sections(instrument, request, "xlsx"):
        row += 1
        _put(sheet.cell(row, 1), section.title, font(bold=True))
        for text in filter(None, (section.text, *section.points)):
            row += 1
            _put(sheet.cell(row, 1), text)
            _set_height(sheet, row, [(text, _LETTER_WIDTH)])
        row += 1
    _fit_to_paper(sheet)
    _protect(sheet)


def _questions(sheet: Any, instrument: Instrument, request: PrintedRequest) -> None:
    library = openpyxl_library()
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[library.utils.get_column_letter(number)].width = width
    sheet.column_dimensions["A"].hidden = True
    row = _header(sheet, _values(instrument, request), name_label(request))
    for number, name in enumerate(COLUMNS, 1):
        _put(sheet.cell(row, number), name, library.styles.Font(bold=True))
    _set_height(sheet, row, zip(COLUMNS, WIDTHS, strict=True))
    sheet.freeze_panes = sheet.cell(row + 1, COLUMNS.index(QUESTION) + 2)
    sheet.print_title_rows = f"{row}:{row}"
    row += 1
    # The letter says this too, but some people go straight to the questions.
    _words(sheet, row, request)
    above = headings(instrument, request.form, "xlsx")
    remarks = remarks_on(instrument, request.form, "xlsx")
    header = form_header(request)
    bases, sides = [BASIS_WORDS[each] for each in header.bases], side_options(header.sides)
    rows: dict[str, int] = {}
    for number, item in enumerate(paper_items(instrument, request.form), 1):
        if item.id in above:
            row += 1
            _put(sheet.cell(row, 3), above[item.id], library.styles.Font(bold=True))
        row += 1
        rows[item.id] = row
        _question_row(sheet, row, number, item, remarks[item.id])
        _offer(sheet, row, ANSWER, answers_offered(item))
        if item.asks_which_side:
            _offer(sheet, row, SIDE, tuple(sides.values()), side_prompt(item))
        _offer(sheet, row, BASIS, bases)
    _mark_open(sheet, rows, decisive_items(instrument, request.form))
    sheet.page_setup.orientation = "landscape"
    _fit_to_paper(sheet)
    _protect(sheet)


def _values(instrument: Instrument, request: PrintedRequest) -> Mapping[str, str]:
    response = Response(
        instrument=instrument.id,
        vendor=request.vendor,
        round=request.round,
        perspective="vendor",
        respondent=one_line(request.respondent),
        form=request.form,
        version=instrument.version,
    )
    return header_values(response, form_header(request))


def _header(sheet: Any, values: Mapping[str, str], respondent_label: str) -> int:
    """Write the header, and return the row below it."""
    labels = {"respondent": respondent_label, "code": CODE_LABEL}
    for row, (key, value) in enumerate(values.items(), 1):
        name = key.lower()
        _put(sheet.cell(row, 1), name)
        _put(sheet.cell(row, 3), labels.get(name, key))
        cell = sheet.cell(row, _HEADER_VALUE)
        if name == "respondent":
            _fill_in(cell)
        _put(cell, value)
        sheet.row_dimensions[row].hidden = name not in _VISIBLE_KEYS
    return len(values) + 1


def _words(sheet: Any, row: int, request: PrintedRequest) -> None:
    """Write what a yellow cell means, how to choose, and what words mean, across all columns."""
    first, last = (COLUMNS.index(name) + 1 for name in (QUESTION, BASIS))
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    rules = [rule.form for rule in wording().rules]
    texts = [wording().letter.filling.xlsx_open, *rules, *words_in_questions(request)]
    _put(sheet.cell(row, first), "\n".join(texts))
    _set_height(sheet, row, [("\n".join(texts), sum(WIDTHS[first - 1 : last]))])


def _question_row(sheet: Any, row: int, number: int, item: Item, remarks: Sequence[str]) -> None:
    texts = {ID: item.id, "No.": f"{number}", QUESTION: question_text(item, remarks)}
    texts[CHOICES] = choices_text(item)
    for name, text in texts.items():
        _put(sheet.cell(row, COLUMNS.index(name) + 1), text)
    # Without an indent, a full line of the question touches the line of an answer.
    sheet.cell(row, COLUMNS.index(CHOICES) + 1).alignment = openpyxl_library().styles.Alignment(
        wrap_text=True, vertical="top", horizontal="left", indent=1
    )
    widths = [WIDTHS[COLUMNS.index(name)] for name in texts]
    _set_height(sheet, row, zip(texts.values(), widths, strict=True))
    for name in TO_FILL_IN:
        if name != SIDE or item.asks_which_side:
            _fill_in(sheet.cell(row, COLUMNS.index(name) + 1))


def _mark_open(sheet: Any, rows: Mapping[str, int], decisive: Mapping[str, Sequence[str]]) -> None:
    """Make the cell of an answer yellow as long as it is empty.

    A reserve question is open only after an n in one of the questions that make it needed.
    """
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    column = get_column_letter(COLUMNS.index(ANSWER) + 1)
    for item, row in rows.items():
        is_open = f'TRIM(${column}${row})=""'
        if after := decisive.get(item):
            needed = ",".join(f'${column}${rows[each]}="n"' for each in after)
            is_open = f"AND({is_open},OR({needed}))"
        # Excel and LibreOffice read the colour of a condition's solid fill in different places.
        fill = PatternFill("solid", start_color=_YELLOW, end_color=_YELLOW)
        sheet.conditional_formatting.add(f"{column}{row}", FormulaRule([is_open], fill=fill))


def _set_height(sheet: Any, row: int, cells: Iterable[tuple[str, int]]) -> None:
    """Make a row high enough for its texts; `cells` pairs each text with a width in characters.

    LibreOffice leaves rows without a height one line high, and no program measures merged cells.
    """
    lines = max(
        sum(len(textwrap.wrap(line, int(width * _FILLED))) or 1 for line in text.split("\n"))
        for text, width in cells
    )
    sheet.row_dimensions[row].height = min(lines * _LINE_HEIGHT, _TALLEST)


def _offer(sheet: Any, row: int, column: str, values: Sequence[str], prompt: str = "") -> None:
    """Give a cell a drop-down of values; the spreadsheet refuses other values.

    The prompt, of at most 255 characters, appears beside the cell when the cell is selected.
    """
    listed = openpyxl_library().worksheet.datavalidation.DataValidation(
        type="list", formula1=f'"{",".join(values)}"', allow_blank=True, showErrorMessage=True
    )
    listed.error = f"Choose one of these: {', '.join(values)}"
    listed.errorTitle = column
    if prompt:
        listed.prompt, listed.showInputMessage = prompt[:_LONGEST_PROMPT], True
    listed.add(sheet.cell(row, COLUMNS.index(column) + 1))
    sheet.add_data_validation(listed)


def _put(cell: Any, text: str, font: Any = None) -> None:
    write_text(cell, text)
    cell.alignment = openpyxl_library().styles.Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font


def _fill_in(cell: Any) -> None:
    """Make a cell one that people fill in: framed, unprotected, and always read as text."""
    library = openpyxl_library()
    side = library.styles.Side(style="thin", color="8A929C")
    cell.border = library.styles.Border(left=side, right=side, top=side, bottom=side)
    cell.protection = library.styles.Protection(locked=False)
    cell.number_format = "@"
    cell.alignment = library.styles.Alignment(wrap_text=True, vertical="top")


def _fit_to_paper(sheet: Any) -> None:
    """Print a sheet as wide as a page, on as many pages as it needs."""
    sheet.page_margins.left = sheet.page_margins.right = _SIDE_MARGIN
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    # LibreOffice ignores a width that is left to its default.
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _protect(sheet: Any) -> None:
    """Protect everything but the cells to fill in; rows and columns may be made wider."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
