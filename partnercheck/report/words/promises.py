"""Promises in words, for the dossier, the lists, the screens, the agenda and the result."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from partnercheck.base.english import capitalised, plural
from partnercheck.base.records import Perspective, Promise, PromiseState
from partnercheck.base.text import one_line
from partnercheck.report.signs import AGREEMENT_SIGNS, LATE, Sign
from partnercheck.report.words.entry import Entry
from partnercheck.workspace.goals import in_short
from partnercheck.workspace.promises import (
    Promises,
    open_promises,
    overdue,
    overdue_promises,
)

MOST_NAMED = 2
PROMISED: Mapping[Perspective, str] = {"buyer": "We promised", "vendor": "They promised"}
_SIDES: Mapping[Perspective, str] = {"buyer": "We", "vendor": "They"}
# The words of the agenda and the result, which both sides read.
COMMITTED: Mapping[Perspective, str] = {
    "buyer": "We committed to",
    "vendor": "You committed to",
}
OVERDUE = f"{LATE.glyph} "
# What became of a promise, in the words of `history` and `diff`.
OUTCOMES = ("kept", "kept late", "missed", "dropped", "open")
_SETTLED: Mapping[PromiseState, str] = {"kept": "kept", "late": "kept late", "dropped": "dropped"}


def promise_state(promise: Promise, today: dt.date) -> str:
    """Return a promise's state in one or two words, with a sign in front if it is overdue."""
    if overdue(promise, today):
        return str(LATE)
    return _SETTLED.get(promise.state, "open")


def promise_sign(promise: Promise, today: dt.date) -> Sign:
    """Return the sign of a promise's state."""
    return LATE if overdue(promise, today) else AGREEMENT_SIGNS[promise.state]


def promise_outcome(promise: Promise, on: dt.date) -> str:
    """Return what had become of a promise on a day, in the words of `history` and `diff`."""
    return "missed" if overdue(promise, on) else _SETTLED.get(promise.state, "open")


def promise_counts(promises: Iterable[Promise], on: dt.date) -> dict[str, int]:
    """Return the number of promises with each outcome on a day, in the order of `OUTCOMES`."""
    counts = Counter(promise_outcome(each, on) for each in promises)
    return {word: counts[word] for word in OUTCOMES}


def promises_in_words(promises: Promises, on: dt.date) -> str:
    """Return how many promises each side made, and what had become of them on a day, in words."""
    sides = []
    for side, name in (("buyer", "ours"), ("vendor", "theirs")):
        of_side = [each for each in promises.values() if each.by == side]
        counts = [f"{n} {word}" for word, n in promise_counts(of_side, on).items() if n]
        sides += [f"{name}: {', '.join(counts)}"] if counts else []
    return f"{plural(len(promises), 'promise')} made. {capitalised('; '.join(sides))}"


def promise_when(promise: Promise, today: dt.date) -> str:
    """Return what became of a promise, or the day it is due."""
    if promise.state != "open":
        return _SETTLED[promise.state]
    if promise.due is None:
        return "open"
    return f"overdue since {promise.due}" if overdue(promise, today) else f"due {promise.due}"


def promise_line(promise: Promise, today: dt.date) -> str:
    """Return a promise with its owner and its state, without the side."""
    owner = f" ({promise.owner})" if promise.owner else ""
    return f"{_text(promise)}{owner}, {promise_when(promise, today)}"


def promise_sentences(promise: Promise) -> str:
    """Return a promise's side, text, days and owner in a few sentences, without its state."""
    days = [f"{word} {day}" for word, day in (("Made", promise.made), ("due", promise.due)) if day]
    parts = [f"{PROMISED[promise.by]}: {_text(promise)}"]
    if days:
        listed_days = ", ".join(days)
        parts.append(f"{listed_days[:1].upper()}{listed_days[1:]}")
    if promise.owner:
        parts.append(f"Owner: {promise.owner}")
    return f"{'. '.join(parts)}."


def promised_lines(promises: Promises, today: dt.date) -> list[str]:
    """Return what was promised in a meeting, one line for each promise."""
    return [f"{PROMISED[each.by]}: {promise_line(each, today)}" for each in promises.values()]


def promised_in_short(promises: Promises, by: Perspective, today: dt.date) -> str:
    """Return what one side promised in a meeting, on one line; empty if it promised nothing."""
    return "; ".join(promise_line(each, today) for each in promises.values() if each.by == by)


def promise_entries(promises: Promises, today: dt.date) -> list[Entry]:
    """Return the open promises, marking overdue promises, and the number settled in each way."""
    texts = [
        f"{OVERDUE if overdue(each, today) else ''}{_SIDES[each.by]}: {promise_line(each, today)}"
        for each in open_promises(promises).values()
    ]
    texts += settled_counts(promises)
    return [Entry("" if number else "Promises", text) for number, text in enumerate(texts)]


def settled_counts(promises: Promises) -> list[str]:
    """Return how many promises each side kept, kept late and dropped; empty if it settled none."""
    lines = []
    for side, name in (("buyer", "Ours"), ("vendor", "Theirs")):
        states = Counter(each.state for each in promises.values() if each.by == side)
        counts = [f"{states[state]} {word}" for state, word in _SETTLED.items() if states[state]]
        lines += [f"{name}: {', '.join(counts)}"] if counts else []
    return [". ".join(lines)] if lines else []


def open_in_short(promises: Promises, today: dt.date) -> str:
    """Return the number of open promises, and how many are overdue; empty if none is open."""
    count = len(open_promises(promises))
    late_count = len(overdue_promises(promises, today))
    suffix = f", {late_count} overdue" if late_count else ""
    return f"{plural(count, 'open promise')}{suffix}" if count else ""


def still_open(promises: Promises, side: Perspective) -> str:
    """Return the open promises of a side as one line; empty if there are none."""
    texts = [_text(each) for each in open_promises(promises).values() if each.by == side]
    return f"still open: {'; '.join(texts)}" if texts else ""


def overdue_promises_in_words(
    promises: Promises, today: dt.date, *, whole: bool = False
) -> Iterator[str]:
    """Yield the promises that are overdue longest, each with its day, and the number of others.

    The texts of promises are cut, unless `whole` is true.
    """
    late = list(overdue_promises(promises, today).values())
    for promise in late[:MOST_NAMED]:
        whose = "our" if promise.by == "buyer" else "their"
        text = one_line(_text(promise)) if whole else in_short(promise.text)
        yield f"{whose} promise: {text} (since {promise.due})"
    if len(late) > MOST_NAMED:
        yield plural(len(late) - MOST_NAMED, "more promise")


def committed(promise: Promise) -> str:
    """Return a promise as both sides read it: who committed to what, and the day it is due."""
    by = f", by {promise.due}" if promise.due else ""
    return f"{COMMITTED[promise.by]}: {_text(promise)}{by}."


def committed_and_state(promise: Promise, today: dt.date) -> str:
    """Return a promise as both sides read it, and what became of it."""
    late = "Still open, and overdue." if overdue(promise, today) else "Still open."
    outcome = {"kept": "Kept.", "late": "Kept, but late.", "dropped": "Dropped."}
    return f"{committed(promise)} {outcome.get(promise.state, late)}"


def _text(promise: Promise) -> str:
    return promise.text.rstrip(".")
