"""Show a vendor's rounds, oldest first: scores, class, which way it went, what was decided.

Every round is judged under today's rules. A decision that its round's verdict no longer
contains is marked with an exclamation mark, and told in full. `--commits` shows instead how the
vendor stood after each commit that touched its folder, and what is not committed yet.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from partnercheck.commands import Context, vendor_named, workspace_of

if TYPE_CHECKING:
    from partnercheck.base.records import Vendor
    from partnercheck.questionnaires.records import Instrument
    from partnercheck.verdicts.history import RoundHistory
    from partnercheck.workspace.open import Workspace

FORMATS = ("text", "markdown", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, what a line is, and the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="its id or name")
    parser.add_argument("--commits", action="store_true", help="a line a commit, not a round")
    parser.add_argument("--format", choices=FORMATS, default="text", help="(default: text)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the history to stdout."""
    from partnercheck.verdicts.history import history
    from partnercheck.verdicts.judged import judge_vendor
    from partnercheck.workspace.read_vendor import read_description

    workspace = workspace_of(arguments, context)
    vendor_id = vendor_named(workspace, arguments.vendor)
    if arguments.commits:
        vendor, _ = read_description(workspace, vendor_id)
        return _commits(workspace, vendor, arguments.format, context)
    judged = judge_vendor(workspace, vendor_id)
    vendor, past = judged.vendor, history(workspace, judged)
    of_rounds = (problem for then in past for problem in then.problems)
    for problem in (*workspace.problems, *judged.files.problems, *of_rounds):
        context.say_problem(problem, workspace.root)
    written = {"text": _text, "markdown": _markdown, "csv": _csv, "json": _json}
    context.stdout.write(written[arguments.format](workspace.instrument, vendor, past))
    if not past:
        context.say(f"There are no rounds of {vendor.name} yet")
    return 0


def _commits(workspace: Workspace, vendor: Vendor, format_: str, context: Context) -> int:
    """Write how the vendor stood after each commit."""
    from partnercheck.base import git
    from partnercheck.report import commits
    from partnercheck.versions.revisions import committed

    found = committed(workspace, vendor.id)
    for problem in workspace.problems:
        context.say_problem(problem, workspace.root)
    written = {
        "text": commits.text,
        "markdown": commits.markdown,
        "csv": commits.csv,
        "json": commits.json,
    }
    context.stdout.write(written[format_](workspace.instrument, vendor, found))
    if not any(each.commit for each in found):
        context.say(f"Nothing about {vendor.name} has been committed yet")
    if git.shallow(workspace.root):
        context.say("This clone is shallow: `git fetch --unshallow` brings the earlier commits")
    return 0


def _table(instrument: Instrument, past: Sequence[RoundHistory]) -> list[list[str]]:
    """A header, and a round a line, in words."""
    shorts = [condition.short for condition in instrument.conditions]
    head = ["Round", "By", *shorts, "Class", "Direction", "Decision"]
    return [head, *(_row(instrument, one) for one in past)]


def _row(instrument: Instrument, one: RoundHistory) -> list[str]:
    from partnercheck.report.comparison import verdict_text
    from partnercheck.report.listing import letters, scored
    from partnercheck.report.words.trend import direction_in_short

    conditions = one.judged.verdict.conditions
    scores = [scored(one.judged, condition).plain for condition in conditions]
    cells = [
        one.round,
        letters(one.judged),
        *scores,
        verdict_text(one.judged),
        direction_in_short(one.change),
    ]
    return [*(cell or "-" for cell in cells), _decided(instrument, one) or "-"]


def _decided(instrument: Instrument, one: RoundHistory) -> str:
    """The decision in a few words, marked where the verdict no longer contains it."""
    if one.filed.decision is None:
        return "! not readable" if one.filed.text is not None else ""
    from partnercheck.workspace.decisions import class_name

    decision = one.filed.decision
    mark = "" if one.support and one.support.holds else "! "
    named = class_name(instrument, decision.decided)
    return f"{mark}{named}, {decision.by}, {decision.on}"


def _notes(past: Sequence[RoundHistory]) -> list[str]:
    """What a reader is told about the decisions, with the round of each."""
    return [
        f"{one.round}: {one.support.sentence}"
        for one in past
        if one.support and one.support.sentence
    ]


def _text(instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory]) -> str:
    from partnercheck.report.columns_text import aligned

    lines = aligned(_table(instrument, past) if past else [])
    notes = _notes(past)
    return "\n".join([vendor.name, "", *lines, *([""] if notes else []), *notes]) + "\n"


def _markdown(instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory]) -> str:
    from partnercheck.base.text import markdown

    head, *rows = [[markdown(cell) for cell in line] for line in _table(instrument, past)]
    table = [head, ["---"] * len(head), *rows]
    lines = [f"| {' | '.join(line)} |" for line in table]
    notes = [f"- {markdown(note)}" for note in _notes(past)]
    title = f"## {markdown(vendor.name)}"
    return "\n".join([title, "", *lines, *([""] if notes else []), *notes]) + "\n"


def _csv(instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory]) -> str:
    import csv
    import io

    from partnercheck.base.text import csv_cell

    ends = [f"{each.id}_{end}" for each in instrument.conditions for end in ("low", "high")]
    before = ("vendor", "round", "sides", "low", "high", "caveats", "direction", "since")
    after = ("decided", "decided_by", "decided_on", "decided_reason", "dissent", "supported")
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(map(csv_cell, [*before, *ends, *after]))
    for one in past:
        cells = [vendor.id, *_csv_row(one)]
        writer.writerow(csv_cell(cell) if isinstance(cell, str) else cell for cell in cells)
    return out.getvalue()


def _csv_row(one: RoundHistory) -> list[str | float]:
    from partnercheck.report.json import decimal
    from partnercheck.report.words.verdict import judged_caveats

    verdict, decision = one.judged.verdict, one.filed.decision
    row: list[str | float] = [one.round, " ".join(verdict.sides), verdict.low, verdict.high]
    row.append("; ".join(judged_caveats(one.judged)))
    row += [one.change.way, one.change.before.round] if one.change else ["", ""]
    for condition in verdict.conditions:
        row += [decimal(condition.low), decimal(condition.high)]
    if not decision or not one.support:
        return [*row, *[""] * 6]
    row += [decision.decided, decision.by, str(decision.on), decision.reason, decision.dissent]
    return [*row, "true" if one.support.holds else "false"]


def _json(instrument: Instrument, vendor: Vendor, past: Sequence[RoundHistory]) -> str:
    import json

    from partnercheck.report.json import FORMAT

    document = {
        "format": FORMAT,
        "instrument": instrument.id,
        "vendor": vendor.id,
        "name": vendor.name,
        "rounds": [_json_round(one) for one in past],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_round(one: RoundHistory) -> dict[str, object]:
    """The one shape of a vendor in a round, with its direction and the decision."""
    from partnercheck.report.json import decision, vendor, wrong

    change = one.change
    direction = change and {
        "since": change.before.round,
        "sides": list(change.sides),
        "class": change.way,
        "conditions": dict(change.conditions),
    }
    more = {
        "direction": direction,
        "decision": decision(one),
        **wrong((*one.judged.files.problems, *one.problems)),
    }
    return {**vendor(one.judged), **more}
