"""The question that the assess screen shows, in a form whose questions may change meanwhile."""

from __future__ import annotations

from partnercheck.assessing.sitting import Sitting
from partnercheck.questionnaires.records import Item


class Position:
    """The position in a sitting's questions: at one of them, or at the end.

    It is kept as the id of a question: its number changes when a reserve question is added or
    removed.
    """

    def __init__(self, sitting: Sitting) -> None:
        """Start at the end of a sitting's questions."""
        self._sitting = sitting
        self._item_id: str | None = None
        # The first line of the question on the page, if it does not fit.
        self.first_line = 0

    @property
    def number(self) -> int:
        """The number of the question, from 0; at the end, the number of questions."""
        sitting, item = self._sitting, self._item_id
        return len(sitting.items) if item is None else sitting.position_of(item)

    @property
    def item(self) -> Item | None:
        """The question; None at the end."""
        items, number = self._sitting.items, self.number
        return items[number] if number < len(items) else None

    def set_number(self, number: int) -> None:
        """Go to the first line of a question; past the last one, to the end."""
        items = self._sitting.items
        number = max(0, number)
        self._item_id = items[number].id if number < len(items) else None
        self.first_line = 0

    def set_item(self, item: str) -> None:
        """Go to an item; stay at the current one if the form does not include it."""
        ids = [each.id for each in self._sitting.items]
        self.set_number(ids.index(item) if item in ids else self.number)
