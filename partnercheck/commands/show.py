"""Show a vendor: its verdict, the reasons, what would change it, and what to ask next.

`--all` adds every condition and every question, with each person's answer. `--at` shows the vendor
as it was at a commit, judged by today's rules.
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.terminal import terminal_width
from partnercheck.commands import (
    Context,
    add_format,
    add_round,
    round_of,
    vendor_named,
    workspace_of,
)
from partnercheck.commands.at import HELP
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnercheck.base.git import Commit
    from partnercheck.base.records import Vendor
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.verdicts.lenses import Lens
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the round, the commit, the level of detail, and the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument("--all", action="store_true", help="with every question and answer")
    parser.add_argument(
        "--lines", action="store_true", help="only a five-line summary, to paste elsewhere"
    )
    add_round(parser)
    parser.add_argument("--at", metavar="REV", help=HELP)
    add_format(parser)
    add_output(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the vendor to stdout."""
    round_of(arguments)
    if arguments.lines and arguments.format != "text":
        raise UserError("--lines is always plain text: leave out --format")
    workspace = workspace_of(arguments, context)
    if arguments.at is None:
        description = vendor_named(workspace, arguments.vendor)
        context.stdout.write(_vendor_text(workspace, description, arguments, context))
        return 0
    from partnercheck.base import git

    commit = git.commit(workspace.root, arguments.at)
    text = _text_at(workspace, commit, arguments, context)
    as_of = f"As of {commit.short}, {commit.on}, judged by today's rules"
    if arguments.format in ("text", "markdown"):
        text = f"{as_of}\n\n{text}"
    else:
        context.say(as_of)
    context.stdout.write(text)
    return 0


def _text_at(
    workspace: Workspace, commit: Commit, arguments: argparse.Namespace, context: Context
) -> str:
    """Return the vendor at a commit; it may have been removed or renamed after that."""
    from partnercheck.versions.revisions import workspace_at

    try:
        vendor = vendor_named(workspace, arguments.vendor).vendor
    except UserError:
        vendor = None
    with workspace_at(workspace, commit.hash, {vendor.id} if vendor else None) as earlier:
        if vendor:
            _require_at(workspace, earlier, commit, vendor)
            return _vendor_text(earlier, vendor.id, arguments, context)
        try:
            described = vendor_named(earlier, arguments.vendor)
        except UserError as error:
            searched = f"searched today's vendors and those at commit {commit.short} of {commit.on}"
            raise UserError(f"{error} ({searched})") from None
        return _vendor_text(earlier, described, arguments, context)


def _require_at(workspace: Workspace, earlier: Workspace, commit: Commit, vendor: Vendor) -> None:
    """Raise UserError if a vendor was not in the workspace at a commit."""
    from partnercheck.base import git
    from partnercheck.workspace.read_vendor import vendor_ids

    if vendor.id in vendor_ids(earlier):
        return
    commits = git.commits(workspace.root, f"vendors/{vendor.id}")
    hint = "it has not been committed yet"
    if commits:
        hint = f"the first commit with it is {commits[0].short} ({commits[0].on})"
    when = f"{commit.short} ({commit.on})"
    raise UserError(f"{vendor.name} was not in the workspace at {when}: {hint}")


def _vendor_text(
    workspace: Workspace,
    described: str | Description,
    arguments: argparse.Namespace,
    context: Context,
) -> str:
    """Return the vendor in the chosen format, and report the problems of its files."""
    from partnercheck.report.words.five_lines import five_lines
    from partnercheck.verdicts.judged import judge_vendor

    judged = judge_vendor(workspace, described, arguments.round)
    problems = (*workspace.problems, *judged.problems)
    if arguments.at:  # The files are in the commit, so no path can be opened.
        for problem in problems:
            context.say(str(problem))
    else:
        context.report_problems(workspace.root, problems)
    if arguments.lines:
        from partnercheck.report.words.agreements import overdue_in_words
        from partnercheck.report.words.lenses import warning_names

        overdue_words = overdue_in_words(judged.files, context.today)
        lines = five_lines(judged, overdue_words, warning_names(_lenses(workspace, judged)))
        return "\n".join(lines) + "\n"
    if arguments.format in ("csv", "json"):
        from partnercheck.report.export import export

        return export(arguments.format, workspace, [judged])
    return _dossier(workspace, judged, arguments, context.today)


def _lenses(workspace: Workspace, judged: JudgedVendor) -> Sequence[Lens]:
    """Return the lenses of a vendor, each with its warnings."""
    from partnercheck.verdicts.judged import earlier_verdicts
    from partnercheck.verdicts.lenses import lenses

    return lenses(workspace, judged, earlier_verdicts(workspace, judged))


def _dossier(
    workspace: Workspace, judged: JudgedVendor, arguments: argparse.Namespace, today: dt.date
) -> str:
    from partnercheck.report import markdown, text
    from partnercheck.report.dossier.entries import dossier
    from partnercheck.report.words.agreements import agreed_entries, overdue_in_words
    from partnercheck.report.words.entry import MORE_DIFFERENCES, MORE_QUESTIONS
    from partnercheck.report.words.lenses import lens_entries, warning_names
    from partnercheck.report.words.since import since_entries
    from partnercheck.verdicts.history import before_round, history
    from partnercheck.verdicts.lenses import lenses
    from partnercheck.verdicts.since import last_scored

    instrument = workspace.instrument
    sides = [f"{side}:{item.id}" for side in judged.verdict.sides for item in instrument.items]
    every = [*(condition.id for condition in instrument.conditions), *sides]
    every += [each.id for each in workspace.instruments.values() if not each.classifies]
    every += [MORE_QUESTIONS, MORE_DIFFERENCES]
    expanded = frozenset(every if arguments.all else ())
    past = history(workspace, judged)
    earlier = before_round(past, judged)
    lens_verdicts = lenses(workspace, judged, earlier)
    last = last_scored(instrument, (each.round for each in earlier))
    more = [
        *since_entries(last, judged.files, today),
        *lens_entries(lens_verdicts, expanded),
        *agreed_entries(judged.files, today),
    ]
    overdue_words, warnings = overdue_in_words(judged.files, today), warning_names(lens_verdicts)
    entries = dossier(
        judged,
        expanded,
        past=past,
        more=more,
        overdue_words=overdue_words,
        warnings=warnings,
        lenses=lens_verdicts,
    )
    if arguments.format == "markdown":
        return markdown.vendor(judged, entries)
    return text.vendor(judged, entries, terminal_width())
