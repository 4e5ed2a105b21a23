"""The keys of the session screen."""

from __future__ import annotations

from partnercheck.app.shared.confirm import anyway_key
from partnercheck.app.shared.keys import HELP, Key
from partnercheck.app.shared.note_keys import note_keys
from partnercheck.base.records import BEST_SCORE

SCORES = tuple(f"session.score-{score}" for score in range(BEST_SCORE + 1))
SKIPS = ("session.unknown", "session.no-occasion")
MOVES = ("session.up", "session.down", "session.left", "session.right")
KEYS = (
    *(
        Key(
            f"session.score-{score}",
            str(score),
            f"score({score})",
            f"Give a score of {score} in this cell of the grid",
            "" if score else "score",
            f"0–{BEST_SCORE}",
            stands_for=SCORES,
        )
        for score in range(BEST_SCORE + 1)
    ),
    Key("session.unknown", "u", "unknown", "I don't know", "skip", "u n", stands_for=SKIPS),
    Key("session.no-occasion", "n", "no_occasion", "Neither side had an occasion"),
    Key("session.ours", "w", "side(True)", "After a 2: our side did it"),
    Key("session.theirs", "t", "side(False)", "After a 2: the other side did it"),
    Key(
        "session.evidence",
        "e",
        "evidence",
        "Write what happened, for this cell of the grid",
        "evidence",
    ),
    *note_keys("session"),
    Key("session.source", "p", "source", "Write where the evidence is: a file or an address"),
    Key("session.place", "O", "place", "Open the file or address with the evidence"),
    Key("session.basis", "b", "basis", "Choose the basis of the score"),
    Key("session.rules", "r", "rules", "Show how to choose a line", "rules"),
    Key("session.clear", "x", "clear", "Clear this cell"),
    anyway_key("session"),
    Key("session.undo", "ctrl+z", "undo", "Undo the last answer", typing=True),
    Key("session.down", "down,j", "move(1, 0)", "Next person", "cell", "↑↓←→", stands_for=MOVES),
    Key("session.up", "up,k", "move(-1, 0)", "Previous person"),
    Key("session.right", "right,l,tab", "move(0, 1)", "Next vendor"),
    Key("session.left", "left,h", "move(0, -1)", "Previous vendor"),
    Key(
        "session.next",
        "enter",
        "next",
        "Next question; in a note: save it",
        "next",
        "⏎",
        typing=True,
    ),
    Key("session.previous", "backspace", "previous", "Previous question"),
    Key("session.next-open", "o", "open_item", "Go to the first incomplete question"),
    Key("session.more", "pagedown", "scroll(1)", "Scroll down in a long question"),
    Key("session.less", "pageup", "scroll(-1)", "Scroll up"),
    HELP,
    Key("session.back", "q", "back", "Done; everything is saved", "done"),
    Key(
        "session.cancel",
        "escape",
        "escape",
        "Done; in a note: cancel it",
        typing=True,
        palette=False,
    ),
)
