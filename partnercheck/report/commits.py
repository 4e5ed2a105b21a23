"""How a vendor stood after each commit: as text, Markdown, CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.records import Vendor
from partnercheck.base.text import csv_cell
from partnercheck.base.text import markdown as escaped
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.columns_text import aligned
from partnercheck.report.json import FORMAT, decimal
from partnercheck.report.listing import letters, scored
from partnercheck.report.words.trend import direction_in_short
from partnercheck.report.words.verdict import judged_caveats, short_class, short_qualifiers
from partnercheck.versions.revisions import Committed

NOT_COMMITTED = "not committed"
GONE = "not in the workspace"


def text(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """A line a commit, oldest first, every column as wide as its widest cell."""
    lines = aligned(_table(instrument, commits) if commits else [])
    return "\n".join([vendor.name, "", *lines]) + "\n"


def markdown(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """A table with a row a commit."""
    head, *rows = [[escaped(cell) for cell in line] for line in _table(instrument, commits)]
    lines = [f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows)]
    return "\n".join([f"## {escaped(vendor.name)}", "", *lines]) + "\n"


def _table(instrument: Instrument, commits: Sequence[Committed]) -> list[list[str]]:
    shorts = [condition.short for condition in instrument.conditions]
    head = ["Date", "Commit", "Author", "Round", "By", *shorts, "Class", "Direction", "Subject"]
    return [head, *([cell or "-" for cell in _row(each)] for each in commits)]


def _row(of: Committed) -> list[str]:
    """A commit, how the vendor stood after it in its latest round, and what the commit says."""
    commit = of.commit
    about = [commit.on, commit.short, commit.author] if commit else [NOT_COMMITTED, "", ""]
    subject = commit.subject if commit else ""
    found = of.judged
    if not of.there:
        blank = ["" for _ in found.verdict.conditions]
        return [*about, "", "", *blank, GONE, "", subject]
    scores = [scored(found, condition).plain for condition in found.verdict.conditions]
    direction = direction_in_short(of.change)
    return [
        *about, found.round.id, letters(found), *scores, _class(of), direction, subject
    ]  # fmt: skip


def _class(of: Committed) -> str:
    """The class in brief, with what it rests on in a word each."""
    found = of.judged
    unread = len({problem.file for problem in found.errors})
    resting = short_qualifiers(found.instrument, found.verdict)
    parts = [
        short_class(found.instrument, found.verdict),
        *([f"{unread} unread"] if unread else []),
    ]
    return ", ".join([*parts, *resting])


def csv(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """A header and a row a commit, every field quoted, no cell a formula."""
    import csv as table
    import io

    ends = [f"{each.id}_{end}" for each in instrument.conditions for end in ("low", "high")]
    before = ("vendor", "commit", "date", "author", "subject", "round", "sides", "low", "high")
    out = io.StringIO()
    writer = table.writer(out, quoting=table.QUOTE_ALL, lineterminator="\n")
    writer.writerow(map(csv_cell, [*before, "caveats", "direction", *ends]))
    for each in commits:
        cells = [vendor.id, *_csv_row(each)]
        writer.writerow(csv_cell(cell) if isinstance(cell, str) else cell for cell in cells)
    return out.getvalue()


def _csv_row(of: Committed) -> list[str | float]:
    commit, verdict = of.commit, of.judged.verdict
    row: list[str | float] = ["", "", "", ""]
    if commit:
        row = [commit.hash, commit.on, commit.author, commit.subject]
    if not of.there:
        return [*row, *[""] * (6 + 2 * len(verdict.conditions))]
    row += [of.judged.round.id, " ".join(verdict.sides), verdict.low, verdict.high]
    row += ["; ".join(judged_caveats(of.judged)), of.change.way if of.change else ""]
    for condition in verdict.conditions:
        row += [decimal(condition.low), decimal(condition.high)]
    return row


def json(instrument: Instrument, vendor: Vendor, commits: Sequence[Committed]) -> str:
    """The document: the one shape of a vendor after each commit, with the commit."""
    import json as notation

    document = {
        "format": FORMAT,
        "instrument": instrument.id,
        "vendor": vendor.id,
        "name": vendor.name,
        "commits": [_json_commit(each) for each in commits],
    }
    return notation.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_commit(of: Committed) -> dict[str, object]:
    """A commit, null where it is not made yet; the vendor after it, null where it was not there."""
    from partnercheck.report.json import reported_vendor

    commit, change = of.commit, of.change
    about = commit and {
        "commit": commit.hash,
        "date": commit.on,
        "author": commit.author,
        "subject": commit.subject,
    }
    return {
        "commit": about,
        "after": reported_vendor(of.reported) if of.there else None,
        "direction": change.way if change else None,
    }
