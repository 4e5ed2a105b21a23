"""Advice on a verdict, in words: the way up, the way down, what to ask, the target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.base.english import ON_WHOSE_SIDE, listed, plural
from partnercheck.base.records import BEST_SCORE, Perspective, Stage
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.report.words.caveats import pending_is_harmless
from partnercheck.report.words.verdict import (
    VIEWS,
    a_class,
    class_in_words,
    confidential_on,
    questions_that_matter,
)
from partnercheck.rules.conditions import below
from partnercheck.rules.gap import gap_marked, gap_of
from partnercheck.rules.next_question import Question, next_questions
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ItemReading, Verdict
from partnercheck.rules.robustness import Check
from partnercheck.rules.sides import with_other_side
from partnercheck.rules.steps import Distance, SideSteps
from partnercheck.rules.target import AsTargeted, as_targeted
from partnercheck.verdicts.judged import JudgedVendor


def way_up(
    instrument: Instrument,
    verdict: Verdict,
    steps_up: Distance | None,
    most_places: int = 99,
) -> str:
    """Return the fewest steps that reach a better class, as a sentence.

    A step raises or lowers one item's score by one, on one side; its place is the item's condition
    on that side. Only `most_places` places are named; the steps in the others are counted. While
    answers are pending, there are no steps.
    """
    if not verdict.assessed:
        return "Nothing has been scored yet."
    if not verdict.settled:
        return f"The class is still open: {_settle_first(instrument, verdict)}"
    if verdict.provisional:
        return f"That can be said when the {pending_answers(verdict)} in."
    if steps_up is None:
        top = verdict.worst_class == instrument.classes[0].id
        return "There is no better class." if top else "No higher scores lead to a better class."
    return _Steps(instrument, verdict, steps_up, True).sentence(most_places)


def way_down(
    instrument: Instrument,
    verdict: Verdict,
    steps_down: Distance | None,
    most_places: int = 99,
) -> str:
    """Return the fewest steps that lower the class, as a sentence; empty if no steps do."""
    if steps_down is None or not verdict.settled or verdict.provisional:
        return ""
    return _Steps(instrument, verdict, steps_down, False).sentence(most_places)


def _settle_first(instrument: Instrument, verdict: Verdict) -> str:
    """Return which questions to settle first, for the end of a sentence."""
    words = questions_that_matter(instrument, verdict)
    if " of the " in words:
        return f"settle first the {words} that can change it."
    return f"settle the {words or 'answers that are missing'} first."


def pending_answers(verdict: Verdict) -> str:
    """Return the number of pending answers and a verb: "7 pending answers are"."""
    return (
        "1 pending answer is"
        if verdict.pending_count == 1
        else f"{verdict.pending_count} pending answers are"
    )


class _Steps(NamedTuple):
    """The steps to another class, and the data for a sentence on them."""

    instrument: Instrument
    verdict: Verdict
    distance: Distance
    up: bool

    def sentence(self, most_places: int) -> str:
        """Return the class that the steps lead to, and where answers would be higher or lower."""
        places = [self._place(step) for step in self.distance.steps[:most_places]]
        if rest := sum(step.step_count for step in self.distance.steps[most_places:]):
            places.append(f"{self._lines(rest)} in the other conditions")
        higher = "higher" if self.up else "lower"
        answers = f"{higher} answers"
        would = f"It would be {a_class(self.instrument, self.distance.new_class)}"
        if len(self.distance.steps) == 1 and (key := self._untold_key(self.distance.steps[0])):
            return f"{would} with a {higher} answer to {key}."
        return f"{would} with {answers}: {listed(places)}."

    def _place(self, step: SideSteps) -> str:
        """Return the place of some steps, with the question that decides if it is moved.

        A confidential question of the vendor's is not named, and the number of its lines is not
        given: that would tell what the vendor answered.
        """
        name = next(c.name for c in self.instrument.conditions if c.id == step.condition)
        critical = self.instrument.critical_of(step.condition)
        view, lines = VIEWS[step.perspective], self._lines(step.step_count)
        hidden = confidential_on(self.instrument, step.perspective)
        if critical and step.critical_step_count and critical.id not in hidden:
            if step.critical_step_count == step.step_count:
                return f"{lines} on {critical.topic}, in {name} ({view})"
            on_critical = f"{step.critical_step_count} of them on {critical.topic}"
            return f"{lines} in {name} ({view}, {on_critical})"
        if key := self._untold_key(step):
            return f"one to {key}"
        if critical and step.critical_step_count:
            return f"{lines} in {name} ({view}, some of them on its key question)"
        return f"{'one answer at 0' if self._makes_zero(step) else lines} in {name} ({view})"

    def _untold_key(self, step: SideSteps) -> str:
        """Return words for a key question that decides alone and must not be named, or nothing."""
        critical = self.instrument.critical_of(step.condition)
        hidden = confidential_on(self.instrument, step.perspective)
        alone = step.critical_step_count == step.step_count
        if not critical or not alone or critical.id not in hidden:
            return ""
        name = next(c.name for c in self.instrument.conditions if c.id == step.condition)
        return f"the key question of {name} ({VIEWS[step.perspective]})"

    def _lines(self, points: int) -> str:
        """Return by how many lines of the form the answers would change."""
        return "one line" if points == 1 else f"{points} lines"

    def _makes_zero(self, step: SideSteps) -> bool:
        """Whether steps down lower a condition's state by making an answer 0, not by its score."""
        condition = next(c for c in self.verdict.conditions if c.id == step.condition)
        side = condition.sides[step.perspective]
        lost = 100 * step.step_count / (BEST_SCORE * len(side.counted_items))
        least = self.instrument.states.present
        return not self.up and not step.critical_step_count and side.low - lost >= least


