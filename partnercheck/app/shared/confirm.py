"""The question asked before an answer is saved elsewhere, or replaces somebody else's."""

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
    """Return the key that confirms saving; text typed in advance cannot contain it."""
    purpose = "Save an answer anyway, if the program asks"
    return Key(f"{screen}.save-anyway", "ctrl+y", ALL_THE_SAME, purpose, typing=True)


def question(error: SaveError, anyway: str, drop: str) -> str:
    """Return the question, with the labels of its two keys, `anyway` and `drop`."""
    if isinstance(error, AnswerConflict):
        keys = f"{anyway} saves yours   {drop} keeps theirs"
        return f"Somebody else has answered this meanwhile.   {keys}"
    if not isinstance(error, ConfirmationRequired):
        return f"Not saved: {error}. It is kept in memory, and saving is retried   {drop} drops it"
    return f"Not saved: {error}.   {anyway} saves the answer here anyway   {drop} drops it"


def both_lines(
    theirs: Answer, ours: Answer, did: Mapping[Perspective, str], width: int
) -> list[Line]:
    """Return the lines with both answers to one question, in full; `did` is that of `Asked`."""
    lines: list[Line] = []
    for label, answer in (("Yours, not saved:", ours), ("Theirs, in the file:", theirs)):
        lines.append(line(Span(f" {label}", "note")))
        lines += [line(f"   {text}") for text in wrapped(answer_words(answer, did), width - 4)]
    return lines
