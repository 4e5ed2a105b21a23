"""Yes-or-no questions that are asked before a command changes something."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import TypeVar

from partnercheck.base.errors import SIGNALLED, UserError
from partnercheck.base.signals import handled
from partnercheck.commands import Context

ItemT = TypeVar("ItemT")
ENDS_CHANGES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


def add_yes(parser: argparse.ArgumentParser) -> None:
    """Add the option that answers the question in advance."""
    parser.add_argument("--yes", action="store_true", help="do it without asking")


def asked_text(context: Context, question: str, option: str) -> str:
    """Ask for a text on the terminal; if the input ends, return an empty text.

    Raises UserError without a terminal; `option` is the option that gives the text in advance.
    """
    if not context.stdin.isatty():
        raise UserError(f"{option} is missing: {question}")
    context.stderr.write(f"{question} ")
    context.stderr.flush()
    try:
        return context.stdin.readline().strip()
    except UnicodeDecodeError:
        raise UserError("what you typed is not UTF-8 text, so nothing was saved") from None


def confirmed(context: Context, question: str, option: str = "--yes") -> bool:
    """Ask a question on the terminal, and return whether the answer was yes.

    The end of the input means no. Raises UserError without a terminal; `option` is the option
    that answers in advance.
    """
    if not context.stdin.isatty():
        raise UserError(f"there is no terminal to ask on: {question} If yes, use {option}")
    while True:
        context.stderr.write(f"{question} [y/n] ")
        context.stderr.flush()
        try:
            typed = context.stdin.readline()
        except UnicodeDecodeError:
            continue
        if not typed:
            context.say("")
            return False
        answer = ANSWERS.get(typed.strip().casefold())
        if answer is not None:
            return answer


def until_interrupted(items: Iterable[ItemT]) -> Iterator[ItemT]:
    """Yield items of a change, which a signal ends between two of them, so none is half done.

    Ctrl+C and a lost connection are such signals. Raises SystemExit in place of the next item, with
    the status of a program that the signal has ended.
    """
    received: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    # `nohup` ignores a lost connection, and that stays so.
    heeded = [each for each in ENDS_CHANGES if signal.getsignal(each) is not signal.SIG_IGN]
    with handled(dict.fromkeys(heeded, stop)):
        for item in items:
            yield item
            if received:
                raise SystemExit(SIGNALLED + received[0])
