"""Writing a question with its answer at the prompt, and the result at the end."""

from __future__ import annotations

import re

from partnercheck.assessing.sitting import NOTHING
from partnercheck.base.records import Answer, Perspective, Skip
from partnercheck.base.text import one_line
from partnercheck.plain.prompt import PromptSession
from partnercheck.questionnaires.wording import wording
from partnercheck.report.words.answering import ending, place_in_condition

SKIP_WORDS: dict[Skip, str] = {"unknown": "I don't know", "no-occasion": "no occasion"}


DONE_BY_WORDS: dict[Perspective, str] = {
    "buyer": ", the buyer did it",
    "vendor": ", the vendor did it",
}


def show_question(session: PromptSession) -> None:
    """Write the question with its anchors and its answer; at the end, the result."""
    item, sitting = session.item, session.sitting
    session.say("")
    if item is None:
        show_result(session)
        session.say("< goes back, g lists the questions, Enter or q leaves.")
        return
    place = place_in_condition(sitting, item)
    session.say(f"{place}, question {session.position + 1} of {len(sitting.items)}")
    session.say(item.question(sitting.response.perspective))
    for score, anchor in enumerate(item.anchors):
        session.say(anchor, f"  {score}  ")
    session.say("I don't know", "  u  ")
    if item.offers_no_occasion:
        session.say(wording().keys.n.form, "  n  ")
    if (answer := session.answer) != NOTHING:
        session.say(f"Answered: {answer_words(answer)}.")
        session.say(f"Basis: {answer.basis}.")
    if answer.evidence:
        session.say(answer.evidence, "What happened: ")
    if offered := sitting.offered(item.id):
        earlier = f"{answer_words(offered)}, {offered.basis}"
        session.say(f"In {sitting.carried.round} you said: {earlier}.")
        if offered.evidence:
            session.say(offered.evidence, "What happened then: ")
        session.say("Type c to confirm it.")


def answer_words(answer: Answer) -> str:
    """Return an answer in words: "3", "I don't know", "does not apply: no depot", "no answer"."""
    if answer.skip:
        return ": ".join(filter(None, [SKIP_WORDS[answer.skip], one_line(answer.reason)]))
    if answer.score is None:
        return "no answer"
    return f"{answer.score}{DONE_BY_WORDS[answer.done_by] if answer.done_by else ''}"


def spoken(text: str) -> str:
    """Return a text with its ranges in words: "31 to 72"."""
    return re.sub(r"(?<=\d)–(?=\d)", " to ", text)


def show_result(session: PromptSession) -> None:
    """Write the verdict from all answers in the round, and five lines to paste."""
    end = ending(session.sitting)
    session.say(end.progress)
    session.say(spoken(end.verdict))
    for name, score, state in end.conditions:
        session.say(f"{name}: {spoken(score)}, {state}.")
    for line in end.lines[1:]:
        session.say(spoken(line))
