"""The dossier's entries about the vendor itself: who answered, its description, its files."""

from __future__ import annotations

from collections.abc import Iterator

from partnercheck.base.english import ON_WHOSE_SIDE, listed
from partnercheck.base.records import Aim
from partnercheck.report.words.entry import Entry
from partnercheck.rules.readings import asked_items
from partnercheck.verdicts.judged import JudgedVendor

AIM_WORDS: dict[Aim, str] = {
    "relationships": "our other relationships",
    "business": "our business",
    "people": "our people",
}


def answered_by(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield each respondent, with the side, the level and the number of answers."""
    label = "Answered by"
    for response in judged.round.responses:
        if response.instrument != judged.instrument.id:
            continue
        answered = sum(answer.is_answered for answer in response.answers.values())
        questions = len(asked_items(judged.instrument, response))
        parts = [
            ON_WHOSE_SIDE[response.perspective],
            response.level or "",
            f"{response.form} form",
            f"{answered} of {questions} answered",
        ]
        yield Entry(label, f"{response.respondent}: {', '.join(p for p in parts if p)}")
        label = ""


def description(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the description of the vendor."""
    vendor = judged.vendor
    for label, text in (
        ("Supplies", vendor.supplies),
        ("Line of work", vendor.line),
        ("Value chain", vendor.value_chain),
        ("Owner", vendor.owner),
        ("Stage", "candidate, not signed yet" if vendor.stage == "candidate" else ""),
        ("Since", str(vendor.since) if vendor.since else ""),
        ("Tags", ", ".join(vendor.tags)),
        ("Serves", listed([AIM_WORDS[aim] for aim in vendor.serves])),
        ("Objective", vendor.objective),
        ("Benefit to us", vendor.benefit_buyer),
        ("Benefit to them", vendor.benefit_vendor),
    ):
        if text:
            yield Entry(label, text)


def files(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the problems of the vendor's files."""
    return (Entry("File", f"! {problem}") for problem in judged.problems)
