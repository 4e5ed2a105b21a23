"""Writing a question with its answer at the prompt, and the result at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping

from partnercheck.assessing.answer_changes import asks_side, other_side
from partnercheck.assessing.question_words import period_words, phrase_question, which_side
from partnercheck.assessing.sitting import NOTHING
from partnercheck.base.records import Answer, Perspective, Skip
from partnercheck.base.text import one_line
from partnercheck.plain.prompt import PromptSession
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.scores import span
from partnercheck.questionnaires.wording import unknown_words, wording
from partnercheck.report.words.answering import ending, place_in_condition, states_in_words

SKIP_WORDS: dict[Skip, str] = {"unknown": "I don't know", "no-occasion": "no occasion"}


def show_question(session: PromptSession) -> None:
    """Write the question with its anchors and its answer, or the result after the last question."""
    item, sitting = session.item, session.sitting
    session.say("")
    if item is None:
        show_result(session)
        session.say("< goes back, g lists the questions, Enter or q leaves.")
        return
    place = place_in_condition(sitting, item)
    session.say(f"{place}, question {session.position + 1} of {len(sitting.items)}")
    session.say(period_words(sitting, session.vendor, spoken=True))
    answer = session.answer
    question = phrase_question(sitting, session.vendor, item, answer.basis, spoken=True)
    for text in (*question.remarks, question.stem, question.question):
        if text:
            session.say(text)
    for score, anchor in enumerate(item.anchors):
        session.say(anchor, f"  {score}  ")
    session.say(unknown_words(item), "  u  ")
    if item.offers_no_occasion:
        session.say(wording().keys.n.form, "  n  ")
    if answer != NOTHING:
        session.say(f"Answered: {answer_words(answer, session.did)}.")
        session.say(f"Basis: {answer.basis}.")
    if answer.evidence:
        session.say(answer.evidence, "What happened: ")
    if answer.source:
        session.say(answer.source, "Kept in: ")
    if asks_side(item, answer) and not answer.done_by:
        session.say(side_question(session, item))
    _show_offered(session, item)


def _show_offered(session: PromptSession, item: Item) -> None:
    """Write the answer of an earlier round that can be confirmed, if there is one."""
    sitting = session.sitting
    if offered := sitting.offered(item.id):
        earlier = f"{answer_words(offered, session.did)}, {offered.basis}"
        session.say(f"In {sitting.carried.round} you said: {earlier}.")
        if offered.evidence:
            session.say(offered.evidence, "What happened then: ")
        session.say("Type c to confirm it.")


def side_question(session: PromptSession, item: Item) -> str:
    """Return the question "which side did it?" and what to type for each answer."""
    own = session.sitting.response.perspective
    ours, theirs = session.did[own], session.did[other_side(own)]
    return f"{which_side(item)} w: {ours}. t: {theirs}. Enter leaves it open."


def answer_words(answer: Answer, did: Mapping[Perspective, str]) -> str:
    """Return an answer in words: "3", "2, we did", "I don't know", "no answer".

    `did` gives, for each side, the words that say that it acted, such as "we did".
    """
    if answer.skip:
        return ": ".join(filter(None, [SKIP_WORDS[answer.skip], one_line(answer.reason)]))
    if answer.score is None:
        return "no answer"
    return f"{answer.score}, {did[answer.done_by]}" if answer.done_by else f"{answer.score}"


def spoken(text: str) -> str:
    """Return a text with its number ranges in words: "31 to 72"."""
    return re.sub(r"(?<=\d)–(?=\d)", " to ", text)


def show_result(session: PromptSession) -> None:
    """Write the verdict on all answers in the round, and its summary in a few lines."""
    end = ending(session.sitting)
    session.say(end.progress)
    session.say(spoken(end.verdict))
    for name, verdict in end.conditions:
        score = spoken(span(verdict.low, verdict.high))
        session.say(f"{name}: {score}, {states_in_words(verdict)}.")
    for line in end.lines[1:]:
        session.say(spoken(line))
