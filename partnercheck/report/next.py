"""The next steps as text, Markdown, CSV and JSON.

The names and the command of a step hold only cleaned text, quoted for the shell.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence

from partnercheck.base.cells import width_of, wrapped
from partnercheck.base.english import capitalised, plural
from partnercheck.base.terminal import terminal_width
from partnercheck.formats.csv_write import csv_text
from partnercheck.formats.json_write import json_document
from partnercheck.formats.markdown import markdown_table
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.verdict import either_class
from partnercheck.verdicts.next import Action, Cause, NextStep
from partnercheck.workspace.asked import SIDE_WORDS
from partnercheck.workspace.decisions import class_name
from partnercheck.workspace.goals import in_short

ACTION_WORDS: Mapping[Action, str] = {
    "assess": "Assess",
    "finish": "Finish",
    "remind": "Remind",
    "talk": "Talk to",
}
# The order of the steps, from the longest text to the shortest; docs/rules.md has the whole rule.
ORDER_TEXTS = (
    "Order: our overdue promises, questionnaires to finish, overdue answers, ended "
    "contracts, then the rest",
    "Order: our overdue promises, begun answers, overdue answers, then the rest",
    "Order: our overdue promises, begun answers, then the rest",
)
INDENT = 4
HEADER = ("Do", "Vendor", "Why", "Command")


def _our_promise(_: Instrument, cause: Cause) -> str:
    return f"our promise overdue since {cause.since}: {in_short(cause.text)}"


def _their_promise(_: Instrument, cause: Cause) -> str:
    return f"their promise overdue since {cause.since}: {in_short(cause.text)}"


def _begun(_: Instrument, cause: Cause) -> str:
    answers = plural(cause.missing, "answer")
    on = f" on {cause.lens}" if cause.lens else ""
    return f"{answers}{on} from {cause.name} still to come in {cause.round}"


def _request(_: Instrument, cause: Cause) -> str:
    who = cause.name or SIDE_WORDS[cause.side]
    return f"{who} was asked for {cause.round}, due {cause.since}"


def _contract_ended(_: Instrument, cause: Cause) -> str:
    return f"the contract ended on {cause.since}"


def _never(_: Instrument, __: Cause) -> str:
    return "never assessed"


def _assessment_overdue(_: Instrument, cause: Cause) -> str:
    return f"last assessed in {cause.round}, and the next assessment was due by {cause.since}"


def _assessment_due(_: Instrument, cause: Cause) -> str:
    return f"not assessed in {cause.round} yet, due by {cause.since}"


def _goal(_: Instrument, cause: Cause) -> str:
    return f"goal overdue since {cause.since}: {in_short(cause.text)}"


def _target(instrument: Instrument, cause: Cause) -> str:
    verdict = either_class(instrument, cause.worst_class, cause.best_class)
    return f"target {class_name(instrument, cause.target)}, in {cause.round} {verdict}"


def _meeting(_: Instrument, cause: Cause) -> str:
    return f"a meeting was due by {cause.since}" if cause.since else "no meeting has been held"


SENTENCES: Mapping[str, Callable[[Instrument, Cause], str]] = {
    "our promise overdue": _our_promise,
    "their promise overdue": _their_promise,
    "begun": _begun,
    "request overdue": _request,
    "contract ended": _contract_ended,
    "never assessed": _never,
    "assessment overdue": _assessment_overdue,
    "goal overdue": _goal,
    "target missed": _target,
    "meeting overdue": _meeting,
    "assessment due": _assessment_due,
}


def order_in_short(width: int) -> str:
    """Return by what the steps are ordered, in as many words as fit in `width` cells."""
    fitting = (text for text in ORDER_TEXTS if width_of(text) <= width)
    return next(fitting, ORDER_TEXTS[-1])


def why(instrument: Instrument, step: NextStep) -> str:
    """Return the reasons for a step, the most urgent first."""
    return "; ".join(SENTENCES[each.reason](instrument, each) for each in step.causes)


def reasons_in_full(instrument: Instrument, step: NextStep) -> list[str]:
    """Return the reasons for a step, the most urgent first, with the full texts of agreements."""
    sentences = [(SENTENCES[each.reason](instrument, each), each.text) for each in step.causes]
    return [f"{words.removesuffix(in_short(text))}{text}" for words, text in sentences]


def command_of(step: NextStep) -> str:
    """Return the command that does or begins a step."""
    cause, vendor = step.causes[0], step.vendor.id
    if step.action == "assess":
        words = ["assess", vendor]
    elif step.action == "finish":
        who = ["--as", cause.side, *_option("--respondent", cause.name)]
        lens = ["--questionnaire", cause.instrument] if cause.instrument else []
        words = ["assess", vendor, *who, "--round", cause.round, *lens]
    elif step.action == "remind":
        words = ["people", vendor, *_option("--write", cause.name)]
    elif cause.reason in ("our promise overdue", "their promise overdue"):
        words = ["promises", vendor]
    elif cause.reason == "goal overdue":
        words = ["goals", vendor]
    else:
        words = ["agenda", vendor]
    return shlex.join(["partnercheck", *words])


def _option(option: str, value: str) -> list[str]:
    """Return an option with its value, which may begin with a hyphen."""
    return [f"{option}={value}"] if value.startswith("-") else [option, value]


def _cells(instrument: Instrument, step: NextStep) -> list[str]:
    reasons = why(instrument, step)
    return [ACTION_WORDS[step.action], step.vendor.name, reasons, command_of(step)]


def text(instrument: Instrument, steps: Sequence[NextStep]) -> str:
    """Return for each step what to do and why, and then the command on a line of its own."""
    width = terminal_width()
    lines = []
    for step in steps:
        action, name, reasons, command = _cells(instrument, step)
        first, *rest = wrapped(f"{action} {name}: {reasons}", width - INDENT)
        # The command is not wrapped, so that it stays one line to copy.
        lines += [first, *(f"{' ' * INDENT}{each}" for each in [*rest, command])]
    return "".join(f"{each}\n" for each in lines)


def markdown(instrument: Instrument, steps: Sequence[NextStep]) -> str:
    """Return a table with one row per step."""
    rows = [_cells(instrument, step) for step in steps]
    for row in rows:
        row[2] = capitalised(row[2])
    return markdown_table(HEADER, rows)


def csv(instrument: Instrument, steps: Sequence[NextStep]) -> str:
    """Return a header and one row per step."""
    header = ["vendor", "name", "owner", "action", "reasons", "due", "why", "command"]
    rows = [
        [
            step.vendor.id,
            step.vendor.name,
            step.vendor.owner,
            step.action,
            ", ".join(each.reason for each in step.causes),
            str(step.causes[0].since or ""),
            why(instrument, step),
            command_of(step),
        ]
        for step in steps
    ]
    return csv_text(header, rows)


def json(instrument: Instrument, steps: Sequence[NextStep]) -> str:
    """Return a JSON document with one entry per step."""
    entries = [
        {
            "vendor": step.vendor.id,
            "name": step.vendor.name,
            "owner": step.vendor.owner or None,
            "action": step.action,
            "reasons": [_json_cause(each) for each in step.causes],
            "why": why(instrument, step),
            "command": command_of(step),
        }
        for step in steps
    ]
    return json_document(instrument=instrument.id, steps=entries)


def _json_cause(cause: Cause) -> dict[str, object]:
    return {
        "reason": cause.reason,
        "due": str(cause.since) if cause.since else None,
        "round": cause.round or None,
        "person": cause.name or None,
        "lens": cause.instrument or None,
        "missing": cause.missing or None,
    }


Writer = Callable[[Instrument, Sequence[NextStep]], str]
WRITERS: Mapping[str, Writer] = {"text": text, "markdown": markdown, "csv": csv, "json": json}
