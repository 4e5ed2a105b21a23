"""The question whether to save an unsaved answer anyway, or to drop it."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.app.shared.keys import Key
from partnercheck.app.shared.question import answer_words
from partnercheck.app.shared.widgets.lines import Line, Span, line
from partnercheck.base.cells import wrapped
from partnercheck.base.records import Answer, Perspective
from partnercheck.storage.save import ConfirmationRequired, SaveError
from partnercheck.workspace.responses import AnswerConflict

ALL_THE_SAME = "save_anyway"


def anyway_key(screen: str) -> Key:
    """Return the key that confirms saving.

    It is not a character, so that text typed in advance cannot confirm by accident.
    """
    purpose = "Save an answer anyway, if the program asks"
    return Key(f"{screen}.yes", "ctrl+y", ALL_THE_SAME, purpose, typing=True)


def question(error: SaveError, anyway: str, drop: str) -> str:
    """Return the message about an unsaved answer.

    `anyway` and `drop` are the labels of the keys that save the answer anyway and drop it.
    """
    if isinstance(error, AnswerConflict):
        keys = f"{anyway} saves yours   {drop} keeps theirs"
        return f"Somebody else has answered this in the meantime.   {keys}"
    if not isinstance(error, ConfirmationRequired):
        return f"Not saved: {error}. The program keeps the answer and tries again   {drop} drops it"
    return f"Not saved: {error}.   {anyway} saves the answer here anyway   {drop} drops it"


def both_lines(
    theirs: Answer, ours: Answer, did: Mapping[Perspective, str], width: int
) -> list[Line]:
    """Return the lines that show both answers to a question in full.

    `did` maps each side to words such as "we did", as in `PhrasedQuestion`.
    """
    lines: list[Line] = []
    for label, answer in (("Yours, not saved:", ours), ("Theirs, in the file:", theirs)):
        lines.append(line(Span(f" {label}", "note")))
        lines += [line(f"   {text}") for text in wrapped(answer_words(answer, did), width - 4)]
    return lines
