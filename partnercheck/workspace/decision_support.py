"""Whether a verdict still supports a decision, as a sentence."""

from __future__ import annotations

from partnercheck.base.english import ON_WHOSE_SIDE
from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.records import Verdict
from partnercheck.workspace.decisions import Decision, class_name


class Support(Record, frozen=True):
    """Whether a verdict still supports the decided class, with a sentence for the reader.

    The sentence is empty if the verdict contains the class and the rules have not changed since the
    decision.
    """

    holds: bool
    sentence: str = ""


def supported(
    instrument: Instrument, decision: Decision, verdict: Verdict, named: str = "today's verdict"
) -> Support:
    """Return whether a verdict still supports the decided class.

    `named` is the name of the verdict in the sentence.
    """
    decided = f"{class_name(instrument, decision.decided)} was decided on {decision.on}"
    if not verdict.assessed:
        return Support(False, f"{decided}; the round has no scores any more.")
    changed = (decision.instrument, decision.version) != (instrument.id, instrument.version)
    if changed:
        decided += f" under {decision.instrument}, version {decision.version}"
        named = f"under {instrument.id}, version {instrument.version}, {named}"
    if _within(instrument, decision.decided, verdict.worst_class, verdict.best_class):
        return Support(True, f"{decided}; {named} still supports it." if changed else "")
    low, high = decision.verdict_low, decision.verdict_high
    if not changed and not _within(instrument, decision.decided, low, high):
        decided += ", against the verdict"
    return Support(False, f"{decided}; {named} is {_in_words(instrument, verdict)}.")


def _within(instrument: Instrument, class_id: str, low: str, high: str) -> bool:
    order = [vendor_class.id for vendor_class in instrument.classes]
    if not {class_id, low, high} <= {*order}:
        return False
    return order.index(high) <= order.index(class_id) <= order.index(low)


def _in_words(instrument: Instrument, verdict: Verdict) -> str:
    low, high = (
        instrument.class_named(end).name.lower()
        for end in (verdict.worst_class, verdict.best_class)
    )
    side = f" {ON_WHOSE_SIDE[verdict.sides[0]]}" if verdict.one_sided else ""
    return f"{low}{side}" if verdict.settled else f"between {low} and {high}{side}"
