"""The question before an answer is saved in another place, or over another answer."""

from __future__ import annotations

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.question import answer_words
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.base.cells import wrapped
from partnercheck.base.records import Answer
from partnercheck.storage.save import ConfirmationRequired, SaveError
from partnercheck.workspace.responses import AnswerConflict

ALL_THE_SAME = "save_anyway"


def anyway_key(screen: str) -> Key:
    """The key that agrees; no text that is typed ahead can contain it."""
    purpose = "Save it all the same, where the program asks first"
    return Key(f"{screen}.save-anyway", "ctrl+y", ALL_THE_SAME, purpose, typing=True)


def question(error: SaveError, anyway: str, drop: str) -> str:
    """Return the question with its two keys, `anyway` and `drop`, as they are written."""
    if isinstance(error, AnswerConflict):
        keys = f"{anyway} saves yours   {drop} keeps theirs"
        return f"Somebody else has answered this meanwhile.   {keys}"
    if not isinstance(error, ConfirmationRequired):
        return f"Not saved: {error}. It is kept here, and tried again   {drop} drops it"
    return f"Not saved: {error}.   {anyway} saves the answer here all the same   {drop} drops it"


def both_lines(theirs: Answer, ours: Answer, width: int) -> list[Line]:
    """Both answers to one question, in full."""
    lines: list[Line] = []
    for label, answer in (("Yours, not saved:", ours), ("Theirs, in the file:", theirs)):
        lines.append(line(Span(f" {label}", "note")))
        lines += [line(f"   {text}") for text in wrapped(answer_words(answer), width - 4)]
    return lines
