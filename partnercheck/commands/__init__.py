"""The commands: one module each, whose docstring is its help.

A module has `add_arguments(parser)` and `run(arguments, context) -> exit status`. It imports
heavy modules inside these functions, so that no command pays for the imports of another.
"""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from itertools import chain
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO, cast

from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import real_path
from partnercheck.base.rounds import FORMS, is_round, near_round
from partnercheck.base.text import clean, name_key

if TYPE_CHECKING:
    from partnercheck.base.records import Problem
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import Description

# Maps each group of commands to its commands, in the order of the help.
GROUPS: Mapping[str, Sequence[str]] = {
    "assess": ("assess", "answer", "session", "next"),
    "read": ("open", "list", "show", "compare", "history", "diff", "report", "table", "customer"),
    "vendors": ("add", "edit", "rename", "archive", "restore", "remove", "people"),
    "together with a vendor": (
        *("request", "import", "agenda", "goals", "meetings", "promises", "decide", "calendar"),
    ),
    "workspace": (
        *("demo", "init", "check", "fmt", "questionnaire", "schema", "completion", "merge-file"),
        "help",
    ),
}
COMMANDS = tuple(chain.from_iterable(GROUPS.values()))
# The commands that change several files and print a line for each; they finish without a reader.
CHANGING = frozenset(
    (
        *("add", "edit", "archive", "restore", "remove", "people"),
        *("request", "import", "fmt", "demo", "init"),
    )
)


class Context(NamedTuple):
    """The environment of a command; `folder` is the current folder."""

    folder: Path
    today: dt.date
    environment: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    clock: Callable[[], dt.date] = dt.date.today
    opened: Workspace | None = None  # a workspace to use instead of the one in the folder
    as_of: str = ""  # with --at, the commit in words; its workspace is `opened`

    def say(self, text: str) -> None:
        """Write a message for a person to stderr."""
        print(text, file=self.stderr)

    def report_problems(self, root: Path, *groups: Iterable[Problem]) -> None:
        """Write every problem to stderr once; `root` is the folder of their workspace."""
        for problem in dict.fromkeys(chain(*groups)):
            self.say(str(located(problem, root, self.folder)))


class Command(Protocol):
    """The interface of a command's module."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace, context: Context) -> int:
        """Run the command, and return the exit status."""


def command(name: str) -> Command:
    """Return a command's module, whose name ends in an underscore if it is a Python keyword."""
    module = f"{name}_" if iskeyword(name) else name.replace("-", "_")
    return cast("Command", import_module(f"{__package__}.{module}"))


def current_context() -> Context:
    """Return the context of this process.

    If the current folder has been removed, relative paths fail and absolute paths work.
    """
    try:
        folder = Path.cwd()
    except OSError:
        folder = Path()
    return Context(folder, dt.date.today(), os.environ, sys.stdin, sys.stdout, sys.stderr)


def path_from(current_folder: Path, root: Path, name: str) -> str:
    """Return a workspace file's path: relative if it is below the current folder, else absolute."""
    for folder in (root, real_path(root)):
        path = folder / name
        if os.pardir not in folder.parts and path.is_relative_to(current_folder):
            return path.relative_to(current_folder).as_posix()
    return (real_path(root) / name).as_posix()


def located(problem: Problem, root: Path, current_folder: Path) -> Problem:
    """Return a copy of a problem with a path that is relative to the current folder."""
    from msgspec.structs import replace

    return replace(problem, file=clean(path_from(current_folder, root, problem.file)))


def error_text(error: Exception, current_folder: Path) -> str:
    """Return the message of an error, with paths that can be opened from the current folder."""
    from partnercheck.base.records import UnreadableError

    if isinstance(error, UnreadableError):
        root = Path(error.root)
        return error.text(located(each, root, current_folder) for each in error.problems)
    return str(error)


def workspace_of(arguments: argparse.Namespace, context: Context) -> Workspace:
    """Open the workspace that a command works on. Raises UserError if there is none."""
    from partnercheck.workspace.open import open_workspace

    return context.opened or open_workspace(workspace_root(arguments, context))


def workspace_or_empty(arguments: argparse.Namespace, context: Context) -> Workspace:
    """Open the workspace, or return an empty one with the packaged questionnaires if there is none.

    Raises UserError if --workspace names a folder that is not a workspace.
    """
    from partnercheck.base.records import Settings
    from partnercheck.questionnaires.read import packaged
    from partnercheck.workspace.open import Workspace

    try:
        return workspace_of(arguments, context)
    except UserError:
        if arguments.workspace:
            raise
        return Workspace(context.folder, Settings(), packaged())


