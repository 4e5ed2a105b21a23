"""Decide: record the class decided in a round, the people who decided, why, and any dissent.

The verdict is shown beside the fields, or on a narrow screen above them: the class and the target,
then the scores, the reasons against a better class, and the caveats, as far as there is room. A key
turns to the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from msgspec.structs import replace
from textual.containers import Container
from textual.widget import Widget

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field, Form
from partnercheck.app.shared.widgets.lines import PROBLEM, Divider, Lines, section_line
from partnercheck.app.vendor.verdict_pane import UNLIMITED, VerdictPane, verdict_lines
from partnercheck.base import git
from partnercheck.base.errors import UserError
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import (
    Filed,
    class_name,
    decision_now,
    latest_decision,
    load_decision,
    save_decision,
    undo_decision,
)
from partnercheck.workspace.open import Workspace

ENOUGH_LINES, TALL = 18, 34
# From this width on, the verdict is beside the fields.
BESIDE = 110
TITLE = "Your decision"
SCROLLS = (
    Key("decide.more", "pagedown", "scroll(1)", "Scroll the verdict down", typing=True),
    Key("decide.less", "pageup", "scroll(-1)", "Scroll the verdict up", typing=True),
)
# Not the key Del: in a text field, it deletes a character.
REMOVE = Key(
    "decide.remove-decision",
    "f8",
    "remove_decision",
    "Remove the latest decision",
    "remove",
    typing=True,
)


class SavedDecision(NamedTuple):
    """A saved or removed decision with the file that was there before, so that it can be undone."""

    vendor_id: str
    round_id: str
    before: Filed
    after: Filed  # without a text if the decision was removed
    subject: str  # the class, the vendor and the round, for a message


class DecideScreen(NameForm[SavedDecision]):
    """A form for a decision; the result is the saved decision, or None if cancelled."""

    KEYS: ClassVar[Sequence[Key]] = (*name_keys("decide"), REMOVE, *SCROLLS)
    GUESSES_NAMES = True
    HELP_TOPIC = "decide"
    # A low screen has room for the class alone; only a tall one for blank lines between fields.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (ENOUGH_LINES, "-high"), (TALL, "-tall")]  # noqa: RUF012 (Textual's own type)
    HORIZONTAL_BREAKPOINTS = [(0, "-above"), (BESIDE, "-beside")]  # noqa: RUF012 (Textual's own type)
    DEFAULT_CSS = """
    DecideScreen {
        #parts { height: 1fr; }
        #basis, #fields { height: auto; }
        #basis-title, #between { display: none; }
        #verdict { height: 1; }
        #decision { height: 1; }
        &.-low #decision { display: none; }
        &.-high #basis, &.-tall #basis { height: 1fr; }
        &.-high #verdict, &.-tall #verdict { height: 1fr; }
        &.-high Form, &.-tall Form { height: auto; }
        &.-high Form { padding: 0 1; }
        &.-high Form .field { margin-bottom: 0; }
        &.-beside #parts { layout: horizontal; }
        &.-beside #basis, &.-beside #fields { width: 1fr; height: 1fr; }
        &.-beside #verdict, &.-beside Form { height: 1fr; }
        &.-beside #basis-title, &.-beside #decision { display: block; height: 1; }
        &.-beside #between { display: block; width: 1; height: 1fr; }
    }
    """

    def __init__(self, workspace: Workspace, judged: JudgedVendor) -> None:
        """Create a form for a decision about a vendor, which replaces any earlier decision."""
        super().__init__()
        self.workspace = workspace
        self._judged = judged
        self._seen = load_decision(workspace, judged.vendor.id, judged.round.id)
        # The newest decision in any round, as the command `decide --undo` takes it.
        self._latest = latest_decision(workspace, judged.vendor.id, judged.files.rounds)
        self._asks_to_remove = False

    def body(self) -> Sequence[Widget]:
        """Return the verdict and the form."""
        pane = VerdictPane(self._judged, self.more_below)
        basis = Container(Lines(id="basis-title"), pane, id="basis")
        fields = Container(Lines(id="decision"), Form(self.fields()), id="fields")
        return (Container(basis, Divider(id="between"), fields, id="parts"),)

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

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys; the one that removes a decision has a label only if there is one."""
        return [
            replace(key, label="") if key.id == REMOVE.id and not self._latest else key
            for key in super().offered_keys()
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
        beside = width >= BESIDE
        part = (width - 1) // 2 if beside else width
        full = verdict_lines(self._judged, part, UNLIMITED)
        # Above the fields, the verdict leaves them the lines that it does not need.
        room = None if beside else len(full) + 1
        self.query_one("#basis").styles.max_height = room
        for heading, title in (("basis-title", self._judged.vendor.name), ("decision", TITLE)):
            self.query_one(f"#{heading}", Lines).paint([section_line(title, "", part)])
        super().on_resize()

    def action_scroll(self, by: int) -> None:
        """Turn the pages of the verdict."""
        self.query_one(VerdictPane).turn(by)

    def action_remove_decision(self) -> None:
        """Ask whether to remove the latest decision, which the question names."""
        vendor = self._judged.vendor
        self._asks_to_remove = False
        if self._latest is None:
            self.show_message(f"Nothing has been decided about {vendor.name}")
            return
        round_id, filed = self._latest
        decision = filed.decision
        if decision is None:
            unreadable = "The decision cannot be read, so it was not removed. Correct it first"
            self.show_message(unreadable, "poor")
            return
        named = class_name(self._judged.instrument, decision.decided)
        subject = f"{named}, {round_id}, by {decision.by}, on {decision.on}"
        keys = f"{self.key_label('form.yes')} removes it, {self.key_label('form.back')} goes back"
        self.show_message(f"Remove the decision about {vendor.name} ({subject})? {keys}", "note")
        self._asks_to_remove = True

    async def action_known_name(self) -> None:
        """Answer yes to the question of the screen: remove the decision, or use the known name."""
        if not (self._asks_to_remove and self._latest):
            await super().action_known_name()
            return
        self._asks_to_remove = False
        vendor = self._judged.vendor
        round_id, filed = self._latest
        try:
            undo_decision(self.workspace, vendor.id, round_id, filed)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        decided = filed.decision.decided if filed.decision else ""
        named = class_name(self._judged.instrument, decided)
        subject = f"{named} for {vendor.name} in {round_id}"
        await self.finish(SavedDecision(vendor.id, round_id, filed, Filed(), subject))

    async def action_done(self) -> None:
        """Save the decision; a question about removing the latest one is then over."""
        self._asks_to_remove = False
        await super().action_done()

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
