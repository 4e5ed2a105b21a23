"""Decide: record the class decided in a round, the people who decided, why, and any dissent.

The verdict is shown above the fields: the class and the target, then the scores, the reasons
against a better class, and the caveats, as far as there is room. A key turns to the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.widget import Widget

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.verdict_lines import caveat_lines, class_lines, condition_lines
from partnercheck.app.shared.widgets.form import Field, Form
from partnercheck.app.shared.widgets.lines import PROBLEM, Line, Lines, Span, line, section_line
from partnercheck.app.shared.widgets.passage import Passage
from partnercheck.base import git
from partnercheck.base.cells import wrapped
from partnercheck.base.english import capitalised
from partnercheck.base.errors import UserError
from partnercheck.report.words.caveat_phrases import judged_caveats
from partnercheck.report.words.reasons import briefly_why, first_reasons, why
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import (
    Filed,
    class_name,
    decision_now,
    load_decision,
    save_decision,
)
from partnercheck.workspace.open import Workspace

ENOUGH_LINES, TALL = 18, 34
MOST_CAVEATS = 2
UNLIMITED = 1000
SCROLLS = (
    Key("decide.more", "pagedown", "scroll(1)", "Scroll the verdict down", typing=True),
    Key("decide.less", "pageup", "scroll(-1)", "Scroll the verdict up", typing=True),
)


class SavedDecision(NamedTuple):
    """A saved decision with the file that it replaced, so that it can be undone."""

    vendor_id: str
    round_id: str
    before: Filed
    after: Filed
    subject: str  # the class, the vendor and the round, for a message


class DecideScreen(NameForm[SavedDecision]):
    """A form for a decision; the result is the saved decision, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = (*name_keys("decide"), *SCROLLS)
    GUESSES_NAMES = True
    HELP_TOPIC = "decide"
    # A low screen has room for the class alone; only a tall one for blank lines between fields.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (ENOUGH_LINES, "-high"), (TALL, "-tall")]  # noqa: RUF012 (Textual's own type)
    DEFAULT_CSS = """
    DecideScreen {
        #verdict { height: 1; }
        #decision { height: 1; }
        &.-low #decision { display: none; }
        &.-high #verdict, &.-tall #verdict { height: 1fr; }
        &.-high Form, &.-tall Form { height: auto; }
        &.-high Form { padding: 0 1; }
        &.-high Form .field { margin-bottom: 0; }
    }
    """

    def __init__(self, workspace: Workspace, judged: JudgedVendor) -> None:
        """Create a form for a decision about a vendor, which replaces any earlier decision."""
        super().__init__()
        self.workspace = workspace
        self._judged = judged
        self._seen = load_decision(workspace, judged.vendor.id, judged.round.id)

    def body(self) -> Sequence[Widget]:
        """Return the verdict and the form."""
        pane = VerdictPane(self._judged, self.more_below)
        return (pane, Lines(id="decision"), Form(self.fields()))

    def fields(self) -> Sequence[Field]:
        """Return the fields for the class, the people who decide, the reason and the dissent."""
        previous = self._seen.decision
        classes = [(each.id, each.name) for each in self._judged.instrument.classes]
        verdict = self._judged.verdict
        class_id = previous.decided if previous else verdict.worst_class if verdict.settled else ""
        if not class_id:
            classes = [("", "none yet"), *classes]
        by = previous.by if previous else git.user_name(self.workspace.root)
        reason, dissent = (previous.reason, previous.dissent) if previous else ("", "")
        return [
            Field("decided", "Class", class_id, classes, required=True),
            Field("by", "Decided by", by, hint="a person, or a board", required=True),
            Field("reason", "Reason", reason, hint="why this class", required=True),
            Field("dissent", "Dissent", dissent, hint="who disagreed, and why"),
        ]

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return the field with the people who decide."""
        return {"by": NameField("buyer")}

    def on_mount(self) -> None:
        """Show the vendor and, if there is already a decision, what it was."""
        self.set_header(f"Decide on {self._judged.vendor.name}", self._judged.round.id)
        if self._seen.problems:
            self.show_message(str(self._seen.problems[0]), PROBLEM)
        elif decision := self._seen.decision:
            named = class_name(self._judged.instrument, decision.decided)
            replaces = f"Saving replaces the decision of {decision.on}: {named}, by {decision.by}"
            self.show_message(replaces, "note")
        else:
            named = git.user_name(self.workspace.root)
            if self._judged.verdict.settled:
                by = ", and your name from git" if named else ""
                self.show_message(f"Filled in: the class of the verdict{by}")
            else:
                by = ". Filled in: your name from git" if named else ""
                self.show_message(f"The verdict leaves the class open, so choose one{by}")

    def on_resize(self) -> None:
        """Divide the lines between the verdict and the fields."""
        width = self.size.width
        full = verdict_lines(self._judged, width, UNLIMITED)
        self.query_one(VerdictPane).styles.max_height = len(full) + 1
        self.query_one("#decision", Lines).paint([section_line("Your decision", "", width)])

    def action_scroll(self, by: int) -> None:
        """Turn the pages of the verdict."""
        self.query_one(VerdictPane).turn(by)

    async def done(self, values: dict[str, str]) -> None:
        """Save the decision, or show why it cannot be saved."""
        if not values["decided"]:
            self.refuse("Choose a class: the verdict leaves several open", "decided")
            return
        if not values["reason"]:
            self.refuse("Enter the reason: a decision without one cannot be explained", "reason")
            return
        judged = self._judged
        try:
            decision = decision_now(
                judged.instrument,
                judged.verdict,
                values["decided"],
                by=values["by"],
                on=self.partnercheck.today,
                reason=values["reason"],
                dissent=values["dissent"],
            )
            where = (self.workspace, judged.vendor.id, judged.round.id)
            after = save_decision(*where, decision, self._seen)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        named = class_name(judged.instrument, decision.decided)
        subject = f"{named} for {judged.vendor.name} in {judged.round.id}"
        await self.finish(SavedDecision(where[1], where[2], self._seen, after, subject))


class VerdictPane(Passage):
    """The verdict above the fields, laid out for the lines that the fields leave.

    If it does not fit, the first page has its most important lines, and the following pages show
    the whole verdict.
    """

    def __init__(self, judged: JudgedVendor, more: Callable[[], Line]) -> None:
        """Create the pane for a vendor; `more` returns the last line of pages before the last."""
        super().__init__(more, "verdict")
        self._judged = judged
        self._page_number = 0

    def turn(self, by: int) -> None:
        """Turn this many pages, but skip a page that looks like the current one.

        The first page may be the same as the second, and the last one the same as the one before.
        """
        before = list(self.lines)
        self._go(by)
        if list(self._page()) == before:
            self._go(by)
        self.paint(self._page())

    def _go(self, by: int) -> None:
        rest = len(_without_blanks(self._full())) > self.height > 1
        last = -(-len(self._full()) // (self.height - 1)) if rest else 0
        self._page_number = max(0, min(self._page_number + by, last))

    def _full(self) -> list[Line]:
        return verdict_lines(self._judged, self.size.width, UNLIMITED)

    def _page(self) -> Sequence[Line]:
        self._text = self._full()
        tight = _without_blanks(self._text)
        if self._page_number and len(tight) > self.height:
            self._top = (self._page_number - 1) * max(1, self.height - 1)
            return super()._page()
        self._page_number = self._top = 0
        if len(self._text) <= self.height:
            return self._text
        if len(tight) <= self.height or self.height == 1:
            return tight[: self.height]
        return [*verdict_lines(self._judged, self.size.width, self.height - 1), self._more()]


def verdict_lines(judged: JudgedVendor, width: int, room: int) -> list[Line]:
    """Return the verdict in at most `room` lines, the most important first.

    With 13 lines, for example: the class with the target, the four scores, five lines of reasons,
    and one of caveats, with a blank line before each of these parts but the first.
    """
    instrument, verdict = judged.instrument, judged.verdict
    scored = [
        (condition.name, each)
        for condition, each in zip(instrument.conditions, verdict.conditions, strict=True)
    ]
    scores = condition_lines(scored, instrument, width)
    caveats = caveat_lines(judged_caveats(judged), width, MOST_CAVEATS)
    first = class_lines(judged, width)
    rest = room - len(first) - len(scores) - len(caveats)
    names = [condition.name for condition in instrument.conditions]
    candidates = [
        why(instrument, verdict),
        briefly_why(instrument, verdict),
        first_reasons(instrument, verdict),
        first_reasons(instrument, verdict, with_lowest=False),
    ]
    reasons = [_reason_lines(each, names, width) for each in candidates]
    missing = next((each for each in reasons if len(each) <= rest), reasons[-1])
    # In little room the reasons come before the scores: they name the scores that decide.
    blocks = [scores, missing] if len(missing) <= rest else [missing, scores]
    return _join_blocks([first, *blocks, caveats], room)


def _join_blocks(blocks: Sequence[list[Line]], room: int) -> list[Line]:
    """Return the blocks that fit, with a blank line before each if there is room for all."""
    lines: list[Line] = []
    for block in blocks:
        if len(lines) + len(block) <= room:
            lines += block
    spaced = [each for block in blocks if block for each in ((), *block)][1:]
    return spaced if len(spaced) <= room else lines


def _without_blanks(lines: Sequence[Line]) -> list[Line]:
    return [each for each in lines if each]


def _reason_lines(reasons: Sequence[str], names: Sequence[str], width: int) -> list[Line]:
    """Return the reasons below a heading, with a condition's name at the start in bold."""
    if not reasons:
        return []
    lines = [line(" ", Span("What is missing", "dim"))]
    for reason in reasons:
        name = next((each for each in names if reason.startswith(each)), "")
        start, *more = wrapped(capitalised(reason), max(1, width - 4))
        if not start.startswith(name):
            name = ""
        lines.append(line(Span(" • ", "dim"), Span(name, "strong"), start[len(name) :]))
        lines += [line(f"   {text}") for text in more]
    return lines
