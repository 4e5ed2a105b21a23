"""The result of the rules for a vendor in one round: readings of items, conditions and classes.

Every number has a low and a high reading: what the answers come to if whatever is not known
turns out worst, and best. Items' values run from 0 to 4 in steps of one half.
"""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import State


class ItemReading(Record, frozen=True):
    """One item from one perspective: its value 0-4 in the low and the high reading.

    `scores` are the respondents' scores in order; `left_out` means that nobody scored it and a
    respondent said that there was no occasion; an item with neither is open (low 0, high 4).
    `disputed` means that the middle scores are far apart.
    """

    item: str
    low: float
    high: float
    scores: tuple[int, ...] = ()
    left_out: bool = False
    critical: bool = False
    disputed: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody has scored it, and nobody said that there was no occasion."""
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


class CriticalReading(Record, frozen=True):
    """The critical item of a condition: the mean (0-4) of the perspectives that it counts for.

    `untested` means that it had no occasion in any view. It then passes whatever a class asks of
    it, so that both readings are at the top.
    """

    item: str
    low: float
    high: float
    untested: bool = False


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

    @property
    def critical(self) -> ItemReading | None:
        """The critical item, if it counts."""
        return next((r for r in self.items if r.critical and not r.left_out), None)


class ConditionVerdict(Record, frozen=True):
    """One condition with both perspectives: the lower score and the lower state count.

    `gap` is buyer minus vendor in points, over the items that both have scored; `critical` is
    None if the condition has no critical item.
    """

    id: str
    low: float
    high: float
    state_low: State
    state_high: State
    sides: Mapping[Perspective, Side] = {}
    gap: float | None = None
    critical: CriticalReading | None = None


class LeftOut(Record, frozen=True):
    """The classes if every *no occasion* counted as 0, and how many there are."""

    low: str
    high: str
    count: int


class Verdict(Record, frozen=True):
    """The class of a vendor in a round, or the range of classes still possible.

    `answered` counts items, per perspective, that are scored or left out, of `items` asked;
    `without_occasion` those left out, and `few_occasions` says that they are a large share.
    `pending` counts the items that respondents who have begun have not answered yet. `versions` are
    those of the questionnaire that was answered, in order. `so_far` is the class on the answers
    given alone, if there are enough. `left_out` is set only if the left-out items decide. `opinion`
    names the conditions that rest mostly on opinion, `untested` the critical items that had no
    occasion.
    """

    low: str
    high: str
    conditions: tuple[ConditionVerdict, ...]
    sides: tuple[Perspective, ...] = ()
    quick: bool = False
    answered: int = 0
    items: int = 0
    without_occasion: int = 0
    few_occasions: bool = False
    pending: int = 0
    respondents: int = 0
    versions: tuple[int, ...] = ()
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
    def untested(self) -> tuple[str, ...]:
        """The critical items that had no occasion in any view."""
        return tuple(c.critical.item for c in self.conditions if c.critical and c.critical.untested)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The items on which the middle scores of a side are far apart."""
        return tuple(
            reading.item
            for condition in self.conditions
            for side in condition.sides.values()
            for reading in side.items
            if reading.disputed
        )
