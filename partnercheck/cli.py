"""The command line: running a command, and reporting its errors.

`--version` is answered without loading msgspec and the commands, which takes most of the start-up
time.

Exit status: 0 success; 1 `check` found errors; 2 wrong use, or a file could not be read or
written; 70 an error in the program; 128 + signal. Results go to stdout, messages to stderr.
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from partnercheck import __version__
from partnercheck.base.errors import SIGNALLED, CrashError, UserError
from partnercheck.base.streams import OutputError, standard_streams
from partnercheck.base.text import clean, one_line

WRONG_USE = 2
# EX_SOFTWARE of sysexits.h.
CRASHED = 70
MOST_OF_AN_ERROR = 300
FOLDER_REMOVED = (
    "the current folder no longer exists. Change to another folder, "
    "or use absolute paths for files and --workspace"
)


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
    cause = (error.__cause__ or error) if isinstance(error, CrashError) else error
    if debug:
        # Loading this module takes 6 ms, and few errors are debugged.
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
    # Loading this module takes longer than everything that is done for `--version`.
    from partnercheck.commands.running import run_words

    return run_words(words)
