"""Check the workspace's files, or those named, and list everything that is wrong.

Exit status 1 where anything was found, so that a pre-commit hook or a CI job can stop there.
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context, named_files
from partnercheck.model import Problem
from partnercheck.rules.why import plural


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, if not all."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the problems on stdout."""
    from partnercheck.checking import checked, covered, problems_of
    from partnercheck.commands.progress import counted

    found = False
    looked_at = 0
    for workspace, wanted in named_files(arguments, context):
        looked_at += checked(workspace, wanted)
        for problem in problems_of(workspace, lambda ids: counted(ids, context.stderr)):
            if covered(problem.file, wanted):
                found = True
                context.stdout.write(f"{_marked(problem)}\n")
    if not found:
        context.say(f"Nothing wrong in {plural(looked_at, 'file')}")
    return 1 if found else 0


def _marked(problem: Problem) -> str:
    return str(problem) if problem.severity == "error" else f"{problem} ({problem.severity})"
