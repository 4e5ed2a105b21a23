"""A vendor's rounds, oldest first, as text, Markdown, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from partnercheck.base.records import Promise, Vendor
from partnercheck.base.rounds import period
from partnercheck.formats.columns import align_columns
from partnercheck.formats.csv_write import Cell, csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import escape_markdown, markdown_table
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal
from partnercheck.report.comparison import verdict_text
from partnercheck.report.condition_scores import scored
from partnercheck.report.json import decision, problem_fields
from partnercheck.report.json import vendor as vendor_entry
from partnercheck.report.sides import letters, sides_named
from partnercheck.report.signs import DIRECTION_SIGNS, WARNING, sign_of
from partnercheck.report.terminal_table import Cell as TableCell
from partnercheck.report.terminal_table import Head, Styled, paragraph, styled_table, table_width
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.promises import OUTCOMES, promise_counts, promises_in_words
from partnercheck.report.words.trend import arrow_in_short
from partnercheck.verdicts.history import RoundHistory
from partnercheck.workspace.decisions import class_name


def _table(instrument: Instrument, past: Sequence[RoundHistory]) -> list[list[str]]:
    """Return a header, and one row per round, in words."""
    shorts = [condition.short for condition in instrument.conditions]
    header = ["Round", "By", *shorts, "Class", "Direction", "Decision"]
    return [header, *(_row(instrument, entry) for entry in past)]


def _row(instrument: Instrument, entry: RoundHistory) -> list[str]:
    conditions = entry.judged.verdict.conditions
    scores = [scored(entry.judged, condition).plain for condition in conditions]
    cells = [
        entry.round,
        letters(entry.judged),
        *scores,
        verdict_text(entry.judged),
        arrow_in_short(entry.change),
    ]
    return [*(cell or "-" for cell in cells), _decided(instrument, entry) or "-"]


def _decided(instrument: Instrument, entry: RoundHistory) -> str:
    """Return the decision in a few words, marked if the verdict no longer supports it."""
    if entry.filed.decision is None:
        return "! unreadable file" if entry.filed.text is not None else ""
    decision = entry.filed.decision
    mark = "" if entry.support and entry.support.holds else f"{WARNING.glyph} "
    decided = class_name(instrument, decision.decided)
    return f"{mark}{decided}, {decision.by}, {decision.on}"


def _notes(past: Sequence[RoundHistory]) -> list[str]:
    """Return a sentence with the round for each decision that needs explaining."""
    return [
        f"{entry.round}: {entry.support.sentence}"
        for entry in past
        if entry.support and entry.support.sentence
    ]


def _promises(past: Sequence[RoundHistory], today: dt.date) -> list[str]:
    """Return a sentence each on the promises made before a round, in it and after it.

    Promises made after a round, while no other round had begun, have a sentence of their own.
    """
    return [
        f"{when}: {promises_in_words(made, today)}"
        for entry in past
        for when, made in _made(entry)
        if made
    ]


class MadeBy(NamedTuple):
    """The promises of a round's time, by when they were made."""

    before: Mapping[str, Promise]
    during: Mapping[str, Promise]  # also those without a day
    after: Mapping[str, Promise]


def _by_day(entry: RoundHistory) -> MadeBy:
    """Divide a round's promises into those made before, in and after its period."""
    end, start = period(entry.round)
    made = entry.promises.items()
    return MadeBy(
        {k: p for k, p in made if p.made and p.made < start},
        {k: p for k, p in made if not p.made or start <= p.made <= end},
        {k: p for k, p in made if p.made and p.made > end},
    )


def _made(entry: RoundHistory) -> Iterator[tuple[str, Mapping[str, Promise]]]:
    """Yield the promises of a round's time, with when they were made."""
    by_day = _by_day(entry)
    yield f"Before {entry.round}", by_day.before
    yield entry.round, by_day.during
    yield f"After {entry.round}", by_day.after


def text(
    instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory], today: dt.date
) -> str:
    """Return one line per round, columns as wide as their widest cells; then notes and promises."""
    lines = align_columns(_table(instrument, past) if past else [])
    for more in (_notes(past), _promises(past, today)):
        lines += ["", *more] if more else []
    return "\n".join([vendor.name, "", *lines]) + "\n"


def terminal(
    instrument: Instrument,
    vendor: Vendor,
    past: Sequence[RoundHistory],
    today: dt.date,
    width: int,
) -> Styled:
    """Return the rounds as a table for a terminal of `width` cells, the notes and the promises."""
    shorts = [Head(condition.short) for condition in instrument.conditions]
    wrapping = [Head(title, wraps=True) for title in ("Class", "Direction", "Decision")]
    heads = [Head("Round"), Head("By"), *shorts, *wrapping]
    rows = [_terminal_row(instrument, entry) for entry in past]
    if table_width(heads, rows) > width:
        # The scores are left out first, since the class sums them up.
        kept = [n for n, head in enumerate(heads) if head not in shorts]
        heads, rows = [heads[n] for n in kept], [[row[n] for n in kept] for row in rows]
    styled = [*paragraph(vendor.name, width, "strong"), ("\n", "")]
    styled += styled_table(heads, rows, width) if past else []
    for notes in (_notes(past), _promises(past, today)):
        styled += [("\n", "")] if notes else []
        for note in notes:
            styled += paragraph(note, width, indent=2)
    return styled