def on_evidence_alone(instrument: Instrument, check: Check) -> str:
    """Return a sentence on the verdict by scores with evidence only; empty if it stays open."""
    if check.result == "holds" and not check.verdict.settled:
        return ""
    if check.result == "holds":
        return "The verdict is the same without the answers that have no evidence."
    if not check.verdict.assessed:
        return "No score has evidence: nothing could be said on evidence alone."
    other = class_in_words(instrument, check.verdict)
    return f"If answers without evidence did not count, it would be {other}."


def other_thresholds(
    instrument: Instrument, verdict: Verdict, others: list[tuple[float, float, Verdict]]
) -> str:
    """Return the verdict at the neighbouring thresholds, as a sentence; empty if it stays open."""
    moved = [
        f"{class_in_words(instrument, other)} if present began at {present:g} and partial at "
        f"{partial:g}"
        for present, partial, other in others
        if (other.worst_class, other.best_class) != (verdict.worst_class, verdict.best_class)
    ]
    if not moved and not verdict.settled:
        return ""
    if not moved:
        shift = others[-1][0] - instrument.states.present
        return f"The verdict is the same with both thresholds {shift:g} points lower or higher."
    return f"It would be {', and '.join(moved)}."


def target_and_found(judged: JudgedVendor, why: str = "", in_report: bool = False) -> str:
    """Return the distance of the class from the target, as a sentence.

    In a report it does not tell what the vendor said in confidence.
    """
    instrument, verdict, target = judged.instrument, judged.verdict, judged.vendor.target
    if not target:
        return "No target has been set."
    if found_as_targeted := as_targeted(instrument, verdict, target):
        untold = _zeros_in_confidence(instrument, verdict) if in_report else frozenset()
        zeros = tuple(i for i in found_as_targeted.critical_zeros if i not in untold)
        return _as_targeted(instrument, replace(found_as_targeted, critical_zeros=zeros))
    because = f" ({why.rstrip('.')})" if why else ""
    sentence = f"The target is {a_class(instrument, target)}{because}."
    if not verdict.assessed:
        return sentence
    order = [vendor_class.id for vendor_class in instrument.classes]
    best, worst, goal = (
        order.index(each) for each in (verdict.best_class, verdict.worst_class, target)
    )
    if best <= goal <= worst:
        reached = _reached(judged) if verdict.settled else "That is still possible."
        return f"{sentence} {reached}"
    away = best - goal if goal < best else goal - worst
    direction = "short of" if goal < best else "above"
    least = "" if verdict.settled else "at least "
    steps = "one class" if away == 1 else f"{away} classes"
    return f"{sentence} It is {least}{steps} {direction} that."


