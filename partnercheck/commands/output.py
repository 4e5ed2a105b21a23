"""Writing a result to a file or to standard output, byte for byte."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import real_path
from partnercheck.base.text import clean
from partnercheck.commands import Context

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace

STDOUT = "-"


def add_output(parser: argparse.ArgumentParser, default: str = "stdout") -> None:
    """Add the option for the file to write; `default` says in the help where it goes without."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=f"the file to write, or a folder; - for stdout (default: {default})",
    )


def write_file(
    workspace: Workspace, named: str, data: bytes, context: Context, default_name: str = ""
) -> None:
    """Replace a file's content in one step, or write to a pipe or a device, and say so.

    A folder gets a file with the default name. Raises UserError if the file cannot be written, or
    belongs to the workspace.
    """
    from partnercheck.storage.atomic import replace_file

    shown = clean(named)
    try:
        path = context.folder / named
        if default_name and (named.endswith("/") or path.is_dir()):
            path /= default_name
            shown = clean(f"{named.rstrip('/')}/{default_name}")
        _refuse_own_files(workspace, path, shown)
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(data)
        else:
            replace_file(path, data)
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or error
        raise UserError(f"{shown} cannot be written: {why}") from error
    context.say(f"Wrote {shown}")


def _refuse_own_files(workspace: Workspace, path: Path, shown: str) -> None:
    real = real_path(path)
    if real.suffix == ".toml" and real.is_relative_to(real_path(workspace.root)):
        raise UserError(
            f"{shown} belongs to the workspace, so it was not overwritten. Choose another name"
        )


def write_stdout(context: Context, data: bytes) -> None:
    """Write bytes to standard output as they are. Raises OutputError if that fails."""
    from partnercheck.base.streams import OutputError, discard

    try:
        context.stdout.flush()
        context.stdout.buffer.write(data)
        context.stdout.buffer.flush()
    except OSError as error:
        discard(context.stdout)
        raise OutputError(*error.args) from error


def refuse_binary_on_terminal(
    output: str | None, context: Context, what: str, example: str
) -> None:
    """Raise UserError if bytes that are no text have no file to go to, or would go to a terminal.

    `what` names the content at the start of a sentence, `example` is a file for the message.
    """
    if output is None or (output == STDOUT and context.stdout.isatty()):
        raise UserError(f"{what} is not text for a terminal. Write it to a file: -o {example}")
