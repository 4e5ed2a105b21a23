"""One entry of a vendor's dossier."""

from __future__ import annotations

from typing import Literal

from partnercheck.base.records import Record

Kind = Literal["head", "why", "condition", "side", "item", "answer", "text", "lens", "offer"]


class Entry(Record, frozen=True):
    """One entry: a label, its text, and (for a score) its range as a bar of 0 to 100.

    `leads_to` names what the entry opens or can be followed to: a condition, an item of a
    perspective as `PERSPECTIVE:ITEM`, or a lens. `level` is 0 at the top, 1 or 2 for what
    belongs to the entry above.
    """

    label: str
    text: str
    kind: Kind = "text"
    leads_to: str = ""
    bar: tuple[float, float] | None = None
    level: int = 0

    @property
    def indented_label(self) -> str:
        """The label as a list shows it, two cells further right for each level."""
        return f"{'  ' * self.level}{self.label}" if self.label else ""
