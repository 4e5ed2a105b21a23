"""The command line: running a command, and reporting its errors.

Imports inside functions keep `--version` and the shell's completions fast: msgspec and a command's
module are loaded only when a command is known.

Exit status: 0 success; 1 `check` found errors; 2 wrong use, or a file could not be read or
written; 70 an error in the program; 128 + signal. Results go to stdout, messages to stderr.
"""

from __future__ import annotations

import argparse
import errno
import gc
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NoReturn, TextIO

from partnercheck import __version__
from partnercheck.base.errors import UserError
from partnercheck.base.streams import OutputError, standard_streams
from partnercheck.base.text import clean, is_blank, one_line

DESCRIPTION = "Is this vendor a supplier, or a true business partner?"
WRONG_USE = 2
# EX_SOFTWARE of sysexits.h.
CRASHED = 70
# The exit status after a signal is this plus the signal's number.
SIGNALLED = 128
MOST_OF_AN_ERROR = 300
FOLDER_REMOVED = (
    "the current folder no longer exists. Change to another folder, "
    "or use absolute paths for files and --workspace"
)
# The variable that a shell sets when it asks for completions.
COMPLETING = "_ARGCOMPLETE"
# Arguments that name files and folders: by their metavar, or without one by their name.
PATHS = ("FILE", "FOLDER", "BASE", "OURS", "THEIRS")
PATH_ARGUMENTS = ("folder",)
EPILOG = "Without a command, the screens open. `partnercheck demo` shows them with sample vendors."


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments, by default those of the process."""
    # The modules stay loaded to the end: scanning them for garbage costs a tenth of start-up.
    if argv is None:
        gc.disable()
    words = list(sys.argv[1:] if argv is None else argv)
    with standard_streams() as (stdout, stderr):
        status = _exit_status(words, stdout)
        if status == WRONG_USE and not _current_folder():
            _print_message(FOLDER_REMOVED)
        if status >= WRONG_USE and stderr.unwritten:
            # Standard error is closed or full, so the message goes to stdout.
            with suppress(OutputError):
                stdout.write(stderr.unwritten)
                stdout.flush()
    return status


def _exit_status(words: list[str], stdout: TextIO) -> int:
    """Run the command, flush its output, and report errors on stderr; return the exit status."""
    status = 0
    try:
        try:
            status = _run(words)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
        stdout.flush()
    except KeyboardInterrupt:
        return SIGNALLED + signal.SIGINT
    except OutputError as error:
        if status >= SIGNALLED:
            # A signal ended the command; the lost terminal is a consequence of it.
            return status
        if error.errno == errno.EPIPE:
            return SIGNALLED + signal.SIGPIPE
        closed = error.errno == errno.EBADF
        reason = "standard output is closed" if closed else error.strerror
        _print_message(f"the output could not be written: {reason}")
        return WRONG_USE
    except Exception as error:
        return _report(error, debug="--debug" in words)
    return status


def _report(error: Exception, debug: bool) -> int:
    """Report an error on stderr, with a traceback if `debug`, and return the exit status."""
    from partnercheck.base.records import CrashError

    cause = (error.__cause__ or error) if isinstance(error, CrashError) else error
    if debug:
        import traceback

        traceback.print_exception(cause)
    if isinstance(error, UserError | OSError):
        _print_message(_os_error_text(error) if isinstance(error, OSError) else str(error))
        return WRONG_USE
    kept = f"; {error}" if isinstance(error, CrashError) and str(error) else ""
    summary = one_line(f"{type(cause).__name__}: {cause}"[:MOST_OF_AN_ERROR])
    _print_message(f"something went wrong in the program ({summary}){kept}; --debug shows where")
    return CRASHED


def _os_error_text(error: OSError) -> str:
    """Return the system's message with the file, without error numbers."""
    if not error.strerror:
        return str(error)
    file = error.filename2 or error.filename
    return f"{os.fsdecode(file)}: {error.strerror}" if file else error.strerror


def _print_message(text: str) -> None:
    print(f"partnercheck: {clean(text, lines=True)}", file=sys.stderr)


