"""Unsaved answers at the prompt: asking about them, and saving or dropping them."""

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
    """Block signals that end the program inside the context, so that an answer can be saved."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def offer(session: PromptSession, answer: Answer) -> bool:
    """Save an answer to the question. If that fails, write the reason and return False.

    While the person has to decide about another answer, the new answer is refused.
    """
    assert session.item
    item = session.item.id
    if session.pending.question:
        session.say(unsaved_message(session))
        return False
    return _save(session, lambda: session.pending.offer(session.sitting, item, answer))


def _save(session: PromptSession, save: Callable[[], bool]) -> bool:
    """Run a method of the pending answer and report the result; return whether it was saved."""
    assert session.item
    before = session.sitting.answer_to(session.item.id)
    with signals_deferred():
        saved = save()
    if not saved:
        session.say(unsaved_message(session))
        return False
    answer = session.sitting.answer_to(session.item.id)
    session.say(f"Saved: {answer_words(answer, session.did)}. {progress(session.sitting)}.")
    if answer != NOTHING and answer.basis != before.basis:
        session.say(f"Basis: {answer.basis}.")
    return True


def unsaved_message(session: PromptSession) -> str:
    """Return a message: why the answer is not saved, and what to type to save or drop it."""
    pending = session.pending
    reason = clean(str(pending.error))
    if isinstance(pending.error, AnswerConflict):
        theirs = pending.error.theirs
        words = answer_words(theirs, session.did)
        evidence = f" ({one_line(theirs.evidence)})" if theirs.evidence else ""
        return (
            f"Not saved. Somebody else has answered this in the meantime: {words}{evidence}. "
            "Type s to save yours, or z to keep theirs."
        )
    if pending.question:
        return f"Not saved: {reason}. Type s to save the answer here anyway, or z to drop it."
    return f"Not saved: {reason}. Press Enter to try again, or type z to drop the answer."


def save_anyway(session: PromptSession, _: str) -> None:
    """Save the unsaved answer, as the person has decided."""
    if session.pending.unsaved is None:
        session.say("Nothing to save.")
        return
    try:
        _save(session, session.pending.confirm)
    except (UserError, OSError) as error:
        session.say(f"Not saved: {clean(str(error))}.")


def save_pending(session: PromptSession) -> bool:
    """Try again to save an unsaved answer; return whether everything is saved."""
    return session.pending.unsaved is None or _save(session, session.pending.retry)


def offer_draft(session: PromptSession) -> None:
    """Ask about an answer that was not saved when this questionnaire was last left.

    If the input is a pipe, the question is omitted: the lines are answers to other questions.
    """
    pending = session.pending
    if session.stdin.isatty() and pending.offer_draft("this answer was not saved last time"):
        assert pending.unsaved
        _, item, answer = pending.unsaved
        session.item_id = item
        words = answer_words(answer, session.did)
        session.say(f"{unsaved_message(session)} {words}. {answer.evidence}".strip())
    elif pending.draft_problem:
        session.say(pending.draft_problem)


def unsaved_warning(session: PromptSession) -> str:
    """Return a warning that the answer to the current question is not saved."""
    return f"the answer to question {session.position + 1} is not saved"
