"""The screen of promises: the open ones, with overdue ones marked, then the settled ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from partnercheck.app.agreements.ticking import PROMISES, TickingList
from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.list_rows import Heads, list_keys
from partnercheck.base.english import plural
from partnercheck.workspace.promises import overdue_promises


class PromisesScreen(TickingList):
    """The promises with one vendor: the open ones by due date, then the settled ones."""

    KEYS: ClassVar[Sequence[Key]] = list_keys(
        "promises",
        "Change the promise",
        "Add a promise",
        Key("promises.mark", "space", "tick", "Mark the promise as kept, or reopen it", "tick"),
        Key("promises.drop", "minus", "drop", "Drop the promise", "drop"),
        Key("promises.remove", "delete", "remove", "Remove a promise recorded by mistake"),
    )
    HELP_TOPIC = "promises"
    HEADS = Heads("Promise", who="By")
    ROW_TERM = "promise"
    UNDO = "promises.undo"
    LISTING = PROMISES

    def hint(self) -> tuple[str, str]:
        """Return how many promises are overdue, or how to add the first."""
        promises = self.vendor_files.promises
        if count := len(overdue_promises(promises, self.partnercheck.today)):
            tick, drop = self.key_label("promises.mark"), self.key_label("promises.drop")
            return f"{plural(count, 'promise')} overdue: {tick} kept late, {drop} drop", "note"
        if not promises:
            return f"No promises yet. Press {self.key_label('promises.new')} to add one", ""
        return "", ""
