"""Session: several people score several vendors, with scores hidden until all are given.

Invariants: no score of an item is shown before all who are asked it have answered; and at most one
answer of the whole session is unsaved (`pending_answer.py`). For example, Alice and Tom score Acme:

    Alice's seat, 3   saved, and shown as a dot; the cursor goes to Tom's seat
    Tom's seat, 1     saved; all are in, so both scores are shown
    Alice's seat, 2   saved; they are still talking about it, so the cursor stays
    Tom's seat, 2     the disk is full: the answer is pending, and the cursor stays
    Alice's seat, 3   Tom's answer is tried first; if it fails again, hers is not taken
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from partnercheck.app.session.grid import GridView, item_lines
from partnercheck.app.session.keys import KEYS
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.note_page import NotePage
from partnercheck.app.shared.progress import complete_line
from partnercheck.app.shared.widgets.keybar import KeyBar
from partnercheck.app.shared.widgets.note import NOTE_LINES, Note
from partnercheck.app.shared.widgets.passage import Passage, turned_top
from partnercheck.assessing.group_session import Seat, Session
from partnercheck.assessing.question_words import period_words
from partnercheck.assessing.sitting import NOTHING, Sitting
from partnercheck.base.cells import fitted
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Vendor
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import numbered
from partnercheck.report.words.since import since_sentence
from partnercheck.workspace.read_vendor import read_vendor

# Cells of a text that a message quotes.
QUOTE_WIDTH = 40
# The header and the message.
OTHER_LINES = 4
SIDE_LATER = "You can choose which side did it once everyone has answered"


class SessionScreen(NotePage):
    """A screen on which several people score an item, discuss differences, and score again."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    HELP_TOPIC = "session"
    CURSOR_SELECTOR = "#item"

    def __init__(self, session: Session) -> None:
        """Create the screen, at the session's first incomplete item."""
        super().__init__([*session.sittings.values()])
        self._session = session
        # Not the item's position, which changes when a reserve item is added or removed.
        self._item_id = session.items[session.first_open()].id
        self._seat = session.seats[0]
        self._first_line = 0
        # Whose answers were given here, the last one at the end, to undo them.
        self._answered: list[Sitting] = []

    def body(self) -> Sequence[Widget]:
        """Return the item with its grid, and the note being written."""
        return (Passage(self.more_below, "item"), Note())

    def on_mount(self) -> None:
        """Show the first incomplete item, or the item of a draft from the previous run."""
        self._go_to(self._position)
        # The draft may be of any item and seat: the person has to see what is asked about.
        if self.start_autosave(self._session.items) and self.pending.unsaved:
            sitting, item, _ = self.pending.unsaved
            self._go_to([each.id for each in self._session.items].index(item))
            self._seat = self._seat_of(sitting)
            self.show()
            self.show_unsaved()
        elif problem := self.pending.draft_problem:
            self.show_message(problem, "poor")
        elif self._session.done:
            self.show_message(f"Session resumed: {self.progress()}")
        elif since := self._since():
            self.show_message(since)

    def _since(self) -> str:
        """Return what has changed since the last round of the first vendor."""
        sitting = next(iter(self._session.sittings.values()))
        workspace, response = sitting.file.workspace, sitting.response
        files = read_vendor(workspace, response.vendor)
        sentence = since_sentence(workspace, files, response.round, self.partnercheck.today)
        return f"{files.vendor.name}. {sentence}" if sentence else ""

    def on_resize(self) -> None:
        """Lay out the item for the new size."""
        self.show()

    @property
    def _position(self) -> int:
        ids = [item.id for item in self._session.items]
        # An item in reserve goes when the answer that brought it changes.
        return ids.index(self._item_id) if self._item_id in ids else self._session.first_open()

    @property
    def _item(self) -> Item:
        return self._session.items[self._position]

    @property
    def _sitting(self) -> Sitting:
        return self._session.sittings[self._seat]

    def _vendor_at(self, seat: Seat) -> Vendor:
        return self._session.descriptions[seat.vendor]

    def vendor_of(self, sitting: Sitting) -> Vendor:
        """Return the vendor that the answers of `sitting` are about."""
        return self._vendor_at(self._seat_of(sitting))

    def side_refused(self) -> str:
        """Return why the side that acted cannot be recorded yet; empty if it can.

        Until everyone has answered, the side would reveal that the score is 2.
        """
        return "" if self._session.all_in(self._item.id) else SIDE_LATER

    def _seat_of(self, sitting: Sitting) -> Seat:
        return next(seat for seat, each in self._session.sittings.items() if each is sitting)

    def show(self) -> None:
        """Show the item with its grid."""
        if not self.size.width:
            return
        session, item, sitting = self._session, self._item, self._sitting
        condition = next(c for c in sitting.instrument.conditions if c.id == item.condition)
        width = self.size.width
        title = f"Session   {sitting.response.round}   {_forms(session)}"
        self.set_header(
            f"{title}   {len(session.people)} people",
            numbered(condition.name, session.items, item),
            period_words(sitting, self._vendor_at(self._seat)),
            complete_line(session.done, len(session.items), width),
        )
        self.offer_keys()
        note = NOTE_LINES if self.note_target else 0
        room = self.size.height - OTHER_LINES - note - self.query_one(KeyBar).line_count
        view = GridView(session, item, self._seat, width, self.key_label, room)
        self.query_one("#item", Passage).show_text(item_lines(view), self._first_line)

    def progress(self) -> str:
        """Return the number of complete items, in words."""
        return f"{self._session.done} of {len(self._session.items)} complete"

    def _go_to(self, position: int) -> None:
        """Go to an item, with the cursor on its first empty cell."""
        session = self._session
        self._item_id = session.items[min(max(0, position), len(session.items) - 1)].id
        self._first_line = 0
        # After the last seat comes the first one.
        first_empty = session.next_empty(self._item.id, session.seats[-1])
        self._seat = first_empty or session.seats[0]
        self.show()

    def show_unsaved(self, more: str = "") -> None:
        """Show which answer is not saved, the reason, and the keys to press."""
        assert self.pending.unsaved
        seat = self._seat_of(self.pending.unsaved.sitting)
        evidence = one_line(self.pending.unsaved.answer.evidence)
        quote = f' "{fitted(evidence, QUOTE_WIDTH).rstrip()}"' if evidence else ""
        place = f"{seat.person}, {self._vendor_at(seat).name}:{quote}"
        self.show_message(f"{place} {self.unsaved_question('session.undo')}{more}", "poor")

    def warn_of_leaving(self, again: str) -> None:
        """Show that the answer will be kept as a draft."""
        self.show_unsaved(f"   {again} and keep it as a draft")

    def watched(self) -> Sequence[Path]:
        """Return the folders of the files that are being filled in."""
        return sorted({folder for each in self.sittings for folder in each.file.watched})

    async def disk_changed(self) -> None:
        """Show changes made by others, except to the answer being changed on this screen."""
        for sitting in self.sittings:
            self.refresh_sitting(sitting)
        self.show()

    def current(self) -> tuple[Sitting, Item] | None:
        """Return the item, and the sitting whose cell is under the cursor."""
        return self._sitting, self._item

    def change(self, changed: Callable[[Answer], Answer], _: str = "") -> None:
        """Save an answer in the current cell, and go to the next empty cell.

        The message does not show the answer, which is hidden until everyone has answered.
        """
        item = self._item.id
        # Asked before saving: this answer may be the one that completes the item.
        was_complete = self._session.all_in(item)
        if not self.retry_pending():
            return
        answer = changed(self._sitting.answer_to(item))
        # A complete item is being discussed, so the cursor stays with the person who talks.
        if self.offer(self._sitting, item, answer) and not was_complete:
            self._seat = self._session.next_empty(item, self._seat) or self._seat
            self.show()

    def action_clear(self) -> None:
        """Clear the answer in the current cell; other people's answers to it are hidden again."""
        if self.retry_pending():
            self.offer(self._sitting, self._item.id, NOTHING)

    def offer(self, sitting: Sitting, item: str, answer: Answer, message: str = "saved") -> bool:
        """Save an answer, which can then be undone."""
        self._answered.append(sitting)
        return super().offer(sitting, item, answer, message)

    def action_undo(self) -> None:
        """Drop the unsaved answer, or undo the last one; in a note, the last typing."""
        if self.pending.unsaved:
            self.drop_pending()
        elif self.note.display:
            self.note.undo()
        else:
            self._undo_answer()

    def _undo_answer(self) -> None:
        """Undo the last answer, and go to its cell."""
        while self._answered:
            sitting = self._answered[-1]
            try:
                item = sitting.undo()
            except (UserError, OSError) as error:
                self.show_message(f"The last answer could not be undone: {error}", "poor")
                return
            self._answered.pop()
            if item is not None:
                self._item_id, self._seat = item, self._seat_of(sitting)
                self._first_line = 0
                self.show()
                self.show_message(f"{self._cell_words()}the last answer was undone")
                return
        self.show_message("Nothing to undo")

    def action_move(self, people: int, vendors: int) -> None:
        """Go to another cell of the grid."""
        session = self._session
        person = (session.people.index(self._seat.person) + people) % len(session.people)
        vendor = (session.vendors.index(self._seat.vendor) + vendors) % len(session.vendors)
        self._seat = Seat(session.people[person], session.vendors[vendor])
        self.show()

    async def action_next(self) -> None:
        """Save the note, or go to the next item."""
        if self.note_target:
            await self.end_note()
            return
        is_last = self._position == len(self._session.items) - 1
        self._go_to(self._position + 1)
        self.show_message(f"{self.progress()}{'. This is the last question' if is_last else ''}")

    def action_previous(self) -> None:
        """Go to the previous item."""
        self._go_to(self._position - 1)
        self.show_message(self.progress())

    def action_open_item(self) -> None:
        """Go to the first incomplete item."""
        self._go_to(self._session.first_open())
        self.show_message(self.progress())

    def action_evidence(self) -> None:
        """Open a note for the current cell: the evidence or, after "no occasion", the reason."""
        self.write_note(self._sitting, self._item, self._cell_words())

    def write_source(self, sitting: Sitting, item: Item, place: str = "") -> None:
        """Open a note for where the evidence of the current cell is."""
        super().write_source(sitting, item, place or self._cell_words())

    def _cell_words(self) -> str:
        return f"{self._seat.person} about {self._vendor_at(self._seat).name}: "

    async def action_escape(self) -> None:
        """Cancel the note, or leave the screen."""
        if self.note_target:
            await self.cancel_note()
        else:
            await self.action_back()

    def action_scroll(self, by: int) -> None:
        """Scroll if the item does not fit."""
        self._first_line = turned_top(self._first_line, by, self.query_one("#item", Passage))
        self.show()


def _forms(session: Session) -> str:
    """Return the form that is filled in, or both if people have begun with different ones."""
    forms = {sitting.response.form for sitting in session.sittings.values()}
    return ", ".join(sorted(forms))
