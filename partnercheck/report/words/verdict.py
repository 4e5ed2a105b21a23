"""The verdict in words: its class, its caveats and its reasons, as sentences and in brief.

A class is never named without its caveats: one side only, a quick look, answers pending,
mostly opinion, questions left out. Numbers are rounded down: 69.6 is never shown as 70.
"""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.base.english import ON_WHOSE_SIDE, capitalised, is_or_are, listed, plural
from partnercheck.base.records import Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import points, span
from partnercheck.rules.conditions import below
from partnercheck.rules.reasons import Reason, from_one_side, reasons
from partnercheck.rules.records import ItemReading, Verdict
from partnercheck.rules.sides import views_differ
from partnercheck.verdicts.judged import JudgedVendor

VIEWS: dict[Perspective, str] = {"buyer": "our view", "vendor": "the vendor's view"}


def headline(instrument: Instrument, verdict: Verdict, vendor: str) -> str:
    """Return the verdict on a vendor as a sentence: its class or range, and the reason."""
    if not verdict.assessed:
        return f"{vendor} has not been assessed: nobody has given a score yet."
    view = ""
    if verdict.one_sided:
        view = {"buyer": "On our side, ", "vendor": "By its own account, "}[verdict.sides[0]]
    low, high = (a_class(instrument, end) for end in (verdict.low, verdict.high))
    if not verdict.settled and verdict.so_far:
        so_far = a_class(instrument, verdict.so_far)
        between = f"{low.split(' ', 1)[1]} and {high.split(' ', 1)[1]}"
        leaves = f"{_unsettled(verdict)}, which leaves it between {between}"
        return f"{view}{vendor} is so far {so_far}: {leaves}."
    if not verdict.settled:
        return f"{view}{vendor} is between {low} and {high}: {_unsettled(verdict)}."
    return f"{view}{vendor} is {low}: {_conditions_present(verdict)}."


def _conditions_present(verdict: Verdict) -> str:
    total = len(verdict.conditions)
    present = sum(condition.state_low == "present" for condition in verdict.conditions)
    possible = sum(condition.state_high == "present" for condition in verdict.conditions)
    if present == total:
        return f"all {total} conditions are present"
    count = f"{present} of {total} conditions {is_or_are(present)}" if present else ""
    count = count or f"none of the {total} conditions is"
    more = f", and {possible - present}{' more' if present else ''} may be"
    more = more if possible > present else ""
    return f"{count} present{more}"


def a_class(instrument: Instrument, class_id: str) -> str:
    """Return a class with its article, for the middle of a sentence."""
    name = instrument.class_named(class_id).name
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name.lower()}"


def _unsettled(verdict: Verdict) -> str:
    parts = []
    if verdict.open:
        parts.append(f"{plural(verdict.open, 'question')} {is_or_are(verdict.open)} open")
    if disputed := len(verdict.disputed):
        parts.append(f"{plural(disputed, 'question')} {is_or_are(disputed)} disputed")
    sides = [side for c in verdict.conditions for side in c.sides.values() if not side.assessable]
    if any(reading.left_out for side in sides for reading in side.items):
        parts.append("too few questions of a condition had an occasion")
    elif sides:
        parts.append("answers cannot be read")
    return " and ".join(parts) or "not everything is known"


def class_in_words(instrument: Instrument, verdict: Verdict) -> str:
    """Return the class or range and the side that sees it so, for the middle of a sentence."""
    low, high = a_class(instrument, verdict.low), a_class(instrument, verdict.high)
    whose = f" {ON_WHOSE_SIDE[verdict.sides[0]]}" if verdict.one_sided else ""
    return f"{low}{whose}" if verdict.settled else f"between {low} and {high}{whose}"


