"""The result of the rules for a vendor in one round: readings of items, conditions and classes.

Every number has a low and a high reading: its value if every open question turns out worst, and
if every one turns out best.
"""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import State


class ItemReading(Record, frozen=True):
    """One item from one perspective: its value 0-4 in the low and the high reading.

    `scores` are the respondents' scores in order; `left_out` means that nobody scored it and
    a respondent called it not applicable; an item with neither is open (low 0, high 4).
    """

    item: str
    low: int
    high: int
    scores: tuple[int, ...] = ()
    left_out: bool = False
    critical: bool = False

    @property
    def open(self) -> bool:
        """Whether it has no score, and nobody called it not applicable."""
        return not self.scores and not self.left_out

    @property
    def medians(self) -> tuple[int, int]:
        """The lower and the upper median of the scores; only for an item with scores."""
        scores = self.scores
        return scores[(len(scores) - 1) // 2], scores[len(scores) // 2]

    @property
    def middle(self) -> float:
        """Halfway between the two medians of the scores; only for an item with scores."""
        low, high = self.medians
        return (low + high) / 2

    @property
    def disputed(self) -> bool:
        """Whether the respondents' scores differ so much that their two medians do."""
        if len(self.scores) < 2:
            return False
        low, high = self.medians
        return low < high


class Side(Record, frozen=True):
    """One condition from one perspective; scores run from 0 to 100.

    `scored` counts the respondents' scores, and `evidenced` those that have evidence; `bare` are
    the critical items that were scored 3 or 4 although no score has evidence.
    """

    low: float
    high: float
    state_low: State
    state_high: State
    assessable: bool
    items: tuple[ItemReading, ...]
    scored: int = 0
    evidenced: int = 0
    bare: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[ItemReading, ...]:
        """The items that count: all but those left out."""
        return tuple(reading for reading in self.items if not reading.left_out)

    @property
    def open(self) -> tuple[ItemReading, ...]:
        """The items that nobody has scored."""
        return tuple(reading for reading in self.items if reading.open)


class ConditionVerdict(Record, frozen=True):
    """One condition from both perspectives; in every reading the lower side counts.

    `gap` is buyer minus vendor in points, over the items that both have scored.
    """

    id: str
    low: float
    high: float
    state_low: State
    state_high: State
    sides: Mapping[Perspective, Side] = {}
    gap: float | None = None


class LeftOut(Record, frozen=True):
    """The classes if every *not applicable* counted as 0, and the number of those answers."""

    low: str
    high: str
    count: int


class Verdict(Record, frozen=True):
    """The class of a vendor in a round, or the range of classes still possible.

    `answered` is the number of items that are scored or left out, of all `items` asked per
    perspective; `pending` is the number of items that respondents have left unanswered in a form
    they started; `so_far` is the class by the given answers alone, if there are enough of them;
    `left_out` is set only if the left-out items decide the class; `opinion` names the conditions
    that rest mostly on opinion.
    """

    low: str
    high: str
    conditions: tuple[ConditionVerdict, ...]
    sides: tuple[Perspective, ...] = ()
    quick: bool = False
    answered: int = 0
    items: int = 0
    pending: int = 0
    respondents: int = 0
    scored: int = 0
    evidenced: int = 0
    so_far: str | None = None
    left_out: LeftOut | None = None
    opinion: tuple[str, ...] = ()

    @property
    def assessed(self) -> bool:
        """Whether anybody has given a score, or an unreadable file may contain one."""
        return bool(self.sides)

    @property
    def settled(self) -> bool:
        """Whether only one class is possible."""
        return self.assessed and self.low == self.high

    @property
    def one_sided(self) -> bool:
        """Whether only one of the two sides has answered."""
        return len(self.sides) == 1

    @property
    def provisional(self) -> bool:
        """Whether a respondent has started a form and not finished it."""
        return self.pending > 0

    @property
    def open(self) -> int:
        """The number of items that were asked and that nobody has scored."""
        return self.items - self.answered

    @property
    def disputed(self) -> tuple[str, ...]:
        """The items on which the respondents of one side disagree."""
        return tuple(
            reading.item
            for condition in self.conditions
            for side in condition.sides.values()
            for reading in side.items
            if reading.disputed
        )
