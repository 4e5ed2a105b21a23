"""Sentences about several people on one side: where they differ, and who decides the class."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from partnercheck.base.english import ON_WHOSE_SIDE, capitalised, listed, plural
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.verdict import class_in_words
from partnercheck.rules.respondents import (
    LEAST_ITEMS,
    Agreement,
    Disagreement,
    WithoutOne,
)


def disagreement_sentence(instrument: Instrument, found: Disagreement) -> str:
    """Who gave which score to an item, as a sentence."""
    topic = next(item.topic for item in instrument.items if item.id == found.item)
    groups: list[str] = []
    for value in sorted({score for _, score in found.given}):
        names = listed([name for name, score in found.given if score == value])
        groups.append(f"{names} scored {value}" if not groups else f"{names} {value}")
    return f"{capitalised(topic)}, {ON_WHOSE_SIDE[found.perspective]}: {', '.join(groups)}."


def agreement_sentence(found: Agreement) -> str:
    """How far one side's people agree, as a sentence; empty where there is only one of them."""
    if found.people < 2:
        return ""
    named = f"Agreement {ON_WHOSE_SIDE[found.perspective]}"
    if found.alpha is not None:
        shown = floor(100 * found.alpha + 1e-9) / 100
        return f"{named} is {shown:.2f} (alpha; 1 is full agreement, 0 is chance)."
    if found.items >= LEAST_ITEMS:
        return f"{named} is undefined: all gave the same score everywhere."
    few = f"only {plural(found.items, 'question')} {'was' if found.items == 1 else 'were'}"
    return (
        f"{named} is undefined: {few if found.items else 'no question was'} scored by two people."
    )


def without_one_sentence(instrument: Instrument, found: WithoutOne) -> str:
    """What the verdict is without one respondent, as a sentence."""
    name, other = found.respondent, found.check.verdict
    if not other.assessed:
        return f"Without {name} it would not be assessed."
    if found.check.stands == "holds":
        return f"Without {name} the verdict is the same."
    would = f"it would be {class_in_words(instrument, other)}"
    if found.lowers_unshown:
        unshown = "only score has" if found.scored == 1 else f"{found.scored} scores all have"
        return f"Without {name}, whose {unshown} no evidence, {would}."
    return f"Without {name} {would}."


def without_each_sentences(instrument: Instrument, each: Sequence[WithoutOne]) -> list[str]:
    """What the verdict owes to single respondents: a sentence for each on whom it depends."""
    if not each:
        return []
    if len(each) == 1:
        return [f"It rests on {each[0].respondent} alone."]
    decisive = [one for one in each if one.check.stands != "holds"]
    if not decisive:
        return ["The verdict is the same without any single respondent."]
    first = sorted(decisive, key=lambda one: (not one.lowers_unshown, not one.better))
    said = [without_one_sentence(instrument, one) for one in first]
    others = len(each) - len(decisive)
    if others:
        rest = "the other" if others == 1 else "any one of the others"
        said.append(f"Without {rest} it is the same.")
    return said