def caveats(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats of the verdict, one sentence each."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    sentences = []
    if views := views_differ(instrument, verdict):
        ours, theirs = (a_class(instrument, view) for view in views)
        sentences.append(f"We see {ours}, the vendor sees {theirs}.")
    if verdict.one_sided:
        missing = {"buyer": "The vendor has not been asked.", "vendor": "We have not answered."}
        sentences.append(missing[verdict.sides[0]])
    if verdict.quick:
        count = len(instrument.form_items("quick"))
        sentences.append(f"This is a quick look, at {count} of {len(instrument.items)} questions.")
    if verdict.provisional:
        pending = plural(verdict.pending, "answer")
        sentences.append(f"It is provisional: {pending} {is_or_are(verdict.pending)} pending.")
    if verdict.opinion:
        sentences.append(f"It is mostly opinion in {listed([names[c] for c in verdict.opinion])}.")
    if verdict.untested:
        topics = listed([topic_of(instrument, item) for item in verdict.untested])
        sentences.append(f"Untested: {topics}. Nothing of the kind came up.")
    if verdict.few_occasions:
        of_form = f"{verdict.without_occasion} of {verdict.items} questions"
        sentences.append(f"{of_form} had no occasion.")
    return sentences


def without_occasions(instrument: Instrument, verdict: Verdict) -> str:
    """The verdict with every missing occasion at 0, as a sentence; empty if it is the same."""
    if verdict.left_out is None:
        return ""
    low, high = (a_class(instrument, end) for end in (verdict.left_out.low, verdict.left_out.high))
    would = f"be {low}" if low == high else f"be between {low} and {high}"
    count = verdict.left_out.count
    return f"With {plural(count, 'question')} without an occasion at 0, it would {would}."


def topic_of(instrument: Instrument, item_id: str) -> str:
    """The topic of an item."""
    return next(item.topic for item in instrument.items if item.id == item_id)


def class_range(instrument: Instrument, verdict: Verdict) -> str:
    """Return the class, or the classes between which it is open, in words."""
    low, high = (instrument.class_named(end).name for end in (verdict.low, verdict.high))
    if not verdict.assessed:
        return "Not assessed"
    return low if verdict.settled else f"Between {low} and {high}"


def qualifiers(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats of a class, in a few words each."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    phrases = []
    if views := views_differ(instrument, verdict):
        ours, theirs = (instrument.class_named(view).name for view in views)
        phrases.append(f"we see {ours}, the vendor {theirs}")
    if verdict.one_sided:
        one_sided = {
            "buyer": "on our side; vendor not asked",
            "vendor": "on the vendor's side; we have not answered",
        }
        phrases.append(one_sided[verdict.sides[0]])
    if verdict.open and not verdict.settled:
        phrases.append(f"{plural(verdict.open, 'question')} open")
    if not verdict.settled and (disputed := verdict.disputed):
        phrases.append(f"{plural(len(disputed), 'question')} disputed")
    if verdict.quick:
        phrases.append("quick look")
    if verdict.provisional:
        phrases.append(f"provisional, {plural(verdict.pending, 'answer')} pending")
    if verdict.opinion:
        phrases.append(f"mostly opinion: {', '.join(names[c] for c in verdict.opinion)}")
    if verdict.untested:
        topics = ", ".join(topic_of(instrument, item) for item in verdict.untested)
        phrases.append(f"untested: {topics}")
    if verdict.few_occasions:
        phrases.append(f"{plural(verdict.without_occasion, 'question')} without an occasion")
    return phrases


def judged_caveats(judged: JudgedVendor) -> list[str]:
    """Return the caveats of a vendor's class, unreadable files included, in a few words each."""
    files = {problem.file for problem in judged.errors}
    unread = [f"{plural(len(files), 'file')} not readable"] if files else []
    return [*unread, *qualifiers(judged.instrument, judged.verdict)]


def short_caveats(judged: JudgedVendor) -> list[str]:
    """Return the caveats of a vendor's class, unreadable files included, one word each."""
    count = len({problem.file for problem in judged.errors})
    unread = [f"{count} unread"] if count else []
    return [*unread, *short_qualifiers(judged.instrument, judged.verdict)]


def short_qualifiers(instrument: Instrument, verdict: Verdict) -> list[str]:
    """Return the caveats of a class, one word each, for a narrow column."""
    phrases = ["views differ"] if views_differ(instrument, verdict) else []
    if verdict.one_sided:
        phrases.append({"buyer": "ours", "vendor": "theirs"}[verdict.sides[0]])
    if verdict.quick:
        phrases.append("quick")
    if verdict.provisional:
        phrases.append(f"{verdict.pending} due")
    if verdict.opinion:
        phrases.append("opinion")
    if verdict.untested:
        phrases.append("untested")
    return phrases


def short_class(instrument: Instrument, verdict: Verdict) -> str:
    """Return the class with its glyph, or both ends of the range, for a narrow column."""
    if not verdict.assessed:
        return "· Not assessed"
    low, high = (instrument.class_named(end) for end in (verdict.low, verdict.high))
    if verdict.settled:
        return f"{low.glyph} {low.name}"
    return f"… {low.name.split()[0]}–{high.name.split()[0]}"


def why(instrument: Instrument, verdict: Verdict) -> list[str]:
    """The reasons as full sentences, naming every item that stops a condition."""
    sentences = [sentence(instrument, reason) for reason in reasons(instrument, verdict)]
    return [*sentences, *one_sided_sentences(instrument, verdict)]


def one_sided_sentences(
    instrument: Instrument, verdict: Verdict, hidden: frozenset[str] = frozenset()
) -> list[str]:
    """What matters most and does not come from both sides, if that keeps the class down.

    At most one sentence, without the items that are `hidden`.
    """
    criticals = [each for each in from_one_side(instrument, verdict) if each.item not in hidden]
    if not criticals:
        return []
    topics = listed([topic_of(instrument, critical.item) for critical in criticals])
    surely = all(critical.high < instrument.limits.mutual for critical in criticals)
    be = is_or_are(len(criticals))
    return [f"{capitalised(topics)} {be} {'' if surely else 'perhaps '}not done by both sides."]


def briefly_why(instrument: Instrument, verdict: Verdict) -> list[str]:
    """The reasons in a few words each, for a cell."""
    phrases = [brief(instrument, reason) for reason in reasons(instrument, verdict)]
    criticals = from_one_side(instrument, verdict)
    topics = listed([topic_of(instrument, critical.item) for critical in criticals])
    return [*phrases, f"Not by both sides: {topics}"] if criticals else phrases


def sentence(instrument: Instrument, reason: Reason) -> str:
    """Return a reason as a sentence of its own."""
    name = _condition_name(instrument, reason)
    seen = f" in {VIEWS[reason.perspective]}" if reason.two_sided else ""
    topics = listed([_topic(instrument, reading) for reading in reason.items])
    side = reason.side
    if reason.kind == "not-assessable":
        missing = f"{len(reason.items)} of {len(side.items)} questions had no occasion"
        why = missing if reason.items else "answers cannot be read"
        return f"{name} cannot be judged{seen}: {why}."
    if reason.kind == "stopped":
        single = len(reason.items) == 1
        least = instrument.limits.critical_partial
        if any(reading.critical and below(reading.high, least) for reading in reason.items):
            does = f"{'makes' if single else 'make'} {name} weak"
        else:
            does = f"{'keeps' if single else 'keep'} {name} from being present"
        stopping = capitalised(_scored(instrument, reason.items))
        return f"{stopping}{seen}, {does}, whatever else was scored."
    if reason.kind == "undecided":
        be = is_or_are(len(reason.items))
        state = "open" if all(reading.open for reading in reason.items) else "not settled"
        return (
            f"{capitalised(topics)} {be} {state}{seen}, and could keep {name} from being present."
        )
    states: str = side.state_low
    if side.state_low != side.state_high:
        states = f"between {side.state_low} and {side.state_high}"
    starts = f"present starts at {points(instrument.states.present)}"
    unsure = f", and {_uncertain(reason)}" if reason.items else ""
    scored = span(side.low, side.high)
    return f"{name} is {states}{seen}, at {scored}; {starts}{unsure}{_held_down(reason)}."


def _held_down(reason: Reason) -> str:
    if not reason.held_down:
        return ""
    other: Perspective = "vendor" if reason.perspective == "buyer" else "buyer"
    who = "1 person" if reason.people == 1 else f"{reason.people} people"
    rests = f"{reason.side.evidenced} of {plural(reason.side.scored, 'score')}"
    theirs = span(reason.held_down.low, reason.held_down.high)
    return f". It is the view of {who}, with evidence for {rests}; {VIEWS[other]} is {theirs}"


def _uncertain(reason: Reason) -> str:
    is_open = sum(reading.open for reading in reason.items)
    disputed = len(reason.items) - is_open
    parts = [f"{plural(is_open, 'question')} {is_or_are(is_open)} open"] if is_open else []
    parts += [f"{plural(disputed, 'question')} {is_or_are(disputed)} disputed"] if disputed else []
    return " and ".join(parts)


def brief(instrument: Instrument, reason: Reason) -> str:
    """Return a reason in a few words, for a cell."""
    name = _condition_name(instrument, reason)
    seen = f" ({VIEWS[reason.perspective]})" if reason.two_sided else ""
    if reason.kind == "not-assessable":
        missing = f"{len(reason.items)} of {len(reason.side.items)} had no occasion"
        return f"{name}{seen}: {missing if reason.items else 'answers cannot be read'}"
    if reason.kind == "stopped":
        return f"Stopped by{seen}: {_scored(instrument, reason.items)}"
    if reason.kind == "undecided":
        topics = [_topic(instrument, reading) for reading in reason.items]
        return f"Could be stopped by{seen}: {listed(topics)}"
    need = points(instrument.states.present)
    is_open = sum(reading.open for reading in reason.items)
    disputed = len(reason.items) - is_open
    parts = [f"{n} {word}" for n, word in ((is_open, "open"), (disputed, "disputed")) if n]
    unsure = f" ({', '.join(parts)})" if parts else ""
    scored = span(reason.side.low, reason.side.high)
    held_down = "Held down by " + VIEWS[reason.perspective] + ": " if reason.held_down else ""
    return f"{held_down}{name}{'' if held_down else seen} {scored}, needs {need}{unsure}"


def _condition_name(instrument: Instrument, reason: Reason) -> str:
    return next(c.name for c in instrument.conditions if c.id == reason.condition)


def _topic(instrument: Instrument, reading: ItemReading) -> str:
    return topic_of(instrument, reading.item)


def _scored(instrument: Instrument, readings: Sequence[ItemReading]) -> str:
    """Return items with their scores, grouped by score."""
    values = sorted({reading.high for reading in readings})
    groups = []
    for value in values:
        topics = [_topic(instrument, reading) for reading in readings if reading.high == value]
        both = "both " if len(topics) == 2 else "all " if len(topics) > 2 else ""
        groups.append(f"{listed(topics)}, {both}scored {value}")
    return "; ".join(groups)
