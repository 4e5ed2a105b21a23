"""Notes and drafts for the screens on which answers are given.

A note is the text of an answer while it is being written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast

from msgspec.structs import replace

from partnercheck.app.shared.answer_page import AnswerPage
from partnercheck.app.shared.editor import edit_text
from partnercheck.app.shared.keys import EXPLAIN, Key, remapped
from partnercheck.app.shared.note_keys import ASKED_ABOUT, IN_A_NOTE, keys_of
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.widgets.note import Note
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.app.terminal.leaving import LeavingApp
from partnercheck.assessing.answer_changes import (
    asks_basis,
    with_evidence,
    with_reason,
    with_source,
)
from partnercheck.assessing.pending_answer import UnsavedAnswer
from partnercheck.assessing.question_words import note_hint, note_question
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer
from partnercheck.base.text import clean
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import wording
from partnercheck.workspace.places import refused_source, source_of

AUTOSAVE_SECONDS = 2.0
NotePart = Literal["evidence", "reason", "source"]
PARTS: Mapping[NotePart, Callable[[Answer, str], Answer]] = {
    "evidence": with_evidence,
    "reason": with_reason,
    "source": with_source,
}


class NoteTarget(NamedTuple):
    """The part of an answer that a note is written for."""

    sitting: Sitting
    item: str
    part: NotePart


def source_message(sitting: Sitting, answer: Answer) -> str:
    """Return the message after saving where the evidence is; it says if that cannot be opened."""
    place = source_of(sitting.file.workspace.root, answer.source)
    return f"saved, but {place.reason}" if answer.source and not place.target else "saved"


class NotePage(AnswerPage):
    """A screen for the answers of one or more sittings, with a note for their texts."""

    def __init__(self, sittings: Sequence[Sitting]) -> None:
        """Start without a pending answer and without a note."""
        super().__init__(sittings)
        self.note_target: NoteTarget | None = None
        # The text of a note that was cancelled, which is offered again and kept as a draft.
        self._cancelled: tuple[NoteTarget, str] | None = None

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys that can be pressed now: in a note, or when the program asks."""
        if self.note_target:
            explain = replace(EXPLAIN, label="help")
            return [
                *keys_of(self.keys, IN_A_NOTE),
                *remapped([explain], self.partnercheck.keymap),
            ]
        if self.pending.question:
            return keys_of(self.keys, {**ASKED_ABOUT, "help": "help"})
        return self.keys

    def action_evidence(self) -> None:
        """Open a note for the evidence; subclasses implement this."""

    def refresh_sitting(self, sitting: Sitting) -> list[str]:
        """Read changes made by others, except to the answer being changed on this screen.

        Returns the items that changed.
        """
        open_answers = (self.note_target, self.pending.unsaved)
        keep = [each.item for each in open_answers if each and each.sitting is sitting]
        return sitting.file.refresh(keep)

    def start_autosave(self, items: Sequence[Item] | None = None) -> bool:
        """Start retrying unsaved answers, and ask about a draft from the previous run.

        Returns whether there is a draft for one of `items`, by default the items of the form.
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
        self.pending.keep_drafts(self._typed_answer() or self._cancelled_answer())

    def draft_files(self) -> Sequence[Path]:
        """Return the files with the drafts."""
        return self.pending.draft_files()

    async def action_back(self) -> None:
        """Leave the screen; if an answer is unsaved, warn the first time."""
        if self.retry_pending() or self.pending.may_leave():
            self.remember()
            await self.finish()
        else:
            self.warn_of_leaving(
                f"Press {self.key_label(f'{self.HELP_TOPIC}.back')} again to leave"
            )

    def is_for_field(self, action: str) -> bool:
        """Return whether an action leaves the note open."""
        return self.note_target is not None and action in IN_A_NOTE

    # Writing.

    @property
    def note(self) -> Note:
        """The note, shown while it is being written."""
        return self.query_one(Note)

    def write_note(self, sitting: Sitting, item: Item, place: str = "") -> None:
        """Open a note for the evidence or, after "no occasion", for the reason.

        The message shows `place`, the question, the keys, and what to leave out of the note.
        """
        answer = self.pending.answer_to(sitting, item.id)
        part: NotePart = "reason" if answer.skip == "no-occasion" else "evidence"
        prompt = wording().keys.n.note if part == "reason" else note_question(answer)
        save, leave = (self.key_label(f"{self.HELP_TOPIC}.{n}") for n in ("next", "cancel"))
        keys = f"{save} saves it   {leave} cancels"
        hint = note_hint(item, answer)
        self.show_message(f"{place}{prompt}   {keys}   {hint}".rstrip(), "strong")
        self.open_note(NoteTarget(sitting, item.id, part))

    def write_source(self, sitting: Sitting, item: Item, place: str = "") -> None:
        """Open a note for where the evidence is; the message begins with `place`."""
        save, leave = (self.key_label(f"{self.HELP_TOPIC}.{n}") for n in ("next", "cancel"))
        prompt = "Where is the evidence? The path of a file in the workspace, or an address"
        self.show_message(f"{place}{prompt}   {save} saves it   {leave} cancels", "strong")
        self.open_note(NoteTarget(sitting, item.id, "source"))

    def action_source(self) -> None:
        """Open a note for where the evidence is; a form has no field for that."""
        current = self.current()
        if current and current[0].file.handover:
            self.show_message("A form has no field for the location of the evidence", "note")
        elif current and self.retry_pending():
            self.write_source(*current)

    async def action_place(self) -> None:
        """Show where the evidence is, so that the user can open it."""
        if (current := self.current()) is None:
            return
        sitting, item = current
        if not (source := self.pending.answer_to(sitting, item.id).source):
            writes = self.key_label(f"{self.HELP_TOPIC}.source")
            self.show_message(
                f"The location of the evidence is not stated. Press {writes} to enter it"
            )
        elif self.retry_pending():
            root, title = sitting.file.workspace.root, f"Evidence: {item.topic}"
            await self.open(load_screen("place")(root, source, title, True))

    def open_note(self, target: NoteTarget) -> None:
        """Open a note for a part of an answer, with its current text."""
        self.note_target = target
        answer = self.pending.answer_to(target.sitting, target.item)
        text = getattr(answer, target.part)
        if self._cancelled and self._cancelled[0] == target:
            text = self._cancelled[1]
        self.note.show(text)
        self.show()

    def close_note(self) -> None:
        """Close the note without saving it."""
        self.note_target = None
        self.set_focus(None)
        self.note.display = False
        self.show()

    def _typed_answer(self) -> UnsavedAnswer | None:
        """Return the answer with the note's text; None if the text is unchanged."""
        if self.note_target is None:
            return None
        return self._with_text(self.note_target, clean(self.note.text, lines=True).strip())

    def _cancelled_answer(self) -> UnsavedAnswer | None:
        """Return the answer with the text of the cancelled note; None if no note was cancelled."""
        return self._with_text(*self._cancelled) if self._cancelled else None

    def _with_text(self, target: NoteTarget, text: str) -> UnsavedAnswer | None:
        sitting, item, part = target
        answer = self.pending.answer_to(sitting, item)
        if text == getattr(answer, part):
            return None
        return UnsavedAnswer(sitting, item, PARTS[part](answer, text))

    def save_pending(self) -> bool:
        """Save the note or, if no note is open, the pending answer.

        If the answer to another question is pending and cannot be saved, the note stays open.
        """
        if self.note_target is None:
            return self.retry_pending()
        sitting, item, part = self.note_target
        if self._cancelled and self._cancelled[0] == self.note_target:
            self._cancelled = None
        typed = self._typed_answer()
        if typed and part == "source":
            root = sitting.file.workspace.root
            if refusal := refused_source(root, typed.answer.source):
                self.show_message(f"Not saved: {refusal}. Correct it, or empty the field", "poor")
                return False
        if typed:
            before = self.pending.answer_to(sitting, item)
            message = "saved"
            if asks_basis(before, typed.answer):
                message = self.basis_question(sitting)
            elif part == "source":
                message = source_message(sitting, typed.answer)
            saved = self.offer(*typed, message)
            unsaved = self.pending.unsaved
            if saved or (unsaved and unsaved.is_at(sitting, item)):
                self.close_note()
            return saved
        self.close_note()
        self.pending.drop_typed(sitting, item)
        self.show_message(self.progress())
        return self.retry_pending()

    async def end_note(self) -> None:
        """Save the note, including all characters typed before this key."""
        await wait_for_typed_keys(self.note)
        self.save_pending()

    async def cancel_note(self) -> None:
        """Close the note without saving it; its text is offered when the note is opened again."""
        await wait_for_typed_keys(self.note)
        target, typed = self.note_target, self._typed_answer()
        text = clean(self.note.text, lines=True).strip()
        self.close_note()
        if target is None or typed is None:
            self.show_message(self.progress())
            return
        self._cancelled = target, text
        self.remember()
        opens = "source" if target.part == "source" else "evidence"
        key = self.key_label(f"{self.HELP_TOPIC}.{opens}")
        self.show_message(f"Not saved. {key} continues with the text, which is kept as a draft")

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
                edit_text(cast("LeavingApp", self.app), self.note.text, self.partnercheck.drafts)
            )
        except UserError as error:
            self.show_message(capitalised(str(error)), "poor")
        else:
            self.save_pending()
