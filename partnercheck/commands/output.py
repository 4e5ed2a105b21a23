"""The destination of a result: standard output, or with -o a file.

A command writes its document to `context.stdout`, whatever is asked for. With -o PATH,
`run_with_output` gives the command a stream in memory instead, and writes the file when the command
has ended, so that commands need no code for files, and a failed command leaves no file behind.
"""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TextIO, cast

from partnercheck.base.errors import UserError
from partnercheck.base.streams import SafeStream
from partnercheck.base.text import clean
from partnercheck.commands import Context, workspace_root

STDOUT = "-"
SUFFIXES = {"text": "txt", "markdown": "md", "github": "txt"}
REMEDY = "Use --force to replace it, or name another place with --output"
# The arguments that say what the document is, the most specific first; `document` is the command.
SUBJECTS = ("table", "id", "kind", "document")
Runner = Callable[[argparse.Namespace, Context], int]
OPENER_SECONDS = 3.0  # how long to wait for the opening program to fail


def add_output(
    parser: argparse.ArgumentParser,
    suffix: str = "txt",
    *,
    file_name: str = "",
    changes: Sequence[str] = (),
    default: str = "stdout",
) -> None:
    """Add the options for the file to write.

    Args:
        parser: The command's parser.
        suffix: The ending of a file in a folder, for a command without --format.
        file_name: The whole name of a file in a folder, instead of one made from the arguments.
        changes: The options with which the command changes something and writes no document.
        default: The destination if the option is not given, in words for the help.

    """
    _add_options(parser, default)
    name = "".join(parser.prog.split()[1:2])
    parser.set_defaults(document=name, suffix=suffix, file_name=file_name, changes=changes)


def _add_options(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        help=f"a file, an existing folder, a name that ends in /, or - for stdout (default: "
        f"{default})",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace the file if it already exists"
    )


def add_output_of_copies(parser: argparse.ArgumentParser) -> None:
    """Add the same options to a command that writes its own files, by default to the outbox."""
    _add_options(parser, "in outbox/")


def add_open(parser: argparse.ArgumentParser) -> None:
    """Add the option that opens the file, which makes the outbox the default on a terminal."""
    parser.add_argument("--open", action="store_true", help="open the file that was written")


def run_with_output(run: Runner, arguments: argparse.Namespace, context: Context) -> int:
    """Run a command, and write its document where the arguments say; return the exit status."""
    to_outbox = hasattr(arguments, "open") and _goes_to_outbox(arguments, context)
    if getattr(arguments, "open", False) and arguments.output == STDOUT:
        raise UserError("--open opens a file, so it cannot be used with --output -")
    if not to_outbox and arguments.output in (None, STDOUT):
        return run(arguments, context)
    _refuse_with_changes(arguments)
    path = _outbox_path(arguments, context) if to_outbox else _path(arguments, context)
    force = arguments.force or to_outbox
    _refuse_early(path, arguments, context, force)
    content = BytesIO()
    # No newline is translated. The stream is never closed, since that would close `content` too.
    text = TextIOWrapper(content, "utf-8", "replace", newline="", write_through=True)
    stream = cast("TextIO", SafeStream(text))
    with redirect_stdout(stream):
        status = run(arguments, context._replace(stdout=stream))
    text.flush()
    if data := content.getvalue():
        _write(path, data, arguments, context, force)
        if getattr(arguments, "open", False):
            _open(path, context)
    return status


def _goes_to_outbox(arguments: argparse.Namespace, context: Context) -> bool:
    """Return whether a page would flood a terminal, or is to be opened."""
    on_terminal = arguments.format == "html" and context.stdout.isatty()
    return arguments.output is None and (arguments.open or on_terminal)


def _outbox_path(arguments: argparse.Namespace, context: Context) -> Path:
    from partnercheck.exchange.outbox import Outgoing

    return Outgoing().path(workspace_root(arguments, context), default_name(arguments))


def _path(arguments: argparse.Namespace, context: Context) -> Path:
    """Return the whole path of the file. Raises UserError if the system refuses its name."""
    from partnercheck.exchange.outbox import Outgoing

    try:
        return Outgoing(arguments.output, context.folder).path(Path(), default_name(arguments))
    except (OSError, ValueError) as error:
        raise _cannot_be_written(Path(arguments.output), error) from error


