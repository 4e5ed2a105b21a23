"""All reasons for a verdict in words, and the few that a cell or a line has room for."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.english import listed
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points, span
from partnercheck.report.words.one_reason import (
    brief,
    condition_name,
    nothing_known,
    sentence,
    stopping,
)
from partnercheck.report.words.verdict import confidential_on, topics_of
from partnercheck.rules.conditions import RANK
from partnercheck.rules.reasons import Reason, criticals_from_one_side, reasons
from partnercheck.rules.records import Verdict

MOST_CLAUSES = 2


def why(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the reasons as full sentences, naming every item that stops a condition."""
    sentences = [sentence(instrument, reason) for reason in reasons(instrument, verdict)]
    return [*sentences, *one_sided_sentences(instrument, verdict)]


def one_sided_sentences(
    instrument: Instrument, verdict: Verdict, hidden: frozenset[str] = frozenset()
) -> list[str]:
    """Return a sentence on the critical items whose one-sidedness prevents a better class.

    The list has at most one sentence. Items that are `hidden` are not named.
    """
    not_both, unknown = _not_from_both(instrument, verdict, hidden)
    sentences = []
    if not_both:
        sentences.append(
            "For a better class, both sides have to do their part in more key questions; they do "
            f"not do so yet in {listed(not_both)}."
        )
    if unknown:
        sentences.append(
            "For a better class, both sides have to do their part in more key questions. Not "
            f"known yet: {listed(unknown)}."
            if not not_both
            else f"Not known yet: {listed(unknown)}."
        )
    return [" ".join(sentences)] if sentences else []


def _not_from_both(
    instrument: Instrument, verdict: Verdict, hidden: frozenset[str] = frozenset()
) -> tuple[list[str], list[str]]:
    """Return the key questions that only one side acts on, and those not known yet, by topic.

    Both lists are empty if the class is open. Items that the vendor answered in confidence are left
    out.
    """
    if not verdict.settled:
        return [], []
    hidden |= confidential_on(instrument, "vendor") if "vendor" in verdict.sides else frozenset()
    criticals = [
        each for each in criticals_from_one_side(instrument, verdict) if each.item not in hidden
    ]
    surely = [each.item for each in criticals if each.high < instrument.limits.mutual]
    unsure = [each.item for each in criticals if each.item not in surely]
    return topics_of(instrument, surely), topics_of(instrument, unsure)


def briefly_why(instrument: Instrument, verdict: Verdict, with_lowest: bool = True) -> list[str]:
    """Return the reasons in a few words each, for a cell."""
    named_reasons = _once(reasons(instrument, verdict))
    phrases = [brief(instrument, verdict, reason, with_lowest) for reason in named_reasons]
    return [*phrases, *_not_both_briefly(instrument, verdict)]


def _not_both_briefly(instrument: Instrument, verdict: Verdict) -> list[str]:
    not_both, unknown = _not_from_both(instrument, verdict)
    phrases = [f"not yet done by both sides: {listed(not_both)}"] if not_both else []
    # If nothing is known about a condition, its key question need not be named as well.
    keys = topics_of(instrument, _keys_of_unknown_conditions(instrument, verdict))
    unknown = [topic for topic in unknown if topic not in keys]
    phrases += [f"not known yet: {listed(unknown)}"] if unknown else []
    return phrases


def _keys_of_unknown_conditions(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the key questions of the conditions in which no question has a score."""
    conditions = [
        condition.id
        for condition in verdict.conditions
        if not any(each.scores for side in condition.sides.values() for each in side.items)
    ]
    criticals = [instrument.critical_of(each) for each in conditions]
    return [critical.id for critical in criticals if critical]


def _once(named_reasons: Sequence[Reason]) -> list[Reason]:
    """Return reasons without those on single questions of a condition that is not known at all."""
    unknown = {(r.condition, r.perspective) for r in named_reasons if nothing_known(r)}
    return [
        each
        for each in named_reasons
        if each.kind != "undecided" or (each.condition, each.perspective) not in unknown
    ]


def _weakest_first(verdict: Verdict, named_reasons: Sequence[Reason]) -> list[Reason]:
    """Return reasons in the order of their conditions, the weakest first.

    The highest possible score of a condition counts first: an unanswered condition is not weak.
    """
    ranks = {each.id: (RANK[each.state_high], each.high, each.low) for each in verdict.conditions}
    return sorted(named_reasons, key=lambda reason: ranks[reason.condition])


def stops_in_short(
    instrument: Instrument, verdict: Verdict, only_open: bool = False, with_lowest: bool = True
) -> str:
    """Return the clauses of `first_reasons` in one line."""
    return "; ".join(first_reasons(instrument, verdict, only_open, with_lowest))


def first_reasons(
    instrument: Instrument, verdict: Verdict, only_open: bool = False, with_lowest: bool = True
) -> list[str]:
    """Return the first reasons, two at most, and the other conditions that have one.

    The reasons of the weakest condition come first, as it holds the vendor back most. The questions
    with the lowest answers are named `with_lowest`.

    With `only_open`, only conditions whose state is still open count, if any has a reason.
    """
    named_reasons = _once(_weakest_first(verdict, reasons(instrument, verdict)))
    clauses = [brief(instrument, verdict, reason, with_lowest) for reason in named_reasons]
    clauses += _not_both_briefly(instrument, verdict)
    unsettled = {c.id for c in verdict.conditions if c.state_low != c.state_high}
    if only_open and any(reason.condition in unsettled for reason in named_reasons):
        named_reasons = [reason for reason in named_reasons if reason.condition in unsettled]
        clauses = [brief(instrument, verdict, reason, with_lowest) for reason in named_reasons]
    first, others = named_reasons[:MOST_CLAUSES], named_reasons[MOST_CLAUSES:]
    named = {reason.condition for reason in first}
    rest = {reason.condition for reason in others} - named
    names = [c.name for c in instrument.conditions if c.id in rest]
    also = [f"also {listed(names)}"] if names else []
    return [*clauses[:MOST_CLAUSES], *also]


def main_reason(instrument: Instrument, verdict: Verdict) -> str:
    """Return what holds the weakest condition back, in one short clause.

    It ends with the number of other conditions that are held back, such as ", +2". Empty if
    nothing holds the vendor back.
    """
    named_reasons = _once(_weakest_first(verdict, reasons(instrument, verdict)))
    if not named_reasons:
        return next(iter(_not_both_briefly(instrument, verdict)), "")
    first = named_reasons[0]
    clause = brief(instrument, verdict, first, with_lowest=False)
    if first.kind == "stopped":
        clause = stopping(instrument, first)
    if first.kind == "score" and not nothing_known(first):
        judged = next(each for each in verdict.conditions if each.id == first.condition)
        need = points(instrument.states.present)
        clause = (
            f"{condition_name(instrument, first)} {span(judged.low, judged.high)}, needs {need}"
        )
    others = len({reason.condition for reason in named_reasons} - {first.condition})
    return f"{clause}, +{others}" if others else clause
