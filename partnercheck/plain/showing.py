"""What is written: a question with its answer, the list of questions, the end."""

from __future__ import annotations

import re

from partnercheck.assessing.sitting import NOTHING
from partnercheck.base.records import Answer, Skip
from partnercheck.base.text import one_line
from partnercheck.plain.prompt import Talk
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import ending

SKIP_WORDS: dict[Skip, str] = {"unknown": "I don't know", "not-applicable": "does not apply"}


def show(here: Talk) -> None:
    """Write the question with its anchors and what is answered; at the end, the result."""
    item = here.item
    here.say("")
    if item is None:
        result(here)
        here.say("< goes back, g lists the questions, Enter or q leaves.")
        return
    here.say(f"{where(here, item)}, question {here.at + 1} of {len(here.sitting.items)}")
    here.say(item.question(here.sitting.response.perspective))
    for score, anchor in enumerate(item.anchors):
        here.say(anchor, f"  {score}  ")
    here.say("I don't know", "  u  ")
    if not item.critical:
        here.say("Does not apply (say why)", "  n  ")
    if (answer := current(here)) != NOTHING:
        here.say(f"Answered: {words(answer)}.")
        here.say(f"Basis: {answer.basis}.")
    if answer.evidence:
        here.say(answer.evidence, "What happened: ")
    if offered := here.sitting.offered(item.id):
        here.say(f"In {here.sitting.carried.round} you said: {words(offered)}, {offered.basis}.")
        if offered.evidence:
            here.say(offered.evidence, "What happened then: ")
        here.say("c confirms it.")


def where(here: Talk, item: Item) -> str:
    """The condition of a question, and its number in it."""
    condition = next(c for c in here.sitting.instrument.conditions if c.id == item.condition)
    siblings = [each for each in here.sitting.items if each.condition == item.condition]
    return f"{condition.name} {siblings.index(item) + 1} of {len(siblings)}"


def words(answer: Answer) -> str:
    """An answer in words."""
    if answer.skip:
        return ": ".join(filter(None, [SKIP_WORDS[answer.skip], one_line(answer.reason)]))
    return "no answer" if answer.score is None else str(answer.score)


def current(here: Talk) -> Answer:
    """The answer to the question that is asked, saved or not."""
    assert here.item
    return here.unsaved or here.sitting.answer_to(here.item.id)


def count(here: Talk) -> str:
    """How many questions have an answer."""
    return f"{here.sitting.done} of {len(here.sitting.items)} answered"


def spoken(text: str) -> str:
    """A text whose ranges are words: "31 to 72"."""
    return re.sub(r"(?<=\d)–(?=\d)", " to ", text)


def result(here: Talk) -> None:
    """Write what all answers in the round come to, and five lines to paste."""
    end = ending(here.sitting)
    here.say(end.progress)
    here.say(spoken(end.verdict))
    for name, score, state in end.conditions:
        here.say(f"{name}: {spoken(score)}, {state}.")
    for line in end.lines[1:]:
        here.say(spoken(line))
