"""What the rules say about a vendor in one round: readings of items, conditions and classes.

Every number has a low and a high reading: what the answers come to if whatever is not known
turns out worst, and best.
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
        """Whether nobody has scored it, and nobody called it not applicable."""
        return not self.scores and not self.left_out

    @property
    def medians(self) -> tuple[int, int]:
        """The lower and the upper median of the scores; for an item that has some."""
        scores = self.scores
        return scores[(len(scores) - 1) // 2], scores[len(scores) // 2]

    @property
    def middle(self) -> float:
        """The middle of the scores' two medians; for an item that has some."""
        low, high = self.medians
        return (low + high) / 2

    @property
    def disputed(self) -> bool:
        """Whether the respondents' scores leave a range."""
        if len(self.scores) < 2:
            return False
        low, high = self.medians
        return low < high


class Side(Record, frozen=True):
    """One condition from one perspective; scores run from 0 to 100.

    `evidenced` and `scored` count respondents' scores, with and without the demand that they
    have evidence; `bare` are critical items scored 3 or 4 of which no score has any.
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
        """The items that count: those not left out."""
        return tuple(reading for reading in self.items if not reading.left_out)

    @property
    def open(self) -> tuple[ItemReading, ...]:
        """The items that nobody has scored."""
        return tuple(reading for reading in self.items if reading.open)


class ConditionVerdict(Record, frozen=True):
    """One condition with both perspectives: of everything, the lower side counts.

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
    """The classes if every *not applicable* counted as 0, and how many there are."""

    low: str
    high: str
    count: int


class Verdict(Record, frozen=True):
    """The class of a vendor in a round, or the range of classes still possible.

    `answered` counts items, per perspective, that are scored or left out, of `items` asked;
    `pending` the items that respondents who have begun have not answered yet; `so_far` is the
    class on the answers given alone, where there are enough; `left_out` is set only where the
    left-out items decide; `opinion` names the conditions that rest mostly on opinion.
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
        """Whether anybody has given a score, or a file that cannot be read may hold one."""
        return bool(self.sides)

    @property
    def settled(self) -> bool:
        """Whether only one class is possible."""
        return self.assessed and self.low == self.high

    @property
    def one_sided(self) -> bool:
        """Whether only one of the two sides has been heard."""
        return len(self.sides) == 1

    @property
    def provisional(self) -> bool:
        """Whether a respondent who has begun has not finished."""
        return self.pending > 0

    @property
    def open(self) -> int:
        """How many of the items asked nobody has scored."""
        return self.items - self.answered

    @property
    def disputed(self) -> tuple[str, ...]:
        """The items on which a side's respondents leave a range."""
        return tuple(
            reading.item
            for condition in self.conditions
            for side in condition.sides.values()
            for reading in side.items
            if reading.disputed
        )
