"""What a typed line does: answers, changes of them, going from question to question."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from msgspec.structs import replace

from partnercheck.assessing.sitting import NOTHING
from partnercheck.base.errors import UserError
from partnercheck.base.records import BASES, BEST_SCORE, CANDIDATE_BASES, Answer, Skip
from partnercheck.base.signals import ENDING
from partnercheck.base.text import clean, one_line
from partnercheck.plain.prompt import HELP, Talk, asked
from partnercheck.plain.showing import count, current, show, spoken, where, words
from partnercheck.report.words.answering import by_these_answers
from partnercheck.storage.save import AskError, SaveError
from partnercheck.workspace.responses import TakenError


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold signals back, so that what was typed is saved before they end the program."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def give(here: Talk, answer: Answer) -> bool:
    """Save an answer; where that fails it stays in memory, and False is the answer."""
    assert here.item
    before = here.sitting.answer_to(here.item.id)
    if answer != NOTHING:
        answer = replace(answer, on=here.sitting.today)
    if here.asked:
        here.say(_question(here.asked))
        return False
    try:
        with undisturbed():
            here.sitting.give(here.item.id, answer)
    except (AskError, TakenError) as asked_first:
        here.unsaved, here.asked = answer, asked_first
        here.say(_question(asked_first))
        return False
    except (UserError, OSError) as error:
        here.unsaved = answer
        here.say(f"Not saved: {clean(str(error))}. It is kept here; Enter tries again, z drops it.")
        return False
    here.unsaved = None
    here.warned = False
    here.say(f"Saved: {words(answer)}, {count(here)}.")
    if answer != NOTHING and answer.basis != before.basis:
        here.say(f"Basis: {answer.basis}.")
    return True


def _question(asked_first: SaveError) -> str:
    """What is asked before an answer is saved, and the two words that answer it."""
    if isinstance(asked_first, TakenError):
        theirs = f"Somebody else has answered this meanwhile: {words(asked_first.theirs)}"
        told = asked_first.theirs.evidence
        told = f" ({one_line(told)})" if told else ""
        return f"Not saved. {theirs}{told}. s saves yours, z keeps theirs."
    return f"Not saved: {clean(str(asked_first))}. s saves it here all the same, z drops it."


def _save_anyway(here: Talk, _: str) -> None:
    if here.asked is None or here.unsaved is None:
        here.say("There is nothing that waits to be saved.")
        return
    try:
        if isinstance(here.asked, AskError):
            here.sitting.agree()
    except (UserError, OSError) as error:
        here.say(f"Not saved: {clean(str(error))}.")
        return
    here.asked = None
    give(here, here.unsaved)


def offer_draft(here: Talk) -> None:
    """Offer what was in hand when this questionnaire was last left; not to a pipe.

    The lines of a pipe are answers to other questions, and none can be given to this one.
    """
    if here.stdin.isatty() and (draft := here.sitting.draft()):
        here.at = [item.id for item in here.sitting.items].index(draft.item)
        here.unsaved = draft.answer
        here.asked = AskError("this was in hand when it was last left")
        here.say(f"{_question(here.asked)} {words(draft.answer)}. {draft.answer.evidence}".strip())
    elif here.sitting.draft_problem:
        here.say(here.sitting.draft_problem)


def keep_in_hand(here: Talk) -> None:
    """Keep what could not be saved as a draft."""
    if here.item and here.unsaved:
        here.sitting.remember(here.item.id, here.unsaved)


def ready(here: Talk) -> bool:
    """Whether everything is saved; an answer that is not is tried again first."""
    return here.unsaved is None or give(here, here.unsaved)


def lost(here: Talk) -> str:
    """What is lost by leaving now."""
    return f"the answer to question {here.at + 1} is not saved"


def go(here: Talk, at: int) -> None:
    """Go to a question, once everything is saved."""
    if ready(here):
        here.at = min(max(0, at), len(here.sitting.items))
        show(here)
    elif not here.stdin.isatty():
        # The lines that follow in a pipe belong to other questions; none may be given to this one.
        raise UserError(f"{lost(here)}; what came after it was not read")


def _answer(here: Talk, _: str, score: int | None, skip: Skip | None) -> None:
    saved = give(here, replace(current(here), score=score, skip=skip, reason=""))
    if saved and not here.hinted:
        here.hinted = True
        here.say("e adds what happened, Enter goes on.")


def _not_applicable(here: Talk, reason: str) -> None:
    if here.item and here.item.critical:
        here.say("This question decides too much to be left out. u if nobody knows.")
        return
    reason = reason or asked(here.stdin, here.stdout, "Why does it not apply? ").strip()
    if reason:
        skipped = replace(current(here), score=None, skip="not-applicable", reason=reason)
        give(here, skipped)
    else:
        here.say("Left as it was: a question is left out only with a reason.")


def _evidence(here: Talk, text: str) -> None:
    if text:
        _keep(here, text)
        return
    lines: list[str] = []
    prompt = "What happened, and when? (an empty line ends it) "
    try:
        while (line := asked(here.stdin, here.stdout, "" if lines else prompt)).strip():
            lines.append(line)
    finally:
        # The end of input and signals keep what was written, as they do on screen.
        _keep(here, "\n".join(lines).strip())


def _keep(here: Talk, text: str) -> None:
    now = current(here)
    if not text or text == now.evidence:
        here.say("Left as it was.")
        return
    seen = not now.evidence and now.basis == "opinion"
    give(here, replace(now, evidence=text, basis="observed" if seen else now.basis))


def _basis(here: Talk, name: str) -> None:
    bases = CANDIDATE_BASES if here.vendor.stage == "candidate" else BASES
    now = current(here).basis
    following = bases[(bases.index(now) + 1) % len(bases) if now in bases else 0]
    chosen = next((each for each in bases if each == (name.casefold() or following)), None)
    if chosen:
        give(here, replace(current(here), basis=chosen))
    else:
        here.say(f"Nothing has changed. An answer rests on one of: {', '.join(bases)}.")


def _carry(here: Talk, _: str) -> None:
    offered = here.sitting.offered(here.item.id) if here.item else None
    if offered is None:
        here.say("There is no answer of an earlier round to confirm here.")
    else:
        give(here, offered)


def _clear(here: Talk, _: str) -> None:
    if current(here) == NOTHING:
        here.say("There is nothing to clear.")
    else:
        give(here, NOTHING)


def _undo(here: Talk, _: str) -> None:
    if here.unsaved:
        if here.item:
            here.sitting.forget(here.item.id)
        here.unsaved = here.asked = None
        here.say("Dropped what was not saved.")
        return
    try:
        item = here.sitting.take_back()
    except (UserError, OSError) as error:
        here.say(f"Not taken back: {clean(str(error))}.")
        return
    if item:
        here.say(f"Taken back, {count(here)}.")
        go(here, [each.id for each in here.sitting.items].index(item))
    else:
        here.say("Nothing to take back in this sitting.")


def _next(here: Talk, _: str) -> None:
    if here.item is None:
        here.left = True
    else:
        go(here, here.at + 1)


def _questions(here: Talk, number: str) -> None:
    items = here.sitting.items
    if not number:
        for count, item in enumerate(items, 1):
            answer = here.sitting.answer_to(item.id)
            here.say(f"{where(here, item)}, {item.topic}: {words(answer)}", f"{count:>4}  ")
    elif number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(items):
        go(here, int(number) - 1)
    else:
        here.say(f"The questions are 1 to {len(items)}; g lists them.")


def _leave(here: Talk, _: str) -> None:
    """Leave; an answer that could not be saved keeps the prompt open once."""
    if ready(here) or here.warned:
        here.left = True
    else:
        here.warned = True
        here.say("Leaving would lose it. q again leaves without it.")


def _verdict(here: Talk) -> None:
    verdict = by_these_answers(here.sitting)
    here.say(f"{spoken(verdict)}." if verdict else "A form has no verdict of its own.")


Command = Callable[[Talk, str], None]
CHANGES: dict[str, Command] = {
    **{str(n): partial(_answer, score=n, skip=None) for n in range(BEST_SCORE + 1)},
    "u": partial(_answer, score=None, skip="unknown"),
    "n": _not_applicable,
    "e": _evidence,
    "b": _basis,
    "c": _carry,
    "x": _clear,
}
COMMANDS: dict[str, Command] = {
    **CHANGES,
    "z": _undo,
    "s": _save_anyway,
    "": _next,
    "<": lambda here, _: go(here, here.at - 1),
    "g": _questions,
    "v": lambda here, _: _verdict(here),
    "?": lambda here, _: here.say(HELP),
    "q": _leave,
}
WITH_TEXT = ("n", "e", "b", "g")
