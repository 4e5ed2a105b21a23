"""Running the command that is named on the command line.

The modules of a command, and of options that need more modules, are loaded only when needed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial

from partnercheck.base.errors import UserError
from partnercheck.base.records import UnreadableError
from partnercheck.base.streams import errors_postponed
from partnercheck.commands import CHANGING, COMMANDS, command, current_context, error_text
from partnercheck.commands.parsing import add_common, parser_of

# The variable that a shell sets when it asks for completions.
COMPLETING = "_ARGCOMPLETE"


def run_words(words: list[str]) -> int:
    """Run the command of a command line, and return its exit status.

    Raises:
        UserError: The words are wrong, or the command failed.
        SystemExit: The parser has printed help or an error.

    """
    named = _command_in(words)
    parser = parser_of(_offered(words, named, COMMANDS))
    if COMPLETING in os.environ:
        from partnercheck.commands.completing import offer

        offer(parser)
    if named is not None and named not in COMMANDS:
        parser.refuse_command(named, COMMANDS, words[: words.index(named)])
    arguments = parser.parse_args(words)
    run = getattr(arguments, "run", None) or command("open").run
    context = current_context()
    try:
        if "whole_workspace_at" in arguments and arguments.at:
            from partnercheck.commands.at import run_at

            run = partial(run_at, run)
        if "document" in arguments:
            from partnercheck.commands.output import run_with_output

            status: int = run_with_output(run, arguments, context)
        elif named in CHANGING:
            with errors_postponed(context.stdout):
                status = run(arguments, context)
        else:
            status = run(arguments, context)
    except UnreadableError as error:
        raise UserError(error_text(error, context.folder)) from error
    return status


def _offered(words: list[str], named: str | None, known: Sequence[str]) -> Sequence[str]:
    """Return the commands to load: all if help or completion lists them, else the named command."""
    if COMPLETING in os.environ:
        return known
    if named is None:
        return [] if {"-h", "--help"}.isdisjoint(words) else known
    return [named] if named in known else known


def _command_in(words: list[str]) -> str | None:
    """Return the first word that is neither an option nor the value of an option."""
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add_common(common, None)
    rest = common.parse_known_args(words)[1] if words[-1:] != ["--workspace"] else words
    return next((word for word in rest if not word.startswith("-")), None)
