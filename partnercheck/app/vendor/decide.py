"""Decide: the class that was decided in a round, by whom, why, and who saw it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from partnercheck.app.shared.form_page import FormPage, form_keys
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.widgets.form import Field
from partnercheck.base import git
from partnercheck.base.errors import UserError
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.decisions import decision_now, load_decision, save_decision
from partnercheck.workspace.open import Workspace


class DecideScreen(FormPage[str]):
    """A decision; the result is what to say about it, or None."""

    KEYS: ClassVar[Sequence[Key]] = form_keys("decide")
    ABOUT = "decide"

    def __init__(self, workspace: Workspace, found: JudgedVendor) -> None:
        """A decision about a vendor as it was found, over the one that is there."""
        super().__init__()
        self._workspace = workspace
        self._found = found
        self._seen = load_decision(workspace, found.vendor.id, found.round.id)

    def fields(self) -> Sequence[Field]:
        """The class, by whom, why, and the dissent."""
        before = self._seen.decision
        classes = [(each.id, each.name) for each in self._found.instrument.classes]
        found = self._found.verdict.low
        by = before.by if before else git.user_name(self._workspace.root)
        reason, dissent = (before.reason, before.dissent) if before else ("", "")
        return [
            Field("decided", "Class", before.decided if before else found, classes),
            Field("by", "Decided by", by, hint="a person, or a board"),
            Field("reason", "Reason", reason, hint="why this class"),
            Field("dissent", "Dissent", dissent, hint="who saw it otherwise"),
        ]

    def on_mount(self) -> None:
        """Say about whom, and whether a decision is there already."""
        self.head(f"Decide on {self._found.vendor.name}", self._found.round.id)
        if self._seen.problems:
            self.tell(str(self._seen.problems[0]), "note")
        elif self._seen.decision:
            self.tell(f"This replaces the decision of {self._seen.decision.on}", "note")
        else:
            self.tell("Kept in decision.toml, with the verdict and the rules of this moment")

    async def done(self, values: dict[str, str]) -> None:
        """Write the decision, or say why not."""
        try:
            decision = decision_now(
                self._found.instrument,
                self._found.verdict,
                values["decided"],
                by=values["by"],
                on=self.partnercheck.today,
                reason=values["reason"],
                dissent=values["dissent"],
            )
            where = (self._workspace, self._found.vendor.id, self._found.round.id)
            save_decision(*where, decision, self._seen)
        except (UserError, OSError) as error:
            self.tell(str(error), "poor")
            return
        await self.finish("Decided, and written down")
