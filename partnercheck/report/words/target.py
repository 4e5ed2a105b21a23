"""The target, and how far the vendor is from the target, in words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from partnercheck.base.english import listed
from partnercheck.base.records import BEST_SCORE
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.caveats import answers_to_come, pending_is_harmless
from partnercheck.report.words.verdict import VIEWS, a_class, confidential_on
from partnercheck.rules.conditions import below
from partnercheck.rules.gap import gap_marked
from partnercheck.rules.records import Verdict
from partnercheck.rules.target import AsTargeted, as_targeted
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.read_vendor import VENDOR_FILE, is_unread

UNKNOWN_TARGET = f"The target is not known: unreadable file {VENDOR_FILE}."


def target_and_found(judged: JudgedVendor, why: str = "", in_report: bool = False) -> str:
    """Return the distance of the class from the target, as a sentence.

    In a report, the sentence leaves out items that the vendor answered in confidence.
    """
    instrument, verdict, target = judged.instrument, judged.verdict, judged.vendor.target
    if not target:
        return (
            UNKNOWN_TARGET if is_unread(judged.errors, VENDOR_FILE) else "No target has been set."
        )
    if reservations := as_targeted(instrument, verdict, target):
        untold = _zeros_in_confidence(instrument, verdict) if in_report else frozenset()
        zeros = tuple(i for i in reservations.critical_zeros if i not in untold)
        return _as_targeted(instrument, replace(reservations, critical_zeros=zeros))
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
    return f"{sentence} The class is {least}{steps} {direction} that."


def _reached(judged: JudgedVendor) -> str:
    """Say that the class is the target, and whether the answers still to come can change it."""
    verdict, pending = judged.verdict, answers_to_come(judged.verdict)
    if not pending_is_harmless(judged):
        return f"The target is reached so far, but the {pending} could change that."
    view = f" in {VIEWS[verdict.sides[0]]}" if verdict.one_sided else ""
    return f"It is reached{view}, whatever the {pending} {_will(verdict.pending_count)}."


def _will(count: int) -> str:
    return "says" if count == 1 else "say"


def met_target(judged: JudgedVendor) -> AsTargeted | None:
    """Return in whose view a vendor meets its target; None if the target is not certainly met."""
    return as_targeted(judged.instrument, judged.verdict, judged.vendor.target)


def at_target(judged: JudgedVendor) -> bool:
    """Return whether the class is the target class, even if answers still to come may change it."""
    verdict, target = judged.verdict, judged.vendor.target
    return bool(target) and verdict.settled and verdict.worst_class == target


# What a critical item at 0 says about a vendor that meets its target.
AGAINST = {
    "gains": "one side loses out in the relationship, or will not discuss it",
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


def _as_targeted(instrument: Instrument, reservations: AsTargeted) -> str:
    """Return a sentence on a target that is met: in whose view, and what speaks against it."""
    view, ask = {
        "buyer": (" in our view", "; the vendor has not answered yet"),
        "vendor": (" in the vendor's view", "; we have not answered yet"),
        None: ("", ""),
    }[reservations.only_side]
    against = ""
    if reservations.critical_zeros:
        conditions = {item.id: item.condition for item in instrument.items}
        topics = {item.id: item.topic for item in instrument.items}
        sentences = [
            AGAINST.get(conditions[item], f"{topics[item]} is scored 0 of {BEST_SCORE}")
            for item in reservations.critical_zeros
        ]
        against = f", but {listed(sentences)}"
    return f"The class is as targeted{view}{against}{ask}."


def still_open(
    judged: JudgedVendor, overdue_words: str = "", warnings: Sequence[str] = ()
) -> list[str]:
    """Return what still has to be dealt with although the target is met, in a few words each.

    Args:
        judged: The vendor.
        overdue_words: The overdue goals, promises and meetings, in words.
        warnings: The names of the lens warnings.

    """
    names = {condition.id: condition.name for condition in judged.instrument.conditions}
    verdict = judged.verdict
    differing = [names[c.id] for c in verdict.conditions if gap_marked(judged.instrument, c)]
    parts = [f"the warning “{name}”" for name in warnings]
    parts += [f"the views are far apart on {listed(differing)}"] if differing else []
    parts += [f"{overdue_words[:1].lower()}{overdue_words[1:]}"] if overdue_words else []
    return parts


def target_entry(
    judged: JudgedVendor,
    overdue_words: str = "",
    warnings: Sequence[str] = (),
    in_report: bool = False,
) -> str:
    """Return the distance from the target, and what is still open if the target is reached."""
    vendor = judged.vendor
    sentence = target_and_found(judged, vendor.target_why, in_report)
    parts = still_open(judged, overdue_words, warnings) if met_target(judged) else []
    return f"{sentence} Still to deal with: {'; '.join(parts)}." if parts else sentence
