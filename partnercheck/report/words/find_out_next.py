"""The next questions to settle: those that can change the class, and the weakest items."""

from __future__ import annotations

from partnercheck.base.english import ON_WHOSE_SIDE, listed, plural
from partnercheck.base.records import Perspective, Stage
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.rules.gap import gap_of
from partnercheck.rules.next_question import Question, next_questions
from partnercheck.rules.reasons import reasons
from partnercheck.rules.records import ItemReading, Verdict
from partnercheck.rules.sides import with_other_side


def find_out_next(
    instrument: Instrument, verdict: Verdict, stage: Stage
) -> list[tuple[Question, Item, str]]:
    """Return the questions that can change the class, the most important first, each with advice.

    For a candidate the advice is a trial before signing; for other vendors it is a question. If the
    scores of one side's people differ, the advice is to compare the events that these people had in
    mind.
    """
    items = {item.id: item for item in instrument.items}
    return [
        (question, items[question.item], _how_to_find_out(question, items[question.item], stage))
        for question in next_questions(instrument, verdict)
    ]


def no_question(instrument: Instrument, verdict: Verdict) -> str:
    """Return a sentence: no open question can change the class; the other side's answers may."""
    kinds = _kinds_unsettled(verdict)
    rest = _not_settled_by_it(instrument, verdict)
    if not verdict.one_sided:
        none = (
            f"No {kinds} question could change the class" if kinds else "Every question is answered"
        )
        return f"{none}.{rest}"
    ours = verdict.sides == ("buyer",)
    none = f"None of {'our' if ours else 'their'} {kinds} questions could change the class"
    if not kinds:
        none = f"Every question asked {ON_WHOSE_SIDE[verdict.sides[0]]} is answered"
    elif open_names := [
        condition.name
        for condition, result in zip(instrument.conditions, verdict.conditions, strict=True)
        if result.state_low != result.state_high
    ]:
        turns = "turns" if len(open_names) == 1 else "turn"
        none += f": the other conditions decide the class, however {listed(open_names)} {turns} out"
    others = "the vendor's answers" if ours else "our answers"
    could = _other_side_could(instrument, verdict)
    if could:
        return f"{none}; {others} could {could} the class.{rest}"
    return f"{none}; {others} could not change the class.{rest}"


def no_question_in_short(instrument: Instrument, verdict: Verdict) -> str:
    """Return in a few words that no open question can change the class; for a cell."""
    none = "no open question" if _kinds_unsettled(verdict) else "nothing: all is answered"
    if not verdict.one_sided or not _other_side_could(instrument, verdict):
        return none
    others = "the vendor's answers" if verdict.sides == ("buyer",) else "our answers"
    return f"{none}, but {others}"


def _not_settled_by_it(instrument: Instrument, verdict: Verdict) -> str:
    """Return what else is worth finding out: questions not asked, and views that are far apart."""
    sentences = []
    question_count = max(
        sum(len(c.sides[side].items) for c in verdict.conditions) for side in verdict.sides
    )
    if verdict.quick and question_count < len(instrument.items):
        count = len(instrument.items) - question_count
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
    """Return how the missing side's answers could change the class: "lower or raise", or one."""
    order = [vendor_class.id for vendor_class in instrument.classes]
    low, high = (order.index(end) for end in with_other_side(instrument, verdict))
    raises, lowers = high < order.index(verdict.best_class), low > order.index(verdict.worst_class)
    return " or ".join(word for word, can in (("lower", lowers), ("raise", raises)) if can)


COMPARE_EVENTS: dict[Perspective, str] = {
    "buyer": "Our people disagree: compare the events they had in mind.",
    "vendor": "The vendor's people disagree: ask them to compare the events they had in mind.",
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
