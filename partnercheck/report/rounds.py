"""A vendor's rounds, oldest first, as text, Markdown, CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.records import Vendor
from partnercheck.formats.columns import align_columns
from partnercheck.formats.csv_write import Cell, csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import escape_markdown, markdown_table
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import one_decimal
from partnercheck.report.comparison import verdict_text
from partnercheck.report.json import decision, wrong
from partnercheck.report.json import vendor as vendor_entry
from partnercheck.report.listing import letters, scored
from partnercheck.report.words.trend import arrow_in_short
from partnercheck.report.words.verdict import judged_caveats
from partnercheck.verdicts.history import Past
from partnercheck.workspace.decisions import class_name


def _table(instrument: Instrument, past: Sequence[Past]) -> list[list[str]]:
    """Return a header, and one row per round, in words."""
    shorts = [condition.short for condition in instrument.conditions]
    header = ["Round", "By", *shorts, "Class", "Direction", "Decision"]
    return [header, *(_row(instrument, one) for one in past)]


def _row(instrument: Instrument, one: Past) -> list[str]:
    conditions = one.judged.verdict.conditions
    scores = [scored(one.judged, condition).plain for condition in conditions]
    cells = [
        one.round,
        letters(one.judged),
        *scores,
        verdict_text(one.judged),
        arrow_in_short(one.change),
    ]
    return [*(cell or "-" for cell in cells), _decided(instrument, one) or "-"]


def _decided(instrument: Instrument, one: Past) -> str:
    """Return the decision in a few words, marked if the verdict no longer contains it."""
    if one.filed.decision is None:
        return "! not readable" if one.filed.text is not None else ""
    decision = one.filed.decision
    mark = "" if one.support and one.support.holds else "! "
    named = class_name(instrument, decision.decided)
    return f"{mark}{named}, {decision.by}, {decision.on}"


def _notes(past: Sequence[Past]) -> list[str]:
    """Return a sentence for each decision that needs one, with its round."""
    return [
        f"{one.round}: {one.support.sentence}"
        for one in past
        if one.support and one.support.sentence
    ]


def text(instrument: Instrument, vendor: Vendor, past: Sequence[Past]) -> str:
    """Return one line per round, every column as wide as its widest cell, then the notes."""
    lines = align_columns(_table(instrument, past) if past else [])
    notes = _notes(past)
    return "\n".join([vendor.name, "", *lines, *([""] if notes else []), *notes]) + "\n"


def markdown(instrument: Instrument, vendor: Vendor, past: Sequence[Past]) -> str:
    """Return a table with one row per round, then the notes."""
    header, *rows = _table(instrument, past)
    notes = "".join(f"- {escape_markdown(note)}\n" for note in _notes(past))
    table = markdown_table(header, rows)
    return f"## {escape_markdown(vendor.name)}\n\n{table}" + (f"\n{notes}" if notes else "")


def csv(instrument: Instrument, vendor: Vendor, past: Sequence[Past]) -> str:
    """Return a header and one row per round."""
    ends = [f"{each.id}_{end}" for each in instrument.conditions for end in ("low", "high")]
    before = ("vendor", "round", "sides", "low", "high", "rests_on", "direction", "since")
    after = ("decided", "by", "on", "reason", "dissent", "supported")
    rows = ([vendor.id, *_csv_row(one)] for one in past)
    return csv_text([*before, *ends, *after], rows)


def _csv_row(one: Past) -> list[Cell]:
    verdict, decision = one.judged.verdict, one.filed.decision
    row: list[Cell] = [one.round, " ".join(verdict.sides), verdict.low, verdict.high]
    row.append("; ".join(judged_caveats(one.judged)))
    row += [one.change.way, one.change.before.round] if one.change else ["", ""]
    for condition in verdict.conditions:
        row += [one_decimal(condition.low), one_decimal(condition.high)]
    if not decision or not one.support:
        return [*row, *[""] * 6]
    row += [decision.decided, decision.by, decision.on, decision.reason, decision.dissent]
    return [*row, one.support.holds]


def json(instrument: Instrument, vendor: Vendor, past: Sequence[Past]) -> str:
    """Return the document: every round with its direction and decision."""
    rounds = [_json_round(one) for one in past]
    return json_document(
        instrument=instrument.id, vendor=vendor.id, name=vendor.name, rounds=rounds
    )


def _json_round(one: Past) -> dict[str, object]:
    """Return the one shape of a vendor in a round, with its direction and the decision."""
    change = one.change
    direction = change and {
        "since": change.before.round,
        "sides": list(change.sides),
        "class": change.way,
        "conditions": dict(change.conditions),
    }
    more = {"direction": direction, "decision": decision(one), **wrong(one.problems)}
    return {**vendor_entry(one.judged), **more}


WRITERS = {"text": text, "markdown": markdown, "csv": csv, "json": json}
