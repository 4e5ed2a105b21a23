"""The commands: one module each, whose docstring is its help.

A module has `add_arguments(parser)` and `run(arguments, context) -> exit status`, and imports
what is heavy inside them, so that no command pays for another.
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
from partnercheck.base.rounds import FORMS, is_round
from partnercheck.base.text import clean, name_key

if TYPE_CHECKING:
    from partnercheck.base.records import Problem
    from partnercheck.workspace.open import Workspace

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

    def report_problems(self, root: Path, *groups: Iterable[Problem]) -> None:
        """Write every problem once, beside the result; `root` is the folder of their workspace."""
        for problem in dict.fromkeys(chain(*groups)):
            self.say(str(located(problem, root, self.here)))


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


def current_context() -> Context:
    """Return the context of this process.

    The current folder may have been removed: then relative paths fail, and absolute ones work.
    """
    try:
        here = Path.cwd()
    except OSError:
        here = Path()
    return Context(here, dt.date.today(), os.environ, sys.stdin, sys.stdout, sys.stderr)


def path_from(here: Path, root: Path, name: str) -> str:
    """A file of a workspace as a path: from the current folder if it is below, else absolute."""
    for folder in (root, real_path(root)):
        path = folder / name
        if os.pardir not in folder.parts and path.is_relative_to(here):
            return path.relative_to(here).as_posix()
    return (real_path(root) / name).as_posix()


def located(problem: Problem, root: Path, here: Path) -> Problem:
    """The problem with its file as a path that a shell in the current folder can open."""
    from msgspec.structs import replace

    return replace(problem, file=clean(path_from(here, root, problem.file)))


def error_text(error: Exception, here: Path) -> str:
    """What an error says, with its files as paths that a shell in the current folder can open."""
    from partnercheck.base.records import UnreadableError

    if isinstance(error, UnreadableError):
        return error.text(located(problem, Path(error.root), here) for problem in error.problems)
    return str(error)


def workspace_of(arguments: argparse.Namespace, context: Context) -> Workspace:
    """The workspace that a command works on. Raises UserError if there is none."""
    from partnercheck.workspace.open import open_workspace

    return open_workspace(workspace_root(arguments, context))


def workspace_root(arguments: argparse.Namespace, context: Context) -> Path:
    """The folder of the workspace that a command works on. Raises UserError if there is none."""
    from partnercheck.workspace.open import find

    return find(arguments.workspace, context.environment, context.here)


STDIN = "-"


def read_input(context: Context, file: str, most: int) -> bytes:
    """The bytes of a file, or of standard input if it is `-`; not more than `most` and one.

    Raises OSError if it cannot be read.
    """
    from partnercheck.base.regular_file import read_bytes

    if file != STDIN:
        return read_bytes(context.here / file, most)
    stream = getattr(context.stdin, "buffer", None)
    if stream is None or stream.closed:
        raise OSError(errno.EBADF, "standard input is closed")
    data: bytes = stream.read(most + 1)
    return data


def input_name(file: str) -> str:
    """What messages call a file that was named, or standard input."""
    return "(standard input)" if file == STDIN else clean(file)


def add_encoding(parser: argparse.ArgumentParser) -> None:
    """The option that says how a file's characters are encoded."""
    parser.add_argument(
        "--encoding",
        type=_encoding,
        default="",
        metavar="NAME",
        help="such as cp1252 (default: UTF-8, or UTF-16 with its byte order mark)",
    )


def _encoding(name: str) -> str:
    from partnercheck.formats.decoding import known_encoding

    if name and not known_encoding(name):
        raise argparse.ArgumentTypeError(f'there is no encoding "{name}"')
    return name


FORMATS = ("text", "markdown", "csv", "json")


def add_format(parser: argparse.ArgumentParser, formats: Sequence[str] = FORMATS) -> None:
    """Add the option that chooses one of these formats; the first is the default."""
    default = formats[0]
    parser.add_argument("--format", choices=formats, default=default, help=f"(default: {default})")


def add_round(parser: argparse.ArgumentParser) -> None:
    """The option that names a round."""
    parser.add_argument("--round", default="", metavar="ROUND", help=f"one round: {FORMS}")


def round_of(arguments: argparse.Namespace) -> str:
    """The round that was named, or nothing. Raises UserError where it is none."""
    named: str = arguments.round
    if named and not is_round(named):
        raise UserError(f"--round {named}: a round is {FORMS}")
    return named


def vendor_named(workspace: Workspace, named: str) -> str:
    """The id of the vendor with this id or name. Raises UserError where there is none."""
    from partnercheck.base.english import closest_id
    from partnercheck.workspace.read_vendor import read_description, vendor_ids

    ids = vendor_ids(workspace)
    if named in ids:
        return named
    names = {vendor_id: read_description(workspace, vendor_id)[0].name for vendor_id in ids}
    key = name_key(named)
    called_so = [vendor_id for vendor_id, name in names.items() if name_key(name) == key]
    if len(called_so) > 1:
        which = ", ".join(called_so)
        raise UserError(f'several vendors are called "{clean(named)}": name one by its id, {which}')
    if called_so:
        return called_so[0]
    near = closest_id(named, names)
    hint = f"; did you mean {near}?" if near else ""
    raise UserError(f'there is no vendor "{clean(named)}"{hint}')
