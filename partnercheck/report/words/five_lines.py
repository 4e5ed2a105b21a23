"""Five lines to paste: target and verdict, what stops it, the way up, a question for each side."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.questionnaires.records import Item
from partnercheck.report.words.ask_next import (
    OUR_PEOPLE,
    THE_VENDOR,
    WHICH_EVENTS,
    Asking,
    ask_next,
    ask_ourselves,
)
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.caveats import answers_to_come, pending_is_harmless
from partnercheck.report.words.find_out_next import find_out_next, weakest
from partnercheck.report.words.movers import movers_of
from partnercheck.report.words.reasons import MOST_CLAUSES, stops_in_short
from partnercheck.report.words.steps import pending_answers, way_down, way_up
from partnercheck.report.words.target import at_target, met_target, still_open, target_and_found
from partnercheck.report.words.verdict import range_and_so_far, topic_of
from partnercheck.rules.conditions import HIGH_SCORE_FROM
from partnercheck.rules.reasons import reasons
from partnercheck.rules.respondents import disagreements
from partnercheck.verdicts.judged import JudgedVendor


def five_lines(
    judged: JudgedVendor, overdue_words: str = "", warnings: Sequence[str] = ()
) -> list[str]:
    """Return the five lines about a vendor in its round, the target first.

    `overdue_words` names its overdue goals, promises and meetings; `warnings` are the names of the
    lens warnings.
    """
    return [
        _class_line(judged),
        *_stopped_and_way(judged, overdue_words, warnings),
        _ask_them(judged),
        _ask_ourselves(judged),
    ]


def _class_line(judged: JudgedVendor) -> str:
    """Return the vendor, its target, and its class with all caveats."""
    instrument, vendor = judged.instrument, judged.vendor
    named = range_and_so_far(instrument, judged.verdict)
    caveats = "; ".join(judged_caveats(judged))
    sentence = f"{named}{f' ({caveats})' if caveats else ''}"
    target = "no target"
    if vendor.target:
        target = f"target {instrument.class_named(vendor.target).name}"
    return f"{vendor.name}, {judged.round.id or 'no round yet'}, {target}: {sentence}."


def _stopped_and_way(
    judged: JudgedVendor, overdue_words: str, warnings: Sequence[str]
) -> list[str]:
    instrument, verdict = judged.instrument, judged.verdict
    if at_target(judged):
        down = way_down(instrument, verdict, judged.steps_down, MOST_CLAUSES)
        if verdict.provisional:
            down = f"known when the {pending_answers(verdict)} in."
        return [
            _as_targeted(judged, overdue_words, warnings),
            f"What lowers the class: {down or 'nothing: there is no lower class.'}",
        ]
    nobody = "nothing" if verdict.assessed else "nobody has given a score"
    stops = (
        stops_in_short(
            instrument, verdict, only_open=not verdict.settled, with_lowest=verdict.settled
        )
        or nobody
    )
    label = "What is missing" if verdict.settled or not verdict.assessed else "Still unknown"
    up = way_up(instrument, verdict, judged.steps_up, MOST_CLAUSES, movers_of(judged))
    return [f"{label}: {stops}.", f"What raises the class: {up}"]


def _as_targeted(judged: JudgedVendor, overdue_words: str, warnings: Sequence[str]) -> str:
    """Return a line saying that the class need not change, and what to deal with all the same."""
    if met_target(judged) is None:
        pending = answers_to_come(judged.verdict)
        can = "cannot" if pending_is_harmless(judged) else "could still"
        needed = "is needed" if can == "cannot" else "is needed so far"
        return (
            f"What to change: nothing {needed} to reach the target; the {pending} {can} change "
            "the class."
        )
    sentence = target_and_found(judged, in_report=True)
    if parts := still_open(judged, overdue_words, warnings):
        return f"What to deal with: {'; '.join(parts)}. {sentence}"
    return f"What to change: nothing is needed to reach the target. {sentence}"


def _ask_them(judged: JudgedVendor) -> str:
    """Return the question for the vendor: the next open question, or else the weakest item's."""
    questions = _to_ask(judged)
    if first := next((each for each in questions if each.whom and not each.is_ours), None):
        return first.sentence
    # A question for our own people, or a trial before signing, is not for the vendor.
    own = [each.item for each in questions[:1]]
    topics = _open_to_both(judged)
    if not topics:
        return f"Ask {THE_VENDOR}: How do you see it?"
    item = next((each for each in topics if each not in own), topics[0])
    return f"Ask {THE_VENDOR} about {item.topic}: {item.dialogue}"


def _ask_ourselves(judged: JudgedVendor) -> str:
    """Return a question for our own people or, for a candidate, a trial before signing."""
    questions = _to_ask(judged)
    if first := next((each for each in questions if each.is_ours or not each.whom), None):
        return first.sentence
    differ = disagreements(judged.instrument, judged.round.responses)
    ours = [each for each in differ if each.perspective == "buyer"]
    if ours:
        topic = topic_of(judged.instrument, ours[0].item)
        return f"Ask {OUR_PEOPLE} about {topic} (they disagree): {WHICH_EVENTS}"
    topics = _open_to_both(judged)
    if not topics:
        return f"Ask {OUR_PEOPLE}: What would we do differently?"
    # A question about something done well would distract from what stops the vendor.
    stopping = _stopping(judged)
    item = stopping[0] if len(stopping) == 1 and stopping[0] in topics else topics[1 % len(topics)]
    if judged.vendor.stage == "candidate" and item.trial:
        return f"Try before signing, on {item.topic}: {item.trial}"
    return f"Ask {OUR_PEOPLE} about {item.topic}: {ask_ourselves(judged, item)}"


def _to_ask(judged: JudgedVendor) -> list[Asking]:
    """Return what to ask next, without confidential items."""
    return [each for each in ask_next(judged) if not each.item.confidential]


def _open_to_both(judged: JudgedVendor) -> list[Item]:
    """Return the items to ask about, the most important first, without confidential items."""
    instrument, verdict = judged.instrument, judged.verdict
    items = {item.id: item for item in instrument.items}
    unknown = find_out_next(instrument, verdict, judged.vendor.stage)
    items_to_ask = [item for question, item, _ in unknown if not question.disputed]
    items_to_ask += [items[reading.item] for reading in weakest(instrument, verdict)]
    return [item for item in dict.fromkeys(items_to_ask) if not item.confidential]


def _stopping(judged: JudgedVendor) -> list[Item]:
    """Return the items that may stop the vendor: open, deciding, or with a low score."""
    instrument, verdict = judged.instrument, judged.verdict
    items = {item.id: item for item in instrument.items}
    unknown = find_out_next(instrument, verdict, judged.vendor.stage)
    items_to_settle = [item for question, item, _ in unknown if not question.disputed]
    for reason in reasons(instrument, verdict):
        if reason.kind == "stopped":
            items_to_settle += [items[reading.item] for reading in reason.items]
        elif reason.kind == "score":
            low = [r for r in reason.side.counted_items if r.scores and r.low < HIGH_SCORE_FROM]
            items_to_settle += [items[reading.item] for reading in low]
    return [item for item in dict.fromkeys(items_to_settle) if not item.confidential]
