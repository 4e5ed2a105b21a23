"""Advice on a verdict, in words: the way up, the way down, what to ask, the target."""

from __future__ import annotations

from partnercheck.base.english import ON_WHOSE_SIDE, listed, plural
from partnercheck.base.records import Stage
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.report.words.verdict import a_class, class_in_words
from partnercheck.rules.next_question import Question, next_questions
from partnercheck.rules.path import Distance
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ItemReading, Verdict
from partnercheck.rules.robustness import Check
from partnercheck.rules.target import AsTargeted, as_targeted


def way_up(instrument: Instrument, verdict: Verdict, path: Distance | None) -> str:
    """Return the fewest points that reach a better class, as a sentence."""
    if not verdict.assessed:
        return "Nothing has been scored yet."
    if not verdict.settled:
        return "The class is still open, so what is not known comes first."
    if path is None:
        top = verdict.low == instrument.classes[0].id
        return "There is no better class." if top else "No score alone leads to a better class."
    would = f"would make it {a_class(instrument, path.to)}"
    return f"{plural(path.points, 'point')} more {would}: {_steps(instrument, path)}."


def way_down(instrument: Instrument, verdict: Verdict, margin: Distance | None) -> str:
    """Return the fewest points whose loss lowers the class, as a sentence; empty if none does."""
    if margin is None or not verdict.settled:
        return ""
    would = f"would make it {a_class(instrument, margin.to)}"
    return f"{plural(margin.points, 'point')} less {would}: {_steps(instrument, margin)}."


def _steps(instrument: Instrument, distance: Distance) -> str:
    names = {condition.id: condition.name for condition in instrument.conditions}
    return listed(
        [
            f"{s.points} in {names[s.condition]} {ON_WHOSE_SIDE[s.perspective]}"
            for s in distance.steps
        ]
    )


def on_evidence_alone(instrument: Instrument, check: Check) -> str:
    """Return the verdict on scores with evidence alone, as a sentence."""
    if check.stands == "holds":
        return "The verdict is the same on evidenced answers alone."
    if not check.verdict.assessed:
        return "No score has evidence; on evidence alone nothing could be said."
    other = class_in_words(instrument, check.verdict)
    return f"On evidenced answers alone it would be {other}."


def other_thresholds(
    instrument: Instrument, verdict: Verdict, others: list[tuple[float, float, Verdict]]
) -> str:
    """Return the verdict at the neighbouring thresholds, as a sentence."""
    moved = [
        f"{class_in_words(instrument, other)} with thresholds of {present:g} and {partial:g}"
        for present, partial, other in others
        if (other.low, other.high) != (verdict.low, verdict.high)
    ]
    if not moved:
        ends = [f"{present:g} and {partial:g}" for present, partial, _ in (others[0], others[-1])]
        return f"The verdict is the same with thresholds of {ends[0]}, and of {ends[1]}."
    return f"It would be {', and '.join(moved)}."


def target_and_found(instrument: Instrument, verdict: Verdict, target: str, why: str) -> str:
    """Return the distance of the class from the target, as a sentence."""
    if not target:
        return "No target has been set."
    if found_as_targeted := as_targeted(instrument, verdict, target):
        return _as_targeted(instrument, found_as_targeted)
    because = f" ({why.rstrip('.')})" if why else ""
    sentence = f"The target is {a_class(instrument, target)}{because}"
    if not verdict.assessed:
        return f"{sentence}."
    order = [vendor_class.id for vendor_class in instrument.classes]
    best, worst, goal = (order.index(each) for each in (verdict.high, verdict.low, target))
    if best <= goal <= worst:
        return f"{sentence}, and that is {'found' if verdict.settled else 'still possible'}."
    away = best - goal if goal < best else goal - worst
    direction = "below" if goal < best else "above"
    least = "" if verdict.settled else "at least "
    steps = "1 class" if away == 1 else f"{away} classes"
    return f"{sentence}; found is {least}{steps} {direction} it."


# What a critical item at 0 says about a vendor that is what it should be.
AGAINST = {
    "gains": "one side loses by it, or will not discuss it",
    "reciprocity": "one side will leave",
}


def _as_targeted(instrument: Instrument, found: AsTargeted) -> str:
    """The verdict that is the target, as a sentence."""
    if found.against:
        conditions = {item.id: item.condition for item in instrument.items}
        topics = {item.id: item.topic for item in instrument.items}
        against = [
            AGAINST.get(conditions[item], f"{topics[item]} is scored 0") for item in found.against
        ]
        return f"As targeted, but {listed(against)}."
    if found.view:
        ask = {"buyer": "in our view; ask theirs", "vendor": "in their view; add ours"}[found.view]
        return f"As targeted {ask}."
    return "As targeted. Nothing needs to change."


def find_out_next(
    instrument: Instrument, verdict: Verdict, stage: Stage
) -> list[tuple[Question, Item, str]]:
    """Return the open questions, the most important first, each with a way to find out.

    For a candidate that is a trial before signing; for other vendors it is a question.
    """
    items = {item.id: item for item in instrument.items}
    return [
        (question, item, item.trial if stage == "candidate" and item.trial else item.dialogue)
        for question in next_questions(instrument, verdict)
        for item in (items[question.item],)
    ]


def weakest(instrument: Instrument, verdict: Verdict) -> list[ItemReading]:
    """Return the items that lower the verdict most: stopping a condition first, then lowest."""
    stopping = [
        reading
        for reason in reasons(instrument, verdict)
        if reason.kind == "stopped"
        for reading in reason.items
    ]
    blocked = {reason.condition for reason in reasons(instrument, verdict)}
    scored = [
        (condition.id not in blocked, reading.low, reading)
        for condition in verdict.conditions
        for side in condition.sides.values()
        for reading in side.left
        if reading.scores and reading not in stopping
    ]
    return stopping + [reading for _, _, reading in sorted(scored, key=lambda entry: entry[:2])]
