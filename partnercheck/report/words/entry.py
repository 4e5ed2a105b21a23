"""One entry of a vendor's dossier."""

from __future__ import annotations

from typing import Literal

from partnercheck.base.records import Record
from partnercheck.report.signs import Scored

Kind = Literal[
    "head",
    "why",
    "condition",
    "side",
    "item",
    "answer",
    "text",
    "lens",
    "offer",
    "fold",
    "group",
    "more",
]
# What entries of the kind "more" lead to: the rest of a list, of which only the beginning is shown.
MORE_QUESTIONS, MORE_DIFFERENCES = "more questions", "more differences"


class Pointer(Record, frozen=True):
    """A text that points to a place, such as a file or an address.

    `is_source` is true if the text says where evidence is, so that all of the text is a place.
    """

    text: str
    is_source: bool


class Entry(Record, frozen=True):
    """One entry: a label, its text, and the subject of the text, if that has a score and a state.

    `leads_to` names the target that the entry opens or links to: a condition, an item of a
    perspective as `PERSPECTIVE:ITEM`, a lens, or the entry itself, if it folds. `level` is the
    depth: 0 at the top, 1 or 2 for an entry that belongs to the one above.
    """

    label: str
    text: str
    kind: Kind = "text"
    leads_to: str = ""
    scored: Scored | None = None
    level: int = 0
    place: Pointer | None = None  # where the text points to
    # The text in short, for an entry that is folded or has little room. Without one, that is the
    # beginning of the text.
    brief: str = ""

    @property
    def indented_label(self) -> str:
        """The label for a list, indented by two cells for each level."""
        return f"{'  ' * self.level}{self.label}" if self.label else ""
