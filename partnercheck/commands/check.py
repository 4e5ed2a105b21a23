"""Check all files of the workspace, or only the named ones, and list their problems.

The exit status is 1 if there are errors, or with --strict any problems, so that a pre-commit hook
or a CI job stops; it is 2 if a name matches no file.
"""

from __future__ import annotations

import argparse

from partnercheck.base.english import plural
from partnercheck.commands import Context, located


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files, and --strict."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")
    parser.add_argument("--strict", action="store_true", help="warnings and notices fail too")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the problems on stdout."""
    from partnercheck.commands.named_files import NamedFile, matches, named_files, say_unmatched
    from partnercheck.commands.progress import with_progress
    from partnercheck.workspace.checking import files_of_workspace, problems_of, schema_names
    from partnercheck.workspace.open import open_workspace

    severities: set[str] = set()
    count = 0
    unmatched = False
    for root, wanted in named_files(arguments, context):
        workspace = open_workspace(root)
        matched: set[NamedFile] = set()
        for file in files_of_workspace(workspace):
            names = matches(workspace, file, wanted)
            matched.update(names)
            count += bool(names or not wanted)
        for file in schema_names(workspace):
            matched.update(matches(workspace, file, wanted))
        for problem in problems_of(workspace, lambda ids: with_progress(ids, context.stderr)):
            names = matches(workspace, problem.file, wanted)
            matched.update(names)
            if names or not wanted:
                severities.add(problem.severity)
                problem = located(problem, workspace.root, context.folder)
                suffix = "" if problem.severity == "error" else f" ({problem.severity})"
                context.stdout.write(f"{problem}{suffix}\n")
        unmatched |= say_unmatched(wanted, matched, context)
    if unmatched:
        return 2
    if not severities:
        context.say(f"No problems in {plural(count, 'file')}")
    elif "error" not in severities:
        context.say(f"No errors in {plural(count, 'file')}")
    return 1 if "error" in severities or (arguments.strict and severities) else 0
