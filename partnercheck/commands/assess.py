"""Answer the questionnaire about a vendor, on screen or, with --plain, line by line.

The program asks for any option that you leave out; if it knows the respondent, it does not ask for
the side. Every answer is saved before the next question is shown. An unfinished questionnaire
resumes at its first open question.

--plain is for dumb terminals, screen readers and pipes: prompts and text, one answer per line.
Without --respondent, the first line is your name or role. `?` lists what you can type.
"""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TextIO

from partnercheck.base.errors import UserError
from partnercheck.base.records import FORMS, LEVELS, PERSPECTIVES
from partnercheck.base.rounds import FORMS as ROUND_FORMS
from partnercheck.base.rounds import is_round
from partnercheck.base.signals import ENDING, surely_handled
from partnercheck.base.terminal import require_terminal, terminal_width
from partnercheck.base.user_folders import user_folder
from partnercheck.commands import Context, vendor_named, workspace_of
from partnercheck.commands.names import add_new_name, known_or_new

if TYPE_CHECKING:
    from partnercheck.assessing.start import Start
    from partnercheck.base.records import Perspective, Response, Vendor
    from partnercheck.plain.line_input import LineInput
    from partnercheck.workspace.open import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the respondent, the round, the questionnaire, and --plain."""
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument(
        "--as", dest="perspective", choices=PERSPECTIVES, help="the side that answers"
    )
    parser.add_argument("--respondent", metavar="NAME", help="the name or role of the respondent")
    parser.add_argument("--level", choices=LEVELS, help="the respondent's level")
    parser.add_argument("--round", metavar="ROUND", help=f"the period: {ROUND_FORMS}")
    parser.add_argument(
        "--form", choices=FORMS, help="all 28 questions, or only the 12 core questions"
    )
    parser.add_argument(
        "--questionnaire",
        metavar="ID",
        help="the id of a lens (an extra questionnaire); `partnercheck questionnaire list` lists "
        "all lenses",
    )
    add_new_name(parser)
    parser.add_argument("--plain", action="store_true", help="prompts and text, without a screen")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Open the questionnaire."""
    if not arguments.plain:
        instead = "Use `partnercheck assess --plain` for the questions as prompts and text"
        require_terminal(context.environment, context.stdin, context.stdout, instead)
    if arguments.round and not is_round(arguments.round):
        raise UserError(
            f'"{arguments.round}" is not a round. For --round, give a period such as {ROUND_FORMS}'
        )
    workspace = workspace_of(arguments, context)
    vendor = vendor_named(workspace, arguments.vendor).vendor
    from partnercheck.assessing.start import (
        Start,
        instrument_id,
        start_sitting,
        with_known_side,
    )

    side: Perspective = arguments.perspective or "buyer"
    start = Start(
        vendor.id,
        perspective=arguments.perspective,
        respondent=known_or_new(
            workspace, side, vendor.id, arguments.respondent, arguments, context, answers=True
        ),
        level=arguments.level,
        round=arguments.round,
        form=arguments.form,
        instrument=arguments.questionnaire,
    )
    start = with_known_side(workspace, start)
    # Errors are reported here, before anything is asked or drawn.
    instrument_id(workspace, start)
    if arguments.plain:
        return _plain(workspace, vendor, start, arguments, context)
    from partnercheck.app import show

    if start.respondent:
        start_sitting(workspace, start, context.today)
    return show(workspace, context.today, start, mouse=not arguments.no_mouse)


def _plain(
    workspace: Workspace,
    vendor: Vendor,
    start: Start,
    arguments: argparse.Namespace,
    context: Context,
) -> int:
    from msgspec.structs import replace

    from partnercheck.assessing.start import start_sitting
    from partnercheck.plain import answer_prompts, ask_respondent, ask_which_name
    from partnercheck.workspace.known_names import near_name

    with plain_streams(context) as (lines, stdout, width):
        if not start.respondent:
            typed = ask_respondent(lines, stdout)
            if typed and not arguments.new_name:
                near = near_name(workspace, start.perspective or "buyer", vendor.id, typed)
                typed = ask_which_name(lines, stdout, typed, near) if near else typed
            start = replace(start, respondent=typed)
        sitting = start_sitting(workspace, start, context.today, context.clock)
        sitting.drafts = user_folder("state")
        if not sitting.done and sitting.response.perspective == "buyer":
            _say_since(workspace, sitting.response, context)
        answer_prompts(sitting, vendor, lines, stdout, width)
    return 0


def _say_since(workspace: Workspace, response: Response, context: Context) -> None:
    """Say what has changed since the last assessed round, to somebody who begins a new round."""
    from partnercheck.report.words.since import since_sentence
    from partnercheck.workspace.read_vendor import read_vendor

    files = read_vendor(workspace, response.vendor)
    if since := since_sentence(workspace, files, response.round, context.today):
        context.say(since)


@contextmanager
def plain_streams(context: Context) -> Iterator[tuple[LineInput, TextIO, int]]:
    """Yield the input, the output, and the output's width in cells (0: unlimited).

    A signal ends the program after the text being typed has been saved.
    """
    from partnercheck.plain import line_input

    stdout = context.stdout
    width = terminal_width(least=10) if stdout.isatty() else 0
    # Python turns SIGINT into KeyboardInterrupt, after which the text being typed is saved too.
    handlers: dict[int, Callable[[int, FrameType | None], object]] = dict.fromkeys(ENDING, _leave)
    handlers[signal.SIGINT] = signal.default_int_handler
    with (
        surely_handled(handlers),
        line_input(context.stdin, context.environment) as lines,
    ):
        yield lines, stdout, width


def _leave(number: int, _: FrameType | None) -> NoReturn:
    """Raise SystemExit, which keeps the text being typed, and ignore further signals."""
    for ending in ENDING:
        signal.signal(ending, signal.SIG_IGN)
    if number == signal.SIGHUP:
        # The terminal is gone: writing to it would fail before the text is saved.
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, 1)
        os.dup2(null_device, 2)
    raise SystemExit(128 + number)
