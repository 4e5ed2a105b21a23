"""Show the changes between two commits, or between a commit and the working tree.

REV is a commit, named as in git: HEAD~1, main or a hash. `A..B` compares two commits, and `A...B`
compares B with the last commit that it has in common with A, as a pull request does. Both versions
are judged by the rules of the working tree; changes to the rules are listed separately.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.commands import Context, add_format, workspace_of
from partnercheck.commands.output import add_output

if TYPE_CHECKING:
    from pathlib import Path

    from partnercheck.report.difference.words import Side


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the two states, the vendors and the format."""
    parser.add_argument("before", metavar="REV", help="the earlier commit, or a range A..B")
    parser.add_argument(
        "after", metavar="REV", nargs="?", help="the later commit (default: the working tree)"
    )
    parser.add_argument(
        "--vendor",
        action="append",
        default=[],
        metavar="VENDOR",
        help="only this vendor, by its id or name; can be repeated",
    )
    add_format(parser, ("text", "markdown", "json"))
    add_output(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the changes to stdout, and the problems found in files to both stdout and stderr."""
    from partnercheck.report.difference.words import Comparison
    from partnercheck.versions.revisions import difference_between

    workspace = workspace_of(arguments, context)
    before, after = _sides(workspace.root, arguments.before, arguments.after)
    assert before.commit
    changes = difference_between(workspace, before.commit, after.commit, arguments.vendor)
    for side, problems in ((before, changes.problems_before), (after, changes.problems_after)):
        for problem in problems:
            context.say(f"{side.named}: {problem}")
    comparison = Comparison(
        before, after, changes, workspace.instrument, workspace.instruments, context.today
    )
    if arguments.format == "json":
        from partnercheck.report.difference import json as difference_json

        result = difference_json.difference(comparison)
    elif arguments.format == "markdown":
        from partnercheck.report.difference import markdown as difference_markdown

        result = difference_markdown.difference(comparison)
    else:
        from partnercheck.base.terminal import terminal_width
        from partnercheck.report.difference import text as difference_text

        result = difference_text.difference(comparison, terminal_width())
    context.stdout.write(result)
    return 0


def _sides(root: Path, first: str, second: str | None) -> tuple[Side, Side]:
    """Return the two states to compare. Raises UserError if one is unknown."""
    from partnercheck.base import git
    from partnercheck.report.difference.words import Side

    if ".." not in first:
        after = Side(second, git.commit(root, second)) if second is not None else Side()
        return Side(first, git.commit(root, first)), after
    if second is not None:
        raise UserError("a range such as A..B cannot be combined with another revision")
    dots = "..." if "..." in first else ".."
    revisions = [end or "HEAD" for end in first.split(dots, 1)]
    commits = [git.commit(root, end) for end in revisions]
    if dots == "...":
        base = git.merge_base(root, commits[0].hash, commits[1].hash)
        commits[0] = git.commit(root, base)
        revisions[0] = base
    return Side(revisions[0], commits[0]), Side(revisions[1], commits[1])
