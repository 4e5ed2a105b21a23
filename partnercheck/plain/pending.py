"""An answer that is not saved yet, at the prompt: the question about it, and how it is settled."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from partnercheck.assessing.sitting import NOTHING
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.base.signals import ENDING
from partnercheck.base.text import clean, one_line
from partnercheck.plain.prompt import PromptSession
from partnercheck.plain.question import answer_words
from partnercheck.report.words.answering import progress
from partnercheck.workspace.responses import AnswerConflict


@contextmanager
def signals_deferred() -> Iterator[None]:
    """Block signals that end the program, so that an answer is saved before they do."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def offer(session: PromptSession, answer: Answer) -> bool:
    """Save an answer to the question; returns False, with the reason written, if that fails.

    While a question about another answer is open, the new answer is not taken.
    """
    assert session.item
    item = session.item.id
    if session.pending.question:
        session.say(unsaved_message(session))
        return False
    return _save(session, lambda: session.pending.offer(session.sitting, item, answer))


def _save(session: PromptSession, save: Callable[[], bool]) -> bool:
    """Run a method of the pending answer, and write what came of it; returns whether it saved."""
    assert session.item
    before = session.sitting.answer_to(session.item.id)
    with signals_deferred():
        saved = save()
    if not saved:
        session.say(unsaved_message(session))
        return False
    answer = session.sitting.answer_to(session.item.id)
    session.say(f"Saved: {answer_words(answer)}, {progress(session.sitting)}.")
    if answer != NOTHING and answer.basis != before.basis:
        session.say(f"Basis: {answer.basis}.")
    return True


def unsaved_message(session: PromptSession) -> str:
    """Return why the answer is not saved, and the words that settle it."""
    pending = session.pending
    reason = clean(str(pending.error))
    if isinstance(pending.error, AnswerConflict):
        theirs = pending.error.theirs
        evidence = f" ({one_line(theirs.evidence)})" if theirs.evidence else ""
        return (
            f"Not saved. Somebody else has answered this meanwhile: {answer_words(theirs)}"
            f"{evidence}. s saves yours, z keeps theirs."
        )
    if pending.question:
        return f"Not saved: {reason}. s saves it here all the same, z drops it."
    return f"Not saved: {reason}. It is kept here; Enter tries again, z drops it."


def save_anyway(session: PromptSession, _: str) -> None:
    """Save the answer that was asked about."""
    if session.pending.unsaved is None:
        session.say("There is nothing that waits to be saved.")
        return
    try:
        _save(session, session.pending.confirm)
    except (UserError, OSError) as error:
        session.say(f"Not saved: {clean(str(error))}.")


def save_pending(session: PromptSession) -> bool:
    """Save an answer that could not be saved before; returns whether everything is saved."""
    return session.pending.unsaved is None or _save(session, session.pending.retry)


def offer_draft(session: PromptSession) -> None:
    """Ask about the answer that was not saved when this questionnaire was last left.

    Not in a pipe: its lines are answers to other questions, and this one has none.
    """
    pending, sitting = session.pending, session.sitting
    if session.stdin.isatty() and pending.offer_draft("this was in hand when it was last left"):
        assert pending.unsaved
        _, item, answer = pending.unsaved
        session.position = [each.id for each in sitting.items].index(item)
        message = f"{unsaved_message(session)} {answer_words(answer)}. {answer.evidence}"
        session.say(message.strip())
    elif pending.draft_problem:
        session.say(pending.draft_problem)


def unsaved_warning(session: PromptSession) -> str:
    """Return the answer that would be lost by leaving."""
    return f"the answer to question {session.position + 1} is not saved"
