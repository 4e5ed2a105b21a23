"""Check all files of the workspace, or only the named ones, and list their problems.

The exit status is 1 if there are errors or, with --strict, problems of any kind, so that a
pre-commit hook or a CI job fails; it is 2 if a given path matches no file. `--format github`
annotates the lines of a pull request. Use it in GitHub workflows: no text from a file can then act
as a workflow command. `--missing owner,spend` also reports the vendors without an owner or a spend.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.commands import Context, add_format, located
from partnercheck.commands.output import add_output
from partnercheck.commands.selection import add_missing
from partnercheck.commands.sharing import add_jobs

if TYPE_CHECKING:
    from partnercheck.base.records import Problem
    from partnercheck.base.workers import Workers
    from partnercheck.workspace.checking import Checked

FORMATS = ("text", "json", "github")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files, --strict, and the format."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders (default: all)")
    parser.add_argument(
        "--strict", action="store_true", help="warnings and notices make the check fail too"
    )
    add_missing(
        parser,
        "report vendors that lack at least one of these fields or facts, such as owner,spend",
    )
    add_format(parser, FORMATS)
    add_output(parser)
    add_jobs(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """List the problems on stdout."""
    if arguments.format != "github":
        return _check(arguments, context)
    from partnercheck.formats.github import workflow_command

    try:
        return _check(arguments, context)
    except UserError as error:
        # The message may quote a file's name, which could act as a command.
        context.stderr.write(workflow_command("error", str(error)))
        return 2


def _check(arguments: argparse.Namespace, context: Context) -> int:
    """List the problems, and return the exit status."""
    checked = _Checked(arguments, context)
    severities = set()
    if arguments.format == "json":
        problems = list(checked.problems())
        context.stdout.write(_json(problems, checked.count))
        severities = {each.severity for each in problems}
    else:
        write = WRITERS[arguments.format]
        for problem in checked.problems():
            severities.add(problem.severity)
            context.stdout.write(write(problem))
    if checked.unmatched:
        return 2
    if not severities:
        context.say(f"No problems in {plural(checked.count, 'file')}")
    elif "error" not in severities:
        context.say(f"No errors in {plural(checked.count, 'file')}")
    return 1 if "error" in severities or (arguments.strict and severities) else 0


class _Checked:
    """The files to check, the number of files checked, and the names that matched no file."""

    def __init__(self, arguments: argparse.Namespace, context: Context) -> None:
        self.arguments, self.context = arguments, context
        self.count = 0
        self.unmatched: list[str] = []

    def problems(self) -> Iterator[Problem]:
        """Yield the problems in the files, with paths for the reader.

        Names that match no file are reported.
        """
        from partnercheck.base.workers import Workers
        from partnercheck.commands.named_files import NamedFile, matches, named_files, unmatched
        from partnercheck.workspace.checking import each_problem, files_of_workspace, schema_names
        from partnercheck.workspace.missing_keys import missing_problems
        from partnercheck.workspace.open import open_workspace

        base = _base(self.arguments, self.context)
        for root, wanted in named_files(self.arguments, self.context):
            workspace = open_workspace(root)
            matched: set[NamedFile] = set()
            for file in files_of_workspace(workspace):
                names = matches(workspace, file, wanted)
                matched.update(names)
                self.count += bool(names or not wanted)
            for file in schema_names(workspace):
                matched.update(matches(workspace, file, wanted))
            with Workers(self.arguments.jobs, self.context.say) as workers:
                problems = each_problem(workspace, partial(self._read, workers))
                for problem in chain(problems, missing_problems(workspace, self.arguments.missing)):
                    names = matches(workspace, problem.file, wanted)
                    matched.update(names)
                    if names or not wanted:
                        yield located(problem, workspace.root, base)
            self._tell_unmatched(unmatched(wanted, matched))

    def _read(
        self, workers: Workers, read: Callable[[str], Checked], ids: Sequence[str]
    ) -> Iterator[Checked]:
        """Yield the problems of the vendors; on a terminal, show the progress."""
        from partnercheck.commands.progress import counting

        results = workers.map(read, ids)
        # The progress would be among the problems that are written to the same terminal.
        quiet = self.context.stdout.isatty() and self.arguments.format != "json"
        return results if quiet else counting(results, len(ids), self.context.stderr)

    def _tell_unmatched(self, messages: Sequence[str]) -> None:
        self.unmatched += messages
        for message in messages:
            if self.arguments.format == "github":
                from partnercheck.formats.github import workflow_command

                self.context.stderr.write(workflow_command("error", message))
            else:
                self.context.say(message)


def _base(arguments: argparse.Namespace, context: Context) -> Path:
    """Return the folder that paths are relative to: GitHub's are relative to the repository."""
    repository = context.environment.get("GITHUB_WORKSPACE", "")
    return Path(repository) if arguments.format == "github" and repository else context.folder


def _text(problem: Problem) -> str:
    suffix = "" if problem.severity == "error" else f" ({problem.severity})"
    return f"{problem}{suffix}\n"


def _github(problem: Problem) -> str:
    from partnercheck.formats.github import workflow_command

    message = f"{problem.message}. {problem.remedy}."
    return workflow_command(problem.severity, message, problem.file, problem.line)


def _json(problems: Sequence[Problem], count: int) -> str:
    from partnercheck.formats.json_write import json_document
    from partnercheck.report.json import problem_entry

    return json_document(files=count, problems=[problem_entry(each) for each in problems])


WRITERS: Mapping[str, Callable[[Problem], str]] = {"text": _text, "github": _github}
