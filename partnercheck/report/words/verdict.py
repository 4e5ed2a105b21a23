"""The verdict in words: its class or the range of classes, and the side whose view it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from partnercheck.base.english import capitalised, is_or_are, listed, plural
from partnercheck.base.records import Perspective, Stage
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.signs import OPEN_CLASS
from partnercheck.report.words.unsettled import decisive_counts, decisive_questions
from partnercheck.rules.reasons import criticals_from_one_side, deciding_items
from partnercheck.rules.records import ConditionVerdict, Verdict

VIEWS: dict[Perspective, str] = {"buyer": "our view", "vendor": "the vendor's view"}


def headline(
    instrument: Instrument,
    verdict: Verdict,
    vendor: str,
    stage: Stage = "active",
    hidden: frozenset[str] = frozenset(),
    to_vendor: bool = False,
    because: str = "",
) -> str:
    """Return a sentence giving a vendor's class or range of classes, and the reason.

    If the verdict is open, the class so far follows the range, if there is one. A candidate is
    "expected to be" of its class. `hidden` items are not named. A sentence for the vendor calls a
    class by both views a result, since the vendor's own view may lead to another class. `because`
    is the reason to give for a settled class; if it is not given, the reason is the number of
    conditions in each state.
    """
    if not verdict.assessed:
        return f"{vendor} has not been assessed: nobody has given a score yet."
    view = ""
    if verdict.one_sided:
        view = {"buyer": "In our view, ", "vendor": "By its own account, "}[verdict.sides[0]]
    subject = f"{view}{vendor} is {'expected to be ' if stage == 'candidate' else ''}"
    if to_vendor and not verdict.one_sided:
        subject = "By the lower of our view and yours, the result is "
    low, high = (a_class(instrument, end) for end in (verdict.worst_class, verdict.best_class))
    if verdict.settled:
        return f"{subject}{low}: {because or _conditions_present(instrument, verdict, hidden)}."
    if to_vendor and verdict.class_so_far:
        return f"{subject}{_so_far_to_vendor(instrument, verdict, stage)}."
    count, _ = _unsettled(instrument, verdict)
    between = f"between {_without_article(low)} and {_without_article(high)}"
    if verdict.class_so_far:
        so_far = _without_article(a_class(instrument, verdict.class_so_far))
        return f"{subject}{between}, because of {count}; so far {so_far}."
    if every_class(instrument, verdict.worst_class, verdict.best_class):
        unknown = f"not enough is known yet about {vendor}: every class is still possible"
        return capitalised(f"{view}{unknown}, because of {count}.")
    if to_vendor:
        between = f"between {low} and {high}"
    return f"{subject}{between}, because of {count}."


def _so_far_to_vendor(instrument: Instrument, verdict: Verdict, stage: Stage) -> str:
    """Return the class so far and the range, in the words of the vendor's result."""
    assert verdict.class_so_far
    so_far = a_class(instrument, verdict.class_so_far)
    so_far = f"{so_far} so far" if stage == "candidate" else f"so far {so_far}"
    low, high = (
        _without_article(a_class(instrument, end))
        for end in (verdict.worst_class, verdict.best_class)
    )
    between = f"the class between {low} and {high}"
    if every_class(instrument, verdict.worst_class, verdict.best_class):
        between = "every class possible"
    count, leave = _unsettled(instrument, verdict)
    return f"{so_far}; {count} {leave} {between}"


def _without_article(class_name: str) -> str:
    return class_name.split(" ", 1)[1]


def _conditions_present(instrument: Instrument, verdict: Verdict, hidden: frozenset[str]) -> str:
    total = len(verdict.conditions)
    present = sum(condition.state_low == "present" for condition in verdict.conditions)
    possible = sum(condition.state_high == "present" for condition in verdict.conditions)
    if present == total:
        short = criticals_from_one_side(instrument, verdict)
        surely = all(critical.high < instrument.limits.mutual for critical in short)
        do = "one side or both do not do" if surely else "one side or both may not do"
        but = f", but in {len(short)} of them {do} their part in the key question"
        but = but if short else ""
        return f"all {total} conditions are present{but}"
    if possible == total and not present:
        return f"all {total} conditions are open"
    if possible > present and present:
        count = f"{present} of {total} conditions {is_or_are(present)} present"
        count += f", and {possible - present} more may be"
    else:
        count = _states_counted(verdict)
    return f"{count}{_held_back(instrument, verdict, hidden)}"


