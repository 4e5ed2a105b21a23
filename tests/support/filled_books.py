"""Forms as spreadsheets, filled in as a person would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook

from partnercheck.base.records import Answer
from partnercheck.exchange.form_write import BASIS_WORDS
from partnercheck.exchange.form_xlsx import ANSWER, BASIS, COLUMNS, HAPPENED, QUESTIONS, SIDE
from tests.support.filled_forms import SIDES


def row_of(sheet: Any, item: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == item)


def cell_of(book: Workbook, item: str, column: str) -> Any:
    sheet = book[QUESTIONS]
    return sheet.cell(row_of(sheet, item), COLUMNS.index(column) + 1)


def fill_in(book: Workbook, answers: Mapping[str, Answer]) -> None:
    """Set the cells of answers as a person would."""
    for item, answer in answers.items():
        chosen = {"unknown": "u", "no-occasion": "n", None: answer.score}[answer.skip]
        cell_of(book, item, ANSWER).value = chosen
        if answer.done_by:
            cell_of(book, item, SIDE).value = SIDES[answer.done_by]
        if answer.basis != "opinion":
            cell_of(book, item, BASIS).value = BASIS_WORDS[answer.basis]
        if text := answer.evidence or answer.reason:
            cell = cell_of(book, item, HAPPENED)
            cell.value, cell.data_type = text, "s"
