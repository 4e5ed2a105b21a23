"""The base of the screens on which answers are given: the pending answer, and the note.

A note is the text of an answer while it is being written. Every answer is passed to the pending
answer (`assessing/pending_answer.py`), which saves it or reports why it could not; the screen shows
the outcome as a message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast

from partnercheck.app.shared.confirm import question
from partnercheck.app.shared.editor import edited
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.widgets.note import Note
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.app.terminal.leaving import LeavingApp
from partnercheck.assessing.answer_changes import (
    asks_side,
    other_side,
    refused_no_occasion,
    with_evidence,
    with_reason,
    with_score,
    with_side,
    with_skip,
)
from partnercheck.assessing.pending_answer import PendingAnswer, UnsavedAnswer
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.base.text import clean
from partnercheck.questionnaires.records import Item

AUTOSAVE_SECONDS = 2.0
NotePart = Literal["evidence", "reason"]


def note_keys(screen: str) -> tuple[Key, ...]:
    """Return the keys for writing a note."""
    return (
        Key(f"{screen}.editor", "E", "editor", "Write what happened in your own editor"),
        Key(
            f"{screen}.note-editor",
            "ctrl+o",
            "note_editor",
            "In a note: continue in your own editor",
            typing=True,
            palette=False,
        ),
        Key(
            f"{screen}.newline",
            "ctrl+j",
            "newline",
            "In a note: new line",
            typing=True,
            palette=False,
        ),
    )


class NoteTarget(NamedTuple):
    """The part of an answer that a note is written for."""

    sitting: Sitting
    item: str
    part: NotePart


class NotePage(Page[None]):
    """A screen with answers of some sittings, at most one of them pending, and a note."""

    def __init__(self, sittings: Sequence[Sitting]) -> None:
        """Start without a pending answer and without a note."""
        super().__init__()
        self.sittings = sittings
        self.pending = PendingAnswer(sittings, lambda: self.partnercheck.today)
        self.note_target: NoteTarget | None = None

    # For subclasses to say.

    def show(self) -> None:
        """Show the current answers."""

    def progress(self) -> str:
        """Return the number of answered questions, in words."""
        return ""

    def show_unsaved(self, more: str = "") -> None:
        """Show why the pending answer is not saved, and which keys to press."""

    def warn_of_leaving(self, again: str) -> None:
        """Warn that an answer is unsaved; `again` says which key leaves anyway."""

    def change(self, changed: Callable[[Answer], Answer]) -> None:
        """Save the answer in question, changed."""

    def current(self) -> tuple[Sitting, Item] | None:
        """Return the question in question and its sitting; None at the end."""

    def action_evidence(self) -> None:
        """Open a note for the evidence."""

    # Saving.

    def action_score(self, score: int) -> None:
        """Give a score."""
        self.change(lambda answer: with_score(answer, score))

    def action_unknown(self) -> None:
        """Say that the person does not know."""
        self.change(lambda answer: with_skip(answer, "unknown"))

    def action_no_occasion(self) -> None:
        """Say that no side had an occasion, if the question is about one."""
        current = self.current()
        refused = refused_no_occasion(current[1]) if current else ""
        if refused:
            self.show_message(refused, "note")
        else:
            self.change(lambda answer: with_skip(answer, "no-occasion"))

    def action_side(self, ours: bool) -> None:
        """Say beside a 2 which side did it; a second time takes it back."""
        current = self.current()
        if current is None:
            return
        sitting, item = current
        if not asks_side(item, self.pending.answer_to(sitting, item.id)):
            self.show_message("Only a 2 says which side did it", "note")
            return
        own = sitting.response.perspective
        self.change(lambda answer: with_side(answer, own if ours else other_side(own)))

    def refresh_sitting(self, sitting: Sitting) -> list[str]:
        """Read changes made by others, except to the answer being changed on this screen.

        Returns the items that changed.
        """
        open_answers = (self.note_target, self.pending.unsaved)
        keep = [each.item for each in open_answers if each and each.sitting is sitting]
        return sitting.file.refresh(keep)

    def unsaved_question(self, drop: str) -> str:
        """Return the message about the pending answer; `drop` is the id of the key to drop it."""
        assert self.pending.error
        anyway = self.key_label(f"{self.HELP_TOPIC}.save-anyway")
        return question(self.pending.error, anyway, self.key_label(drop))

    def offer(self, sitting: Sitting, item: str, answer: Answer, message: str = "saved") -> bool:
        """Save an answer. If that fails, show the reason and return False."""
        return self._report(self.pending.offer(sitting, item, answer), message)

    def retry_pending(self) -> bool:
        """Try again to save the pending answer; return whether none is left unsaved."""
        return self.pending.unsaved is None or self._report(self.pending.retry())

    def _report(self, saved: bool, message: str = "saved") -> bool:
        self.show()
        if saved:
            self.show_message(f"{self.progress()}   {message}")
        else:
            self.show_unsaved()
        return saved

    def action_save_anyway(self) -> None:
        """Save the unsaved answer anyway: here, or in place of somebody else's."""
        if self.pending.unsaved is None:
            self.show_message("Nothing to save")
            return
        try:
            self._report(self.pending.confirm())
        except (UserError, OSError) as error:
            self.show_message(f"Not saved: {error}", "poor")

    def drop_pending(self) -> None:
        """Drop the unsaved answer."""
        self.pending.discard()
        self.show()
        self.show_message("Dropped the unsaved answer")

    def start_autosave(self, items: Sequence[Item] | None = None) -> bool:
        """Retry unsaved answers from now on, and ask about a draft left from the last time.

        Returns whether there is a draft for one of `items` (default: those of the form).
        """
        self.set_interval(AUTOSAVE_SECONDS, self._autosave_tick)
        for sitting in self.sittings:
            sitting.drafts = self.partnercheck.drafts
        return self.pending.offer_draft(
            "this answer was being written when the program ended", items
        )

    def _autosave_tick(self) -> None:
        if self.pending.refused and self.note_target is None:
            self.retry_pending()
        self.remember()

    def remember(self) -> None:
        """Keep the text being typed or the unsaved answer as a draft."""
        self.pending.keep_drafts(self._typed_answer())

    def draft_files(self) -> Sequence[Path]:
        """The drafts that were kept."""
        return self.pending.draft_files()

    async def action_back(self) -> None:
        """Leave the screen; if an answer is unsaved, warn the first time."""
        if self.retry_pending() or self.pending.may_leave():
            self.remember()
            await self.finish()
        else:
            self.warn_of_leaving(f"{self.key_label(f'{self.HELP_TOPIC}.done')} again leaves")

    # Writing.

    @property
    def note(self) -> Note:
        """The note, shown while it is being written."""
        return self.query_one(Note)

    def open_note(self, target: NoteTarget) -> None:
        """Open a note for a part of an answer, with its current text."""
        self.note_target = target
        answer = self.pending.answer_to(target.sitting, target.item)
        self.note.show(answer.evidence if target.part == "evidence" else answer.reason)

    def close_note(self) -> None:
        """Close the note without saving it."""
        self.note_target = None
        self.set_focus(None)
        self.note.display = False

    def _typed_answer(self) -> UnsavedAnswer | None:
        """Return the answer with the note's text; None if that changes nothing."""
        if self.note_target is None:
            return None
        sitting, item, part = self.note_target
        text = clean(self.note.text, lines=True).strip()
        answer = self.pending.answer_to(sitting, item)
        if text == (answer.evidence if part == "evidence" else answer.reason):
            return None
        changed = with_evidence if part == "evidence" else with_reason
        return UnsavedAnswer(sitting, item, changed(answer, text))

    def save_pending(self) -> bool:
        """Save the note for the item it was opened for, or the answer that is still unsaved.

        The note stays open if a different answer is pending and cannot be saved either.
        """
        if self.note_target is None:
            return self.retry_pending()
        sitting, item, _ = self.note_target
        if typed := self._typed_answer():
            saved = self.offer(*typed)
            unsaved = self.pending.unsaved
            if saved or (unsaved and unsaved.is_at(sitting, item)):
                self.close_note()
            return saved
        self.close_note()
        self.pending.drop_typed(sitting, item)
        self.show_message(self.progress())
        return self.retry_pending()

    async def end_note(self) -> None:
        """Save the note, with all keys that were typed into it."""
        await wait_for_typed_keys(self.note)
        self.save_pending()

    async def action_newline(self) -> None:
        """Start a new line in the note being written."""
        if self.note.display:
            await wait_for_typed_keys(self.note)
            self.note.insert("\n")

    async def action_editor(self) -> None:
        """Write the evidence in the user's own editor."""
        if not self.note.display:
            self.action_evidence()
        await self.action_note_editor()

    async def action_note_editor(self) -> None:
        """Continue the note in the user's own editor."""
        if not self.note.display:
            return
        await wait_for_typed_keys(self.note)
        self.remember()
        try:
            self.note.show(
                edited(cast("LeavingApp", self.app), self.note.text, self.partnercheck.drafts)
            )
        except UserError as error:
            self.show_message(capitalised(str(error)), "poor")
        else:
            self.save_pending()