def _current_folder() -> bool:
    """Return whether the current folder still exists."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _run(words: list[str]) -> int:
    if words == ["--version"]:
        print(f"partnercheck {__version__}")
        return 0
    from partnercheck.commands import COMMANDS, command, current_context, error_text

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
    from partnercheck.base.records import UnreadableError

    try:
        status: int = run(arguments, context)
    except UnreadableError as error:
        raise UserError(error_text(error, context.folder)) from error
    return status


def parser_of(names: Sequence[str]) -> _Parser:
    """Return a parser for these commands; the modules of all others are not loaded."""
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
    """Return the commands to load: all if help or completion lists them, else the one named."""
    if COMPLETING in os.environ:
        return known
    if named is None:
        return [] if {"-h", "--help"}.isdisjoint(words) else known
    return [named] if named in known else known


def _command_in(words: list[str]) -> str | None:
    """Return the first word that is neither an option nor the value of one."""
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _add_common(common, None)
    rest = common.parse_known_args(words)[1] if words[-1:] != ["--workspace"] else words
    return next((word for word in rest if not word.startswith("-")), None)


def _suggestion(word: str, known: Iterable[str]) -> str:
    """Return a question with the closest known word; empty if none is close."""
    from partnercheck.base.english import closest_match

    near = closest_match(word, known)
    return f". Did you mean {near}?" if near else ""


class _Parser(argparse.ArgumentParser):
    """A parser without abbreviations and colours, which suggests corrections.

    From Python 3.14 on argparse writes escape sequences, which our streams show as text.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **options})
        self.color = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse the arguments; a list of names may be interrupted by options.

        argparse treats such a list as empty if an option comes before it.
        """
        arguments, rest = super().parse_known_args(args, namespace)
        self._refuse_unreadable(arguments)
        many = next((a for a in self._actions if a.nargs == "*" and not a.option_strings), None)
        if many and rest and not any(word.startswith("-") for word in rest):
            setattr(arguments, many.dest, [*getattr(arguments, many.dest), *rest])
            rest = []
        if rest:
            unknown = self._unknown_options(rest)
            suggestion = _suggestion(unknown[0], self._options()) if unknown else ""
            self.error(f"unrecognized arguments: {' '.join(rest)}{suggestion}")
        return arguments, []

    def refuse_command(self, name: str, known: Sequence[str], before: Sequence[str]) -> NoReturn:
        """Exit with a message that the command, or an option before it, is unknown."""
        for option in self._unknown_options(before):
            self.error(f"unrecognized arguments: {option}{_suggestion(option, self._options())}")
        message = f'there is no command "{name}"{_suggestion(name, known)}'
        self.error(f"{message}\nThe commands are {', '.join(known)}")

    def _options(self) -> list[str]:
        return [option for action in self._actions for option in action.option_strings]

    def _unknown_options(self, words: Sequence[str]) -> list[str]:
        options = [word.partition("=")[0] for word in words if word.startswith("-")]
        return [option for option in options if option not in self._options()]

    def _refuse_unreadable(self, arguments: argparse.Namespace) -> None:
        """Refuse texts that are blank or not UTF-8; only file names may be such texts."""
        for action in self._actions:
            if action.metavar in PATHS or action.dest in PATH_ARGUMENTS:
                continue
            values = getattr(arguments, action.dest, None)
            for value in values if isinstance(values, list) else [values]:
                if not isinstance(value, str) or not value:
                    continue
                if any("\ud800" <= char <= "\udfff" for char in value):
                    self.error(
                        f"{_argument_name(action)}: {value!r} contains invalid characters. "
                        "Type it again"
                    )
                if is_blank(value):
                    self.error(
                        f"{_argument_name(action)} is blank: write something, or leave it out"
                    )

    def error(self, message: str) -> NoReturn:
        """Exit with a message, cleaned because it quotes arguments that may be hostile."""
        super().error(clean(message, lines=True))


def _argument_name(action: argparse.Action) -> str:
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
