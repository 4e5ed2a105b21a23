"""The result of the rules for a vendor in one round: readings of items, conditions and classes.

Every number has two readings: the low reading is its value if everything unknown turns out as badly
as possible, the high reading its value if everything unknown turns out as well as possible. Values
of items are 0-4 in half steps; scores of conditions are 0-100.
"""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import State


class ItemReading(Record, frozen=True):
    """One item from one perspective.

    An item with neither a score nor *no occasion* is open: its value is 0 in the low reading and 4
    in the high reading.
    """

    item: str
    low: float  # the value (0-4) in the low reading
    high: float  # the value (0-4) in the high reading
    scores: tuple[int, ...] = ()  # the respondents' scores, in ascending order
    left_out: bool = False  # whether the item has no score, but at least one *no occasion*
    critical: bool = False
    disputed: bool = False  # whether the two medians of the scores are far apart

    @property
    def open(self) -> bool:
        """Whether the item has neither a score nor *no occasion*."""
        return not self.scores and not self.left_out

    @property
    def medians(self) -> tuple[int, int]:
        """The lower and the upper median of the scores. The item must have scores."""
        scores = self.scores
        return scores[(len(scores) - 1) // 2], scores[len(scores) // 2]

    @property
    def middle(self) -> float:
        """The value halfway between the two medians of the scores. The item must have scores."""
        low, high = self.medians
        return (low + high) / 2


class CriticalReading(Record, frozen=True):
    """The critical item of a condition; its values are means over the sides where it counts."""

    item: str
    low: float  # the mean (0-4) in the low reading
    high: float  # the mean (0-4) in the high reading
    # Whether the item had no occasion on any side. If so, both readings are 4, so that it does not
    # lower the class.
    untested: bool = False


class Side(Record, frozen=True):
    """One condition from one perspective."""

    low: float  # the score (0-100) in the low reading
    high: float  # the score (0-100) in the high reading
    state_low: State
    state_high: State
    assessable: bool  # whether enough items count; if not, the score is 0 to 100
    items: tuple[ItemReading, ...]  # all items on the side's forms, in the instrument's order
    score_count: int = 0  # the number of scores, of all respondents
    evidenced_count: int = 0  # the number of scores with evidence
    # Critical items with a median of 3 or 4, and no evidence for a high score.
    critical_without_evidence: tuple[str, ...] = ()

    @property
    def counted_items(self) -> tuple[ItemReading, ...]:
        """The items that count: all items that are not left out."""
        return tuple(reading for reading in self.items if not reading.left_out)

    @property
    def open_items(self) -> tuple[ItemReading, ...]:
        """The items that have neither a score nor *no occasion*."""
        return tuple(reading for reading in self.items if reading.open)

    @property
    def critical(self) -> ItemReading | None:
        """The critical item; None if the condition has no such item, or if it is left out."""
        return next((r for r in self.items if r.critical and not r.left_out), None)


class ConditionVerdict(Record, frozen=True):
    """One condition from all perspectives: the lower score and the lower state count."""

    id: str
    low: float  # the score (0-100) in the low reading
    high: float  # the score (0-100) in the high reading
    state_low: State
    state_high: State
    sides: Mapping[Perspective, Side] = {}
    # Buyer minus vendor (-100 to 100), over the items that both sides have scored.
    gap: float | None = None
    critical: CriticalReading | None = None  # None if the condition has no critical item


class ClassesWithZeros(Record, frozen=True):
    """The classes that would result if every *no occasion* counted as 0."""

    worst_class: str
    best_class: str
    item_count: int  # the number of items with *no occasion*, per perspective


class Verdict(Record, frozen=True):
    """The class of a vendor in a round, or the range of classes that are still possible.

    In the numbers of items, an item that is asked of both sides counts twice.
    """

    worst_class: str  # the id of the worst class that is possible
    best_class: str  # the id of the best class that is possible
    conditions: tuple[ConditionVerdict, ...]
    sides: tuple[Perspective, ...] = ()  # the perspectives that exist
    quick: bool = False  # whether a side has only quick forms
    answered_count: int = 0  # items with a score, *no occasion* or *unknown*
    unknown_count: int = 0  # items with no other answer than *unknown*
    item_count: int = 0  # items on the forms, answered or not
    without_occasion: int = 0  # items that are left out
    few_occasions: bool = False  # whether a large share of the items is left out
    # Items that respondents who have begun have not answered, per respondent.
    pending_count: int = 0
    respondent_count: int = 0  # respondents who have begun
    versions: tuple[int, ...] = ()  # the versions of the questionnaire that were answered
    score_count: int = 0  # scores of all respondents
    evidenced_count: int = 0  # scores with evidence
    class_so_far: str | None = None  # the class by the scored items alone, if there are enough
    # Set only if the classes depend on the left-out items.
    with_zeros: ClassesWithZeros | None = None
    opinion_conditions: tuple[str, ...] = ()  # the conditions that rest mostly on opinion

    @property
    def assessed(self) -> bool:
        """Whether there is a score, or an unreadable response that may contain one."""
        return bool(self.sides)

    @property
    def settled(self) -> bool:
        """Whether only one class is possible."""
        return self.assessed and self.worst_class == self.best_class

    @property
    def one_sided(self) -> bool:
        """Whether only one of the two sides has answered."""
        return len(self.sides) == 1

    @property
    def provisional(self) -> bool:
        """Whether a respondent has begun a form but not finished it."""
        return self.pending_count > 0

    @property
    def open_count(self) -> int:
        """The number of items that have neither a score nor *no occasion*, per perspective."""
        return self.item_count - self.answered_count + self.unknown_count

    @property
    def untested_items(self) -> tuple[str, ...]:
        """The critical items that had no occasion on any side."""
        return tuple(c.critical.item for c in self.conditions if c.critical and c.critical.untested)

    @property
    def disputed_items(self) -> tuple[str, ...]:
        """The items on which the two medians of a side's scores are far apart."""
        return tuple(
            reading.item
            for condition in self.conditions
            for side in condition.sides.values()
            for reading in side.items
            if reading.disputed
        )