def _states_counted(verdict: Verdict) -> str:
    """Return how many conditions are in each state: "3 of 4 conditions are partial, and 1 is weak".

    If more than one state is possible for a condition, it counts as open, or as weak or partial.
    """
    states = Counter(_state_in_words(each) for each in verdict.conditions)
    total = len(verdict.conditions)
    counts: list[str] = []
    for state in ("present", "partial", "weak or partial", "weak", "open"):
        if count := states[state]:
            of = f" of {total} conditions" if count < total else f" {total} conditions"
            number = f"{count}" if count < total else "all"
            counts.append(f"{number}{'' if counts else of} {is_or_are(count)} {state}")
    return listed(counts) if len(counts) > 2 else ", and ".join(counts)


def _state_in_words(condition: ConditionVerdict) -> str:
    if condition.state_low == condition.state_high:
        return condition.state_low
    return "open" if condition.state_high == "present" else "weak or partial"


def _held_back(instrument: Instrument, verdict: Verdict, hidden: frozenset[str]) -> str:
    """Return a clause on the questions that keep conditions from *present* despite the scores.

    Conditions held back by a `hidden` question are left out.
    """
    parts = []
    for condition, judged in zip(instrument.conditions, verdict.conditions, strict=True):
        deciding = [
            reading.item
            for side in judged.sides.values()
            for reading in deciding_items(instrument, side)
        ]
        in_confidence = {
            reading.item
            for perspective, side in judged.sides.items()
            for reading in deciding_items(instrument, side)
            if reading.item in confidential_on(instrument, perspective)
        }
        score_is_enough = judged.low >= instrument.states.present
        if deciding and score_is_enough and not (hidden | in_confidence) & set(deciding):
            topics = topics_of(instrument, deciding)
            keep = "keeps" if len(topics) == 1 else "keep"
            parts.append(f"{listed(topics)} {keep} {condition.name} from counting as present")
    return f"; {'; '.join(parts)}, whatever the score" if parts else ""


def a_class(instrument: Instrument, class_id: str) -> str:
    """Return a class with its article, for the middle of a sentence."""
    name = instrument.class_named(class_id).name
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name.lower()}"


def _unsettled(instrument: Instrument, verdict: Verdict) -> tuple[str, str]:
    """Return what leaves a verdict open, and the verb for it: "6 open questions", "leave"."""
    if words := decisive_questions(instrument, verdict):
        return words, "leaves" if sum(decisive_counts(instrument, verdict)) == 1 else "leave"
    sides = [side for c in verdict.conditions for side in c.sides.values() if not side.assessable]
    if any(reading.left_out for side in sides for reading in side.items):
        return "too few occasions in a condition", "leave"
    return "unreadable files", "leave"


def class_in_words(instrument: Instrument, verdict: Verdict) -> str:
    """Return the class or range, for the middle of a sentence.

    If only one side has answered, the words say whose view it is.
    """
    whose = f" in {VIEWS[verdict.sides[0]]}" if verdict.one_sided else ""
    return f"{either_class(instrument, verdict.worst_class, verdict.best_class)}{whose}"


def either_class(instrument: Instrument, low: str, high: str) -> str:
    """Return a class or a range of classes with articles, for the middle of a sentence."""
    worst, best = a_class(instrument, low), a_class(instrument, high)
    if every_class(instrument, low, high):
        return "open, with every class possible"
    return worst if low == high else f"between {worst} and {best}"


def every_class(instrument: Instrument, low: str, high: str) -> bool:
    """Return whether a range covers all classes."""
    return (low, high) == (instrument.classes[-1].id, instrument.classes[0].id) and low != high


