"""The workspace as it was at a commit, for the commands that take --at."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, TextIO, cast

from partnercheck.base.errors import UserError
from partnercheck.commands import Context, workspace_of

HELP = "show the state at this commit, named as in git: HEAD~1 or a hash"


def add_at(parser: argparse.ArgumentParser) -> None:
    """Add the option for a commit; `run_at` then runs the command on the workspace of that time."""
    parser.add_argument("--at", metavar="REV", help=HELP)
    parser.set_defaults(whole_workspace_at=True)


def run_at(
    run: Callable[[argparse.Namespace, Context], int],
    arguments: argparse.Namespace,
    context: Context,
) -> int:
    """Run a command on the workspace as it was at a commit; return its exit status."""
    from partnercheck.base import git
    from partnercheck.versions.revisions import workspace_at

    _refuse_with_changes(arguments)
    workspace = workspace_of(arguments, context)
    commit = git.commit(workspace.root, arguments.at)
    as_of = f"As of {commit.short}, {commit.on}, judged by today's rules"
    stdout = context.stdout
    if arguments.format in ("text", "markdown"):
        stdout = cast("TextIO", _WithHeading(stdout, f"{as_of}\n\n"))
    else:
        context.say(as_of)
    with workspace_at(workspace, commit.hash) as earlier:
        # The files are in the commit, so problems name them relative to the workspace's folder.
        earlier_context = context._replace(
            folder=earlier.root, opened=earlier, as_of=as_of, stdout=stdout
        )
        return run(arguments, earlier_context)


def _refuse_with_changes(arguments: argparse.Namespace) -> None:
    """Raise UserError if the command is to change something: a commit cannot be changed."""
    for change in arguments.changes:
        if getattr(arguments, change) not in (None, False):
            option = change.replace("_", "-")
            raise UserError(f"--at shows an earlier state, so it cannot be used with --{option}")


class _WithHeading:
    """A stream that writes a heading before the first text; without a text, it writes nothing."""

    def __init__(self, stream: TextIO, heading: str) -> None:
        self._stream, self._heading = stream, heading

    def write(self, text: str) -> int:
        heading, self._heading = self._heading, ""
        return self._stream.write(heading + text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