def _reached(judged: JudgedVendor) -> str:
    """Say that the class is the target, and whether the pending answers can change it."""
    verdict, pending = judged.verdict, plural(judged.verdict.pending_count, "pending answer")
    if not pending_is_harmless(judged):
        return f"It is that so far; the {pending} could change it."
    view = f" in {VIEWS[verdict.sides[0]]}" if verdict.one_sided else ""
    return f"It is that{view}, whatever the {pending} {_will(verdict.pending_count)}."


def _will(count: int) -> str:
    return "says" if count == 1 else "say"


def met_target(judged: JudgedVendor) -> AsTargeted | None:
    """Return in whose view a vendor meets its target; None if it does not or if that is open."""
    return as_targeted(judged.instrument, judged.verdict, judged.vendor.target)


def at_target(judged: JudgedVendor) -> bool:
    """Return whether the class is the target class, even if pending answers may change it."""
    verdict, target = judged.verdict, judged.vendor.target
    return bool(target) and verdict.settled and verdict.worst_class == target


# What a critical item at 0 says about a vendor that meets its target.
AGAINST = {
    "gains": "one side loses by it, or will not discuss it",
    "reciprocity": "one side will leave",
}


def _zeros_in_confidence(instrument: Instrument, verdict: Verdict) -> frozenset[str]:
    """Return the confidential critical items that the vendor scores 0 and we do not."""
    ours = {
        side.critical.item
        for condition in verdict.conditions
        for perspective, side in condition.sides.items()
        if perspective == "buyer" and side.critical and below(side.critical.high, 1)
    }
    return confidential_on(instrument, "vendor") - ours


def _as_targeted(instrument: Instrument, found: AsTargeted) -> str:
    """Return a sentence on a met target: in whose view it is met, and what speaks against it."""
    view, ask = {
        "buyer": (" in our view", "; the vendor has not answered yet"),
        "vendor": (" in the vendor's view", "; we have not answered yet"),
        None: ("", ""),
    }[found.only_side]
    against = ""
    if found.critical_zeros:
        conditions = {item.id: item.condition for item in instrument.items}
        topics = {item.id: item.topic for item in instrument.items}
        said = [
            AGAINST.get(conditions[item], f"{topics[item]} is scored 0 of {BEST_SCORE}")
            for item in found.critical_zeros
        ]
        against = f", but {listed(said)}"
    return f"The class is as targeted{view}{against}{ask}."


def still_open(judged: JudgedVendor, agreed: str = "", warnings: Sequence[str] = ()) -> list[str]:
    """Return the matters to deal with although the target is met, in a few words each.

    Args:
        judged: The vendor.
        agreed: The overdue goals, promises and meetings, in words.
        warnings: The names of the lens warnings.

    """
    names = {condition.id: condition.name for condition in judged.instrument.conditions}
    verdict = judged.verdict
    apart = [names[c.id] for c in verdict.conditions if gap_marked(judged.instrument, c)]
    parts = [*warnings]
    parts += [f"the views are far apart on {listed(apart)}"] if apart else []
    parts += [f"{agreed[:1].lower()}{agreed[1:]}"] if agreed else []
    return parts


def target_entry(
    judged: JudgedVendor,
    agreed: str = "",
    warnings: Sequence[str] = (),
    in_report: bool = False,
) -> str:
    """Return the distance from the target, and what is still open although it is reached."""
    vendor = judged.vendor
    sentence = target_and_found(judged, vendor.target_why, in_report)
    parts = still_open(judged, agreed, warnings) if met_target(judged) else []
    return f"{sentence} Still to deal with: {'; '.join(parts)}." if parts else sentence


