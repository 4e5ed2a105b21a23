"""The words around a question: its period, its introduction for candidates, the sides' names.

The texts come from `wording.toml`; screens and prompts share them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from partnercheck.assessing.answer_changes import other_side
from partnercheck.assessing.sitting import Sitting
from partnercheck.base import rounds
from partnercheck.base.records import Answer, Basis, Perspective, Stage, Vendor
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import Stem, wording

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
REFERENCE = "the reference customer"


class PhrasedQuestion(NamedTuple):
    """A question as it is put to one respondent, with the words around it."""

    item: Item
    perspective: Perspective
    # Maps each side to the words that say that it acted: "we did", "Acme Logistics did".
    did: Mapping[Perspective, str]
    stem: str = ""
    remarks: Sequence[str] = ()

    @property
    def question(self) -> str:
        """The question in the respondent's wording."""
        return self.item.question(self.perspective)


def phrase_question(
    sitting: Sitting, vendor: Vendor, item: Item, basis: Basis = "opinion", *, spoken: bool = False
) -> PhrasedQuestion:
    """Return a question as it is put to the respondent.

    The introduction to a question about a candidate depends on the basis of the answer.
    """
    response = sitting.response
    return PhrasedQuestion(
        item,
        response.perspective,
        did_words(sitting, vendor),
        stem(vendor, response.perspective, basis),
        remarks(item, quick=response.form == "quick", spoken=spoken),
    )


def period_words(sitting: Sitting, vendor: Vendor, *, spoken: bool = False) -> str:
    """Return a text that names the first month and the line of work of the questions."""
    words = wording().period
    since = since_month(sitting.instrument.months, sitting.response.round, sitting.today)
    template = words.plain if spoken else words.screen
    return template.format(since=since, line=vendor.line or words.no_line)


def since_month(months: int, round_id: str, today: dt.date) -> str:
    """Return the first month that the questions are about, such as "December 2025".

    The last month is the current month, or the month in which the round ended, if it is over.
    """
    last = min(today, rounds.period(round_id).end)
    year, month = divmod(last.year * 12 + last.month - months, 12)
    return f"{MONTHS[month]} {year}"


def did_words(sitting: Sitting, vendor: Vendor) -> Mapping[Perspective, str]:
    """Map each side to the words that say that it acted: "we did", "Acme Logistics did"."""
    own, key = sitting.response.perspective, wording().keys.side
    # In a form, which the vendor's people answer, the other side is the buyer.
    in_workspace = not sitting.file.handover
    buyer = sitting.file.workspace.settings.organisation if in_workspace else vendor.name
    theirs = key.theirs_buyer if own == "buyer" else key.theirs_vendor
    return {own: key.ours, other_side(own): theirs.format(vendor=vendor.name, buyer=buyer)}


def which_side(item: Item) -> str:
    """Return an item's follow-up question about the side that acted: "Which side did it?"."""
    return item.which_side or wording().keys.side.screen


def stem(vendor: Vendor, perspective: Perspective, basis: Basis) -> str:
    """Return the introduction to a question about a candidate; empty for an active vendor."""
    if vendor.stage != "candidate":
        return ""
    words = _stem_of(basis) or wording().candidate.stems[0]
    text = words.buyer if perspective == "buyer" else words.vendor
    return text.format(reference=REFERENCE)


def _stem_of(basis: Basis) -> Stem | None:
    return next((each for each in wording().candidate.stems if each.basis == basis), None)


def remarks(item: Item, *, quick: bool, spoken: bool = False) -> list[str]:
    """Return the remarks on a question that is a reserve item, or is only about one's own side."""
    words = wording()
    texts = []
    if item.reserve and quick:
        texts.append(words.reserve.plain if spoken else words.reserve.screen)
    if item.kind == "own":
        texts.append(words.own.plain if spoken else words.own.screen)
    return texts


def reading_rules(stage: Stage, perspective: Perspective, *, spoken: bool = False) -> list[str]:
    """Return the rules for choosing a score, for a vendor of this stage."""
    rules = [rule.plain if spoken else rule.screen for rule in wording().rules]
    first = what_to_answer_from(stage, perspective, spoken=spoken)
    return [first, *rules] if first else rules


def what_to_answer_from(stage: Stage, perspective: Perspective, *, spoken: bool = False) -> str:
    """Return advice on what to base answers about a candidate on; empty for an active vendor."""
    if stage != "candidate":
        return ""
    words = wording().candidate
    if perspective == "vendor":
        return words.vendor_plain if spoken else words.vendor_screen
    return words.plain if spoken else words.screen


def note_question(answer: Answer, *, spoken: bool = False) -> str:
    """Return the question that a note on this answer should answer."""
    words, evidence = _stem_of(answer.basis), wording().evidence
    customer = f"{words.ask} " if words and words.ask else ""
    return f"{customer}{evidence.plain if spoken else evidence.screen}"


def note_hint(item: Item, answer: Answer) -> str:
    """Return the hint on what a note on an item should and should not contain.

    If the item has no hint of its own, the hint is the general warning against naming people, or
    empty if the note has to name a reference customer.
    """
    words = _stem_of(answer.basis)
    if item.note_hint or (words and words.ask):
        return item.note_hint
    return next(rule.screen for rule in wording().rules if rule.id == "privacy")
