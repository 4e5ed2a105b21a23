"""The commands at the prompt: the word for each, and the function that carries it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from partnercheck.assessing.answer_changes import (
    asks_basis,
    asks_side,
    bases_for,
    next_basis,
    other_side,
    refused_no_occasion,
    with_evidence,
    with_reason,
    with_score,
    with_side,
    with_skip,
    with_source,
)
from partnercheck.assessing.question_words import note_hint, note_question, reading_rules
from partnercheck.assessing.sitting import NOTHING
from partnercheck.base.errors import UserError
from partnercheck.base.records import BEST_SCORE, Basis
from partnercheck.base.text import clean
from partnercheck.plain.pending import offer, save_anyway, save_pending, unsaved_warning
from partnercheck.plain.prompt import HELP, PromptSession, ask_line
from partnercheck.plain.question import answer_words, show_question, side_question, spoken
from partnercheck.questionnaires.wording import wording
from partnercheck.report.words.answering import by_these_answers, place_in_condition, progress
from partnercheck.workspace.places import refused_source, source_of

BASIS_IF: dict[Basis, str] = {
    "observed": "you saw it",
    "documented": "it is written down",
    **{stem.basis: f"it was {stem.label}" for stem in wording().candidate.stems},
}


def go_to(session: PromptSession, position: int) -> None:
    """Go to a question, if everything can be saved first."""
    if save_pending(session):
        session.go_to(position)
        show_question(session)
    elif not session.stdin.isatty():
        # The lines that follow in a pipe belong to other questions, and must not answer this one.
        raise UserError(f"{unsaved_warning(session)}, so the rest of the input was not read")


def _score(session: PromptSession, _: str, score: int) -> None:
    saved = offer(session, with_score(session.answer, score))
    item = session.item
    if saved and item and asks_side(item, session.answer):
        session.say(side_question(session, item))
    if saved and not session.hint_shown:
        session.hint_shown = True
        session.say("Type e to add what happened, or press Enter to continue.")


def _unknown(session: PromptSession, _: str) -> None:
    offer(session, with_skip(session.answer, "unknown"))


def _no_occasion(session: PromptSession, reason: str) -> None:
    refused = refused_no_occasion(session.item) if session.item else ""
    if refused:
        session.say(refused)
    else:
        saved = offer(session, with_reason(with_skip(session.answer, "no-occasion"), reason))
        if saved and session.item and session.item.critical:
            session.say(wording().keys.n.critical)


def _side(session: PromptSession, _: str, ours: bool) -> None:
    if session.item is None or not asks_side(session.item, session.answer):
        session.say("Nothing has changed. Which side acted is asked only after a score of 2.")
        return
    own = session.sitting.response.perspective
    offer(session, with_side(session.answer, own if ours else other_side(own)))


def _evidence(session: PromptSession, text: str) -> None:
    if text:
        _offer_evidence(session, text)
        return
    lines: list[str] = []
    if session.item and (hint := note_hint(session.item, session.answer)):
        session.say(hint)
    prompt = f"{note_question(session.answer, spoken=True)} "
    try:
        while (line := ask_line(session.stdin, session.stdout, "" if lines else prompt)).strip():
            lines.append(line)
    finally:
        # The end of input and signals keep what was written, as they do on screen.
        _offer_evidence(session, "\n".join(lines).strip())


def _offer_evidence(session: PromptSession, text: str) -> None:
    if not text or text == session.answer.evidence:
        session.say("Nothing has changed.")
        return
    before = session.answer
    saved = offer(session, with_evidence(before, text))
    if saved and asks_basis(before, session.answer):
        _, once, twice = _bases(session)[:3]
        first, second = BASIS_IF[once], BASIS_IF[twice]
        session.say(
            f'So far, the basis is "your view". Type b if {first}, or b {twice} if {second}.'
        )


def _source(session: PromptSession, text: str) -> None:
    """Record where the evidence is. An empty text shows the location, and "-" removes it."""
    if session.sitting.file.handover:
        session.say("A form has no field for the location of the evidence.")
    elif not text:
        session.say(
            session.answer.source or "The location of the evidence is not stated. Type it after p.",
            "Evidence in: ",
        )
        if session.answer.source:
            session.say('Type "p -" to remove it.')
    elif text == NO_PLACE:
        if session.answer.source:
            offer(session, with_source(session.answer, ""))
        else:
            session.say("Nothing has changed. No location of the evidence is stated.")
    elif refusal := refused_source(session.sitting.file.workspace.root, text):
        session.say(f"Nothing has changed: {refusal}.")
    elif offer(session, with_source(session.answer, text)):
        place = source_of(session.sitting.file.workspace.root, session.answer.source)
        if not place.target:
            session.say(f"Note that {place.reason}.")


def _rules(session: PromptSession, _: str) -> None:
    perspective = session.sitting.response.perspective
    for rule in reading_rules(session.vendor.stage, perspective, spoken=True):
        session.say(rule)


def _bases(session: PromptSession) -> tuple[Basis, ...]:
    return bases_for(session.vendor.stage, session.sitting.response.perspective)


def _basis(session: PromptSession, name: str) -> None:
    bases, answer = _bases(session), session.answer
    if not name:
        offer(session, replace(answer, basis=next_basis(answer.basis, bases)))
    elif basis := next((each for each in bases if each == name.casefold()), None):
        offer(session, replace(answer, basis=basis))
    else:
        session.say(f"Nothing has changed. The basis must be one of: {', '.join(bases)}.")


def _carry(session: PromptSession, _: str) -> None:
    offered = session.sitting.offered(session.item.id) if session.item else None
    if offered is None:
        session.say("There is no answer from an earlier round to confirm.")
    else:
        offer(session, offered)


def _clear(session: PromptSession, _: str) -> None:
    if session.answer == NOTHING:
        session.say("There is nothing to clear.")
    else:
        offer(session, NOTHING)


def _undo(session: PromptSession, _: str) -> None:
    if session.pending.unsaved:
        session.pending.discard()
        session.say("The unsaved answer was dropped.")
        return
    try:
        item = session.sitting.undo()
    except (UserError, OSError) as error:
        session.say(f"The last change could not be undone: {clean(str(error))}.")
        return
    if item:
        session.say(f"The last change was undone. {progress(session.sitting)}.")
        go_to(session, session.sitting.position_of(item))
    else:
        session.say("There is nothing to undo.")


def _next(session: PromptSession, _: str) -> None:
    if session.item is None:
        session.ended = True
    else:
        go_to(session, session.position + 1)


def _questions(session: PromptSession, number: str) -> None:
    sitting, items = session.sitting, session.sitting.items
    if not number:
        for count, item in enumerate(items, 1):
            answer = answer_words(sitting.answer_to(item.id), session.did)
            place = place_in_condition(sitting, item)
            session.say(f"{place}, {item.topic}: {answer}", f"{count:>4}  ")
    elif number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(items):
        go_to(session, int(number) - 1)
    else:
        session.say(f"Type a number from 1 to {len(items)}; g lists the questions.")


def _leave(session: PromptSession, _: str) -> None:
    """Leave. If an answer cannot be saved, warn the first time and leave the second time."""
    session.ended = save_pending(session) or session.pending.may_leave()
    if not session.ended:
        session.say(
            "If you leave now, this answer is lost. Type q again to leave without saving it."
        )


def _verdict(session: PromptSession, _: str) -> None:
    verdict = by_these_answers(session.sitting)
    session.say(f"{spoken(verdict)}." if verdict else "A form has no verdict of its own.")


# Removes the location of the evidence.
NO_PLACE = "-"
Command = Callable[[PromptSession, str], None]
CHANGES: dict[str, Command] = {
    **{str(n): partial(_score, score=n) for n in range(BEST_SCORE + 1)},
    "u": _unknown,
    "n": _no_occasion,
    "w": partial(_side, ours=True),
    "t": partial(_side, ours=False),
    "e": _evidence,
    "p": _source,
    "b": _basis,
    "c": _carry,
    "x": _clear,
}
COMMANDS: dict[str, Command] = {
    **CHANGES,
    "z": _undo,
    "s": save_anyway,
    "": _next,
    "<": lambda session, _: go_to(session, session.position - 1),
    "g": _questions,
    "v": _verdict,
    "r": _rules,
    "?": lambda session, _: session.say(HELP),
    "q": _leave,
}
WITH_TEXT = ("n", "e", "p", "b", "g")
