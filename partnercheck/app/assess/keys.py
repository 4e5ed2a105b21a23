"""The keys of the assess screen."""

from __future__ import annotations

from partnercheck.app.shared.confirm import anyway_key
from partnercheck.app.shared.keys import HELP, Key
from partnercheck.app.shared.note_keys import note_keys
from partnercheck.base.records import BEST_SCORE

SCORES = tuple(f"assess.score-{score}" for score in range(BEST_SCORE + 1))
SKIPS = ("assess.unknown", "assess.no-occasion")
KEYS = (
    *(
        Key(
            f"assess.score-{score}",
            str(score),
            f"score({score})",
            f"Score {score}",
            "" if score else "score",
            f"0–{BEST_SCORE}",
            stands_for=SCORES,
        )
        for score in range(BEST_SCORE + 1)
    ),
    Key("assess.unknown", "u", "unknown", "I don't know", "skip", "u n", stands_for=SKIPS),
    Key("assess.no-occasion", "n", "no_occasion", "Neither side had an occasion to do it"),
    Key("assess.ours", "w", "side(True)", "After a 2: our side did it"),
    Key("assess.theirs", "t", "side(False)", "After a 2: the other side did it"),
    Key("assess.evidence", "e", "evidence", "Write what happened, and when", "evidence"),
    *note_keys("assess"),
    Key("assess.source", "p", "source", "Write where the evidence is: a file or an address"),
    Key("assess.place", "O", "place", "Open the file or address where the evidence is"),
    Key("assess.basis", "b", "basis", "Choose the basis of the score"),
    Key("assess.carry", "equals_sign", "carry", "Confirm the answer from the previous round"),
    Key("assess.clear", "x", "clear", "Clear the answer"),
    Key("assess.undo", "ctrl+z", "undo", "Undo the last change"),
    anyway_key("assess"),
    Key(
        "assess.next",
        "enter",
        "next",
        "Next question; in a note: save it",
        "next",
        "⏎",
        typing=True,
    ),
    # Not while a note is written: there the arrows move its cursor.
    Key("assess.forward", "right,l,down,j", "forward", "Next question"),
    Key(
        "assess.previous",
        "backspace,left,h,up,k",
        "previous",
        "Previous question",
        "prev",
        "⌫",
    ),
    Key("assess.rules", "r", "rules", "Show how to choose a line", "rules"),
    Key("assess.questions", "Q", "items", "Show the list of questions", "list", optional=True),
    Key("assess.copy", "y", "lines", "Show a five-line summary to paste"),
    Key("assess.verdict", "v", "verdict", "Show or hide the verdict so far"),
    Key("assess.more", "pagedown", "scroll(1)", "Scroll down in a long question"),
    Key("assess.less", "pageup", "scroll(-1)", "Scroll up"),
    Key("assess.what-next", "N", "next_vendor", "After the last question: go to the next vendor"),
    Key(
        "assess.request",
        "F",
        "form",
        "After the last question: write a form for the vendor's own people",
    ),
    Key(
        "assess.agenda",
        "A",
        "agenda",
        "After the last question: show the agenda of the next meeting",
    ),
    HELP,
    Key("assess.back", "q", "back", "Done; everything is saved", "done"),
    Key(
        "assess.cancel",
        "escape",
        "escape",
        "Done; in a note: cancel it",
        typing=True,
        palette=False,
    ),
)