def find_out_next(
    instrument: Instrument, verdict: Verdict, stage: Stage
) -> list[tuple[Question, Item, str]]:
    """Return the questions that can change the class, the most important first, each with advice.

    For a candidate the advice is a trial before signing; for other vendors it is a question. If the
    scores of one side's people differ, it is to compare the events that they had in mind.
    """
    items = {item.id: item for item in instrument.items}
    return [
        (question, items[question.item], _how_to_find_out(question, items[question.item], stage))
        for question in next_questions(instrument, verdict)
    ]


def no_question(instrument: Instrument, verdict: Verdict) -> str:
    """Return a sentence: no question can change the class, but the other side's answers may."""
    kinds = _kinds_unsettled(verdict)
    rest = _not_settled_by_it(instrument, verdict)
    if not verdict.one_sided:
        return f"No {kinds or 'open'} question could change the class.{rest}"
    ours = verdict.sides == ("buyer",)
    none = f"None of {'our' if ours else 'their'} {kinds} questions could change the class"
    if not kinds:
        none = f"No open question {ON_WHOSE_SIDE[verdict.sides[0]]} could change the class"
    others = "the vendor's answers" if ours else "our answers"
    could = _other_side_could(instrument, verdict)
    if could:
        return f"{none}; {others} could {could} it.{rest}"
    return f"{none}, nor could {others}.{rest}"


def _not_settled_by_it(instrument: Instrument, verdict: Verdict) -> str:
    """Return what else is worth finding out: questions not asked, and views that are far apart."""
    sentences = []
    asked = max(sum(len(c.sides[side].items) for c in verdict.conditions) for side in verdict.sides)
    if verdict.quick and asked < len(instrument.items):
        count = len(instrument.items) - asked
        was = "was" if count == 1 else "were"
        sentences.append(f" {plural(count, 'question')} {was} not asked on the quick form.")
    gap = gap_of(instrument, verdict)
    if gap and gap.far_apart:
        wide = plural(len(gap.far_apart), "question")
        sentences.append(f" The two sides are far apart on {wide}: compare the events.")
    return "".join(sentences)


def _kinds_unsettled(verdict: Verdict) -> str:
    """Return which questions remain: "open", "disputed", "open or disputed"; empty if none do."""
    readings = [r for c in verdict.conditions for side in c.sides.values() for r in side.items]
    kinds = [("open", any(r.open for r in readings)), ("disputed", bool(verdict.disputed_items))]
    return " or ".join(kind for kind, found in kinds if found)


def _other_side_could(instrument: Instrument, verdict: Verdict) -> str:
    """Return how the missing side's answers could change the class: "lower", "raise" or both."""
    order = [vendor_class.id for vendor_class in instrument.classes]
    low, high = (order.index(end) for end in with_other_side(instrument, verdict))
    raises, lowers = high < order.index(verdict.best_class), low > order.index(verdict.worst_class)
    return " or ".join(word for word, can in (("lower", lowers), ("raise", raises)) if can)


COMPARE_EVENTS: dict[Perspective, str] = {
    "buyer": "Our people differ: compare the events they had in mind.",
    "vendor": "The vendor's people differ: ask them to compare the events they had in mind.",
}


def _how_to_find_out(question: Question, item: Item, stage: Stage) -> str:
    if question.disputed:
        return COMPARE_EVENTS[question.perspective]
    return item.trial if stage == "candidate" and item.trial else item.dialogue


def weakest(instrument: Instrument, verdict: Verdict) -> list[ItemReading]:
    """Return the items that lower the verdict most: those that stop a condition come first."""
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
        for reading in side.counted_items
        if reading.scores and reading not in stopping
    ]
    return stopping + [reading for _, _, reading in sorted(scored, key=lambda entry: entry[:2])]
