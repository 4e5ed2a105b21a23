"""The questionnaire as prompts and text: for dumb terminals, screen readers and pipes.

The same sitting as on screen, and the same file for the same answers. Only words are written, and
nothing is drawn but the line that is being typed. A line is read, obeyed and answered, and every
answer is on disk before the next prompt.
"""

from __future__ import annotations

from typing import TextIO

from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.base.text import tidy_name
from partnercheck.plain.answers import (
    CHANGES,
    COMMANDS,
    WITH_TEXT,
    keep_in_hand,
    lost,
    offer_draft,
    ready,
)
from partnercheck.plain.line_input import LineInput, line_input
from partnercheck.plain.prompt import ACCEPTED, Talk, asked
from partnercheck.plain.showing import result, show

__all__ = ["line_input", "respondent", "talk"]


def respondent(stdin: LineInput, stdout: TextIO) -> str:
    """Who answers. Raises UserError where that is not said.

    An answer in its place is not taken for a name: the answers after it would be one question off.
    """
    try:
        name = tidy_name(asked(stdin, stdout, "Who answers (a name, or a role)? "))
    except EOFError:
        name = ""
    if name in COMMANDS:
        raise UserError("say first who answers, a name or a role; or name it with --respondent")
    return name


def talk(sitting: Sitting, vendor: Vendor, stdin: LineInput, stdout: TextIO, width: int) -> None:
    """Ask until the person leaves or the input ends, and say what it comes to.

    Raises UserError where an answer is left that could not be saved.
    """
    here = Talk(sitting, vendor, stdin, stdout, width, at=sitting.first_open())
    _greet(here)
    offer_draft(here)
    show(here)
    try:
        while not here.left:
            _obey(here, asked(stdin, stdout, "Answer: "))
    except EOFError:
        pass
    except (KeyboardInterrupt, SystemExit):
        if not ready(here):
            keep_in_hand(here)
        raise
    except Exception:
        # Saving again may be what went wrong.
        keep_in_hand(here)
        raise
    saved = ready(here)
    if not saved:
        keep_in_hand(here)
    if here.item:
        result(here)
    if not saved:
        raise UserError(lost(here))


def _greet(here: Talk) -> None:
    sitting, who = here.sitting, here.sitting.response
    here.say(f"{here.vendor.name}, {who.round}, {who.perspective}: {who.respondent}.")
    left = len(sitting.items) - sitting.done
    if sitting.done:
        said = f"{sitting.done} answered, {left} to go" if left else "all answered"
        here.say(f"Resumed: {said}.")
    here.say("? lists what can be typed.")


def _obey(here: Talk, line: str) -> None:
    word, _, rest = line.strip().partition(" ")
    word = word.casefold()
    command = COMMANDS.get(word)
    if command is None or (rest and word not in WITH_TEXT):
        here.say(f"Not understood; nothing has changed. Accepted: {ACCEPTED}.")
    elif here.item is None and word in CHANGES:
        here.say("This is the end. < goes back to the last question.")
    else:
        command(here, rest.strip())