def without_occasions(instrument: Instrument, verdict: Verdict) -> str:
    """Return a sentence giving the verdict if every *no occasion* counted as 0.

    Empty if the verdict would be the same.
    """
    if verdict.with_zeros is None:
        return ""
    would = either_class(instrument, verdict.with_zeros.worst_class, verdict.with_zeros.best_class)
    missing, sides = _without_occasion(verdict)
    count = plural(len(missing), "question")
    were_scored = "they were all" if len(missing) > 1 else "it were"
    zeros = f"if {were_scored} scored 0, the class would be {would}."
    return f"For {count}, there was no occasion{sides}; {zeros}"


def _without_occasion(verdict: Verdict) -> tuple[set[str], str]:
    """Return the items without an occasion, and words for their sides if both have answered."""
    of_sides = [
        {r.item for c in verdict.conditions for r in c.sides[side].items if r.left_out}
        for side in verdict.sides
    ]
    missing = set().union(*of_sides)
    if len(of_sides) == 1:
        return missing, ""
    everywhere = all(of_side == missing for of_side in of_sides)
    return missing, " on either side" if everywhere else ", on one side at least"


def few_occasions_count(verdict: Verdict) -> str:
    """Return how many questions had no occasion: "8 of 28 questions had none"."""
    missing, sides = _without_occasion(verdict)
    item_ids = {r.item for c in verdict.conditions for s in c.sides.values() for r in s.items}
    return f"{len(missing)} of {plural(len(item_ids), 'question')} had none{sides}"


def topic_of(instrument: Instrument, item_id: str) -> str:
    """Return the topic of an item."""
    return next(item.topic for item in instrument.items if item.id == item_id)


def topics_of(instrument: Instrument, item_ids: Iterable[str]) -> list[str]:
    """Return the topics of items, in the order of the items; a repeated item counts once."""
    return [topic_of(instrument, item) for item in dict.fromkeys(item_ids)]


def class_range(instrument: Instrument, verdict: Verdict) -> str:
    """Return in words the class, or the range of classes that are still possible."""
    low, high = (
        instrument.class_named(end).name for end in (verdict.worst_class, verdict.best_class)
    )
    if not verdict.assessed:
        return "Not assessed"
    if every_class(instrument, verdict.worst_class, verdict.best_class):
        return "Every class still possible"
    return low if verdict.settled else f"Between {low.lower()} and {high.lower()}"


def range_and_so_far(instrument: Instrument, verdict: Verdict) -> str:
    """Return in words the class, or for an open verdict the range and the class so far, if any."""
    if verdict.settled or not verdict.class_so_far or not verdict.assessed:
        return class_range(instrument, verdict)
    low, high, so_far = (
        instrument.class_named(each).name.lower()
        for each in (verdict.worst_class, verdict.best_class, verdict.class_so_far)
    )
    return f"Between {low} and {high}; so far {so_far}"


def so_far_or_range(instrument: Instrument, verdict: Verdict) -> str:
    """Return the same as `range_and_so_far`, in the words of the vendor's result."""
    everything = every_class(instrument, verdict.worst_class, verdict.best_class)
    if verdict.settled or not verdict.assessed or (everything and not verdict.class_so_far):
        return class_range(instrument, verdict)
    low, high = (
        instrument.class_named(end).name for end in (verdict.worst_class, verdict.best_class)
    )
    between = "every class still possible" if everything else f"between {low} and {high}"
    if not verdict.class_so_far:
        return capitalised(between)
    return f"So far {instrument.class_named(verdict.class_so_far).name}, {between}"


def short_class(instrument: Instrument, verdict: Verdict) -> str:
    """Return the class with its glyph, or both ends of the range, for a narrow column."""
    if not verdict.assessed:
        return "· Not assessed"
    low, high = (instrument.class_named(end) for end in (verdict.worst_class, verdict.best_class))
    if verdict.settled:
        return f"{low.glyph} {low.name}"
    return f"{OPEN_CLASS} {low.name.split()[0]}–{high.name.split()[0]}"


def confidential_on(instrument: Instrument, side: Perspective) -> frozenset[str]:
    """Return the items on which no text may tell a side's answer, as the vendor's form promises."""
    if side == "buyer":
        return frozenset()
    return frozenset(item.id for item in instrument.items if item.confidential)
