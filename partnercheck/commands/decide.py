"""Record the class decided for a vendor, who decided, and why; without --class, show the decision.

The verdict is shown first, and saved with the decision and the version of the rules. A decision
needs a reason; on a terminal, the program asks for it. An earlier decision is replaced only with
--replace. No decision is saved while vendor.toml has an error, such as a merge conflict, because
then the target is not known. --undo undoes the latest decision: its file is removed.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.text import slug
from partnercheck.commands import Context, add_round, round_of, vendor_named, workspace_of
from partnercheck.commands.names import add_new_name, known_or_new

if TYPE_CHECKING:
    from partnercheck.questionnaires.records import Instrument
    from partnercheck.report.words.entry import Entry
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.workspace.decisions import Decision
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the round, and the decision."""
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument(
        "--class",
        dest="decided",
        default="",
        metavar="CLASS",
        help="the class that was decided",
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who decided")
    parser.add_argument("--reason", default="", metavar="TEXT", help="the reason for the decision")
    parser.add_argument("--dissent", default="", metavar="TEXT", help="who disagreed, and why")
    parser.add_argument("--undo", action="store_true", help="undo the latest decision")
    add_new_name(parser)
    add_round(parser)
    parser.add_argument("--replace", action="store_true", help="replace an existing decision")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Save the decision, or show the latest one."""
    from partnercheck.verdicts.judged import judge_vendor
    from partnercheck.workspace.decisions import require_target

    round_id = round_of(arguments)
    details = arguments.by or arguments.reason or arguments.dissent or arguments.replace
    if arguments.undo and (details or arguments.decided):
        raise UserError(
            "--undo undoes a decision; of the other options, only --round can be used with it"
        )
    if details and not arguments.decided:
        raise UserError("--class is missing: give the class that was decided")
    workspace = workspace_of(arguments, context)
    judged = judge_vendor(workspace, vendor_named(workspace, arguments.vendor), round_id)
    round_ids = judged.files.rounds
    if arguments.decided:
        # Before the problems are reported: the refusal names the error itself.
        require_target(workspace, judged.vendor.id)
    context.report_problems(workspace.root, workspace.problems, judged.problems)
    if not round_ids:
        raise UserError(
            f"{judged.vendor.name} has no answers yet, so there is nothing to decide on"
        )
    if judged.round.id not in round_ids:
        known = ", ".join(round_ids)
        raise UserError(f"{judged.vendor.name} has no round {round_id}. Its rounds are {known}")
    if arguments.undo:
        return _undo(context, workspace, judged, bool(round_id))
    if arguments.decided:
        by = known_or_new(workspace, "buyer", "", arguments.by, arguments, context)
        arguments.by = by or ""
        return _file(arguments, context, workspace, judged)
    return _show(context, workspace, judged, bool(round_id))


def _file(
    arguments: argparse.Namespace, context: Context, workspace: Workspace, judged: JudgedVendor
) -> int:
    from partnercheck.report.comparison import verdict_text
    from partnercheck.workspace.decision_support import supported
    from partnercheck.workspace.decisions import (
        decision_now,
        load_decision,
        save_decision,
    )

    instrument, vendor, round_id = workspace.instrument, judged.vendor, judged.round.id
    decision = decision_now(
        instrument,
        judged.verdict,
        slug(arguments.decided),
        by=arguments.by,
        on=context.today,
        reason=arguments.reason,
        dissent=arguments.dissent,
    )
    seen = load_decision(workspace, vendor.id, round_id)
    if seen.text is not None and not arguments.replace:
        context.report_problems(workspace.root, seen.problems)
        raise UserError(
            f"there is already a decision for {vendor.name} in {round_id}. "
            "Leave out --class to see it, or use --replace to replace it"
        )
    verdict = f"Verdict in {round_id}: {verdict_text(judged)}\n"
    if decision.reason:
        context.stdout.write(verdict)
    else:
        context.say(verdict.rstrip())
        decision = _ask_reason(decision, instrument, context)
    save_decision(workspace, vendor.id, round_id, decision, seen)
    decided = instrument.class_named(decision.decided).name
    context.stdout.write(f"Decided: {decided} for {vendor.name} in {round_id}\n")
    support = supported(instrument, decision, judged.verdict)
    if not support.holds:
        context.say(support.sentence)
    return 0


def _ask_reason(decision: Decision, instrument: Instrument, context: Context) -> Decision:
    """Return the decision with the reason that a person types."""
    from msgspec.structs import replace

    from partnercheck.base.text import tidy_text
    from partnercheck.commands.confirm import asked_text

    question = f"why {instrument.class_named(decision.decided).name}?"
    reason = tidy_text(asked_text(context, question, "--reason"))
    if not reason:
        raise UserError("nothing was decided: a decision needs a reason")
    return replace(decision, reason=reason)


def _undo(context: Context, workspace: Workspace, judged: JudgedVendor, one_round: bool) -> int:
    """Undo the decision of a round, or the newest decision, and say how to record it again."""
    import shlex

    from partnercheck.workspace.decisions import (
        DECISION_FILE,
        class_name,
        latest_decision,
        undo_decision,
    )

    vendor = judged.vendor
    rounds = (judged.round.id,) if one_round else judged.files.rounds
    newest = latest_decision(workspace, vendor.id, rounds)
    if newest is None:
        when = f" in {judged.round.id}" if one_round else ""
        raise UserError(f"nothing has been decided about {vendor.name}{when}")
    round_id, filed = newest
    decision = filed.decision
    if decision is None:
        context.report_problems(workspace.root, filed.problems)
        raise UserError("the decision cannot be read, so it was not removed. Correct it first")
    undo_decision(workspace, vendor.id, round_id, filed)
    decided = class_name(workspace.instrument, decision.decided)
    context.stdout.write(f"Undone: {decided} for {vendor.name} in {round_id}\n")
    context.stdout.write(f"Removed vendors/{vendor.id}/{round_id}/{DECISION_FILE}\n")
    option_texts = {"--by": decision.by, "--reason": decision.reason, "--dissent": decision.dissent}
    details = [f"{option}={value}" for option, value in option_texts.items() if value]
    words = ["decide", vendor.id, "--class", decision.decided, "--round", round_id, *details]
    context.say(f"To undo: {shlex.join(['partnercheck', *words])}")
    return 0


def _show(context: Context, workspace: Workspace, judged: JudgedVendor, one_round: bool) -> int:
    """Write the decision of a round, or the newest decision, next to today's verdict."""
    from partnercheck.base.terminal import terminal_width
    from partnercheck.report import text
    from partnercheck.workspace.decisions import latest_decision

    vendor = judged.vendor
    rounds = (judged.round.id,) if one_round else judged.files.rounds
    newest = latest_decision(workspace, vendor.id, rounds)
    if newest is None:
        when = f" in {judged.round.id}" if one_round else ""
        context.say(f"Nothing has been decided about {vendor.name}{when}")
        return 0
    round_id, filed = newest
    context.report_problems(workspace.root, filed.problems)
    if filed.decision is None:
        return 2
    entries = _entries(judged, round_id, filed.decision)
    context.stdout.write(text.vendor(judged, entries, terminal_width()))
    return 0


def _entries(judged: JudgedVendor, round_id: str, decision: Decision) -> list[Entry]:
    from partnercheck.report.comparison import verdict_text
    from partnercheck.report.words.entry import Entry
    from partnercheck.workspace.decision_support import supported
    from partnercheck.workspace.decisions import class_name

    instrument = judged.instrument
    names = [class_name(instrument, e) for e in (decision.verdict_low, decision.verdict_high)]
    verdict = names[0] if names[0] == names[1] else f"Between {names[0]} and {names[1]}"
    rules = f"{decision.instrument}, version {decision.version}"
    texts = [
        ("Decided", f"{class_name(instrument, decision.decided)}, in {round_id}"),
        ("By", f"{decision.by}, {decision.on}"),
        ("Reason", decision.reason),
        ("Dissent", decision.dissent),
        ("Verdict then", f"{verdict} ({rules})"),
        ("Verdict today", verdict_text(judged)),
        ("But", supported(instrument, decision, judged.verdict).sentence),
    ]
    return [Entry(label, text) for label, text in texts if text]
