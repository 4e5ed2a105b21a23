"""Sentences about the people of one side: their disagreements, and who decides the class."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from partnercheck.base.english import ON_WHOSE_SIDE, capitalised, listed
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.verdict import class_in_words
from partnercheck.rules.respondents import (
    Agreement,
    Disagreement,
    StraightLine,
    WithoutOne,
)


def disagreement_sentence(instrument: Instrument, disagreement: Disagreement) -> str:
    """Return the scores of each person for an item, as a sentence."""
    topic = next(item.topic for item in instrument.items if item.id == disagreement.item)
    groups: list[str] = []
    for value in sorted({score for _, score in disagreement.given}):
        names = listed([name for name, score in disagreement.given if score == value])
        groups.append(f"{names} scored {value}" if not groups else f"{names} {value}")
    return f"{capitalised(topic)}, {ON_WHOSE_SIDE[disagreement.perspective]}: {', '.join(groups)}."


def agreement_sentence(agreement: Agreement) -> str:
    """Return the agreement of one side's people as a sentence; empty for a single person."""
    if agreement.people < 2:
        return ""
    side = ON_WHOSE_SIDE[agreement.perspective]
    if not agreement.items:
        return f"{capitalised(side)} no question was scored by two people."
    apart = str(agreement.apart) if agreement.apart else "none"
    named = f"{capitalised(side)} {agreement.same} of {agreement.items} the same, {apart} two apart"
    if agreement.alpha is None:
        return f"{named}."
    alpha = floor(100 * agreement.alpha + 1e-9) / 100
    return f"{named}; alpha is {alpha:.2f} (1 is full agreement, 0 is chance)."


def straight_line_sentence(straight: StraightLine) -> str:
    """Return that a respondent scored nearly everything alike, as a sentence."""
    given = f"{straight.equal} of {straight.scored} scores"
    return f"Straight line: {straight.respondent} gave {straight.score} in {given}."


def without_one_sentence(instrument: Instrument, without: WithoutOne) -> str:
    """Return the verdict without one respondent, as a sentence."""
    name, other = without.respondent, without.check.verdict
    if not other.assessed:
        return f"Without {name} it would not be assessed."
    if without.check.stands == "holds":
        return f"Without {name} the verdict is the same."
    would = f"it would be {class_in_words(instrument, other)}"
    if without.lowers_unshown:
        unshown = "only score has" if without.scored == 1 else f"{without.scored} scores all have"
        return f"Without {name}, whose {unshown} no evidence, {would}."
    return f"Without {name} {would}."


def without_each_sentences(instrument: Instrument, checks: Sequence[WithoutOne]) -> list[str]:
    """Return a sentence for each respondent without whom the verdict would change."""
    if not checks:
        return []
    if len(checks) == 1:
        return [f"It rests on {checks[0].respondent} alone."]
    decisive = [check for check in checks if check.check.stands != "holds"]
    if not decisive:
        return ["The verdict is the same without any single respondent."]
    first = sorted(decisive, key=lambda check: (not check.lowers_unshown, not check.better))
    sentences = [without_one_sentence(instrument, check) for check in first]
    others = len(checks) - len(decisive)
    if others:
        rest = "the other" if others == 1 else "any one of the others"
        sentences.append(f"Without {rest} it is the same.")
    return sentences
