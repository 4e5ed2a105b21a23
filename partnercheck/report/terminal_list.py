"""The list of vendors on a terminal: one line per vendor, and notes below the list.

If the terminal has 120 cells or more, the notes are a column of the table. If it has fewer than 72,
the scores are omitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import capitalised
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points
from partnercheck.report.listing import Listed
from partnercheck.report.signs import (
    CAVEATS,
    DIRECTION_SIGNS,
    HELD_DOWN,
    LATE,
    OPEN_CLASS,
    STATE_SIGNS,
    TARGET_SIGNS,
    WARNING,
)
from partnercheck.report.terminal_table import (
    Cell,
    Head,
    Styled,
    paragraph,
    styled_table,
    table_width,
)
from partnercheck.workspace.vendor_filter import key_label

NOTES_BESIDE, LEAST_NOTES = 120, 30
INDENT = 2


def terminal_list(
    instrument: Instrument, rows: Sequence[Listed], width: int, columns: Sequence[str] = ()
) -> Styled:
    """Return the list in at most `width` cells; `columns` are the keys of further columns."""
    shorts = [Head(condition.short) for condition in instrument.conditions]
    more = [Head(key_label(key), wraps=True) for key in columns]
    heads = [Head("Vendor", wraps=True), Head("Verdict"), *shorts, Head("Target"), *more]
    scores = True
    cells = [_cells(row, scores) for row in rows]
    if table_width(heads, cells) > width:
        scores = False
        heads = [head for head in heads if head not in shorts]
        cells = [_cells(row, scores) for row in rows]
    notes = [" ".join(_notes(row)) for row in rows]
    beside = width >= NOTES_BESIDE and table_width(heads, cells) + LEAST_NOTES <= width
    if beside:
        heads.append(Head("Notes", wraps=True))
        cells = [[*row, Cell(note)] for row, note in zip(cells, notes, strict=True)]
    styled = styled_table(heads, cells, width)
    if not beside and any(notes):
        styled.append(("\n", ""))
        for row, note in zip(rows, notes, strict=True):
            if note:
                styled += paragraph(f"{row.name}: {note}", width, indent=INDENT)
    return [*styled, ("\n", ""), *_legend(instrument, width)]


def _cells(row: Listed, scores: bool) -> list[Cell]:
    flags = (
        f"{WARNING.glyph if row.warnings or row.problem else ''}{LATE.glyph if row.late else ''}"
    )
    arrow = row.direction.glyph if row.direction else ""
    has_caveats = CAVEATS.glyph if row.caveat_words else ""
    return [
        Cell(f"{row.name} {flags}".rstrip()),
        Cell(f"{row.class_sign}{arrow}{has_caveats}"),
        *(Cell(score.text, score.sign.tone) for score in row.scores if scores),
        Cell(f"{row.target} {row.target_sign.glyph}".strip(), row.target_sign.tone),
        *map(Cell, row.more),
    ]


def _notes(row: Listed) -> Iterator[str]:
    """Yield a sentence for each sign of a row that needs an explanation."""
    if row.archived:
        yield "Archived."
    if row.problem:
        yield f"{row.problem}."
    for warning in row.warnings:
        yield f"{WARNING.glyph} {warning}."
    if row.so_far_words:
        yield f"{OPEN_CLASS} {row.so_far_words}."
    if row.caveat_words:
        yield f"{CAVEATS.glyph} {'; '.join(row.caveat_words)}."
    if row.overdue:
        yield f"{LATE.glyph} Overdue: {row.overdue}."
    if row.awaited:
        yield f"{capitalised(row.awaited)}."


def _legend(instrument: Instrument, width: int) -> Styled:
    """Return what the signs and abbreviations mean."""
    styled: Styled = []
    for sentence in legend(instrument):
        styled += paragraph(sentence, width)
    return styled


def legend(instrument: Instrument) -> list[str]:
    """Return what the signs and abbreviations mean, a sentence each."""
    conditions = ", ".join(f"{each.short} {each.name}" for each in instrument.conditions)
    present, partial, weak = (STATE_SIGNS[each] for each in ("present", "partial", "weak"))
    states = instrument.states
    targets = ", ".join(str(sign) for sign in TARGET_SIGNS.values() if sign.glyph)
    up, down = DIRECTION_SIGNS["up"], DIRECTION_SIGNS["down"]
    return [
        f"{conditions}.",
        f"Scores are 0 to 100: {present} from {points(states.present)}, {partial} from "
        f"{points(states.partial)}, {weak} below that. {HELD_DOWN.glyph} after a score: "
        f"{HELD_DOWN.word}. A range such as 40–60 is still open.",
        f"{OPEN_CLASS} before two classes: still open between them. {up} or {down} than a year "
        f"before. {CAVEATS}: see the notes.",
        f"Target: {targets}. {WARNING}, {LATE}: see the notes.",
    ]