def _terminal_row(instrument: Instrument, entry: RoundHistory) -> list[TableCell]:
    texts = [cell or "-" for cell in _row(instrument, entry)]
    scores = [scored(entry.judged, each) for each in entry.judged.verdict.conditions]
    marked = [TableCell(score.text, score.sign.tone) for score in scores]
    after = 2 + len(scores)
    arrow = entry.change.arrow if entry.change else None
    direction = TableCell(texts[after + 1], DIRECTION_SIGNS[arrow].tone if arrow else "")
    sign = sign_of(texts[after + 2])
    decision = TableCell(texts[after + 2], sign.tone if sign else "")
    place = [TableCell(texts[0]), TableCell(sides_named(entry.judged) or "-")]
    return [*place, *marked, TableCell(texts[after]), direction, decision]


def markdown(
    instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory], today: dt.date
) -> str:
    """Return a table with one row per round, then the notes and promises."""
    header, *rows = _table(instrument, past)
    notes = "".join(
        f"- {escape_markdown(note)}\n" for note in [*_notes(past), *_promises(past, today)]
    )
    table = markdown_table(header, rows)
    return f"## {escape_markdown(vendor.name)}\n\n{table}" + (f"\n{notes}" if notes else "")


def csv(
    instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory], today: dt.date
) -> str:
    """Return a header and one row per round."""
    ends = [f"{each.id}_{end}" for each in instrument.conditions for end in ("low", "high")]
    before = ("vendor", "round", "sides", "low", "high", "caveats", "direction", "since")
    after = ("decided", "decided_by", "decided_on", "decided_reason", "dissent", "supported")
    promised = ("promises", *(f"promises_{each.replace(' ', '_')}" for each in OUTCOMES))
    others = ("promises_before", "promises_after")
    rows = ([vendor.id, *_csv_row(entry), *_csv_promises(entry, today)] for entry in past)
    return csv_text([*before, *ends, *after, *promised, *others], rows)


def _csv_promises(entry: RoundHistory, today: dt.date) -> list[Cell]:
    """Return the counts of the promises made in a round, and how many others its time has."""
    before, during, after = _by_day(entry)
    counts = promise_counts(during.values(), today).values()
    return [len(during), *counts, len(before), len(after)]


def _json_promises(promises: Mapping[str, Promise], today: dt.date) -> dict[str, int]:
    counts = promise_counts(promises.values(), today)
    return {"made": len(promises), **{key.replace(" ", "_"): n for key, n in counts.items()}}


def _csv_row(entry: RoundHistory) -> list[Cell]:
    verdict, decision = entry.judged.verdict, entry.filed.decision
    row: list[Cell] = [
        entry.round,
        " ".join(verdict.sides),
        verdict.worst_class,
        verdict.best_class,
    ]
    row.append("; ".join(judged_caveats(entry.judged)))
    row += [entry.change.direction, entry.change.earlier.round] if entry.change else ["", ""]
    row += [one_decimal(end) for each in verdict.conditions for end in (each.low, each.high)]
    if not decision or not entry.support:
        return [*row, *[""] * 6]
    row += [decision.decided, decision.by, decision.on, decision.reason, decision.dissent]
    return [*row, entry.support.holds]


def json(
    instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory], today: dt.date
) -> str:
    """Return a JSON document of every round with its direction, decision and promises."""
    rounds = [_json_round(entry, today) for entry in past]
    return json_document(
        instrument=instrument.id, vendor=vendor.id, name=vendor.name, rounds=rounds
    )


def _json_round(entry: RoundHistory, today: dt.date) -> dict[str, object]:
    """Return a vendor's verdict in a round, with the direction of change and the decision."""
    change = entry.change
    direction = change and {
        "since": change.earlier.round,
        "sides": list(change.sides),
        "class": change.direction,
        "conditions": dict(change.conditions),
        "arrow": change.arrow,
        "arrows": dict(change.arrows),
        "new_version": change.broken,
    }
    problems = (*entry.judged.files.problems, *entry.problems)
    by_day = _by_day(entry)
    more = {
        "direction": direction,
        "decision": decision(entry),
        "promises": _json_promises(by_day.during, today),
        "promises_before": _json_promises(by_day.before, today),
        "promises_after": _json_promises(by_day.after, today),
        **problem_fields(problems),
    }
    return {**vendor_entry(entry.judged), **more}


WRITERS = {"text": text, "markdown": markdown, "csv": csv, "json": json}