def workspace_root(arguments: argparse.Namespace, context: Context) -> Path:
    """Return the folder of the workspace. Raises UserError if there is none."""
    from partnercheck.workspace.open import find

    return find(arguments.workspace, context.environment, context.folder)


STDIN = "-"


def read_input(context: Context, file: str, most: int) -> bytes:
    """Return at most `most + 1` bytes of a file, or of standard input if it is `-`.

    Raises OSError if the file cannot be read.
    """
    from partnercheck.base.regular_file import read_bytes

    if file != STDIN:
        return read_bytes(context.folder / file, most)
    stream = getattr(context.stdin, "buffer", None)
    if stream is None or stream.closed:
        raise OSError(errno.EBADF, "standard input is closed")
    return bytes(stream.read(most + 1))


def input_name(file: str) -> str:
    """Return the name of an input file for messages."""
    return "(standard input)" if file == STDIN else clean(file)


def add_encoding(parser: argparse.ArgumentParser) -> None:
    """Add the option for the encoding of a file."""
    parser.add_argument(
        "--encoding",
        type=_encoding,
        default="",
        metavar="NAME",
        help="the file's encoding, such as cp1252 (default: UTF-8, or UTF-16 with a byte order "
        "mark)",
    )


def _encoding(name: str) -> str:
    from partnercheck.formats.decoding import known_encoding

    if name and not known_encoding(name):
        raise argparse.ArgumentTypeError(f'there is no encoding "{name}"')
    return name


FORMATS = ("text", "markdown", "csv", "json")


def add_format(parser: argparse.ArgumentParser, formats: Sequence[str] = FORMATS) -> None:
    """Add the option --format with these formats, the first of which is the default."""
    default = formats[0]
    parser.add_argument(
        "--format",
        choices=formats,
        default=default,
        help=f"the format of the output (default: {default})",
    )


def add_round(parser: argparse.ArgumentParser) -> None:
    """Add the option for a round."""
    parser.add_argument("--round", default="", metavar="ROUND", help=f"one round: {FORMS}")


def round_of(arguments: argparse.Namespace) -> str:
    """Return the value of --round, or an empty string. Raises UserError if it is not a round."""
    round_id: str = arguments.round
    if round_id and not is_round(round_id):
        near = near_round(round_id)
        hint = (
            f". Did you mean {near}?" if near else f". For --round, give a period such as {FORMS}"
        )
        raise UserError(f'"{round_id}" is not a round{hint}')
    return round_id


def vendor_named(workspace: Workspace, name: str) -> Description:
    """Return the vendor with this id or name. Raises UserError if there is not exactly one."""
    return vendors_named(workspace, [name])[0]


def vendors_named(workspace: Workspace, names: Sequence[str]) -> list[Description]:
    """Return the descriptions of the vendors with these ids or names, each vendor once.

    Each description is read once; all vendors are read unless every name is an id.
    Raises UserError if a name belongs to no vendor, or to more than one.
    """
    from partnercheck.workspace.read_vendor import read_description, vendor_ids

    ids = vendor_ids(workspace)
    to_read = dict.fromkeys(names if set(names) <= set(ids) else ids)
    descriptions = {vendor_id: read_description(workspace, vendor_id) for vendor_id in to_read}
    vendor_names = {vendor_id: each.vendor.name for vendor_id, each in descriptions.items()}
    return [descriptions[each] for each in dict.fromkeys(_id_of(n, vendor_names) for n in names)]


def chosen_vendors(workspace: Workspace, names: Sequence[str]) -> Sequence[str | Description]:
    """Return the vendors with these ids or names; without names, the ids of all vendors."""
    from partnercheck.workspace.read_vendor import vendor_ids

    return vendors_named(workspace, names) if names else vendor_ids(workspace)


def _id_of(named: str, vendor_names: Mapping[str, str]) -> str:
    """Return the id of the vendor with this id or name. Raises UserError if it is not unique."""
    from partnercheck.base.english import closest_id

    if named in vendor_names:
        return named
    key = name_key(named)
    namesakes = [vendor_id for vendor_id, name in vendor_names.items() if name_key(name) == key]
    if len(namesakes) > 1:
        ids = ", ".join(namesakes)
        raise UserError(f'several vendors are called "{clean(named)}": name one by its id, {ids}')
    if namesakes:
        return namesakes[0]
    near = closest_id(named, vendor_names)
    hint = f"; did you mean {near}?" if near else ""
    raise UserError(f'there is no vendor "{clean(named)}"{hint}')
