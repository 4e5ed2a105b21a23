"""Show a vendor: its verdict, why, what would change it, what to ask next.

`--all` opens every condition and every question, with who answered what. `--at` shows the
vendor as it was at a commit, judged by today's rules.
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

if TYPE_CHECKING:
    from partnercheck.base.git import Commit
    from partnercheck.verdicts.judged import JudgedVendor
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The vendor, the round, the commit, how much of it, and the format."""
    parser.add_argument("vendor", metavar="VENDOR", help="its id or name")
    parser.add_argument("--all", action="store_true", help="with every question and answer")
    parser.add_argument("--lines", action="store_true", help="only five lines to paste")
    add_round(parser)
    parser.add_argument(
        "--at", metavar="REV", help="as it was at a commit, as git names it: HEAD~1, a hash"
    )
    add_format(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the vendor to stdout."""
    round_of(arguments)
    if arguments.lines and arguments.format != "text":
        raise UserError("--lines are plain text, to be pasted: leave out --format")
    workspace = workspace_of(arguments, context)
    if arguments.at is None:
        vendor_id = vendor_named(workspace, arguments.vendor)
        context.stdout.write(_shown(workspace, vendor_id, arguments, context))
        return 0
    from partnercheck.base import git

    commit = git.commit(workspace.root, arguments.at)
    shown = _shown_at(workspace, commit, arguments, context)
    as_of = f"As of {commit.short}, {commit.on}, judged by today's rules"
    if arguments.format in ("text", "markdown"):
        shown = f"{as_of}\n\n{shown}"
    else:
        context.say(as_of)
    context.stdout.write(shown)
    return 0


def _shown_at(
    workspace: Workspace, commit: Commit, arguments: argparse.Namespace, context: Context
) -> str:
    """The vendor at a commit; it may have been removed since, or have another name now."""
    from partnercheck.versions.revisions import workspace_at

    try:
        only = {vendor_named(workspace, arguments.vendor)}
    except UserError:
        only = None
    with workspace_at(workspace, commit.hash, only) as then:
        vendor_id = _id_at(workspace, then, commit, arguments.vendor, only)
        return _shown(then, vendor_id, arguments, context)


def _id_at(
    workspace: Workspace, then: Workspace, commit: Commit, named: str, only: set[str] | None
) -> str:
    """The id of a vendor at a commit. Raises UserError where it was not there."""
    from partnercheck.base import git
    from partnercheck.workspace.read_vendor import read_description, vendor_ids

    when = f"{commit.short} ({commit.on})"
    if only is None:
        try:
            return vendor_named(then, named)
        except UserError as error:
            raise UserError(f"{error} (neither today nor at {when})") from None
    (vendor_id,) = only
    if vendor_id in vendor_ids(then):
        return vendor_id
    name = read_description(workspace, vendor_id)[0].name
    commits = git.commits(workspace.root, f"vendors/{vendor_id}")
    hint = "it has not been committed yet"
    if commits:
        hint = f"the first commit with it is {commits[0].short} ({commits[0].on})"
    raise UserError(f"{name} was not in the workspace at {when}; {hint}")


def _shown(
    workspace: Workspace, vendor_id: str, arguments: argparse.Namespace, context: Context
) -> str:
    """The vendor in the format that was asked for; what is wrong is said to the person."""
    from partnercheck.report.words.five_lines import five_lines
    from partnercheck.verdicts.judged import judge_vendor

    found = judge_vendor(workspace, vendor_id, arguments.round)
    problems = (*workspace.problems, *found.problems)
    if arguments.at:  # Their files are in the commit, not in a folder.
        for problem in problems:
            context.say(str(problem))
    else:
        context.report_problems(workspace.root, problems)
    if arguments.lines:
        return "\n".join(five_lines(found)) + "\n"
    if arguments.format in ("csv", "json"):
        from partnercheck.report.export import export

        return export(arguments.format, workspace, [found])
    return _dossier(workspace, found, arguments, context.today)


def _dossier(
    workspace: Workspace, found: JudgedVendor, arguments: argparse.Namespace, today: dt.date
) -> str:
    from partnercheck.report import markdown, text
    from partnercheck.report.dossier.entries import dossier
    from partnercheck.report.words.agreements import agreed_entries
    from partnercheck.report.words.lenses import lens_entries
    from partnercheck.verdicts.history import before_round, history
    from partnercheck.verdicts.lenses import lenses

    instrument = workspace.instrument
    sides = [f"{side}:{item.id}" for side in found.verdict.sides for item in instrument.items]
    every = [*(condition.id for condition in instrument.conditions), *sides]
    every += [each.id for each in workspace.instruments.values() if not each.classifies]
    opened = frozenset(every if arguments.all else ())
    past = history(workspace, found)
    seen = lenses(workspace, found, before_round(past, found))
    more = [*lens_entries(seen, opened)]
    more += agreed_entries(found.files, today)
    entries = dossier(found, opened, past=past, more=more)
    if arguments.format == "markdown":
        return markdown.vendor(found, entries)
    return text.vendor(found, entries, terminal_width())
