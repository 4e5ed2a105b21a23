"""Put files into their canonical form, so that their diffs show nothing but changed answers.

A file with comments is left as it is, unless --drop-comments says that they may go. With --check
nothing is written, and exit status 1 says that a file would be changed.
"""

from __future__ import annotations

import argparse
from collections import Counter

from partnercheck.base.english import plural
from partnercheck.base.records import Problem, Settings
from partnercheck.commands import Context, path_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, if not all, and what may be done to them."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing, only say")
    parser.add_argument("--drop-comments", action="store_true", help="comments may go")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the files that are changed, or would be, on stdout."""
    from partnercheck.commands.named_files import matches, named_files, say_unmatched
    from partnercheck.questionnaires.read import instruments
    from partnercheck.workspace.checking import files_of_workspace
    from partnercheck.workspace.formatting import files_of, format_file
    from partnercheck.workspace.open import Workspace, file_name

    states: Counter[str] = Counter()
    unmatched = False
    for root, wanted in named_files(arguments, context):
        # Its settings file is read when it is formatted, like every other.
        workspace = Workspace(root, Settings(), instruments(root / "instruments")[0])
        found = (matches(workspace, file, wanted) for file in files_of_workspace(workspace))
        unmatched |= say_unmatched(wanted, {each for of_file in found for each in of_file}, context)
        for path in files_of(workspace):
            file = path.file if isinstance(path, Problem) else file_name(workspace, path)
            if wanted and not matches(workspace, file, wanted):
                continue
            if isinstance(path, Problem):
                context.report_problems(workspace.root, [path])
                states["unread"] += 1
                continue
            done = format_file(workspace, path, arguments.drop_comments, not arguments.check)
            states[done.state] += 1
            if done.state != "changed" and not done.why:
                continue
            file = path_from(context.here, workspace.root, done.file)
            if done.state == "changed":
                context.stdout.write(f"{file}\n")
            else:
                context.say(f"{file}{done.why.removeprefix(done.file)}")
    changed = states["changed"]
    would = "would be laid out anew" if arguments.check else "laid out anew"
    context.say(f"{plural(changed, 'file')} of {states.total()} {would}")
    if unmatched:
        return 2
    return 1 if states["unread"] or (arguments.check and changed) else 0
