"""Whom to ask next, about what, and why: one sentence, the same wherever it is shown.

If one of our people still owes an answer, that person is asked, in our wording. If our people do
not know the answer, or if the open answer is the vendor's, the vendor is asked. For example:

    Ask Alice Moreau about weak points disclosed (no answer yet): What weak point has ...
    Ask the vendor about risks prepared for (Alice Moreau does not know): What could stop ...
    Ask our own people about dealing with the cause (they differ): Which events did ...
"""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.records import Record, Response
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.find_out_next import find_out_next
from partnercheck.rules.next_question import Question
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.waiting import key_of

OUR_PEOPLE, THE_VENDOR, THEIR_PEOPLE = "our own people", "the vendor", "the vendor's people"
WHICH_EVENTS = "Which events did they have in mind?"


class Asking(Record, frozen=True):
    """A question to ask next."""

    question: Question
    item: Item
    whom: str  # whom to ask; empty if the item is to be tried before signing
    why: str  # why the question is open, in a few words
    words: str  # the whole question
    contact: str = ""  # the e-mail address of the vendor's own contact, to ask the vendor

    @property
    def is_ours(self) -> bool:
        """Whether our own people are asked."""
        return self.question.perspective == "buyer" and self.whom not in ("", THE_VENDOR)

    @property
    def sentence(self) -> str:
        """Whom to ask about what, why, and the question."""
        reason = f" ({self.why})" if self.why else ""
        return f"{self._about(self.item.topic)}{reason}: {self.words}"

    @property
    def in_short(self) -> str:
        """Whom to ask about what; quotes mark the topic, as no question follows to explain it."""
        return self._about(f"“{self.item.topic}”")

    def _about(self, topic: str) -> str:
        if not self.whom:
            return f"Try before signing, on {topic}"
        address = f" ({self.contact})" if self.contact else ""
        return f"Ask {self.whom}{address} about {topic}"


def ask_next(judged: JudgedVendor) -> list[Asking]:
    """Return the questions that can change the class, the most important first."""
    next_questions = find_out_next(judged.instrument, judged.verdict, judged.vendor.stage)
    return [_asking(judged, question, item, how) for question, item, how in next_questions]


def ask_ourselves(judged: JudgedVendor, item: Item) -> str:
    """Return the question of an item for our own people, with the vendor's name."""
    name = judged.vendor.name
    question = item.buyer.replace("this vendor and we ", f"we and {name} ")
    return question.replace("this vendor", name)


def _asking(judged: JudgedVendor, question: Question, item: Item, how: str) -> Asking:
    is_ours, contact = question.perspective == "buyer", judged.vendor.contact
    if question.disputed:
        whom = OUR_PEOPLE if is_ours else THEIR_PEOPLE
        return Asking(question, item, whom, "they differ", WHICH_EVENTS)
    owing, others = _people(judged, item)
    if how == item.trial:
        why = _not_known(others) if is_ours and others else "open"
        return Asking(question, item, "", why, how)
    if not is_ours:
        return Asking(question, item, THE_VENDOR, "their answer is open", item.dialogue, contact)
    if owing:
        whom = owing[0] if len(owing) == 1 else OUR_PEOPLE
        words = ask_ourselves(judged, item)
        return Asking(question, item, whom, "no answer yet", words)
    why = _not_known(others) if others else ""
    if item.kind == "own":
        # Each side answers this item for itself, so the vendor cannot know.
        return Asking(question, item, OUR_PEOPLE, why, ask_ourselves(judged, item))
    return Asking(question, item, THE_VENDOR, why, item.dialogue, contact)


def _not_known(people: Sequence[str]) -> str:
    return f"{people[0]} does not know" if len(people) == 1 else "our people do not know"


def _people(judged: JudgedVendor, item: Item) -> tuple[list[str], list[str]]:
    """Return who of our people has not answered an item, and who has answered without a score."""
    owing: list[str] = []
    others: list[str] = []
    for response in judged.round.responses:
        if not _counts(judged, response):
            continue
        answer = response.answers.get(item.id)
        answered = answer is not None and answer.is_answered
        (others if answered else owing).append(response.respondent)
    return owing, others


def _counts(judged: JudgedVendor, response: Response) -> bool:
    """Whether a response is ours, was begun, and is by somebody who has not left."""
    is_ours = response.perspective == "buyer" and response.instrument == judged.instrument.id
    has_left = key_of("buyer", response.respondent) in judged.round.leavers
    return is_ours and response.begun and not has_left
