"""Assess: one question at a time, its anchors in full, and beside it what happened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from msgspec.structs import replace

from partnercheck.app.assess.keys import KEYS
from partnercheck.app.assess.view import AssessView
from partnercheck.app.shared.confirm import question
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.assessing.sitting import NOTHING, Sitting
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import BASES, CANDIDATE_BASES, Answer, Vendor
from partnercheck.base.text import clean
from partnercheck.report.words.answering import ending
from partnercheck.storage.save import AskError, SaveError
from partnercheck.workspace.responses import TakenError

Part = Literal["evidence", "reason"]
DRAFT_SECONDS = 2.0
ASKED: dict[Part, str] = {
    "evidence": "What happened, and when?   {0} or {1} keeps it   {2} new line   {3} editor",
    "reason": "Why does it not apply?   {0} keeps it   {1} leaves it   {2} new line",
}
NOTE_KEYS = ("next", "leave", "newline", "note-editor")


class Writing(NamedTuple):
    """What a note is being written for."""

    item: str
    part: Part


class AssessScreen(AssessView):
    """One respondent's questionnaire about one vendor; every answer is saved as it is given."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    HELP_TOPIC = "assess"

    def __init__(self, sitting: Sitting, vendor: Vendor) -> None:
        """The questionnaire of a sitting, at its first open question."""
        super().__init__(sitting, vendor)
        self._remembered: tuple[str, Answer] | None = None
        self._writing: Writing | None = None
        self._warned = False

    def on_mount(self) -> None:
        """Show the first open question."""
        self._show()
        self._sitting.drafts = self.partnercheck.drafts
        self.set_interval(DRAFT_SECONDS, self._autosave_tick)
        left = len(self._sitting.items) - self._sitting.done
        if draft := self._sitting.draft():
            self._unsaved = (draft.item, draft.answer)
            self._asked = AskError("this was in hand when the program ended")
            self._go(self._ids.index(draft.item))
            self.show_message(self._question(self._asked), "note")
        elif self._sitting.draft_problem:
            self.show_message(self._sitting.draft_problem, "poor")
        elif self._sitting.done:
            said = f"{self._sitting.done} answered, {left} to go" if left else "all answered"
            self.show_message(f"Resumed: {said}")

    async def action_lines(self) -> None:
        """Show five lines to paste."""
        if self._ready():
            lines = ending(self._sitting).lines
            await self.open(load_screen("lines")(lines, f"{self._vendor.id}.txt"))

    def _question(self, asked: SaveError) -> str:
        return question(asked, self.key_label("assess.save-anyway"), self.key_label("assess.undo"))

    def _give(self, item: str, answer: Answer, said: str = "saved") -> bool:
        """Save an answer; where that fails it stays in memory, and False is the answer."""
        if answer != NOTHING:
            answer = replace(answer, on=self.partnercheck.today)
        try:
            if self._asked:
                raise self._asked
            self._sitting.give(item, answer)
        except (AskError, TakenError) as asked:
            self._unsaved, self._asked = (item, answer), asked
            self._go(self._ids.index(item))
            self.show_message(self._question(asked), "poor")
            return False
        except (UserError, OSError) as error:
            self._unsaved = (item, answer)
            self.remember()
            self._show()
            self.show_message(f"Not saved: {error}. It is kept here, and tried again", "poor")
            return False
        self._unsaved = None
        self._warned = False
        self._show()
        self.show_message(f"{self._count()}   {said}")
        return True

    def action_save_anyway(self) -> None:
        """Save the answer that was asked about: here, or in the place of the other."""
        if self._asked is None or self._unsaved is None:
            self.show_message("There is nothing that waits to be saved")
            return
        try:
            if isinstance(self._asked, AskError):
                self._sitting.agree()
        except (UserError, OSError) as error:
            self.show_message(f"Not saved: {error}", "poor")
            return
        self._asked = None
        self._give(*self._unsaved)

    def watched(self) -> Sequence[Path]:
        """The folder of the file that is being filled in."""
        return self._sitting.watched

    async def disk_changed(self) -> None:
        """Take in what others have written, but for the answer in hand."""
        hand = self._writing.item if self._writing else self._unsaved[0] if self._unsaved else ""
        changed = self._sitting.refresh(keep=hand)
        if changed:
            self._show()
        if self._writing or self._asked:
            return
        if changed:
            self.show_message(f"Somebody else has changed {plural(len(changed), 'answer')}", "note")
        elif moved := self._sitting.moved():
            self.show_message(f"{moved}. You will be asked before an answer is saved", "note")

    def _autosave_tick(self) -> None:
        """Try again what could not be saved, and keep what is being typed."""
        if self._unsaved and not self._writing and not self._asked:
            self._give(*self._unsaved)
        self.remember()

    def remember(self) -> None:
        """Keep what is being typed, or could not be saved, as a draft."""
        hand = self._in_hand()
        if hand is not None and hand != self._remembered:
            self._remembered = hand
            self._sitting.remember(*hand)

    def draft_files(self) -> Sequence[Path]:
        """The draft of this questionnaire."""
        hand = self._in_hand()
        draft = self._sitting.draft_file(hand[0]) if hand else None
        return [draft] if draft else []

    def _in_hand(self) -> tuple[str, Answer] | None:
        """The answer that is not saved, with the text that is being typed for it."""
        if self._writing is None:
            return self._unsaved
        text = clean(self.note.text, lines=True).strip()
        if self._writing.part == "evidence":
            return self._writing.item, self._with_evidence(text)
        now = self._current_of(self._writing.item)
        left_out = replace(now, score=None, skip="not-applicable", reason=text)
        return (self._writing.item, left_out) if text else None

    def _with_evidence(self, text: str) -> Answer:
        """The answer in hand with a text; one that was only an opinion counts as seen by it."""
        assert self._writing
        now = self._current_of(self._writing.item)
        seen = text and not now.evidence and now.basis == "opinion"
        return replace(now, evidence=text, basis="observed" if seen else now.basis)

    def _ready(self) -> bool:
        """Whether everything is saved; an answer that is not is tried again first."""
        return self._unsaved is None or self._give(*self._unsaved)

    def _change(self, **changes: object) -> None:
        """Save the answer to this question with something changed."""
        if self._item is None:
            previous = self.key_label("assess.previous")
            self.show_message(f"This is the end. {previous} goes back to the last question")
        elif self._asked:
            self.show_message(self._question(self._asked), "poor")
        elif self._unsaved is None or self._unsaved[0] == self._item.id or self._ready():
            self._give(self._item.id, replace(self._current(), **changes))

    def action_score(self, score: int) -> None:
        """Give a score, and stay, so that what happened can be written beside it."""
        self._change(score=score, skip=None, reason="")

    def action_unknown(self) -> None:
        """Say that it is not known."""
        self._change(score=None, skip="unknown", reason="")

    def action_basis(self) -> None:
        """Turn to the next basis."""
        if self._item is None:
            self._change()
            return
        bases = CANDIDATE_BASES if self._vendor.stage == "candidate" else BASES
        now = self._current().basis
        self._change(basis=bases[(bases.index(now) + 1) % len(bases) if now in bases else 0])

    def action_carry(self) -> None:
        """Confirm the answer of the round before."""
        offered = self._sitting.offered(self._item.id) if self._item else None
        if self._item is None or offered is None:
            self.show_message("There is no answer of an earlier round to confirm here")
        elif self._ready():
            self._give(self._item.id, offered, f"confirmed from {self._sitting.carried.round}")

    def action_clear(self) -> None:
        """Clear the answer, its evidence too."""
        if self._item is None or self._asked:
            self._change()
        elif self._current() != NOTHING:
            self._give(
                self._item.id, NOTHING, f"cleared; {self.key_label('assess.undo')} takes it back"
            )

    def action_undo(self) -> None:
        """Take the last change back, and show its question."""
        if self._unsaved:
            self._sitting.forget(self._unsaved[0])
            self._unsaved = self._asked = None
            self._show()
            self.show_message("Dropped what was not saved")
            return
        try:
            item = self._sitting.take_back()
        except (UserError, OSError) as error:
            self.show_message(f"Not taken back: {error}", "poor")
            return
        if item is None:
            self.show_message("Nothing to take back in this sitting")
            return
        self._go(self._ids.index(item) if item in self._ids else self._at)
        self.show_message(f"{self._count()}   taken back")

    async def action_next(self) -> None:
        """Keep the note being written, or go to the next question."""
        if self._writing:
            await self._end_note()
        elif self._ready():
            self._go(self._at + 1)
            self.show_message(self._count())

    async def action_forward(self) -> None:
        """Go to the next question."""
        await self.action_next()

    def action_previous(self) -> None:
        """Go to the previous question."""
        if self._ready():
            self._go(self._at - 1)
            self.show_message(self._count())

    async def action_items(self) -> None:
        """List the questions with their answers."""

        def chosen(item: str | None) -> None:
            if item:
                self._go(self._ids.index(item))
                self.show_message(self._count())

        if self._ready():
            await self.open(load_screen("items")(self._sitting, self._item), chosen)

    def action_evidence(self) -> None:
        """Write what happened."""
        if self._item is None:
            self._change()
        elif self._asked or self._ready():
            self._write(Writing(self._item.id, "evidence"), self._current().evidence)

    def action_not_applicable(self) -> None:
        """Ask why the question does not apply."""
        if self._item is None:
            self._change()
        elif self._item.critical:
            self.show_message(
                "This question decides too much to be left out. "
                f"{self.key_label('assess.unknown')} if nobody knows",
                "note",
            )
        elif self._ready():
            self._write(Writing(self._item.id, "reason"), self._current().reason)

    def _write(self, writing: Writing, text: str) -> None:
        self._writing = writing
        keys = [self.key_label(f"assess.{each}") for each in NOTE_KEYS]
        self.show_message(ASKED[writing.part].format(*keys), "strong")
        self.note.show(text)

    async def action_escape(self) -> None:
        """Keep the evidence being written, leave a reason as it was, or leave the screen."""
        if self._writing is None:
            await self.action_back()
        elif self._writing.part == "reason":
            self._close_note()
            self.show_message("Left as it was")
        else:
            await self._end_note()

    async def _end_note(self) -> None:
        await wait_for_typed_keys(self.note)
        self.save_pending()

    def _close_note(self) -> None:
        self._writing = None
        self.set_focus(None)
        self.note.display = False

    def save_pending(self) -> bool:
        """Save the note being written, for the question it was begun for."""
        if self._writing is None:
            return self._ready()
        item, part = self._writing
        text = clean(self.note.text, lines=True).strip()
        told = self._with_evidence(text)
        now = self._current_of(item)
        self._close_note()
        if part == "reason":
            if text:
                return self._give(
                    item, replace(now, score=None, skip="not-applicable", reason=text)
                )
            self.show_message("Left as it was: a question is left out only with a reason", "note")
        elif text != now.evidence:
            return self._give(item, told)
        else:
            self._sitting.forget(item)
            self.show_message(self._count())
        return True

    async def action_back(self) -> None:
        """Leave; an answer that is not saved keeps the screen open once."""
        if self._ready() or self._warned:
            self.remember()
            await self.finish()
            return
        self._warned = True
        again = f"{self.key_label('assess.done')} again leaves"
        if self._asked and self._sitting.drafts:
            self.show_message(
                f"{self._question(self._asked)}   {again} and keeps it as a draft", "poor"
            )
        else:
            self.show_message(f"Not saved, and leaving would lose it. {again} without it", "poor")
