"""Assess: one question at a time, its anchors in full, and beside it what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from msgspec.structs import replace
from textual import events
from textual.widget import Widget
from textual.widgets import TextArea

from partnercheck.app.keys import HELP, Key
from partnercheck.app.screens.page import Page
from partnercheck.app.screens.question import question_lines, result_lines
from partnercheck.app.widgets.lines import Lines
from partnercheck.instruments.records import Item
from partnercheck.model import BASES, BEST_SCORE, CANDIDATE_BASES, Answer, UserError, Vendor
from partnercheck.rules.classify import judge
from partnercheck.rules.why import class_range, span
from partnercheck.sitting import NOTHING, Sitting
from partnercheck.text import clean

Editing = Literal["", "evidence", "reason"]


class Note(TextArea):
    """A text of a few lines: Enter keeps it, Ctrl+J begins a new line."""

    DEFAULT_CSS = "Note { height: 5; border: none; padding: 0 1; }"

    def __init__(self) -> None:
        """An empty note."""
        super().__init__(
            id="note",
            compact=True,
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
        )
        self.cursor_blink = False
        self.display = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            await self.screen.run_action("keep_note")
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text, lines=True)
        await super()._on_paste(event)


class AssessScreen(Page[None]):
    """One respondent's questionnaire about one vendor; every answer is saved as it is given."""

    KEYS: ClassVar[Sequence[Key]] = (
        *(
            Key(
                f"assess.score-{n}",
                str(n),
                f"score({n})",
                f"Score {n}",
                "score" if not n else "",
                f"0–{BEST_SCORE}",
            )
            for n in range(BEST_SCORE + 1)
        ),
        Key("assess.unknown", "u", "unknown", "I don't know", "skip", "u n"),
        Key("assess.not-applicable", "n", "not_applicable", "Does not apply, with a reason"),
        Key("assess.evidence", "e", "evidence", "Write what happened, and when", "evidence"),
        Key("assess.basis", "b", "basis", "What the score rests on", "basis"),
        Key("assess.clear", "x", "clear", "Clear the answer"),
        Key("assess.undo", "ctrl+z", "undo", "Take the last answer back"),
        Key(
            "assess.next",
            "enter,right,l,down,j",
            "go(1)",
            "Next question",
            "next",
            "⏎",
            palette=False,
        ),
        Key(
            "assess.previous",
            "backspace,left,h,up,k",
            "go(-1)",
            "Previous question",
            "prev",
            "⌫",
            palette=False,
        ),
        Key("assess.items", "g", "items", "List of questions", "list"),
        Key("assess.verdict", "v", "verdict", "Show or hide the verdict so far"),
        HELP,
        Key("assess.done", "q,escape", "back", "Done; everything is saved", "done", "q"),
    )
    ABOUT = "assess"

    def __init__(self, sitting: Sitting, vendor: Vendor) -> None:
        """The questionnaire of a sitting, at its first open question."""
        super().__init__()
        self._sitting = sitting
        self._vendor = vendor
        self._at = sitting.first_open()
        self._editing: Editing = ""
        self._show_verdict = False

    def body(self) -> Sequence[Widget]:
        """The question, and the note being written."""
        return (Lines(id="question"), Note())

    def on_mount(self) -> None:
        """Show the first open question."""
        self.query_one("#question").can_focus = True
        self.query_one("#question").focus()
        self._show()
        if self._sitting.done:
            left = len(self._sitting.items) - self._sitting.done
            self.tell(
                f"Resumed: {self._sitting.done} answered, {left} to go" if left else "All answered"
            )

    def on_resize(self) -> None:
        """Lay out in the new size."""
        self._show()

    @property
    def _item(self) -> Item | None:
        items = self._sitting.items
        return items[self._at] if self._at < len(items) else None

    def _show(self) -> None:
        sitting, width = self._sitting, self.size.width
        who = sitting.response
        left = f"{self._vendor.name}   {who.round}   {who.perspective}: {who.respondent}"
        item = self._item
        question = self.query_one("#question", Lines)
        if item is None:
            self.head(left, "the end")
            verdict = judge(sitting.instrument, [sitting.response])
            question.paint(result_lines(sitting, verdict, self._vendor.name, width))
            return
        condition = next(c for c in sitting.instrument.conditions if c.id == item.condition)
        siblings = [each for each in sitting.items if each.condition == item.condition]
        self.head(left, f"{condition.name} {siblings.index(item) + 1} of {len(siblings)}")
        answer = sitting.answer_to(item.id)
        question.paint(question_lines(item, answer, who.perspective, width, self._so_far()))

    def _so_far(self) -> str:
        """The verdict so far; hidden until a condition is complete: people score towards it."""
        sitting = self._sitting
        complete = [c for c in sitting.instrument.conditions if sitting.complete(c.id)]
        if not (complete or self._show_verdict):
            return ""
        verdict = judge(sitting.instrument, [sitting.response])
        scores = [
            f"{each.name} {span(c.low, c.high)} {c.state_low}"
            for each, c in zip(sitting.instrument.conditions, verdict.conditions, strict=True)
            if each in complete and c.state_low == c.state_high
        ]
        return "; ".join([f"By your answers: {class_range(sitting.instrument, verdict)}", *scores])

    def _count(self) -> str:
        return f"{self._sitting.done} of {len(self._sitting.items)}"

    def _give(self, answer: Answer) -> bool:
        """Save an answer; False, with the reason on screen, where that failed."""
        item = self._item
        assert item
        try:
            self._sitting.give(
                item.id, replace(answer, on=self._sitting.today) if answer != NOTHING else answer
            )
        except (UserError, OSError) as error:
            self.tell(f"Not saved: {error}", "poor")
            return False
        self._show()
        self.tell(f"{self._count()} answered   saved")
        return True

    def _current(self) -> Answer:
        assert self._item
        return self._sitting.answer_to(self._item.id)

    def action_score(self, score: int) -> None:
        """Give a score, and stay, so that what happened can be written beside it."""
        if self._item:
            self._give(replace(self._current(), score=score, skip=None, reason=""))

    def action_unknown(self) -> None:
        """Say that it is not known."""
        if self._item:
            self._give(replace(self._current(), score=None, skip="unknown", reason=""))

    def action_not_applicable(self) -> None:
        """Ask why the question does not apply."""
        if self._item and self._item.critical:
            self.tell(
                "This question decides too much to be left out. Press u if nobody knows", "note"
            )
        elif self._item:
            self._edit("reason", self._current().reason)

    def action_evidence(self) -> None:
        """Write what happened."""
        if self._item:
            self._edit("evidence", self._current().evidence)

    def action_basis(self) -> None:
        """Turn to the next basis."""
        if self._item:
            bases = CANDIDATE_BASES if self._vendor.stage == "candidate" else BASES
            now = self._current()
            at = bases.index(now.basis) + 1 if now.basis in bases else 0
            self._give(replace(now, basis=bases[at % len(bases)]))

    def action_clear(self) -> None:
        """Clear the answer, its evidence too."""
        if self._item and self._current() != NOTHING and self._give(NOTHING):
            self.tell(f"{self._count()} answered   cleared; ^Z takes it back")

    def action_undo(self) -> None:
        """Take the last change back, and show its question."""
        try:
            item = self._sitting.take_back()
        except (UserError, OSError) as error:
            self.tell(f"Not taken back: {error}", "poor")
            return
        if item is None:
            self.tell("Nothing to take back in this sitting")
            return
        ids = [each.id for each in self._sitting.items]
        self._at = ids.index(item) if item in ids else self._at
        self._show()
        self.tell(f"{self._count()} answered   taken back")

    def action_go(self, by: int) -> None:
        """Go to the next or the previous question."""
        self._at = min(max(0, self._at + by), len(self._sitting.items))
        self._show()
        self.tell(f"{self._count()} answered")

    def action_verdict(self) -> None:
        """Show or hide the verdict so far."""
        self._show_verdict = not self._show_verdict
        self._show()

    def action_items(self) -> None:
        """List the questions with their answers."""
        from partnercheck.app.screens.items import ItemsScreen

        def chosen(item: str | None) -> None:
            if item:
                self._at = [each.id for each in self._sitting.items].index(item)
                self._show()

        self.app.push_screen(ItemsScreen(self._sitting, self._item), chosen)

    def _edit(self, what: Editing, text: str) -> None:
        self._editing = what
        note = self.query_one(Note)
        note.text = text
        note.move_cursor(note.document.end)
        note.display = True
        note.focus()
        asked = {"evidence": "What happened, and when?", "reason": "Why does it not apply?"}[
            what or "evidence"
        ]
        self.tell(f"{asked}   ⏎ keeps it   ^J new line", "strong")

    def action_keep_note(self) -> None:
        """Save what was written, and go back to the question."""
        if self._saved_note():
            self._editing = ""
            note = self.query_one(Note)
            note.display = False
            self.query_one("#question").focus()

    def _saved_note(self) -> bool:
        text = clean(self.query_one(Note).text, lines=True).strip()
        now = self._current()
        if self._editing == "evidence":
            basis = (
                "observed" if text and not now.evidence and now.basis == "opinion" else now.basis
            )
            return text == now.evidence or self._give(replace(now, evidence=text, basis=basis))
        if not text:
            self.tell("Left as it was: a question is left out only with a reason", "note")
            return True
        return self._give(replace(now, score=None, skip="not-applicable", reason=text))

    def keep(self) -> None:
        """Save the note being written, because the program is about to end."""
        if self._editing and self.query_one(Note).text.strip():
            self._saved_note()
