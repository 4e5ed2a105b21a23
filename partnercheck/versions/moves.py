"""Records of the changes between two states of a workspace."""

from __future__ import annotations

from typing import Literal

from partnercheck.base.records import Answer, Problem, Promise, Record, Response, Vendor
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.records import ConditionVerdict
from partnercheck.rules.trend import Change, RoundVerdict, change
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import Decision

Fate = Literal["added", "removed", "changed", "unreadable", "readable"]


class Move(Record, frozen=True):
    """One changed value as text: its key, and the value before and after."""

    key: str
    before: str
    after: str


class AnswerMove(Record, frozen=True):
    """One respondent's answer to one item, before and after; a missing answer counts as empty."""

    item: str
    before: Answer = Answer()
    after: Answer = Answer()

    @property
    def parts(self) -> tuple[str, ...]:
        """The changed parts of the answer, such as its score or its evidence."""
        before, after = self.before, self.after
        fields = Answer.__struct_fields__
        return tuple(part for part in fields if getattr(before, part) != getattr(after, part))


class ResponseMove(Record, frozen=True):
    """The change to one respondent's answers; `response` has the last answers that could be read.

    If `fate` is *unreadable*, the file can no longer be read; if it is *readable*, it can be read
    again. In both cases it is unknown which answers changed, and none are listed.
    """

    fate: Fate
    response: Response
    header: tuple[Move, ...] = ()
    answers: tuple[AnswerMove, ...] = ()


class DecisionMove(Record, frozen=True):
    """The change to a round's decision."""

    fate: Fate
    before: Decision | None = None
    after: Decision | None = None


class RoundMove(Record, frozen=True):
    """One round of a vendor; `before` or `after` is None if there was no such round."""

    round: str
    before: JudgedVendor | None
    after: JudgedVendor | None
    responses: tuple[ResponseMove, ...] = ()
    decision: DecisionMove | None = None

    @property
    def conditions(self) -> list[tuple[ConditionVerdict, ConditionVerdict]]:
        """The conditions whose score or state changed.

        Empty unless the round is assessed in both versions.
        """
        if not self.before or not self.after:
            return []
        if not self.before.verdict.assessed or not self.after.verdict.assessed:
            return []
        before, after = self.before.verdict.conditions, self.after.verdict.conditions
        return [
            pair for pair in zip(before, after, strict=True) if _result(pair[0]) != _result(pair[1])
        ]


class PromiseMove(Record, frozen=True):
    """One promise before and after; None for a state in which it did not exist."""

    id: str
    before: Promise | None
    after: Promise | None


class VendorMove(Record, frozen=True):
    """The changes to a vendor.

    The fates *unreadable* and *readable* refer to the file of the vendor's description.
    """

    id: str
    fate: Fate
    before: Vendor | None
    after: Vendor | None
    judged_before: JudgedVendor | None  # the vendor in its latest round before
    judged_after: JudgedVendor | None  # the vendor in its latest round after
    described: tuple[Move, ...] = ()  # the changes to the vendor's description
    rounds: tuple[RoundMove, ...] = ()  # newest first
    promises: tuple[PromiseMove, ...] = ()  # none for a new or removed vendor

    @property
    def vendor(self) -> Vendor:
        """The latest description of the vendor that can be read."""
        newest = self.before if self.fate == "unreadable" else self.after
        known = newest or self.before or self.after
        assert known is not None
        return known

    @property
    def verdict_moved(self) -> bool:
        """Whether the class certainly went up or down; False for a new or removed vendor."""
        return self.change is not None and self.change.moved

    @property
    def verdict_differs(self) -> bool:
        """Whether the class in the latest round, or the set of sides that answered, has changed.

        False for a new or removed vendor.
        """
        if self.judged_before is None or self.judged_after is None:
            return False
        return _class(self.judged_before) != _class(self.judged_after)

    @property
    def change(self) -> Change | None:
        """The change of the vendor's class; None unless the vendor was assessed both times."""
        return change_between(self.judged_before, self.judged_after)


class InstrumentMove(Record, frozen=True):
    """One instrument that differs between two states; None for a state without the instrument."""

    id: str
    before: Instrument | None
    after: Instrument | None


class Difference(Record, frozen=True):
    """All changes between two states, and the problems of each state's files."""

    vendors: tuple[VendorMove, ...]
    # For vendors' files, only errors are listed, and only if the vendor's files differ.
    problems_before: tuple[Problem, ...] = ()
    problems_after: tuple[Problem, ...] = ()
    rules: tuple[InstrumentMove, ...] = ()
    classifying: Move | None = None  # set if a different instrument now gives the classes
    anew: bool = False  # whether a state had rules that differ from those of the comparison

    @property
    def empty(self) -> bool:
        """Whether no vendor and no rule changed."""
        return not self.vendors and not self.rules and not self.classifying


def change_between(before: JudgedVendor | None, after: JudgedVendor | None) -> Change | None:
    """Return the change of a vendor's class; None unless the vendor was assessed both times."""
    if not before or not after or not before.verdict.assessed or not after.verdict.assessed:
        return None
    round_before, round_after = (
        RoundVerdict(each.round.id, each.verdict) for each in (before, after)
    )
    return change(after.instrument, round_before, round_after)


def _class(judged: JudgedVendor) -> tuple[object, ...]:
    verdict = judged.verdict
    return (verdict.worst_class, verdict.best_class, verdict.sides) if verdict.assessed else ()


def _result(condition: ConditionVerdict) -> tuple[object, ...]:
    return condition.low, condition.high, condition.state_low, condition.state_high
