"""How firm a verdict is, in words: on evidence alone, and at other thresholds."""

from __future__ import annotations

from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.verdict import class_in_words
from partnercheck.rules.records import Verdict
from partnercheck.rules.robustness import Check


def on_evidence_alone(instrument: Instrument, check: Check) -> str:
    """Return a sentence on the verdict by scores with evidence only; empty if that is open too."""
    if check.result == "holds" and not check.verdict.settled:
        return ""
    if check.result == "holds":
        return "The verdict is the same without the answers that have no evidence."
    if not check.verdict.assessed:
        return "No score has evidence, so there is no verdict on evidence alone."
    other = class_in_words(instrument, check.verdict)
    return f"If answers without evidence did not count, the class would be {other}."


def other_thresholds(
    instrument: Instrument, verdict: Verdict, others: list[tuple[float, float, Verdict]]
) -> str:
    """Return a sentence on the verdict at neighbouring thresholds; empty if that is open too."""
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
    return f"The class would be {', and '.join(moved)}."
