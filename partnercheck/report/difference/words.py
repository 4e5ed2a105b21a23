"""What moved between two states of a workspace, in words, for text and Markdown alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from partnercheck.base.english import capitalised, plural
from partnercheck.base.git import Commit
from partnercheck.base.records import Record
from partnercheck.base.text import clean, one_line
from partnercheck.questionnaires.records import Instrument
from partnercheck.questionnaires.scores import span
from partnercheck.report.comparison import verdict_text
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.trend import direction_in_short
from partnercheck.rules.records import ConditionVerdict
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.versions.moves import DecisionMove, Difference, RoundMove, VendorMove
from partnercheck.workspace.decisions import Decision, class_name

FITS_ONE_LINE = 40
AS_BEFORE = "Verdict"
KEYS = {
    "name": "Renamed",
    "value_chain": "Value chain",
    "benefit_buyer": "Benefit to us",
    "benefit_vendor": "Benefit to them",
    "target_why": "Why that target",
}


class Side(Record, frozen=True):
    """One of the two states: a commit and how it was asked for; without one, the working tree."""

    asked: str = ""
    commit: Commit | None = None

    @property
    def named(self) -> str:
        """The state in words."""
        if self.commit is None:
            return "the working tree"
        if self.commit.hash.startswith(self.asked):
            return f"{self.commit.short} ({self.commit.on})"
        return f"{one_line(clean(self.asked))} ({self.commit.short}, {self.commit.on})"


class Compared(Record, frozen=True):
    """Two states, what moved between them, and the rules that both are judged by."""

    before: Side
    after: Side
    found: Difference
    instrument: Instrument
    instruments: Mapping[str, Instrument]


def summary(found: Difference) -> str:
    """How many vendors, verdicts and answers moved, as a sentence."""
    if found.empty:
        return "Nothing moved: no answer, verdict, decision, description or rule."
    parts = ["no vendor differs"]
    if count := len(found.vendors):
        verdicts = sum(move.verdict_moved for move in found.vendors)
        parts = [f"{plural(count, 'vendor')} {'differs' if count == 1 else 'differ'}"]
        parts += _counted("vendor", (move.fate for move in found.vendors))
        parts.append(f"{plural(verdicts, 'verdict') if verdicts else 'no verdict'} moved")
    responses = [
        each
        for move in found.vendors
        for of_round in move.rounds
        for each in of_round.responses
        if move.fate != "removed"
    ]
    if changed := sum(len(each.answers) for each in responses if each.fate == "changed"):
        parts.append(f"{plural(changed, 'answer')} changed")
    parts += _counted("respondent", (each.fate for each in responses))
    if found.rules or found.classifying:
        parts.append("the rules changed")
    said = "; ".join(parts)
    return f"{capitalised(said)}."


def _counted(noun: str, fates: Iterable[str]) -> Iterator[str]:
    counts = Counter(fates)
    for fate, word in (("added", "new"), ("removed", "gone"), ("unreadable", "not readable")):
        if counts[fate]:
            yield f"{plural(counts[fate], noun)} {word}"


def heading(move: VendorMove) -> tuple[str, str, str]:
    """A vendor's name, its latest round or the two of them, and which way its class went."""
    was, now = _round_of(move.was), _round_of(move.now)
    rounds = f"{was} → {now}" if was and now and was != now else now or was or "no round yet"
    direction = direction_in_short(move.change) if move.verdict_moved or was != now else ""
    if move.fate in ("added", "removed"):
        direction = "new" if move.fate == "added" else "removed"
    return move.vendor.name, rounds, direction


def _round_of(found: JudgedVendor | None) -> str:
    return found.round.id if found else ""


def verdict_entries(before: JudgedVendor | None, after: JudgedVendor | None) -> list[Entry]:
    """A verdict before and now, with their rounds where they are not of the same one."""
    if not before or not after:
        sides = (("Before", before), ("Now", after))
        return [Entry(label, verdict_text(found)) for label, found in sides if found]
    was, now = verdict_text(before), verdict_text(after)
    then_in, now_in = _round_of(before), _round_of(after)
    if then_in and now_in and then_in != now_in:
        return [Entry(f"{then_in}, before", was), Entry(f"{now_in}, now", now)]
    if was == now:
        return [Entry(AS_BEFORE, f"{now} (as before)")]
    return [Entry("Before", was), Entry("Now", now)]


def about_entries(compared: Compared, move: VendorMove) -> list[Entry]:
    """What moved in the description, and in the latest round's conditions and decision."""
    entries = []
    if move.fate == "unreadable":
        entries.append(Entry("Description", "vendor.toml cannot be read any more"))
    if move.fate == "readable":
        entries.append(Entry("Description", "vendor.toml could not be read before"))
    for each in move.described:
        label = KEYS.get(each.key, each.key.capitalize())
        before, after = one_line(each.before), one_line(each.after)
        if each.key == "target":
            before, after = (
                class_name(compared.instrument, w) if w else "" for w in (before, after)
            )
        if each.key == "archived":
            entries.append(Entry(label, f"on {after}" if after else "no longer"))
        else:
            entries += moved(label, before, after)
    for of_round in move.rounds:
        if is_latest(move, of_round):
            entries += round_entries(compared.instrument, of_round)
    return entries


def is_latest(move: VendorMove, of_round: RoundMove) -> bool:
    """Whether a round is the one whose verdict stands at the top."""
    return of_round.round == (_round_of(move.now) or _round_of(move.was))


def moved(label: str, before: str, after: str) -> list[Entry]:
    """A text that moved; in one entry where it is short."""
    if not before or not after:
        return [Entry(label, f"new: {after}" if after else f"removed: {before}")]
    if len(before) + len(after) <= FITS_ONE_LINE:
        return [Entry(label, f"{before} → {after}")]
    return [Entry(label, f"before: {before}"), Entry("", f"now: {after}")]


def round_entries(instrument: Instrument, move: RoundMove) -> Iterator[Entry]:
    """What moved in a round's conditions, and in its decision."""
    names = {condition.id: condition.name for condition in instrument.conditions}
    for then, now in move.conditions:
        yield Entry(names[now.id], f"{_condition(then)} → {_condition(now)}")
    if move.decision:
        yield from _decision(instrument, move.decision)


def _condition(found: ConditionVerdict) -> str:
    low, high = found.state_low, found.state_high
    return f"{span(found.low, found.high)} {low if low == high else f'{low} to {high}'}"


def _decision(instrument: Instrument, move: DecisionMove) -> Iterator[Entry]:
    was, now = _decided(instrument, move.before), _decided(instrument, move.after)
    if move.fate == "unreadable":
        yield Entry("Decided", f"decision.toml cannot be read{f'; it was {was}' if was else ''}")
    elif move.fate == "readable":
        yield Entry("Decided", f"{now}; decision.toml could not be read before")
    elif was == now:
        yield Entry("Decided", now or "decision.toml, which could not be read, is gone")
    else:
        yield from moved("Decided", was, now)
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
    """What a person wrote, on one line in quotation marks; empty where it is empty."""
    return f"“{one_line(text)}”" if text.strip() else ""


def problem_entries(compared: Compared) -> list[Entry]:
    """What is wrong with files, and on which side."""
    sides = (compared.found.problems_before, compared.found.problems_after)
    before, after = ({(each.file, each.what): each for each in side} for side in sides)
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        label = "Both" if key in before and key in after else "Before" if key in before else "Now"
        found.append(Entry(label, str(after.get(key) or before[key])))
    return found
