"""Reformat files into their canonical form, so that their diffs show only changed answers.

A file with comments is left unchanged, unless --drop-comments allows them to be removed. With
--check nothing is written, and exit status 1 means that a file would be reformatted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import chain

from partnercheck.base.english import plural
from partnercheck.base.records import Problem, Settings
from partnercheck.commands import Context, path_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files, --check and --drop-comments."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")
    parser.add_argument("--check", action="store_true", help="only list the files; write nothing")
    parser.add_argument("--drop-comments", action="store_true", help="allow comments to be removed")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Reformat the files, or only check them; write the names of changed files to stdout."""
    from partnercheck.commands.named_files import matches, named_files, say_unmatched
    from partnercheck.questionnaires.read import instruments
    from partnercheck.workspace.checking import files_of_workspace
    from partnercheck.workspace.formatting import files_of, format_file
    from partnercheck.workspace.open import Workspace, file_name

    states: Counter[str] = Counter()
    unmatched = False
    for root, wanted in named_files(arguments, context):
        # The settings file is read when it is formatted, like every other file.
        workspace = Workspace(root, Settings(), instruments(root / "instruments")[0])
        matched = (matches(workspace, file, wanted) for file in files_of_workspace(workspace))
        unmatched |= say_unmatched(wanted, set(chain.from_iterable(matched)), context)
        for path in files_of(workspace):
            file = path.file if isinstance(path, Problem) else file_name(workspace, path)
            if wanted and not matches(workspace, file, wanted):
                continue
            if isinstance(path, Problem):
                context.report_problems(workspace.root, [path])
                states["unread"] += 1
                continue
            outcome = format_file(workspace, path, arguments.drop_comments, not arguments.check)
            states[outcome.state] += 1
            file = path_from(context.folder, workspace.root, outcome.file)
            if outcome.state == "changed":
                context.stdout.write(f"{file}\n")
            elif outcome.why:
                context.say(f"{file}{outcome.why.removeprefix(outcome.file)}")
    changed = states["changed"]
    would = "would be reformatted" if arguments.check else "reformatted"
    context.say(f"{changed} of {plural(states.total(), 'file')} {would}")
    if unmatched:
        return 2
    return 1 if states["unread"] or (arguments.check and changed) else 0
