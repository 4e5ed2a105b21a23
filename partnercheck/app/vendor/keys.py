"""The keys of the vendor's screen."""

from __future__ import annotations

from collections.abc import Sequence

from partnercheck.app.shared.keys import BACK, HELP, TERM, Key
from partnercheck.base.records import BEST_SCORE

KEYS: Sequence[Key] = (
    Key(
        "vendor.open",
        "enter",
        "follow",
        "Open or close; on a reason, jump to what it rests on",
        "open",
    ),
    Key("vendor.fold", "z", "all", "Open or close everything"),
    Key("vendor.column", "tab,left,right", "column", "Go to the other column, if there are two"),
    Key("vendor.assess", "a", "assess", "Assess the vendor", "assess"),
    Key("vendor.edit", "R", "edit", "Edit the vendor: its name, target, facts and more", "edit"),
    Key(
        "vendor.place",
        "O",
        "place",
        "Open the evidence of this line, or else the vendor's objectives",
    ),
    Key("vendor.lens", "L", "lens", "Answer a lens (an extra questionnaire)"),
    Key(
        "vendor.what-if",
        "i",
        "what_if",
        "Try other scores; nothing is saved",
        "what if",
        optional=True,
    ),
    *(
        Key(
            f"vendor.try-{score}",
            str(score),
            f"try({score})",
            "While trying scores: give this question that score",
        )
        for score in range(BEST_SCORE + 1)
    ),
    Key("vendor.agenda", "A", "agenda", "Show the agenda of the next meeting", "agenda"),
    Key(
        "vendor.goals",
        "K",
        "goals",
        "Show the key goals that both sides pursue",
        "goals",
        optional=True,
    ),
    Key("vendor.meetings", "M", "meetings", "Show the meetings, and what was decided in them"),
    Key("vendor.promises", "P", "promises", "Show what each side promised, and the outcome"),
    Key(
        "vendor.people",
        "W",
        "people",
        "Show who may answer, on both sides, and whose answers are still to come",
        "people",
    ),
    Key("vendor.decide", "d", "decide", "Record a decision", "decide"),
    Key("vendor.undo", "ctrl+z", "undo", "Undo the last change or decision"),
    Key(
        "vendor.resolve",
        "exclamation_mark",
        "resolve",
        "Resolve a merge conflict in the vendor's files",
    ),
    Key("vendor.request", "F", "request", "Write a form for the vendor's own people"),
    Key("vendor.export", "X", "export", "Write a report, a table or a calendar to a file"),
    Key("vendor.copy", "y", "lines", "Show a five-line summary to paste"),
    Key("vendor.next-vendor", "greater_than_sign", "turn(1)", "The next vendor"),
    Key("vendor.previous-vendor", "less_than_sign", "turn(-1)", "The previous vendor"),
    TERM,
    HELP,
    BACK,
)
