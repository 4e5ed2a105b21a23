"""Session: several people, several vendors, one item at a time; scores hidden until all are in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from msgspec.structs import replace

from partnercheck.app.session.grid import SessionGrid
from partnercheck.app.session.keys import KEYS
from partnercheck.app.shared.confirm import question
from partnercheck.app.shared.keys import Key
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.assessing.group_session import Seat, Session
from partnercheck.assessing.sitting import NOTHING
from partnercheck.base.cells import fitted
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.base.text import clean, one_line
from partnercheck.storage.save import AskError, SaveError
from partnercheck.workspace.responses import TakenError

QUOTED = 40
Part = Literal["evidence", "reason"]
DRAFT_SECONDS = 2.0


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


class SessionScreen(SessionGrid):
    """Several people score the same item. Where they differ, they talk, and score again."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    HELP_TOPIC = "session"

    def __init__(self, session: Session) -> None:
        """The session, at its first item that is not complete."""
        super().__init__(session)
        self._writing: Writing | None = None
        self._asked: Asked | None = None
        # Whether leaving has been refused once because of an answer that is not saved.
        self._warned = False

    def on_mount(self) -> None:
        """Show the first open item, at its first empty place."""
        self._go(self._at)
        self._find_draft()
        self.set_interval(DRAFT_SECONDS, self._autosave_tick)
        if self._asked:
            self._say_asked()
        elif self._session.done:
            self.show_message(f"Resumed: {self._count()}")

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
            self.show_message(self._question(asked), "poor")
            self._say_asked()  # whose answer it is, where it waits
            return False
        self._show()
        self.show_message(f"{self._count()}   saved")
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

    def _autosave_tick(self) -> None:
        """Try again what could not be saved, and keep what is being typed."""
        if self._writing is None:
            self._tried_again()
        self.remember()

    def _find_draft(self) -> None:
        """Offer what was in hand when the program ended, one place at a time."""
        for seat, sitting in self._session.sittings.items():
            sitting.drafts = self.partnercheck.drafts
            if self._asked is None and (draft := sitting.draft(self._session.items)):
                error = AskError("this was in hand when the program ended")
                self._asked = Asked(error, seat, draft.item, draft.answer)
                self._go([item.id for item in self._session.items].index(draft.item))
                self._seat = seat
                self._show()
            elif self._asked is None and sitting.draft_problem:
                self.show_message(sitting.draft_problem, "poor")

    def remember(self) -> None:
        """Keep what is being typed, or waits to be saved, as a draft."""
        if self._asked:
            self._session.sittings[self._asked.seat].remember(self._asked.item, self._asked.answer)
        elif self._writing and self._writing.part == "evidence":
            seat, item, _ = self._writing
            text = clean(self.note.text, lines=True).strip()
            told = replace(self._session.answer(seat, item), evidence=text)
            self._session.sittings[seat].remember(item, told)

    def draft_files(self) -> Sequence[Path]:
        """The draft of each person's questionnaire about each vendor."""
        files = (
            sitting.draft_file(item.id)
            for sitting in self._session.sittings.values()
            for item in self._session.items
        )
        return [*dict.fromkeys(file for file in files if file)]

    def _say_asked(self, more: str = "") -> None:
        if self._asked:
            who = f"{self._asked.seat.person}, {self._session.names[self._asked.seat.vendor]}"
            told = one_line(self._asked.answer.evidence)
            what = f' "{fitted(told, QUOTED).rstrip()}"' if told else ""
            self.show_message(f"{who}:{what} {self._question(self._asked.error)}{more}", "poor")

    def action_save_anyway(self) -> None:
        """Save the answer that was asked about: here, or in the place of the other."""
        if self._asked is None:
            self.show_message("There is nothing that waits to be saved")
            return
        error, seat, item, answer = self._asked
        here = self._session.sittings[seat]
        try:
            if isinstance(error, AskError):
                for sitting in self._session.sittings.values() if here.moved() else (here,):
                    sitting.agree()
        except (UserError, OSError) as failed:
            self.show_message(f"Not saved: {failed}", "poor")
            return
        self._asked = None
        self._give(answer, seat, item)

    async def action_back(self) -> None:
        """Leave; an answer that is not saved keeps the screen open once."""
        if self._tried_again() or self._warned:
            self.remember()
            await self.finish()
            return
        self._warned = True
        self._say_asked(f"   {self.key_label('session.done')} again leaves and keeps it as a draft")

    def action_drop(self) -> None:
        """Drop the answer that was asked about."""
        if self._asked:
            self._session.sittings[self._asked.seat].forget(self._asked.item)
            self._asked = None
            self._show()
            self.show_message("Dropped what was not saved")

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
            await wait_for_typed_keys(self.note)
            self.save_pending()
            return
        end = self._at == len(self._session.items) - 1
        self._go(self._at + 1)
        self.show_message(f"{self._count()}{'. This is the last item' if end else ''}")

    def action_previous(self) -> None:
        """Go to the previous item."""
        self._go(self._at - 1)
        self.show_message(self._count())

    def action_open_item(self) -> None:
        """Go to the first item that is not complete."""
        self._go(self._session.first_open())
        self.show_message(self._count())

    def _question(self, asked: SaveError) -> str:
        return question(
            asked, self.key_label("session.save-anyway"), self.key_label("session.drop")
        )

    def action_evidence(self) -> None:
        """Write what happened, for this person and vendor."""
        self._write("evidence", "what happened?")

    def action_not_applicable(self) -> None:
        """Ask why the item does not apply to this vendor."""
        if self._item.critical:
            self.show_message(
                "This question decides too much to be left out. "
                f"{self.key_label('session.unknown')} if nobody knows",
                "note",
            )
        else:
            self._write("reason", "why does it not apply?")

    def _write(self, part: Part, asked: str) -> None:
        answer = self._session.answer(self._seat, self._item.id)
        self._writing = Writing(self._seat, self._item.id, part)
        name = self._session.names[self._seat.vendor]
        keeps = f"{self.key_label('session.next')} keeps it"
        self.show_message(f"{self._seat.person} about {name}: {asked}   {keeps}", "strong")
        self.note.show(answer.evidence if part == "evidence" else answer.reason)

    def save_pending(self) -> bool:
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
