"""The difference between two states of a workspace in words, for text and Markdown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from partnercheck.base.english import capitalised, plural
from partnercheck.base.git import Commit
from partnercheck.base.records import Promise, Record
from partnercheck.base.text import clean, one_line
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import verdict_text
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.promises import promise_outcome, promise_sentences
from partnercheck.report.words.trend import direction_in_short
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.versions.moves import (
    DecisionMove,
    Difference,
    PromiseMove,
    RoundMove,
    VendorMove,
)
from partnercheck.workspace.decisions import Decision, class_name
from partnercheck.workspace.facts import FACTS, fact_label
from partnercheck.workspace.goals import in_short

FITS_ONE_LINE = 40
AS_BEFORE = "Verdict"
KEYS = {
    "name": "Renamed",
    "value_chain": "Value chain",
    "line": "Line of work",
    "benefit_buyer": "Benefit to us",
    "benefit_vendor": "Benefit to them",
    "charter": "Objectives described in",
    "target_why": "Why that target",
}


class Side(Record, frozen=True):
    """One of the two states: a commit and the revision that named it, or the working tree."""

    revision: str = ""
    commit: Commit | None = None

    def day(self, today: dt.date) -> dt.date:
        """Return the day of the commit; today for the working tree."""
        return dt.date.fromisoformat(self.commit.on) if self.commit else today

    @property
    def named(self) -> str:
        """The description of the state."""
        if self.commit is None:
            return "the working tree"
        if self.commit.hash.startswith(self.revision):
            return f"{self.commit.short} ({self.commit.on})"
        return f"{one_line(clean(self.revision))} ({self.commit.short}, {self.commit.on})"


class Comparison(Record, frozen=True):
    """Two states, their difference, and the rules for judging both."""

    before: Side
    after: Side
    difference: Difference
    instrument: Instrument
    instruments: Mapping[str, Instrument]
    today: dt.date


def summary(moves: Difference) -> str:
    """Return the number of changed vendors, verdicts and answers, as a sentence."""
    if moves.empty:
        return "Nothing changed: no answer, verdict, decision, promise, description or rule."
    parts = ["no vendor changed"]
    if count := len(moves.vendors):
        verdicts = sum(move.verdict_moved for move in moves.vendors)
        parts = [f"{plural(count, 'vendor')} changed"]
        parts += _counts("vendor", (move.fate for move in moves.vendors))
        parts.append(f"{plural(verdicts, 'verdict') if verdicts else 'no verdict'} rose or fell")
        parts += _without_direction(moves)
    responses = [
        each
        for move in moves.vendors
        for of_round in move.rounds
        for each in of_round.responses
        if move.fate != "removed"
    ]
    if changed := sum(len(each.answers) for each in responses if each.fate == "changed"):
        parts.append(f"{plural(changed, 'answer')} changed")
    if promises := sum(len(move.promises) for move in moves.vendors):
        parts.append(f"{plural(promises, 'promise')} changed")
    parts += _counts("respondent", (each.fate for each in responses))
    if moves.rules or moves.classifying:
        parts.append("the rules changed")
    sentence = "; ".join(parts)
    return f"{capitalised(sentence)}."


def _without_direction(moves: Difference) -> Iterator[str]:
    """Yield the number of verdicts that changed in their sides or range, not up or down."""
    count = sum(move.verdict_differs and not move.verdict_moved for move in moves.vendors)
    if count:
        yield f"{plural(count, 'verdict')} changed, but neither up nor down"


def _counts(noun: str, fates: Iterable[str]) -> Iterator[str]:
    counts = Counter(fates)
    for fate, word in (("added", "new"), ("removed", "gone")):
        if counts[fate]:
            yield f"{plural(counts[fate], noun)} {word}"
    if counts["unreadable"]:
        yield f"{plural(counts['unreadable'], 'file')} unreadable"


def heading(move: VendorMove) -> tuple[str, str, str]:
    """Return a vendor's name, its latest rounds, and how its class changed."""
    old, new = _round_of(move.judged_before), _round_of(move.judged_after)
    rounds = f"{old} → {new}" if old and new and old != new else new or old or "no round yet"
    direction = direction_in_short(move.change) if move.verdict_differs or old != new else ""
    if move.fate in ("added", "removed"):
        direction = "new" if move.fate == "added" else "removed"
    return move.vendor.name, rounds, direction


def _round_of(judged: JudgedVendor | None) -> str:
    return judged.round.id if judged else ""


def verdict_entries(before: JudgedVendor | None, after: JudgedVendor | None) -> list[Entry]:
    """Return the old and the new verdict, with their rounds if the rounds differ."""
    if not before or not after:
        sides = (("Before", before), ("Now", after))
        return [Entry(label, verdict_text(found)) for label, found in sides if found]
    old, new = verdict_text(before), verdict_text(after)
    then_in, now_in = _round_of(before), _round_of(after)
    if then_in and now_in and then_in != now_in:
        return [Entry(f"{then_in}, before", old), Entry(f"{now_in}, now", new)]
    if old == new:
        return [Entry(AS_BEFORE, f"{new} (as before)")]
    return [Entry("Before", old), Entry("Now", new)]


