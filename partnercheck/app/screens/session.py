"""Session: several people, several vendors, one item at a time; scores hidden until all are in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from msgspec.structs import replace
from textual.widget import Widget

from partnercheck.app.keys import Key
from partnercheck.app.screens.asked import question
from partnercheck.app.screens.note_page import NotePage
from partnercheck.app.screens.page import drained
from partnercheck.app.screens.session_keys import KEYS
from partnercheck.app.widgets.lines import Line, Lines, Span, fitted, line
from partnercheck.app.widgets.note import Note
from partnercheck.files.save import AskError, SaveError, TakenError
from partnercheck.instruments.records import Item
from partnercheck.model import Answer, UserError
from partnercheck.report.layout import wrapped
from partnercheck.session import Seat, Session
from partnercheck.sitting import NOTHING
from partnercheck.text import clean, one_line

PERSON = 16
CELL = 14
HIDDEN = "•"
QUOTED = 40
Part = Literal["evidence", "reason"]
DRAFT_SECONDS = 2.0
SKIPS = {"unknown": "u", "not-applicable": "n"}


class Writing(NamedTuple):
    """What a note is being written for."""

    seat: Seat
    item: str
    part: Part


class Asked(NamedTuple):
    """An answer that is not saved until a person has agreed to it."""

    error: SaveError
    seat: Seat
    item: str
    answer: Answer


class SessionScreen(NotePage):
    """An item with a grid of person and vendor. Where people differ, they talk, and score again."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    MARKS = "#item"
    ABOUT = "session"

    def __init__(self, session: Session) -> None:
        """The session, at its first item that is not complete."""
        super().__init__()
        self._session = session
        self._at = session.first_open()
        self._seat = session.seats[0]
        self._writing: Writing | None = None
        self._asked: Asked | None = None
        self._top = 0

    def body(self) -> Sequence[Widget]:
        """The item with its grid, and the note being written."""
        return (Lines(id="item"), Note())

    def on_mount(self) -> None:
        """Show the first open item, at its first empty place."""
        self._go(self._at)
        self._find_draft()
        self.set_interval(DRAFT_SECONDS, self._beat)
        if self._asked:
            self._say_asked()
        elif self._session.done:
            self.tell(f"Resumed: {self._count()}")

    def on_resize(self) -> None:
        """Lay out in the new size."""
        self._show()

    @property
    def _item(self) -> Item:
        return self._session.items[self._at]

    def _count(self) -> str:
        return f"{self._session.done} of {len(self._session.items)} complete"

    def _show(self) -> None:
        if not self.size.width:
            return
        session, item = self._session, self._item
        some = next(iter(session.sittings.values()))
        names = {each.id: each.name for each in some.instrument.conditions}
        self.head(
            f"Session   {some.response.round}   {len(session.people)} people",
            f"{names[item.condition]}   {self._at + 1} of {len(session.items)}",
        )
        shown = self.query_one("#item", Lines)
        lines = self._lines(item)
        height = max(1, shown.size.height or self.size.height - 3)
        self._top = min(self._top, max(0, len(lines) - height))
        page = list(lines[self._top : self._top + height])
        if self._top + height < len(lines):
            page[-1] = self.more_below()
        shown.paint(page)

    def _lines(self, item: Item) -> list[Line]:
        width = self.size.width
        perspective = next(iter(self._session.sittings.values())).response.perspective
        question = wrapped(item.question(perspective), width - 2)
        lines: list[Line] = [line(Span(f" {text}", "strong")) for text in question]
        for score, anchor in enumerate(item.anchors):
            first, *rest = wrapped(anchor, width - 6)
            lines.append(line("   ", Span(f"{score}", "key"), f" {first}"))
            lines += [line(f"     {text}") for text in rest]
        return [*lines, (), *self._grid(item)]

    def _grid(self, item: Item) -> list[Line]:
        session, shown = self._session, self._session.all_in(item.id)
        first = self._first_vendor()
        vendors = session.vendors[first : first + self._room]
        names = [Span(f"{fitted(session.names[each], CELL)} ", "dim") for each in vendors]
        lines: list[Line] = [(Span(" " * (PERSON + 1)), *names)]
        for person in session.people:
            cells = [self._cell(Seat(person, vendor), item, shown) for vendor in vendors]
            lines.append((Span(f" {fitted(person, PERSON - 1)} "), *cells))
        apart = [session.names[each] for each in vendors if session.far_apart(each, item.id)]
        if shown:
            said = f"Far apart: {', '.join(apart)}. Talk, and score again" if apart else "All in"
            return [*lines, line(Span(f" {said}", "note" if apart else "good"))]
        waiting = sum(not session.answer(seat, item.id).given for seat in session.seats)
        return [*lines, line(Span(f" Hidden until all are in: {waiting} to come", "dim"))]

    @property
    def _room(self) -> int:
        return max(1, (self.size.width - PERSON - 1) // (CELL + 1))

    def _first_vendor(self) -> int:
        at = self._session.vendors.index(self._seat.vendor)
        return at // self._room * self._room

    def _cell(self, seat: Seat, item: Item, shown: bool) -> Span:
        answer = self._session.answer(seat, item.id)
        value = "·"
        if answer.given:
            value = _value(answer) if shown else HIDDEN
        here = seat == self._seat
        text = fitted(f"{'▸' if here else ' '} {value}{' +' if answer.evidence else ''}", CELL)
        return Span(f"{text} ", "mark" if here else "")

    def _give(self, answer: Answer, seat: Seat | None = None, item: str = "") -> bool:
        seat, item = seat or self._seat, item or self._item.id
        given = answer if answer == NOTHING else replace(answer, on=self.partnercheck.today)
        if self._asked and not self._tried_again():
            self._say_asked()
            return False
        try:
            self._session.sittings[seat].give(item, given)
        except (UserError, OSError) as error:
            asked = error if isinstance(error, SaveError) else SaveError(str(error))
            # A note that cannot be saved stays open; anything else in hand waits here.
            if isinstance(asked, AskError | TakenError) or self._writing is None:
                self._asked = Asked(asked, seat, item, given)
            self._show()
            self.tell(self._question(asked), "poor")
            self._say_asked()  # whose answer it is, where it waits
            return False
        self._show()
        self.tell(f"{self._count()}   saved")
        return True

    def _tried_again(self) -> bool:
        """Save what the disk refused before; False where it still does, or a person decides."""
        if self._asked is None:
            return True
        error, seat, item, answer = self._asked
        if isinstance(error, AskError | TakenError):
            return False
        self._asked = None
        return self._give(answer, seat, item)

    def _beat(self) -> None:
        """Try again what could not be saved, and keep what is being typed."""
        if self._writing is None:
            self._tried_again()
        self.remember()

    def _find_draft(self) -> None:
        """Offer what was in hand when the program ended, one place at a time."""
        for seat, sitting in self._session.sittings.items():
            sitting.drafts = self.partnercheck.drafts
            if self._asked is None and (draft := sitting.draft()):
                error = AskError("this was in hand when the program ended")
                self._asked = Asked(error, seat, draft.item, draft.answer)
                self._go([item.id for item in self._session.items].index(draft.item))
                self._seat = seat
                self._show()

    def remember(self) -> None:
        """Keep what is being typed, or waits to be saved, as a draft."""
        if self._asked:
            self._session.sittings[self._asked.seat].remember(self._asked.item, self._asked.answer)
        elif self._writing and self._writing.part == "evidence":
            seat, item, _ = self._writing
            text = clean(self.note.text, lines=True).strip()
            told = replace(self._session.answer(seat, item), evidence=text)
            self._session.sittings[seat].remember(item, told)

    def _say_asked(self) -> None:
        if self._asked:
            who = f"{self._asked.seat.person}, {self._session.names[self._asked.seat.vendor]}"
            told = one_line(self._asked.answer.evidence)
            what = f' "{fitted(told, QUOTED).rstrip()}"' if told else ""
            self.tell(f"{who}:{what} {self._question(self._asked.error)}", "poor")

    def action_save_anyway(self) -> None:
        """Save the answer that was asked about: here, or in the place of the other."""
        if self._asked is None:
            self.tell("There is nothing that waits to be saved")
            return
        error, seat, item, answer = self._asked
        here = self._session.sittings[seat]
        try:
            if isinstance(error, AskError):
                for sitting in self._session.sittings.values() if here.moved() else (here,):
                    sitting.agree()
        except (UserError, OSError) as failed:
            self.tell(f"Not saved: {failed}", "poor")
            return
        self._asked = None
        self._give(answer, seat, item)

    async def action_back(self) -> None:
        """Leave, once nothing waits to be saved."""
        if not self._tried_again():
            self._say_asked()
        else:
            await self.finish()

    def action_drop(self) -> None:
        """Drop the answer that was asked about."""
        if self._asked:
            self._session.sittings[self._asked.seat].forget()
            self._asked = None
            self._show()
            self.tell("Dropped what was not saved")

    def watched(self) -> Sequence[Path]:
        """The folders of the files that are being filled in."""
        return sorted({p for each in self._session.sittings.values() for p in each.watched})

    async def disk_changed(self) -> None:
        """Take in what others have written, but for the answer that a note is written for."""
        for seat, sitting in self._session.sittings.items():
            mine = self._writing and self._writing.seat == seat
            sitting.refresh(keep=self._writing.item if self._writing and mine else "")
        self._show()

    def _score(self, **changes: object) -> None:
        """Save an answer for the place, and go to the next one that is empty."""
        before = self._session.answer(self._seat, self._item.id)
        was_complete = self._session.all_in(self._item.id)
        if self._give(replace(before, **changes)) and not was_complete:
            following = self._session.next_empty(self._item.id, self._seat)
            self._seat = following or self._seat
            self._show()

    def action_score(self, score: int) -> None:
        """Score the place."""
        self._score(score=score, skip=None, reason="")

    def action_unknown(self) -> None:
        """Say that this person does not know."""
        self._score(score=None, skip="unknown", reason="")

    def action_clear(self) -> None:
        """Clear the place; the others are hidden again."""
        self._give(NOTHING)

    def action_move(self, people: int, vendors: int) -> None:
        """Go to another place of the grid."""
        session = self._session
        person = (session.people.index(self._seat.person) + people) % len(session.people)
        vendor = (session.vendors.index(self._seat.vendor) + vendors) % len(session.vendors)
        self._seat = Seat(session.people[person], session.vendors[vendor])
        self._show()

    def _go(self, at: int) -> None:
        self._at = min(max(0, at), len(self._session.items) - 1)
        self._top = 0
        first = self._session.seats[0]
        last = self._session.seats[-1]
        self._seat = self._session.next_empty(self._item.id, last) or first
        self._show()

    async def action_next(self) -> None:
        """Keep the note, or go to the next item."""
        if self._writing:
            await drained(self.note)
            self.keep()
            return
        end = self._at == len(self._session.items) - 1
        self._go(self._at + 1)
        self.tell(f"{self._count()}{'. This is the last item' if end else ''}")

    def action_previous(self) -> None:
        """Go to the previous item."""
        self._go(self._at - 1)
        self.tell(self._count())

    def action_open_item(self) -> None:
        """Go to the first item that is not complete."""
        self._go(self._session.first_open())
        self.tell(self._count())

    def action_scroll(self, by: int) -> None:
        """Read on or back where the item does not fit."""
        height = self.query_one("#item", Lines).size.height
        self._top = max(0, self._top + by * max(1, height - 2))
        self._show()

    def _question(self, asked: SaveError) -> str:
        return question(asked, self.face("save_anyway"), self.face("drop"))

    def action_evidence(self) -> None:
        """Write what happened, for this person and vendor."""
        self._write("evidence", "what happened?")

    def action_not_applicable(self) -> None:
        """Ask why the item does not apply to this vendor."""
        if self._item.critical:
            self.tell(
                "This question decides too much to be left out. "
                f"{self.face('unknown')} if nobody knows",
                "note",
            )
        else:
            self._write("reason", "why does it not apply?")

    def _write(self, part: Part, asked: str) -> None:
        answer = self._session.answer(self._seat, self._item.id)
        self._writing = Writing(self._seat, self._item.id, part)
        name = self._session.names[self._seat.vendor]
        self.tell(
            f"{self._seat.person} about {name}: {asked}   {self.face('next')} keeps it", "strong"
        )
        self.note.show(answer.evidence if part == "evidence" else answer.reason)

    def keep(self) -> bool:
        """Save the note being written, for the place it was begun for."""
        if self._writing is None:
            return True
        seat, item, part = self._writing
        text = clean(self.note.text, lines=True).strip()
        now = self._session.answer(seat, item)
        if part == "reason":
            left_out = replace(now, score=None, skip="not-applicable", reason=text)
            kept = not text or self._give(left_out, seat, item)
        else:
            seen = text and not now.evidence and now.basis == "opinion"
            told = replace(now, evidence=text, basis="observed" if seen else now.basis)
            kept = text == now.evidence or self._give(told, seat, item)
        if not kept:
            return False
        self._writing = None
        self.set_focus(None)
        self.note.display = False
        return True

    async def action_escape(self) -> None:
        """Keep the note, or leave."""
        if self._writing:
            await self.action_next()
        else:
            await self.action_back()


def _value(answer: Answer) -> str:
    return SKIPS.get(answer.skip or "", "·") if answer.score is None else str(answer.score)
