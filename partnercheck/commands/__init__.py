"""The commands: one module each, whose docstring is its help.

A module has `add_arguments(parser)` and `run(arguments, context) -> exit status`, and imports
what is heavy inside them, so that no command pays for another.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO, cast

if TYPE_CHECKING:
    from partnercheck.workspace import Workspace

COMMANDS = (
    *("open", "demo", "init", "add", "assess", "list", "show", "compare", "session", "answer"),
    *("check", "instrument", "schema"),
    *("decide", "history", "diff", "table"),
    *("request", "import"),
    *("goals", "meetings"),
    *("agenda", "report", "fmt", "merge-file", "completion"),
)


class Context(NamedTuple):
    """What a command may touch of the world around it."""

    here: Path
    today: dt.date
    environment: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    clock: Callable[[], dt.date] = dt.date.today

    def say(self, text: str) -> None:
        """Write a message for a person, beside the result."""
        print(text, file=self.stderr)


class Command(Protocol):
    """What a command's module offers."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace, context: Context) -> int:
        """Do it; the exit status."""


def command(name: str) -> Command:
    """A command's module; one that is a word of Python has an underscore after it."""
    module = f"{name}_" if iskeyword(name) else name.replace("-", "_")
    return cast("Command", import_module(f"{__package__}.{module}"))


def here_and_now() -> Context:
    """The context of this process."""
    return Context(Path.cwd(), dt.date.today(), os.environ, sys.stdin, sys.stdout, sys.stderr)


def workspace_of(arguments: argparse.Namespace, context: Context) -> Workspace:
    """The workspace that a command works on. Raises UserError where there is none."""
    from partnercheck.workspace import find, open_workspace

    return open_workspace(find(arguments.workspace, context.environment, context.here))


def named_files(
    arguments: argparse.Namespace, context: Context
) -> list[tuple[Workspace, list[str]]]:
    """The workspaces of the files that were named, each with their names in it.

    A hook names files from the top of its repo, wherever the workspaces in it are. Without files
    it is the usual workspace, and all of it. Raises UserError for a file that is in none.
    """
    from partnercheck.model import UserError
    from partnercheck.text import clean
    from partnercheck.workspace import SETTINGS_FILE, open_workspace

    if not arguments.files:
        return [(workspace_of(arguments, context), [])]
    if arguments.workspace or context.environment.get("PARTNERCHECK_WORKSPACE"):
        roots = [workspace_of(arguments, context).root.resolve()]
    else:
        roots = []
    named: dict[Path, list[str]] = {}
    for file in arguments.files:
        path = (context.here / file).resolve()
        if not path.exists():
            raise UserError(f"{clean(str(context.here / file))} is not there")
        above = [each for each in (path, *path.parents) if (each / SETTINGS_FILE).exists()]
        root = next((each for each in roots or above if path.is_relative_to(each)), None)
        if root is None:
            where = f"the workspace {clean(str(roots[0]))}" if roots else "a workspace"
            raise UserError(f"{clean(str(context.here / file))} is not in {where}")
        named.setdefault(root, []).append(clean(path.relative_to(root).as_posix()))
    return [(open_workspace(root), files) for root, files in named.items()]


def add_round(parser: argparse.ArgumentParser) -> None:
    """The option that names a round."""
    from partnercheck.rounds import FORMS

    parser.add_argument("--round", default="", metavar="ROUND", help=f"one round: {FORMS}")


def round_of(arguments: argparse.Namespace) -> str:
    """The round that was named, or nothing. Raises UserError where it is none."""
    from partnercheck.model import UserError
    from partnercheck.rounds import FORMS, is_round

    named: str = arguments.round
    if named and not is_round(named):
        raise UserError(f"--round {named}: a round is {FORMS}")
    return named


def vendor_named(workspace: Workspace, named: str) -> str:
    """The id of the vendor with this id or name. Raises UserError where there is none."""
    import difflib

    from partnercheck.model import UserError
    from partnercheck.text import clean, folded, slug
    from partnercheck.workspace import load_vendor, vendor_ids

    ids = vendor_ids(workspace, archived=True)
    if named in ids:
        return named
    names = {vendor_id: load_vendor(workspace, vendor_id)[0].name for vendor_id in ids}
    key = folded(named)
    called_so = [vendor_id for vendor_id, name in names.items() if folded(name) == key]
    if len(called_so) > 1:
        which = ", ".join(called_so)
        raise UserError(f'several vendors are called "{clean(named)}": name one by its id, {which}')
    if called_so:
        return called_so[0]
    by_slug = {slug(name): vendor_id for vendor_id, name in names.items()} | {i: i for i in ids}
    near = difflib.get_close_matches(slug(named), by_slug, 1)
    hint = f"; did you mean {by_slug[near[0]]}?" if near else ""
    raise UserError(f'there is no vendor "{clean(named)}"{hint}')
