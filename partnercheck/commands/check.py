"""Check the workspace's files, or those named, and list everything that is wrong.

Exit status 1 if there are errors, or with --strict anything at all, so that a pre-commit hook or a
CI job can stop there; 2 if a name that was given matches no file.
"""

from __future__ import annotations

import argparse

from partnercheck.base.english import plural
from partnercheck.base.records import Problem
from partnercheck.commands import Context, located


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, if not all, and what counts as wrong."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")
    parser.add_argument("--strict", action="store_true", help="warnings and notices fail too")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the problems on stdout."""
    from partnercheck.commands.named_files import NamedFile, matches, named_files, say_unmatched
    from partnercheck.commands.progress import with_progress
    from partnercheck.workspace.checking import files_of_workspace, problems_of, schema_names
    from partnercheck.workspace.open import open_workspace

    severities: set[str] = set()
    looked_at = 0
    unmatched = False
    for root, wanted in named_files(arguments, context):
        workspace = open_workspace(root)
        matched: set[NamedFile] = set()
        for file in files_of_workspace(workspace):
            found = matches(workspace, file, wanted)
            matched.update(found)
            looked_at += bool(found or not wanted)
        for file in schema_names(workspace):
            matched.update(matches(workspace, file, wanted))
        for problem in problems_of(workspace, lambda ids: with_progress(ids, context.stderr)):
            found = matches(workspace, problem.file, wanted)
            matched.update(found)
            if found or not wanted:
                severities.add(problem.severity)
                here = located(problem, workspace.root, context.here)
                context.stdout.write(f"{_marked(here)}\n")
        unmatched |= say_unmatched(wanted, matched, context)
    if unmatched:
        return 2
    if not severities:
        context.say(f"Nothing wrong in {plural(looked_at, 'file')}")
    elif "error" not in severities:
        context.say(f"No errors in {plural(looked_at, 'file')}")
    return 1 if "error" in severities or (arguments.strict and severities) else 0


def _marked(problem: Problem) -> str:
    return str(problem) if problem.severity == "error" else f"{problem} ({problem.severity})"
