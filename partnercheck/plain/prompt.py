"""The state of a prompt, and the help for its commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from partnercheck.assessing.pending_answer import PendingAnswer
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.cells import wrapped
from partnercheck.base.records import BEST_SCORE, Answer, Vendor
from partnercheck.base.text import clean
from partnercheck.plain.line_input import LineInput
from partnercheck.questionnaires.records import Item

ACCEPTED = f"0 to {BEST_SCORE}, u, n, an empty line for the next question; ? lists the rest"
HELP = f"""\
0 to {BEST_SCORE}: the score
u: I don't know
n: no side had an occasion, where the question offers it; why not may follow in the same line
w, t: after a 2, our side did it, or the other
e: what happened, and when, in place of what is there; in the same line, or it is asked
b: turns to the next basis; with its name to that one, as in b observed
c: confirms the answer of the round before, where one is shown
x: clears the answer, and what happened
z: takes the last change back
s: saves an answer all the same, where that was asked first
Enter, an empty line: the next question
<: the previous question
g: list the questions with their answers; with a number, go to that question, as in g 14
v: the verdict from these answers alone
q: leave; every answer is saved as soon as it is given"""


@dataclass
class PromptSession:
    """A sitting at a prompt."""

    sitting: Sitting
    pending: PendingAnswer
    vendor: Vendor
    stdin: LineInput
    stdout: TextIO
    width: int  # of the terminal, in cells; 0 if lines may have any length
    position: int  # of the question among the items
    hint_shown: bool = False
    ended: bool = False

    @property
    def item(self) -> Item | None:
        """The current question; None after the last."""
        items = self.sitting.items
        return items[self.position] if self.position < len(items) else None

    @property
    def answer(self) -> Answer:
        """The answer to the current question, saved or not."""
        assert self.item
        return self.pending.answer_to(self.sitting, self.item.id)

    def say(self, text: str, label: str = "") -> None:
        """Write a label and a text, wrapped to the width and indented below the label."""
        for part in text.split("\n"):
            for line in wrapped(part, self.width - len(label) - 1) if self.width else [part]:
                self.stdout.write(f"{label}{line}".rstrip() + "\n")
                label = " " * len(label)


def ask_line(stdin: LineInput, stdout: TextIO, prompt: str) -> str:
    """Return the next line that is typed, cleaned. Raises EOFError if the input ends."""
    line: str | None = None
    try:
        line = stdin.ask(stdout, prompt)
    finally:
        if line is None:
            stdout.write("\n")
    text = clean(line, lines=True)
    if not stdin.isatty():
        # A terminal shows what is typed; what came through a pipe would be missing.
        stdout.write(f"{text}\n")
    return text
