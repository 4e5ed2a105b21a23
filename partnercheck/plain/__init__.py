"""The questionnaire as prompts and text: for dumb terminals, screen readers and pipes.

It uses the same `Sitting` as the screens, and saves the same file for the same answers. It shows
only lines of text, and redraws nothing but the line that is being typed. Each line is processed
before the next is read, and every answer is on disk before the next prompt.
"""

from __future__ import annotations

from typing import TextIO

from partnercheck.assessing.pending_answer import PendingAnswer
from partnercheck.assessing.question_words import what_to_answer_from
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.errors import UserError
from partnercheck.base.records import Vendor
from partnercheck.base.text import tidy_name
from partnercheck.plain.commands import CHANGES, COMMANDS, WITH_TEXT
from partnercheck.plain.line_input import LineInput, line_input
from partnercheck.plain.pending import offer_draft, save_pending, unsaved_warning
from partnercheck.plain.prompt import ACCEPTED, PromptSession, ask_line
from partnercheck.plain.question import show_question, show_result
from partnercheck.report.words.answering import resumed

__all__ = ["answer_prompts", "ask_respondent", "ask_which_name", "line_input"]


def ask_respondent(stdin: LineInput, stdout: TextIO) -> str:
    """Return the name or role of the person who answers; empty if the input has ended.

    Raises UserError if the line is an answer instead of a name: all later answers would go to the
    wrong questions.
    """
    try:
        name = tidy_name(ask_line(stdin, stdout, "Your name or role? "))
    except EOFError:
        name = ""
    if name in COMMANDS:
        message = "the first line is not a name or a role. Enter a name first, or use --respondent"
        raise UserError(message)
    return name


def ask_which_name(stdin: LineInput, stdout: TextIO, name: str, near: str) -> str:
    """Ask whether a name is a misspelling of a known name; return the name that was meant.

    Raises UserError if the input is a pipe or a file: its next line is the answer to a question.
    """
    if not stdin.isatty():
        raise UserError(
            f'"{name}" resembles the known name "{near}". Write "{near}", or add --new-name if '
            "this is somebody else"
        )
    while True:
        try:
            typed = ask_line(stdin, stdout, f"Did you mean {near}? (y/n) ").strip().casefold()
        except EOFError:
            return name
        if typed in ("y", "yes", "n", "no"):
            return near if typed.startswith("y") else name


def answer_prompts(
    sitting: Sitting, vendor: Vendor, stdin: LineInput, stdout: TextIO, width: int
) -> None:
    """Ask the questions until the person leaves or the input ends, then write the result.

    Raises UserError if an answer could not be saved.
    """
    pending = PendingAnswer([sitting], lambda: sitting.today)
    session = PromptSession(sitting, pending, vendor, stdin, stdout, width, None)
    session.go_to(sitting.first_open())
    _greet(session)
    offer_draft(session)
    show_question(session)
    try:
        while not session.ended:
            _carry_out(session, ask_line(stdin, stdout, "Answer: "))
    except EOFError:
        pass
    except (KeyboardInterrupt, SystemExit):
        if not save_pending(session):
            session.pending.keep_drafts()
        raise
    except Exception:
        # The error may have come from saving, so the answer is not saved again.
        session.pending.keep_drafts()
        raise
    saved = save_pending(session)
    if session.item:
        show_result(session)
    if not saved:
        raise UserError(unsaved_warning(session))


def _greet(session: PromptSession) -> None:
    response = session.sitting.response
    header = f"{session.vendor.name}, {response.round}, {response.perspective}"
    session.say(f"{header}: {response.respondent}.")
    if progress := resumed(session.sitting):
        session.say(f"{progress}.")
    session.say("Type ? for a list of commands, or r for help with choosing an answer.")
    if words := what_to_answer_from(session.vendor.stage, response.perspective, spoken=True):
        session.say(words)


def _carry_out(session: PromptSession, line: str) -> None:
    word, _, rest = line.strip().partition(" ")
    word = word.casefold()
    command = COMMANDS.get(word)
    if command is None or (rest and word not in WITH_TEXT):
        session.say(f"Not understood; nothing has changed. Accepted: {ACCEPTED}.")
    elif session.item is None and word in CHANGES:
        session.say("There are no more questions. Type < to go back to the last question.")
    else:
        command(session, rest.strip())
