"""Decide: recording the class decided in a round, by whom, why, and who disagreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.names import NameField, NameForm, name_keys
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base import git
from partnercheck.base.errors import UserError
from partnercheck.report.comparison import verdict_text
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import Filed, decision_now, load_decision, save_decision
from partnercheck.workspace.open import Workspace


class SavedDecision(NamedTuple):
    """A decision that was saved, and the file that it replaced, to take it back."""

    vendor_id: str
    round_id: str
    before: Filed
    after: Filed


class DecideScreen(NameForm[SavedDecision]):
    """A form for a decision; its result is the saved decision, or None."""

    KEYS: ClassVar[Sequence[Key]] = name_keys("decide")
    GUESSES_NAMES = True
    HELP_TOPIC = "decide"

    def __init__(self, workspace: Workspace, judged: JudgedVendor) -> None:
        """Create a form for a decision about a vendor, which replaces any earlier decision."""
        super().__init__()
        self.workspace = workspace
        self._judged = judged
        self._seen = load_decision(workspace, judged.vendor.id, judged.round.id)

    def fields(self) -> Sequence[Field]:
        """Return the fields for the class, the people who decide, the reason and the dissent."""
        previous = self._seen.decision
        classes = [(each.id, each.name) for each in self._judged.instrument.classes]
        verdict_class = self._judged.verdict.worst_class
        by = previous.by if previous else git.user_name(self.workspace.root)
        reason, dissent = (previous.reason, previous.dissent) if previous else ("", "")
        return [
            Field("decided", "Class", previous.decided if previous else verdict_class, classes),
            Field("by", "Decided by", by, hint="a person, or a board"),
            Field("reason", "Reason", reason, hint="why this class"),
            Field("dissent", "Dissent", dissent, hint="who disagreed, and why"),
        ]

    def name_fields(self, values: Mapping[str, str]) -> Mapping[str, NameField]:
        """Return who decides."""
        return {"by": NameField("buyer")}

    def on_mount(self) -> None:
        """Show the vendor, and whether there is already a decision."""
        self.set_header(f"Decide on {self._judged.vendor.name}", self._judged.round.id)
        if self._seen.problems:
            self.show_message(str(self._seen.problems[0]), "note")
            return
        verdict = f"The verdict: {verdict_text(self._judged)}"
        if self._seen.decision:
            replaces = f"Saving replaces the decision of {self._seen.decision.on}"
            self.show_message(f"{verdict}. {replaces}", "note")
        else:
            self.show_message(verdict)

    async def done(self, values: dict[str, str]) -> None:
        """Save the decision, or show why it cannot be saved."""
        if not values["reason"]:
            self.refuse("Enter the reason: a decision without one cannot be explained", "reason")
            return
        try:
            decision = decision_now(
                self._judged.instrument,
                self._judged.verdict,
                values["decided"],
                by=values["by"],
                on=self.partnercheck.today,
                reason=values["reason"],
                dissent=values["dissent"],
            )
            where = (self.workspace, self._judged.vendor.id, self._judged.round.id)
            after = save_decision(*where, decision, self._seen)
        except (UserError, OSError) as error:
            self.show_message(str(error), "poor")
            return
        await self.finish(SavedDecision(where[1], where[2], self._seen, after))