def default_name(arguments: argparse.Namespace) -> str:
    """Return the name of a document in a folder: acme-logistics.2026-q4.agenda.md.

    The version for a vendor has a different name, so that ours is not sent by mistake.
    """
    from partnercheck.base.text import slug

    if arguments.file_name:
        return str(arguments.file_name)
    named = getattr(arguments, "vendors", None) or getattr(arguments, "vendor", None) or []
    vendors: list[str] = [named] if isinstance(named, str) else named
    form = getattr(arguments, "format", None) or arguments.suffix
    parts = [
        slug(vendors[0]) if len(vendors) == 1 else "",
        getattr(arguments, "round", ""),
        next(filter(None, (getattr(arguments, key, "") for key in SUBJECTS))),
        "for-vendor" if getattr(arguments, "reader", "") == "vendor" else "",
        SUFFIXES.get(form, form),
    ]
    return ".".join(filter(None, parts))


def _refuse_with_changes(arguments: argparse.Namespace) -> None:
    """Raise UserError if the command is to change something, and writes no document."""
    for change in arguments.changes:
        if getattr(arguments, change) not in (None, False):
            option = change.replace("_", "-")
            raise UserError(f"--output writes the list, so it cannot be used with --{option}")


def _refuse_early(path: Path, arguments: argparse.Namespace, context: Context, force: bool) -> None:
    """Raise UserError, before a long run, if the file exists and must not be replaced."""
    from partnercheck.exchange.outbox import refuse_own_file

    if root := _root(arguments, context):
        refuse_own_file(root, path)
    if force or _is_device(path) or not os.path.lexists(path):
        return
    if path.is_dir():
        raise UserError(f"{clean(str(path))} is a folder. Name a file in it")
    raise UserError(f"{clean(str(path))} already exists, so it was not replaced. {REMEDY}")


def _root(arguments: argparse.Namespace, context: Context) -> Path | None:
    """Return the folder of the workspace, if there is one."""
    try:
        return workspace_root(arguments, context)
    except UserError:
        return None


def _is_device(path: Path) -> bool:
    """Return whether a path is a pipe or a device: it exists, but not as a file or folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _write(
    path: Path, data: bytes, arguments: argparse.Namespace, context: Context, force: bool
) -> None:
    """Write the file in one step and name it. Raises UserError if it cannot be written."""
    from partnercheck.exchange.outbox import Outgoing, write_outgoing

    try:
        if _is_device(path):
            path.write_bytes(data)
        else:
            _require_folder(path, arguments)
            place = Outgoing(force=force, remedy=REMEDY)
            write_outgoing(_root(arguments, context), path, data, place)
    except (OSError, ValueError, RuntimeError) as error:
        raise _cannot_be_written(path, error) from error
    context.say(f"Wrote {clean(str(path))}")


def _require_folder(path: Path, arguments: argparse.Namespace) -> None:
    """Raise OSError if a file's folder is missing, unless the path ends in /: then it is made."""
    if arguments.output and not arguments.output.endswith("/"):
        path.parent.stat()


def _cannot_be_written(path: Path, error: Exception) -> UserError:
    why = getattr(error, "strerror", None) or error
    return UserError(f"{clean(str(path))} cannot be written: {why}")


def _open(path: Path, context: Context) -> None:
    """Open the file that was written; over SSH, only say to open it on one's own computer."""
    from partnercheck.app.shared.opener import open_place, over_ssh
    from partnercheck.workspace.places import Place

    if over_ssh(context.environment):
        context.say(
            "Not opened: this program runs on another computer. Open the file on your own computer"
        )
        return
    failures: list[str] = []
    # A program that fails does so at once; a program that shows the file may run until it is
    # closed.
    open_place(Place("file", str(path)), failures.append).join(OPENER_SECONDS)
    for reason in failures:
        context.say(reason)


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
    output: str | None, context: Context, content_name: str, example: str
) -> None:
    """Raise UserError if binary content would have no file, or would be written to a terminal.

    The message begins with `content_name`, and gives `example` as the name of a file.
    """
    if output is None or (output == STDOUT and context.stdout.isatty()):
        raise UserError(
            f"{content_name} cannot be shown on a terminal. Write it to a file: -o {example}"
        )
