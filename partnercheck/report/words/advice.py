"""Advice on a verdict, in words: the way up, the way down, what to ask, the target."""

from __future__ import annotations

from partnercheck.base.english import ON_WHOSE_SIDE, listed, plural
from partnercheck.base.records import Perspective, Stage
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.report.words.verdict import a_class, class_in_words
from partnercheck.rules.next_question import Question, next_questions
from partnercheck.rules.path import Distance
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ItemReading, Verdict
from partnercheck.rules.robustness import Check
from partnercheck.rules.target import AsTargeted, as_targeted
from partnercheck.verdicts.judged import JudgedVendor


def way_up(
    instrument: Instrument, verdict: Verdict, path: Distance | None, most_places: int = 99
) -> str:
    """Return the fewest steps that reach a better class, as a sentence.

    A step is one item one score higher or lower, on one side; its place is a condition on a side.
    More places than `most_places` are counted.
    """
    if not verdict.assessed:
        return "Nothing has been scored yet."
    if not verdict.settled:
        return "The class is still open: settle the open and disputed questions first."
    if path is None:
        top = verdict.low == instrument.classes[0].id
        return "There is no better class." if top else "No higher scores lead to a better class."
    would = f"would make it {a_class(instrument, path.to)}"
    return f"{plural(path.points, 'step')} up {would}: {_steps(instrument, path, most_places)}."


def way_down(
    instrument: Instrument, verdict: Verdict, margin: Distance | None, most_places: int = 99
) -> str:
    """Return the fewest steps down that lower the class, as a sentence; empty if none do."""
    if margin is None or not verdict.settled:
        return ""
    would = f"would make it {a_class(instrument, margin.to)}"
    return (
        f"{plural(margin.points, 'step')} down {would}: {_steps(instrument, margin, most_places)}."
    )


def _steps(instrument: Instrument, distance: Distance, most_places: int) -> str:
    names = {condition.id: condition.name for condition in instrument.conditions}
    named = [
        f"{step.points} in {names[step.condition]} {ON_WHOSE_SIDE[step.perspective]}"
        for step in distance.steps[:most_places]
    ]
    if rest := sum(step.points for step in distance.steps[most_places:]):
        named.append(f"{rest} elsewhere")
    return listed(named)


def on_evidence_alone(instrument: Instrument, check: Check) -> str:
    """Return the verdict on scores with evidence alone, as a sentence."""
    if check.stands == "holds":
        return "The verdict is the same if only answers with evidence count."
    if not check.verdict.assessed:
        return "No score has evidence: nothing could be said on evidence alone."
    other = class_in_words(instrument, check.verdict)
    return f"If only answers with evidence counted, it would be {other}."


def other_thresholds(
    instrument: Instrument, verdict: Verdict, others: list[tuple[float, float, Verdict]]
) -> str:
    """Return the verdict at the neighbouring thresholds, as a sentence."""
    moved = [
        f"{class_in_words(instrument, other)} if present began at {present:g} and partial at "
        f"{partial:g}"
        for present, partial, other in others
        if (other.low, other.high) != (verdict.low, verdict.high)
    ]
    if not moved:
        shift = others[-1][0] - instrument.states.present
        return f"The verdict is the same with both thresholds {shift:g} points lower or higher."
    return f"It would be {', and '.join(moved)}."


def target_and_found(instrument: Instrument, verdict: Verdict, target: str, why: str) -> str:
    """Return the distance of the class from the target, as a sentence."""
    if not target:
        return "No target has been set."
    if found_as_targeted := as_targeted(instrument, verdict, target):
        return _as_targeted(instrument, found_as_targeted)
    because = f" ({why.rstrip('.')})" if why else ""
    sentence = f"The target is {a_class(instrument, target)}{because}."
    if not verdict.assessed:
        return sentence
    order = [vendor_class.id for vendor_class in instrument.classes]
    best, worst, goal = (order.index(each) for each in (verdict.high, verdict.low, target))
    if best <= goal <= worst:
        pending = "It is that so far; answers are pending."
        return f"{sentence} {pending if verdict.settled else 'That is still possible.'}"
    away = best - goal if goal < best else goal - worst
    direction = "short of" if goal < best else "above"
    least = "" if verdict.settled else "at least "
    steps = "one class" if away == 1 else f"{away} classes"
    return f"{sentence} It is {least}{steps} {direction} that."


def met_target(judged: JudgedVendor) -> AsTargeted | None:
    """Return how a vendor is what it should be; None if it is not, or if that is not known."""
    return as_targeted(judged.instrument, judged.verdict, judged.vendor.target)


# What a critical item at 0 says about a vendor that is what it should be.
AGAINST = {
    "gains": "one side loses by it, or will not discuss it",
    "reciprocity": "one side will leave",
}


def _as_targeted(instrument: Instrument, found: AsTargeted) -> str:
    """Return that the verdict is the target, as a sentence."""
    view, ask = {
        "buyer": (" in our view", "; ask theirs"),
        "vendor": (" in their view", "; add ours"),
        None: ("", ""),
    }[found.view]
    if found.against:
        conditions = {item.id: item.condition for item in instrument.items}
        topics = {item.id: item.topic for item in instrument.items}
        against = [
            AGAINST.get(conditions[item], f"{topics[item]} is scored 0") for item in found.against
        ]
        return f"As targeted{view}, but {listed(against)}{ask}."
    if found.view:
        return f"As targeted{view}{ask}."
    return "As targeted. Nothing needs to change."


def find_out_next(
    instrument: Instrument, verdict: Verdict, stage: Stage
) -> list[tuple[Question, Item, str]]:
    """Return the questions that can change the class, the most important first, each with advice.

    For a candidate the advice is a trial before signing; for other vendors it is a question. If
    the people of one side differ, they compare the events that they had in mind.
    """
    items = {item.id: item for item in instrument.items}
    return [
        (question, items[question.item], _how_to_find_out(question, items[question.item], stage))
        for question in next_questions(instrument, verdict)
    ]


COMPARE_EVENTS: dict[Perspective, str] = {
    "buyer": "Our people differ: compare the events they had in mind.",
    "vendor": "The vendor's people differ: ask them to compare the events they had in mind.",
}


def _how_to_find_out(question: Question, item: Item, stage: Stage) -> str:
    if question.disputed:
        return COMPARE_EVENTS[question.perspective]
    return item.trial if stage == "candidate" and item.trial else item.dialogue


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