def about_entries(compared: Comparison, move: VendorMove) -> list[Entry]:
    """Return the changes of a vendor's description, latest conditions and latest decision."""
    entries = []
    if move.fate == "unreadable":
        entries.append(Entry("Description", "vendor.toml cannot be read any more"))
    if move.fate == "readable":
        entries.append(Entry("Description", "vendor.toml could not be read before"))
    for field in move.described:
        label = _label(field.key)
        before, after = one_line(field.before), one_line(field.after)
        if field.key == "target":
            before, after = (
                class_name(compared.instrument, w) if w else "" for w in (before, after)
            )
        if field.key == "archived":
            entries.append(Entry(label, f"on {after}" if after else "no longer"))
        else:
            entries += moved(label, before, after)
    for promise in move.promises:
        entries += promise_moved(promise, compared)
    for of_round in move.rounds:
        if is_latest(move, of_round):
            entries += round_entries(compared.instrument, of_round)
    return entries


def _label(key: str) -> str:
    """Return the label of a key of a description; the label of a fact is made from its key."""
    is_fact = key.startswith(f"{FACTS}.")
    return fact_label(key.removeprefix(f"{FACTS}.")) if is_fact else KEYS.get(key, key.capitalize())


def promise_moved(move: PromiseMove, compared: Comparison) -> list[Entry]:
    """Return a promise that was made, removed or changed; only its outcome if only that changed."""
    old, new = move.before, move.after
    days = [each.day(compared.today) for each in (compared.before, compared.after)]
    if old and new and replace(old, state=new.state) == new:
        outcomes = [promise_outcome(each, on) for each, on in zip((old, new), days, strict=True)]
        return [Entry("Promise", f"{in_short(new.text)}: {' → '.join(outcomes)}")]
    texts = [_promise(each, on) if each else "" for each, on in zip((old, new), days, strict=True)]
    if new and not old:
        return [Entry("Promise", f"made: {texts[1]}")]
    return moved("Promise", *texts)


def _promise(promise: Promise, on: dt.date) -> str:
    return f"{promise_sentences(promise)} {capitalised(promise_outcome(promise, on))}."


def is_latest(move: VendorMove, of_round: RoundMove) -> bool:
    """Return whether a round is the vendor's latest, whose verdict is shown at the top."""
    return of_round.round == (_round_of(move.judged_after) or _round_of(move.judged_before))


def moved(label: str, before: str, after: str) -> list[Entry]:
    """Return the old and the new text, in one entry if they are short."""
    if not before or not after:
        return [Entry(label, f"new: {after}" if after else f"removed: {before}")]
    if len(before) + len(after) <= FITS_ONE_LINE:
        return [Entry(label, f"{before} → {after}")]
    return [Entry(label, f"before: {before}"), Entry("", f"now: {after}")]


def round_entries(instrument: Instrument, move: RoundMove) -> Iterator[Entry]:
    """Yield the changes of a round's conditions and decision."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    for old, new in move.conditions:
        yield Entry(names[new.id], f"{_condition(old)} → {_condition(new)}")
    if move.decision:
        yield from _decision(instrument, move.decision)


def _condition(verdict: ConditionVerdict) -> str:
    low, high = verdict.state_low, verdict.state_high
    return f"{span(verdict.low, verdict.high)} {low if low == high else f'{low} to {high}'}"


def _decision(instrument: Instrument, move: DecisionMove) -> Iterator[Entry]:
    old, new = _decided(instrument, move.before), _decided(instrument, move.after)
    if move.fate == "unreadable":
        yield Entry("Decided", f"decision.toml cannot be read{f'; it was {old}' if old else ''}")
    elif move.fate == "readable":
        yield Entry("Decided", f"{new}; decision.toml could not be read before")
    elif old == new:
        yield Entry("Decided", new or "decision.toml, which could not be read, is gone")
    else:
        yield from moved("Decided", old, new)
    if move.after:
        for label in ("reason", "dissent"):
            old, new = (
                quoted(getattr(each, label)) if each else "" for each in (move.before, move.after)
            )
            if old != new:
                yield from (replace(entry, level=1) for entry in moved(label, old, new))


def _decided(instrument: Instrument, decision: Decision | None) -> str:
    if decision is None:
        return ""
    return f"{class_name(instrument, decision.decided)}, by {decision.by}, {decision.on}"


def quoted(text: str) -> str:
    """Return a person's words on one line in quotation marks; empty if there are no words."""
    return f"“{one_line(text)}”" if text.strip() else ""


def problem_entries(compared: Comparison) -> list[Entry]:
    """Return the problems in files, each with the state that it was found in."""
    sides = (compared.difference.problems_before, compared.difference.problems_after)
    before, after = ({(each.file, each.message): each for each in side} for side in sides)
    entries = []
    for key in [*before, *(key for key in after if key not in before)]:
        label = "Both" if key in before and key in after else "Before" if key in before else "Now"
        entries.append(Entry(label, str(after.get(key) or before[key])))
    return entries
