"""The command line: what was asked for, and what to tell a person when it cannot be done.

Exit status: 0 fine; 1 `check` found something; 2 wrong use, or nothing could be read;
128 + signal. Results go to stdout, messages to stderr.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import NoReturn

from partnercheck import __version__
from partnercheck.text import clean, is_blank

DESCRIPTION = "Is this vendor a supplier, or a true business partner?"
# What a shell sets when it asks for completions.
COMPLETING = "_ARGCOMPLETE"
# Arguments that name files and folders: by their metavar, or without one by their name.
PATHS = ("FILE", "FOLDER", "BASE", "OURS", "THEIRS")
PATH_ARGUMENTS = ("folder",)
EPILOG = "Without a command, the screens open. `partnercheck demo` shows them with sample vendors."


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (those of the process by default)."""
    # What is loaded stays to the end; looking for garbage in it takes a tenth of the time to start.
    if argv is None:
        gc.disable()
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        print(f"partnercheck {__version__}")
        return 0
    debug = "--debug" in words
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    from partnercheck.terminal import last_resort

    try:
        with redirect_stdout(last_resort(sys.stdout)), redirect_stderr(last_resort(sys.stderr)):
            status = _run(words)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if debug:
            raise
        return _told(error)


def _told(error: Exception) -> int:
    from partnercheck.model import UserError

    told = str(error) if isinstance(error, UserError | OSError) else _unexpected(error)
    print(f"partnercheck: {clean(told, lines=True)}", file=sys.stderr)
    return 2


def _unexpected(error: Exception) -> str:
    return f"something went wrong ({type(error).__name__}: {error}). `--debug` shows where"


def _run(words: list[str]) -> int:
    from partnercheck.commands import COMMANDS, command, here_and_now

    parser = parser_of(_offered(words, _command_in(words), COMMANDS))
    if COMPLETING in os.environ:
        from partnercheck.completing import offer

        offer(parser)
    arguments = parser.parse_args(words)
    run = getattr(arguments, "run", None) or command("open").run
    status: int = run(arguments, here_and_now())
    return status


def parser_of(names: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command line that knows these commands, and loads no other."""
    from partnercheck.commands import command

    parser = _Parser("partnercheck", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"partnercheck {__version__}")
    _add_common(parser, None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in names:
        module = command(name)
        summary, _, rest = (module.__doc__ or "").partition("\n")
        sub = commands.add_parser(
            name,
            help=summary.rstrip("."),
            description=f"{summary}\n{rest}".strip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _add_common(sub, argparse.SUPPRESS)
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def _offered(words: list[str], named: str | None, known: Sequence[str]) -> Sequence[str]:
    """The commands that have to be known: every one only where they are listed, or one is wrong."""
    if COMPLETING in os.environ:
        return known
    if named is None:
        return [] if {"-h", "--help"}.isdisjoint(words) else known
    return [named] if named in known else known


def _command_in(words: list[str]) -> str | None:
    """The first word that is not an option nor the value of one."""
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _add_common(common, None)
    rest = common.parse_known_args(words)[1] if words[-1:] != ["--workspace"] else words
    return next((word for word in rest if not word.startswith("-")), None)


class _Parser(argparse.ArgumentParser):
    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """The words as arguments; a list of names may have options between them.

        argparse takes such a list as empty where an option comes before it.
        """
        found, rest = super().parse_known_args(args, namespace)
        self._refuse_unreadable(found)
        many = next((a for a in self._actions if a.nargs == "*" and not a.option_strings), None)
        if many and rest and not any(word.startswith("-") for word in rest):
            setattr(found, many.dest, [*getattr(found, many.dest), *rest])
            return found, []
        return found, rest

    def _refuse_unreadable(self, found: argparse.Namespace) -> None:
        """Refuse a text of which nothing can be seen, or that has bytes which are no characters.

        The names of files are another matter: a file may be called so.
        """
        for action in self._actions:
            if action.metavar in PATHS or action.dest in PATH_ARGUMENTS:
                continue
            values = getattr(found, action.dest, None)
            for value in values if isinstance(values, list) else [values]:
                if not isinstance(value, str) or not value:
                    continue
                if any("\ud800" <= char <= "\udfff" for char in value):
                    self.error(f"{_called(action)}: {value!r} is not UTF-8")
                if is_blank(value):
                    self.error(f"{_called(action)} is blank: write something, or leave it out")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words; what they hold may be hostile."""
        super().error(clean(message))


def _called(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


def _add_common(parser: argparse.ArgumentParser, default: object) -> None:
    common = parser.add_argument_group("everywhere")
    common.add_argument(
        "--workspace", metavar="FOLDER", default=default, help="the workspace to use"
    )
    common.add_argument(
        "--no-mouse",
        action="store_true",
        default=default,
        help="leave the mouse to the terminal, to select text with it",
    )
    common.add_argument("--debug", action="store_true", default=default, help=argparse.SUPPRESS)
