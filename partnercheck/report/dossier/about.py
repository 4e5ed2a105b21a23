"""The dossier's entries about the vendor itself: who answered, its description, its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partnercheck.base.english import ON_WHOSE_SIDE, listed
from partnercheck.base.records import Aim, Response
from partnercheck.report.words.entry import Entry, Pointer
from partnercheck.report.words.target import met_target
from partnercheck.rules.readings import asked_items
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.verdicts.lenses import Lens
from partnercheck.workspace.facts import fact_label, fact_text

AIM_WORDS: dict[Aim, str] = {
    "relationships": "our relations with others",
    "business": "our business",
    "people": "our people",
}


def answered_by(judged: JudgedVendor, lenses: Sequence[Lens] = ()) -> Iterator[Entry]:
    """Yield each respondent, with the side, the level and the number of answers.

    Respondents to the extra questions of one of the `lenses` follow, with its name.
    """
    label = "Answered by"
    instruments = [judged.instrument, *(lens.instrument for lens in lenses)]
    for instrument in instruments:
        for response in judged.round.responses:
            if response.instrument != instrument.id:
                continue
            form = f"{response.form} form"
            if instrument.id != judged.instrument.id:
                form = f"extra questions on {instrument.name}"
            parts = [
                ON_WHOSE_SIDE[response.perspective],
                response.level or "",
                form,
                _count(response, len(asked_items(instrument, response))),
            ]
            yield Entry(label, f"{response.respondent}: {', '.join(p for p in parts if p)}")
            label = ""


def _count(response: Response, questions: int) -> str:
    """Return the number of answered questions, and of answers without a score."""
    answers = [answer for answer in response.answers.values() if answer.is_answered]
    unknown = sum(answer.skip == "unknown" for answer in answers)
    without_occasion = sum(answer.skip == "no-occasion" for answer in answers)
    parts = [f"{unknown} with “don't know”"] if unknown else []
    parts += [f"{without_occasion} without an occasion"] if without_occasion else []
    skipped = f" ({', '.join(parts)})" if parts else ""
    return f"{len(answers)} of {questions} answered{skipped}"


DESCRIBED_IN = "Objectives described in"


def description(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the description of the vendor, what both sides aim at, and the team's own facts."""
    yield from profile(judged)
    yield from aims(judged)
    yield from facts(judged)


def profile(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield who the vendor is, and who on our side is responsible for the vendor."""
    vendor = judged.vendor
    for label, text in (
        ("Supplies", vendor.supplies),
        ("Line of work", vendor.line),
        ("Value chain", vendor.value_chain),
        ("Owner", vendor.owner),
        ("Contact", vendor.contact),
        ("Stage", "candidate, not signed yet" if vendor.stage == "candidate" else ""),
        ("Since", str(vendor.since) if vendor.since else ""),
        ("Tags", ", ".join(vendor.tags)),
        # A target that is not met is shown with its reason.
        ("Why that target", vendor.target_why if met_target(judged) else ""),
    ):
        if text:
            yield Entry(label, text)


def aims(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the aims of both sides, and the place in which they are written down."""
    vendor = judged.vendor
    for label, text in (
        ("Aims it serves", listed([AIM_WORDS[aim] for aim in vendor.serves])),
        ("Objective", vendor.objective),
        ("Benefit to us", vendor.benefit_buyer),
        ("Benefit to them", vendor.benefit_vendor),
    ):
        if text:
            yield Entry(label, text)
    if vendor.charter:
        yield Entry(DESCRIBED_IN, vendor.charter, place=Pointer(vendor.charter, False))


def facts(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the team's own facts about the vendor."""
    for key, value in judged.vendor.facts.items():
        yield Entry(fact_label(key), fact_text(value))


def files(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the problems of the vendor's files."""
    return (Entry("File", f"! {problem}") for problem in judged.problems)
