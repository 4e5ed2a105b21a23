"""Sentences about the people of one side: their disagreements, and who decides the class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from partnercheck.base.english import ON_WHOSE_SIDE, capitalised, listed
from partnercheck.base.records import Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.verdict import VIEWS, class_in_words
from partnercheck.rules.respondents import (
    Agreement,
    Disagreement,
    StraightLine,
    WithoutOne,
)


def disagreement_sentence(instrument: Instrument, disagreement: Disagreement) -> str:
    """Return a sentence giving each person's score for an item."""
    topic = next(item.topic for item in instrument.items if item.id == disagreement.item)
    groups: list[str] = []
    for value in sorted({score for _, score in disagreement.scores_by_respondent}):
        names = listed(
            [name for name, score in disagreement.scores_by_respondent if score == value]
        )
        groups.append(f"{names} scored {value}" if not groups else f"{names} {value}")
    return f"{capitalised(topic)}, {ON_WHOSE_SIDE[disagreement.perspective]}: {', '.join(groups)}."


def agreement_sentence(agreement: Agreement) -> str:
    """Return a sentence saying how far one side's people agree; empty for a single person."""
    if agreement.people < 2:
        return ""
    side = ON_WHOSE_SIDE[agreement.perspective]
    if not agreement.items:
        return f"{capitalised(side)} no question was scored by two people."
    count = str(agreement.far_apart_count) if agreement.far_apart_count else "none"
    of = f"{agreement.equal_count} of {agreement.items} questions"
    return f"{capitalised(side)} {of} are scored the same; scores differ by two or more on {count}."


def straight_line_sentence(straight: StraightLine) -> str:
    """Return a sentence saying that a respondent gave nearly all items the same score."""
    equal_scores = f"{straight.equal_count} of the {straight.score_count} scores of one person"
    side = ON_WHOSE_SIDE[straight.perspective]
    scores = f"{capitalised(equal_scores)} {side} are {straight.score}"
    return f"{scores}: ask whether each question was weighed by itself."


def without_one_sentence(instrument: Instrument, without: WithoutOne, opening: str = "") -> str:
    """Return a sentence giving the verdict without one respondent.

    It begins with "Without" and the respondent's name, unless an `opening` is given.
    """
    opening, other = opening or f"Without {without.respondent}", without.check.verdict
    if not other.assessed:
        return f"{opening} the vendor would not be assessed."
    if without.check.result == "holds":
        return f"{opening} the verdict is the same."
    would = f"the class would be {class_in_words(instrument, other)}"
    if without.lowers_without_evidence:
        unshown = (
            "only score has"
            if without.score_count == 1
            else f"{without.score_count} scores all have"
        )
        return f"{opening}, whose {unshown} no evidence, {would}."
    return f"{opening} {would}."


# With fewer people on a side, a name would single out the person who lowers the class.
LEAST_TO_NAME = 3


def without_each_sentences(instrument: Instrument, checks: Sequence[WithoutOne]) -> list[str]:
    """Return sentences giving the verdict without each respondent in turn.

    People are named only on a side with three or more. For a side with two, the sentences only say
    that one of them decides; for a side with one, only that its view is one person's.
    """
    if not checks:
        return []
    if len(checks) == 1:
        return ["The verdict rests on 1 person alone."]
    people = Counter(check.perspective for check in checks)
    alone = [check for check in checks if people[check.perspective] == 1]
    several = [check for check in checks if people[check.perspective] > 1]
    sentences = _alone(alone)
    if not several:
        return sentences
    decisive = [check for check in several if check.check.result != "holds"]
    if not decisive:
        return (
            [*sentences, "Leaving out any one of the other people would not change the verdict."]
            if alone
            else ["The verdict is the same without any single respondent."]
        )
    first = sorted(
        decisive, key=lambda check: (not check.lowers_without_evidence, not check.better_without)
    )
    seen: set[Perspective] = set()
    unshown = {check.perspective for check in decisive if check.lowers_without_evidence}
    for check in first:
        side = check.perspective
        opening = _unnamed(check, people[side], side in seen, side in unshown)
        sentences.append(without_one_sentence(instrument, check, opening))
        seen.add(side)
    sentences += _same_without_others(several, decisive, unshown)
    if any(people[side] < LEAST_TO_NAME and side not in unshown for side in seen):
        sentences.append("The class is based on the middle value of their answers.")
    return sentences


def _same_without_others(
    several: Sequence[WithoutOne],
    decisive: Sequence[WithoutOne],
    unshown: Set[Perspective],
) -> list[str]:
    """Return a sentence saying that the verdict is the same without the other respondents, if any.

    The other respondents are those who do not decide the verdict.
    """
    others = [check for check in several if check not in decisive]
    if not others:
        return []
    if len(others) > 1:
        return ["Without any one of the other people, the class stays the same."]
    sides = {check.perspective for check in several}
    of_two = len(several) == 2 and len(sides) == 1
    if of_two and others[0].perspective not in unshown:
        return ["If the other person had answered alone, the class would be the same as with both."]
    return ["Without the other person, the class stays the same."]


def _alone(alone: Sequence[WithoutOne]) -> list[str]:
    """Return sentences saying which view is one person's, and whether it has no evidence."""
    unshown = [check for check in alone if check.lowers_without_evidence]
    if len(alone) == 2 and not unshown:
        return ["Each view rests on 1 person."]
    sentences = []
    for check in alone:
        bare = ""
        if check in unshown:
            scores = (
                "only score has"
                if check.score_count == 1
                else f"{check.score_count} scores all have"
            )
            bare = f", whose {scores} no evidence"
        sentences.append(f"{capitalised(VIEWS[check.perspective])} rests on 1 person{bare}.")
    return sentences


def _unnamed(check: WithoutOne, count: int, seen: bool, unshown: bool) -> str:
    """Return the opening of a sentence about a side without one person, who is not named.

    Empty if there are enough people on the side to say the name. On a side with two people, the
    sentence is about the answers of the other person alone.
    """
    if count >= LEAST_TO_NAME:
        return ""
    whose = ON_WHOSE_SIDE[check.perspective]
    person = f"the other person {whose}" if seen else f"one of the {count} people {whose}"
    if unshown:
        return f"Without {person}"
    return f"If {person} had answered alone,"
