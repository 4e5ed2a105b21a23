"""Check the workspace's files, or those named, and list everything that is wrong.

Exit status 1 where anything was found, so that a pre-commit hook or a CI job can stop there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from partnercheck.commands import Context, workspace_of
from partnercheck.model import Problem, UserError
from partnercheck.rules.why import plural
from partnercheck.text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, if not all."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the problems on stdout."""
    from partnercheck.checking import checked, covered, problems_of

    workspace = workspace_of(arguments, context)
    wanted = [_inside(workspace.root, context.here / file) for file in arguments.files]
    problems = [problem for problem in problems_of(workspace) if covered(problem.file, wanted)]
    for problem in problems:
        context.stdout.write(f"{_marked(problem)}\n")
    if not problems:
        context.say(f"Nothing wrong in {plural(checked(workspace, wanted), 'file')}")
    return 1 if problems else 0


def _inside(root: Path, path: Path) -> str:
    if not path.exists():
        raise UserError(f"{clean(str(path))} is not there")
    try:
        return clean(path.resolve().relative_to(root.resolve()).as_posix())
    except ValueError:
        raise UserError(f"{clean(str(path))} is not in the workspace {clean(str(root))}") from None


def _marked(problem: Problem) -> str:
    return str(problem) if problem.severity == "error" else f"{problem} ({problem.severity})"
