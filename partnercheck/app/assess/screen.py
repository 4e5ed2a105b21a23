"""Assess: one question at a time, with its anchors in full and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.containers import Container
from textual.widget import Widget

from partnercheck.app.assess.end_page import EndPage
from partnercheck.app.assess.footer import end_keys, first_labels, question_keys
from partnercheck.app.assess.keys import KEYS
from partnercheck.app.assess.moving import QuestionMoves
from partnercheck.app.assess.view import (
    WIDE,
    QuestionView,
    header_words,
    question_lines,
    side_width,
)
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.page import MESSAGE_LINES
from partnercheck.app.shared.progress import answer_line
from partnercheck.app.shared.question import side_keys
from partnercheck.app.shared.widgets.keybar import KeyBar
from partnercheck.app.shared.widgets.lines import Divider
from partnercheck.app.shared.widgets.note import NOTE_LINES, Note
from partnercheck.app.shared.widgets.passage import Passage, turned_top
from partnercheck.assessing.answer_changes import asks_side
from partnercheck.assessing.question_words import period_words, phrase_question, what_to_answer_from
from partnercheck.assessing.sitting import NOTHING, Sitting
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Answer, Vendor
from partnercheck.questionnaires.records import Item
from partnercheck.report.words.answering import (
    answer_counts,
    progress,
    resumed,
)

HEADER_LINES = 3


class AssessScreen(EndPage):
    """One respondent's questionnaire about one vendor; every answer is saved immediately."""

    KEYS: ClassVar[Sequence[Key]] = KEYS
    HELP_TOPIC = "assess"
    CURSOR_SELECTOR = "#question"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (Textual's own type)
    DEFAULT_CSS = """
    AssessScreen {
        #work { height: 1fr; layout: vertical; }
        #side { height: auto; }
        #beside, #between { display: none; }
        #between { width: 1; height: 1fr; }
        &.-wide #work { layout: horizontal; }
        &.-wide #side { height: 1fr; }
        &.-wide #beside, &.-wide #between { display: block; }
        &.-wide Note { height: 9; margin-top: 1; }
    }
    """

    def __init__(self, sitting: Sitting, vendor: Vendor) -> None:
        """Create the screen for a questionnaire about a vendor."""
        super().__init__(sitting, vendor)
        self._moves = QuestionMoves(self, sitting)
        self._connect_moves()
        # Hidden until the person asks for it: a verdict beside the questions steers the answers.
        self._verdict_visible = False

    def _connect_moves(self) -> None:
        """Give the actions of keys to the moves; Textual finds an action by its name here."""
        moves = self._moves
        self.action_next, self.action_forward = moves.next, moves.forward
        self.action_previous, self.action_first_open = moves.previous, moves.first_open
        self.action_items = moves.choose

    def body(self) -> Sequence[Widget]:
        """Return the question with the evidence beside or below it, and the note being written."""
        side = Container(Note(), Passage(self.more_below, "beside"), id="side")
        question = Passage(self.more_below, "question")
        return (Container(question, Divider(id="between"), side, id="work"),)

    def on_mount(self) -> None:
        """Show the first unanswered question, or a draft from the previous run."""
        self._moves.go_to(self._sitting.first_open())
        if self.start_autosave() and self.pending.unsaved:
            self._moves.go_to_item(self.pending.unsaved.item)
            self.show_message(self.unsaved_question("assess.undo"), "note")
        elif problem := self.pending.draft_problem:
            self.show_message(problem, "poor")
        elif message := resumed(self._sitting):
            self.show_message(message)
        elif words := what_to_answer_from(self._vendor.stage, self._sitting.response.perspective):
            self.show_message(words)

    def on_resize(self) -> None:
        """Lay out the question for the new size."""
        super().on_resize()
        self.query_one("#side").styles.width = side_width(self.size.width) or "100%"
        self.show()

    @property
    def _answer(self) -> Answer:
        assert self._item
        return self.pending.answer_to(self._sitting, self._item.id)

    def show(self) -> None:
        """Show the question with its answer or, after the last question, the result."""
        width = self.size.width
        if not width:
            return
        sitting, item = self._sitting, self._item
        period = period_words(sitting, self._vendor)
        bar = answer_line(*answer_counts(sitting), width)
        self.set_header(*header_words(sitting, self._vendor, item, width), period, bar)
        self._judge()
        self.offer_keys()
        view = QuestionView(
            sitting,
            self._vendor,
            self.pending,
            item,
            self._verdict_visible,
            width,
            self.key_label,
            self._end,
            self._actions,
            first_labels(self.keys),
            self._room(),
        )
        for name, lines in zip(("#question", "#beside"), question_lines(view), strict=True):
            self.query_one(name, Passage).show_text(lines, self.position.first_line)

    def _room(self) -> int:
        """Return the number of lines for the question, leaving room for any message."""
        # At the end the message has one line, or none that matters.
        message = MESSAGE_LINES if self._item else 1
        note = NOTE_LINES if self.note_target and not side_width(self.size.width) else 0
        other = HEADER_LINES + message + note + self.query_one(KeyBar).line_count
        return self.size.height - other

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys that can be pressed now; at the end there is nothing to score."""
        if self.note_target or self.pending.question:
            return super().offered_keys()
        if self._item is None:
            return end_keys(self.keys, self._actions)
        with_basis = self._answer.score is not None and bool(self._answer.evidence)
        return question_keys(
            self.keys, self._item, is_first=self.position.number == 0, with_basis=with_basis
        )

    def progress(self) -> str:
        """Return the number of answered questions, in words."""
        return progress(self._sitting)

    def show_unsaved(self, more: str = "") -> None:
        """Show why the pending answer is not saved.

        If the user has to decide what to do, go to its question and ask.
        """
        if self.pending.question and self.pending.unsaved:
            self._moves.go_to_item(self.pending.unsaved.item)
            self.show_message(f"{self.unsaved_question('assess.undo')}{more}", "poor")
        else:
            error = self.pending.error
            self.show_message(
                f"Not saved: {error}. The program keeps the answer and tries again", "poor"
            )

    def warn_of_leaving(self, again: str) -> None:
        """Show what happens to the unsaved answer if the user leaves the screen."""
        if self.pending.question and self._sitting.drafts:
            self.show_unsaved(f"   {again} and keep it as a draft")
        else:
            lost = "The answer is not saved and will be lost if you leave."
            self.show_message(f"{lost} {again} anyway", "poor")

    def watched(self) -> Sequence[Path]:
        """Return the folder of the file that is being filled in."""
        return self._sitting.file.watched

    async def disk_changed(self) -> None:
        """Show changes made by others, except to the answer being changed on this screen."""
        changed = self.refresh_sitting(self._sitting)
        if changed:
            self.show()
        if self.note_target or self.pending.question:
            return
        if changed:
            self.show_message(f"Somebody else has changed {plural(len(changed), 'answer')}", "note")
        elif switched := self._sitting.file.branch_change():
            self.show_message(f"{switched}. You will be asked before an answer is saved", "note")

    def _item_to_change(self) -> Item | None:
        """Return the current question; if it cannot be answered now, show why and return None."""
        if self._item is None:
            previous = self.key_label("assess.previous")
            self.show_message(f"There are no more questions. Press {previous} to go back")
        elif self.pending.question:
            self.show_unsaved()
            return None
        return self._item

    def current(self) -> tuple[Sitting, Item] | None:
        """Return the question that is shown, or None if it cannot be answered now."""
        item = self._item_to_change()
        return (self._sitting, item) if item else None

    def vendor_of(self, _: Sitting) -> Vendor:
        """Return the vendor that the questions are about."""
        return self._vendor

    def change(self, changed: Callable[[Answer], Answer], message: str = "saved") -> None:
        """Save a change to the current answer; stay here, so that evidence can be added."""
        if item := self._item_to_change():
            self.offer(self._sitting, item.id, changed(self._answer), message)

    def action_score(self, score: int) -> None:
        """Give a score.

        After a 2, the screen asks which side acted. If that question is below the page, show it in
        the message.
        """
        super().action_score(score)
        item, below = self._item, self.query_one("#question", Passage).last_top
        if item and below and not self.pending.unsaved and asks_side(item, self._answer):
            keys = side_keys(
                phrase_question(self._sitting, self._vendor, item), self.key_label, "assess"
            )
            self.show_message("   ".join([self.progress(), *keys]))

    def action_carry(self) -> None:
        """Confirm the answer from the previous round."""
        offered = self._sitting.offered(self._item.id) if self._item else None
        if self._item is None or offered is None:
            self.show_message("This question has no earlier answer to confirm")
        elif self.retry_pending():
            message = f"confirmed from {self._sitting.carried.round}"
            self.offer(self._sitting, self._item.id, offered, message)

    def action_clear(self) -> None:
        """Clear the answer and its evidence."""
        if (item := self._item_to_change()) and self._answer != NOTHING:
            message = f"cleared; press {self.key_label('assess.undo')} to undo"
            self.offer(self._sitting, item.id, NOTHING, message)

    def action_undo(self) -> None:
        """Drop the unsaved answer, or undo the last change and show its question."""
        if self.pending.unsaved:
            self.drop_pending()
            return
        try:
            item = self._sitting.undo()
        except (UserError, OSError) as error:
            self.show_message(f"The last change could not be undone: {error}", "poor")
            return
        if item is None:
            self.show_message("Nothing to undo")
            return
        self._moves.go_to_item(item)
        self.show_message(f"{self.progress()}   The last change was undone")

    def action_evidence(self) -> None:
        """Open a note for the evidence or, after "no occasion", for the reason."""
        if self._item is None:
            self._item_to_change()
        elif self.pending.question or self.retry_pending():
            self.write_note(self._sitting, self._item)

    async def action_escape(self) -> None:
        """Cancel the note being written, or leave the screen."""
        if self.note_target is None:
            await self.action_back()
        else:
            await self.cancel_note()

    def action_scroll(self, by: int) -> None:
        """Scroll a question that does not fit."""
        top = self.position.first_line
        self.position.first_line = turned_top(top, by, *self.query(Passage))
        self.show()

    def action_verdict(self) -> None:
        """Show or hide the verdict so far."""
        self._verdict_visible = not self._verdict_visible
        self.show()
