"""The state of a prompt, and the help for its commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from partnercheck.assessing.pending_answer import PendingAnswer
from partnercheck.assessing.question_words import did_words
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.cells import wrapped
from partnercheck.base.records import BEST_SCORE, Answer, Perspective, Vendor
from partnercheck.base.text import clean
from partnercheck.plain.line_input import LineInput
from partnercheck.questionnaires.records import Item

ACCEPTED = f"0 to {BEST_SCORE}, u, n, an empty line for the next question; ? lists the rest"
HELP = f"""\
0 to {BEST_SCORE}: the score
u: I don't know
n: neither side had an occasion to do it (only where the question offers n); you can add why on the
   same line
w: after a score of 2, your side acted; a second w undoes this
t: after a score of 2, the other side acted; a second t undoes this
e: write what happened, and when: on the same line, or when asked; replaces the present text
p: where the evidence is, on the same line: the path of a file in the workspace, or an address
b: choose the next basis; with a name, that basis, as in b observed
r: help with choosing an answer
c: confirm the answer from the previous round, if one is shown
x: clear the answer and the text on what happened
z: undo the last change
s: save an answer anyway, if the program asked
Enter, an empty line: the next question
<: the previous question
g: list the questions with their answers; with a number, go to that question, as in g 14
v: the verdict from these answers alone
q: leave; every answer is saved as soon as it is given"""


@dataclass
class PromptSession:
    """A questionnaire that one person is answering at a prompt."""

    sitting: Sitting
    pending: PendingAnswer
    vendor: Vendor
    stdin: LineInput
    stdout: TextIO
    width: int  # of the terminal, in cells; 0 if lines may have any length
    item_id: str | None  # of the current question; None after the last question
    hint_shown: bool = False
    ended: bool = False

    @property
    def position(self) -> int:
        """The current question's position; it changes if a reserve question is added before it."""
        if self.item_id is None:
            return len(self.sitting.items)
        return self.sitting.position_of(self.item_id)

    @property
    def item(self) -> Item | None:
        """The current question; None after the last question."""
        items, position = self.sitting.items, self.position
        return items[position] if position < len(items) else None

    def go_to(self, position: int) -> None:
        """Go to the question at a position; a position after the last question is the end."""
        items = self.sitting.items
        position = max(0, position)
        self.item_id = items[position].id if position < len(items) else None

    @property
    def did(self) -> Mapping[Perspective, str]:
        """For each side, the words that say that it acted, such as "we did"."""
        return did_words(self.sitting, self.vendor)

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
    """Return the next line, cleaned for display. Raises EOFError if the input ends."""
    line: str | None = None
    try:
        line = stdin.ask(stdout, prompt)
    finally:
        if line is None:
            stdout.write("\n")
    text = clean(line, lines=True)
    if not stdin.isatty():
        # A terminal echoes typed lines; lines from a pipe would be missing in the output.
        stdout.write(f"{text}\n")
    return text
