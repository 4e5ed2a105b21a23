"""Reading one row of a returned spreadsheet: its answer, or the reason why it is left out.

Invariant: a row is read only if its question and its answers to choose from are those of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from partnercheck.base.cells import excerpt
from partnercheck.base.records import ONE_SIDE_SCORE, PERSPECTIVES, Answer, Basis, Perspective
from partnercheck.base.text import is_blank, one_line, tidy_text
from partnercheck.exchange.form_sides import Sides, side_patterns
from partnercheck.exchange.form_texts import pattern
from partnercheck.exchange.form_write import BASIS_WORDS, NOTHING
from partnercheck.exchange.form_xlsx import (
    ANSWER,
    BASIS,
    CHOICES,
    HAPPENED,
    QUESTION,
    SCORES,
    SIDE,
    answers_offered,
    choices_text,
    question_text,
    side_options,
)
from partnercheck.formats.xlsx_read import SheetRow
from partnercheck.questionnaires.records import Item

Key = TypeVar("Key", bound=str)


class RefusedRowError(Exception):
    """A row that cannot be read; the message says why, and `remedy` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def answer_in_row(
    item: Item,
    remarks: Sequence[str],
    row: SheetRow,
    columns: Mapping[str, int],
    sides: Sides,
) -> Answer:
    """Return the answer in a row. Raises RefusedRowError if the answer is not certain."""
    for name, column in columns.items():
        if name != HAPPENED and (fault := row.faults.get(column)):
            raise RefusedRowError(
                f'has {fault} in the column "{name}"', "Write it as text, or choose it again"
            )
    _require_labels(item, remarks, row, columns)
    choice = _line(item, cell_text(row, columns[ANSWER]))
    has_note = columns[HAPPENED] not in row.faults
    text = tidy_text(cell_text(row, columns[HAPPENED])) if has_note else ""
    score = int(choice) if choice in SCORES else None
    side = _side(row, columns[SIDE], side_options(sides))
    if side and score != ONE_SIDE_SCORE:
        raise RefusedRowError(
            f"says which side did it, which requires a 2, but {choice or 'nothing'} is chosen",
            "Choose 2, or no side",
        )
    labels = {basis: pattern(words) for basis, words in BASIS_WORDS.items()}
    basis = _choice(cell_text(row, columns[BASIS]), BASIS, labels, BASIS_WORDS.values())
    if not (choice or text):
        if basis:
            raise RefusedRowError("has a basis, but no answer", "Choose one of its answers")
        return NOTHING
    kept: Basis = basis or "opinion"
    if choice == "n":
        return Answer(skip="no-occasion", reason=text, basis=kept)
    if choice == "u":
        return Answer(skip="unknown", basis=kept, evidence=text)
    return Answer(score=score, done_by=side, basis=kept, evidence=text)


def _line(item: Item, text: str) -> str:
    """Return the answer in a cell: a score, u, n or nothing. Raises RefusedRowError otherwise."""
    choice = one_line(text).lower()
    if not choice or choice in answers_offered(item):
        return choice
    if choice == "n":
        raise RefusedRowError(
            "does not offer the answer n (no occasion), but n is chosen",
            "Choose a score (1 if nothing was done), or u",
        )
    raise RefusedRowError(
        f'has the answer "{excerpt(choice)}", which cannot be interpreted',
        f"Choose one of {', '.join(answers_offered(item))}",
    )


def _require_labels(
    item: Item, remarks: Sequence[str], row: SheetRow, columns: Mapping[str, int]
) -> None:
    """Raise RefusedRowError if the question or a line in the row is not that of the form."""
    expected = {QUESTION: question_text(item, remarks), CHOICES: choices_text(item)}
    for name, label in expected.items():
        text = cell_text(row, columns[name])
        if not re.fullmatch(pattern(label), one_line(text)):
            raise RefusedRowError(
                f'has different text in the column "{name}"',
                "Restore the row from the form that was sent",
            )


def _side(row: SheetRow, column: int, options: Sides) -> Perspective | None:
    """Return the side that was chosen; None for an empty cell."""
    patterns = side_patterns(options, cell_text(row, column))
    labels = {side: patterns[side] for side in PERSPECTIVES}
    return _choice(cell_text(row, column), SIDE, labels, options.values())


def _choice(
    text: str, column: str, labels: Mapping[Key, str], offered: Iterable[str]
) -> Key | None:
    """Return the key of the label that matches a cell's text; None for an empty cell.

    `labels` are regexes. Raises RefusedRowError, which names the texts offered, if none matches.
    """
    choice = one_line(text)
    if is_blank(choice):
        return None
    for key, label in labels.items():
        if re.fullmatch(label, choice, re.IGNORECASE):
            return key
    raise RefusedRowError(
        f'has "{excerpt(choice)}" in the column "{column}", which cannot be interpreted',
        f"Choose one of {', '.join(offered)}",
    )


def cell_text(row: SheetRow, column: int) -> str:
    """Return the text of a cell; an empty text if the row ends before it."""
    return str(row.cells[column]) if column < len(row.cells) else ""
