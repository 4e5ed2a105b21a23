"""A vendor's verdict after each commit: as text, Markdown, CSV and JSON."""

from __future__ import annotations

from collections.abc import Container, Sequence

from partnercheck.base.records import Vendor
from partnercheck.formats.columns import align_columns
from partnercheck.formats.csv_write import Cell, csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import escape_markdown, markdown_table
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal
from partnercheck.report.condition_scores import scored
from partnercheck.report.json import reported_vendor
from partnercheck.report.sides import letters, sides_named
from partnercheck.report.terminal_table import Cell as TableCell
from partnercheck.report.terminal_table import Head, Styled, paragraph, styled_table, table_width
from partnercheck.report.words.caveat_phrases import judged_caveats, short_caveats
from partnercheck.report.words.trend import direction_in_short
from partnercheck.report.words.verdict import short_class
from partnercheck.versions.revisions import Committed

NOT_COMMITTED = "not committed"
GONE = "not in the workspace"
# The columns whose cells are wrapped on a terminal.
WRAPPING = frozenset({"Author", "Class", "Direction", "Subject"})


def text(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """Return one line per commit, oldest first, every column as wide as its widest cell."""
    lines = align_columns(_table(instrument, commits) if commits else [])
    return "\n".join([vendor.name, "", *lines]) + "\n"


def terminal(
    instrument: Instrument, vendor: Vendor, commits: Sequence[Committed], width: int
) -> Styled:
    """Return the commits as a table for a terminal of `width` cells.

    If the columns do not all fit, the scores are left out first, and then the authors.
    """
    shorts = {condition.short for condition in instrument.conditions}
    titles, *texts = _table(instrument, commits)
    heads = [Head(title, title in WRAPPING) for title in titles]
    rows = [
        [_terminal_cell(of, title, text, shorts) for title, text in zip(titles, row, strict=True)]
        for of, row in zip(commits, texts, strict=True)
    ]
    for dropped in (shorts, {"Author"}):
        if table_width(heads, rows) > width:
            kept = [n for n, head in enumerate(heads) if head.title not in dropped]
            heads, rows = [heads[n] for n in kept], [[row[n] for n in kept] for row in rows]
    table = styled_table(heads, rows, width) if commits else []
    return [*paragraph(vendor.name, width, "strong"), ("\n", ""), *table]


def _terminal_cell(of: Committed, title: str, text: str, shorts: Container[str]) -> TableCell:
    """Return a cell of the table on a terminal: in words, a score with the tone of its state."""
    judged = of.judged
    if title == "By" and of.present:
        return TableCell(sides_named(judged) or text)
    if title not in shorts or not of.present:
        return TableCell(text)
    conditions = zip(judged.instrument.conditions, judged.verdict.conditions, strict=True)
    verdict = next(verdict for condition, verdict in conditions if condition.short == title)
    score = scored(judged, verdict)
    return TableCell(score.text, score.sign.tone)


def markdown(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """Return a table with one row per commit."""
    header, *rows = _table(instrument, commits)
    return f"## {escape_markdown(vendor.name)}\n\n{markdown_table(header, rows)}"


def _table(instrument: Instrument, commits: Sequence[Committed]) -> list[list[str]]:
    shorts = [condition.short for condition in instrument.conditions]
    head = ["Date", "Commit", "Author", "Round", "By", *shorts, "Class", "Direction", "Subject"]
    return [head, *([cell or "-" for cell in _row(each)] for each in commits)]


def _row(of: Committed) -> list[str]:
    """Return the cells of a row: the commit, the verdict after it, and the commit's subject."""
    commit = of.commit
    commit_cells = [commit.on, commit.short, commit.author] if commit else [NOT_COMMITTED, "", ""]
    subject = commit.subject if commit else ""
    judged = of.judged
    if not of.present:
        blank = ["" for _ in judged.verdict.conditions]
        return [*commit_cells, "", "", *blank, GONE, "", subject]
    scores = [scored(judged, condition).plain for condition in judged.verdict.conditions]
    direction = direction_in_short(of.change)
    place = [judged.round.id, letters(judged)]
    return [*commit_cells, *place, *scores, _class(of), direction, subject]


def _class(of: Committed) -> str:
    """Return the class in brief, with a word for each caveat."""
    judged = of.judged
    return ", ".join([short_class(judged.instrument, judged.verdict), *short_caveats(judged)])


def csv(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """Return a header and one row per commit."""
    ends = [f"{each.id}_{end}" for each in instrument.conditions for end in ("low", "high")]
    before = ("vendor", "commit", "date", "author", "subject", "round", "sides", "low", "high")
    rows = ([vendor.id, *_csv_row(each)] for each in commits)
    return csv_text([*before, "caveats", "direction", *ends], rows)


def _csv_row(of: Committed) -> list[Cell]:
    commit, verdict = of.commit, of.judged.verdict
    row: list[Cell] = ["", "", "", ""]
    if commit:
        row = [commit.hash, commit.on, commit.author, commit.subject]
    if not of.present:
        return [*row, *[""] * (6 + 2 * len(verdict.conditions))]
    row += [of.judged.round.id, " ".join(verdict.sides), verdict.worst_class, verdict.best_class]
    row += ["; ".join(judged_caveats(of.judged)), of.change.direction if of.change else ""]
    row += [one_decimal(end) for each in verdict.conditions for end in (each.low, each.high)]
    return row


def json(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """Return a JSON document: each commit, with the vendor's verdict after it."""
    return json_document(
        instrument=instrument.id,
        vendor=vendor.id,
        name=vendor.name,
        commits=[_json_commit(each) for each in commits],
    )


def _json_commit(of: Committed) -> dict[str, object]:
    """Return a commit (null: the working tree) and the vendor after that commit (null: absent)."""
    commit, change = of.commit, of.change
    commit_fields = commit and {
        "commit": commit.hash,
        "date": commit.on,
        "author": commit.author,
        "subject": commit.subject,
    }
    return {
        "commit": commit_fields,
        "after": reported_vendor(of.reported) if of.present else None,
        "direction": change.direction if change else None,
    }


WRITERS = {"text": text, "markdown": markdown, "csv": csv, "json": json}
