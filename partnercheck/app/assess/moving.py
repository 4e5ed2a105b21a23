"""The keys of the assess screen that go from one question to another."""

from __future__ import annotations

from partnercheck.app.assess.end_page import EndPage
from partnercheck.app.shared.screens import load_screen
from partnercheck.assessing.sitting import Sitting


class QuestionMoves:
    """Goes to other questions of a questionnaire, or to its end."""

    def __init__(self, page: EndPage, sitting: Sitting) -> None:
        """Create the moves of a screen."""
        self._page = page
        self._sitting = sitting

    def go_to(self, number: int) -> None:
        """Go to a question by its number, and show it."""
        self._page.position.set_number(number)
        self._page.show()

    def go_to_item(self, item: str) -> None:
        """Go to an item, and show it; stay at the current one if the form does not include it."""
        self._page.position.set_item(item)
        self._page.show()

    def _turn_to(self, number: int) -> None:
        """Go to a question, unless an answer cannot be saved."""
        if self._page.retry_pending():
            self.go_to(number)
            self._page.show_message("")

    async def next(self) -> None:
        """Save the note, or go to the next question; at the end, do the first action."""
        if self._page.note_target:
            await self._page.end_note()
        elif self._page.position.item is None:
            await self._page.do_first_action()
        else:
            self.forward()

    def forward(self) -> None:
        """Go to the next question; at the end, do nothing: an arrow only moves."""
        if self._page.position.item is not None:
            self._turn_to(self._page.position.number + 1)

    def previous(self) -> None:
        """Go to the previous question."""
        self._turn_to(self._page.position.number - 1)

    def first_open(self) -> None:
        """Go to the first question without an answer."""
        self._turn_to(self._sitting.first_open())

    async def choose(self) -> None:
        """List the questions with their answers, to choose one."""
        page = self._page

        def go_to_chosen(item: str | None) -> None:
            if item:
                self.go_to_item(item)
                page.show_message(page.progress())

        if page.retry_pending():
            await page.open(load_screen("items")(self._sitting, page.position.item), go_to_chosen)
