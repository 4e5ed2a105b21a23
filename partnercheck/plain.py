"""The questionnaire as prompts and text: for dumb terminals, screen readers and pipes.

The same sitting as on screen, and the same file for the same answers. Only words are written:
nothing moves the cursor, nothing is drawn. A line is read, obeyed and answered, and every answer
is on disk before the next prompt.
"""

from __future__ import annotations

import errno
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from msgspec.structs import replace

from partnercheck.instruments.records import Item
from partnercheck.model import BASES, BEST_SCORE, CANDIDATE_BASES, Answer, Skip, UserError, Vendor
from partnercheck.questionnaire import by_these_answers, ending
from partnercheck.report.text import wrapped
from partnercheck.sitting import NOTHING, Sitting
from partnercheck.text import clean, one_line

SKIP_WORDS: dict[Skip, str] = {"unknown": "I don't know", "not-applicable": "does not apply"}
ACCEPTED = (
    f"0 to {BEST_SCORE}, u, n with a reason, an empty line for the next question; ? lists the rest"
)
HELP = f"""\
0 to {BEST_SCORE}: the score
u: I don't know
n: does not apply; with the reason in the same line, or it is asked
e: what happened, and when, in place of what is there; in the same line, or it is asked
b: turns to the next basis; with its name to that one, as in b observed
c: confirms the answer of the round before, where one is shown
x: clears the answer, and what happened
z: takes the last change back
Enter, an empty line: the next question
<: the previous question
g: lists the questions with their answers; with a number goes there, as in g 14
v: the verdict by these answers alone
q: leaves; everything is saved as it is answered"""


@dataclass
class Talk:
    """A sitting at a prompt: where it is, and the answer here that is not on disk, if any.

    `width` is that of the terminal; 0 where lines need no end.
    """

    sitting: Sitting
    vendor: Vendor
    stdin: TextIO
    stdout: TextIO
    width: int
    at: int
    unsaved: Answer | None = None
    hinted: bool = False
    warned: bool = False
    left: bool = False

    @property
    def item(self) -> Item | None:
        """The question that is asked; None at the end."""
        items = self.sitting.items
        return items[self.at] if self.at < len(items) else None

    def say(self, text: str, label: str = "") -> None:
        """Write a text in lines that fit, all of them beside its label."""
        for part in text.split("\n"):
            for line in wrapped(part, self.width - len(label) - 1) if self.width else [part]:
                self.stdout.write(f"{label}{line}".rstrip() + "\n")
                label = " " * len(label)


def asked(stdin: TextIO, stdout: TextIO, prompt: str) -> str:
    """The next line that is typed, cleaned. Raises EOFError where the input ends."""
    stdout.write(prompt)
    stdout.flush()
    line = ""
    try:
        line = stdin.readline()
    except OSError as error:
        if error.errno == errno.EIO:
            # The terminal is gone; its own signal may come later, in the middle of a save.
            signal.raise_signal(signal.SIGHUP)
        raise
    finally:
        if not line:
            stdout.write("\n")
    if not line:
        raise EOFError
    text = clean(line.removesuffix("\n"), lines=True)
    if not stdin.isatty():
        # A terminal shows what is typed; what came through a pipe would be missing.
        stdout.write(f"{text}\n")
    return text


def respondent(stdin: TextIO, stdout: TextIO) -> str:
    """Who answers. Raises UserError where that is not said.

    An answer in its place is not taken for a name: the answers after it would be one question off.
    """
    try:
        name = one_line(asked(stdin, stdout, "Who answers (a name, or a role)? "))
    except EOFError:
        name = ""
    if name in COMMANDS:
        raise UserError("say first who answers, a name or a role; or name it with --respondent")
    return name


def talk(sitting: Sitting, vendor: Vendor, stdin: TextIO, stdout: TextIO, width: int) -> None:
    """Ask until the person leaves or the input ends, and say what it comes to.

    Raises UserError where an answer is left that could not be saved.
    """
    here = Talk(sitting, vendor, stdin, stdout, width, at=sitting.first_open())
    _greet(here)
    _show(here)
    try:
        while not here.left:
            _obey(here, asked(stdin, stdout, "Answer: "))
    except EOFError:
        pass
    except KeyboardInterrupt:
        _ready(here)
        raise
    saved = _ready(here)
    if here.item:
        _result(here)
    if not saved:
        raise UserError(_lost(here))


def _greet(here: Talk) -> None:
    sitting, who = here.sitting, here.sitting.response
    here.say(f"{here.vendor.name}, {who.round}, {who.perspective}: {who.respondent}.")
    left = len(sitting.items) - sitting.done
    if sitting.done:
        said = f"{sitting.done} answered, {left} to go" if left else "all answered"
        here.say(f"Resumed: {said}.")
    here.say("? lists what can be typed.")


def _lost(here: Talk) -> str:
    return f"the answer to question {here.at + 1} is not saved"


def _obey(here: Talk, line: str) -> None:
    word, _, rest = line.strip().partition(" ")
    word = word.casefold()
    command = COMMANDS.get(word)
    if command is None or (rest and word not in WITH_TEXT):
        here.say(f"Not understood; nothing has changed. Accepted: {ACCEPTED}.")
    elif here.item is None and word in CHANGES:
        here.say("This is the end. < goes back to the last question.")
    else:
        command(here, rest.strip())


def _show(here: Talk) -> None:
    """Write the question with its anchors and what is answered; at the end, the result."""
    item = here.item
    here.say("")
    if item is None:
        _result(here)
        here.say("< goes back, g lists the questions, Enter or q leaves.")
        return
    here.say(f"{_where(here, item)}, question {here.at + 1} of {len(here.sitting.items)}")
    here.say(item.question(here.sitting.response.perspective))
    for score, anchor in enumerate(item.anchors):
        here.say(anchor, f"  {score}  ")
    here.say("I don't know", "  u  ")
    if not item.critical:
        here.say("Does not apply (say why)", "  n  ")
    if (answer := _current(here)) != NOTHING:
        here.say(f"Answered: {_words(answer)}.")
        here.say(f"Basis: {answer.basis}.")
    if answer.evidence:
        here.say(answer.evidence, "What happened: ")
    if offered := here.sitting.offered(item.id):
        here.say(f"In {here.sitting.carried.round} you said: {_words(offered)}, {offered.basis}.")
        if offered.evidence:
            here.say(offered.evidence, "What happened then: ")
        here.say("c confirms it.")


def _where(here: Talk, item: Item) -> str:
    condition = next(c for c in here.sitting.instrument.conditions if c.id == item.condition)
    siblings = [each for each in here.sitting.items if each.condition == item.condition]
    return f"{condition.name} {siblings.index(item) + 1} of {len(siblings)}"


def _words(answer: Answer) -> str:
    if answer.skip:
        return ": ".join(filter(None, [SKIP_WORDS[answer.skip], one_line(answer.reason)]))
    return "no answer" if answer.score is None else str(answer.score)


def _current(here: Talk) -> Answer:
    assert here.item
    return here.unsaved or here.sitting.answer_to(here.item.id)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold signals back, so that what was typed is saved before they end the program."""
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    )
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _give(here: Talk, answer: Answer) -> bool:
    """Save an answer; where that fails it stays in memory, and False is the answer."""
    assert here.item
    before = here.sitting.answer_to(here.item.id)
    if answer != NOTHING:
        answer = replace(answer, on=here.sitting.today)
    try:
        with _undisturbed():
            here.sitting.give(here.item.id, answer)
    except (UserError, OSError) as error:
        here.unsaved = answer
        here.say(f"Not saved: {clean(str(error))}. It is kept here; Enter tries again, z drops it.")
        return False
    here.unsaved = None
    here.warned = False
    here.say(f"Saved: {_words(answer)}, {_count(here)}.")
    if answer != NOTHING and answer.basis != before.basis:
        here.say(f"Basis: {answer.basis}.")
    return True


def _count(here: Talk) -> str:
    return f"{here.sitting.done} of {len(here.sitting.items)} answered"


def _ready(here: Talk) -> bool:
    """Whether everything is saved; an answer that is not is tried again first."""
    return here.unsaved is None or _give(here, here.unsaved)


def _go(here: Talk, at: int) -> None:
    if _ready(here):
        here.at = min(max(0, at), len(here.sitting.items))
        _show(here)
    elif not here.stdin.isatty():
        # The lines that follow in a pipe belong to other questions; none may be given to this one.
        raise UserError(f"{_lost(here)}; what came after it was not read")


def _answer(here: Talk, _: str, score: int | None, skip: Skip | None) -> None:
    saved = _give(here, replace(_current(here), score=score, skip=skip, reason=""))
    if saved and not here.hinted:
        here.hinted = True
        here.say("e adds what happened, Enter goes on.")


def _not_applicable(here: Talk, reason: str) -> None:
    if here.item and here.item.critical:
        here.say("This question decides too much to be left out. u if nobody knows.")
        return
    reason = reason or asked(here.stdin, here.stdout, "Why does it not apply? ").strip()
    if reason:
        skipped = replace(_current(here), score=None, skip="not-applicable", reason=reason)
        _give(here, skipped)
    else:
        here.say("Left as it was: a question is left out only with a reason.")


def _evidence(here: Talk, text: str) -> None:
    if text:
        _keep(here, text)
        return
    lines: list[str] = []
    prompt = "What happened, and when? (an empty line ends it) "
    try:
        while (line := asked(here.stdin, here.stdout, "" if lines else prompt)).strip():
            lines.append(line)
    finally:
        # The end of input and signals keep what was written, as they do on screen.
        _keep(here, "\n".join(lines).strip())


def _keep(here: Talk, text: str) -> None:
    now = _current(here)
    if not text or text == now.evidence:
        here.say("Left as it was.")
        return
    seen = not now.evidence and now.basis == "opinion"
    _give(here, replace(now, evidence=text, basis="observed" if seen else now.basis))


def _basis(here: Talk, name: str) -> None:
    bases = CANDIDATE_BASES if here.vendor.stage == "candidate" else BASES
    now = _current(here).basis
    following = bases[(bases.index(now) + 1) % len(bases) if now in bases else 0]
    chosen = next((each for each in bases if each == (name.casefold() or following)), None)
    if chosen:
        _give(here, replace(_current(here), basis=chosen))
    else:
        here.say(f"Nothing has changed. An answer rests on one of: {', '.join(bases)}.")


def _carry(here: Talk, _: str) -> None:
    offered = here.sitting.offered(here.item.id) if here.item else None
    if offered is None:
        here.say("There is no answer of an earlier round to confirm here.")
    else:
        _give(here, offered)


def _clear(here: Talk, _: str) -> None:
    if _current(here) == NOTHING:
        here.say("There is nothing to clear.")
    else:
        _give(here, NOTHING)


def _undo(here: Talk, _: str) -> None:
    if here.unsaved:
        here.unsaved = None
        here.say("Dropped what was not saved.")
        return
    try:
        item = here.sitting.take_back()
    except (UserError, OSError) as error:
        here.say(f"Not taken back: {clean(str(error))}.")
        return
    if item:
        here.say(f"Taken back, {_count(here)}.")
        _go(here, [each.id for each in here.sitting.items].index(item))
    else:
        here.say("Nothing to take back in this sitting.")


def _next(here: Talk, _: str) -> None:
    if here.item is None:
        here.left = True
    else:
        _go(here, here.at + 1)


def _questions(here: Talk, number: str) -> None:
    items = here.sitting.items
    if not number:
        for count, item in enumerate(items, 1):
            answer = here.sitting.answer_to(item.id)
            here.say(f"{_where(here, item)}, {item.topic}: {_words(answer)}", f"{count:>4}  ")
    elif number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(items):
        _go(here, int(number) - 1)
    else:
        here.say(f"The questions are 1 to {len(items)}; g lists them.")


def _leave(here: Talk, _: str) -> None:
    """Leave; an answer that could not be saved keeps the prompt open once."""
    if _ready(here) or here.warned:
        here.left = True
    else:
        here.warned = True
        here.say("Leaving would lose it. q again leaves without it.")


def _spoken(text: str) -> str:
    """A text whose ranges are words: "31 to 72"."""
    return re.sub(r"(?<=\d)–(?=\d)", " to ", text)


def _result(here: Talk) -> None:
    """Write what all answers in the round come to, and five lines to paste."""
    end = ending(here.sitting)
    here.say(end.left)
    here.say(_spoken(end.verdict))
    for name, score, state in end.conditions:
        here.say(f"{name}: {_spoken(score)}, {state}.")
    for line in end.lines[1:]:
        here.say(_spoken(line))


Command = Callable[[Talk, str], None]
CHANGES: dict[str, Command] = {
    **{str(n): partial(_answer, score=n, skip=None) for n in range(BEST_SCORE + 1)},
    "u": partial(_answer, score=None, skip="unknown"),
    "n": _not_applicable,
    "e": _evidence,
    "b": _basis,
    "c": _carry,
    "x": _clear,
}
COMMANDS: dict[str, Command] = {
    **CHANGES,
    "z": _undo,
    "": _next,
    "<": lambda here, _: _go(here, here.at - 1),
    "g": _questions,
    "v": lambda here, _: here.say(f"{_spoken(by_these_answers(here.sitting))}."),
    "?": lambda here, _: here.say(HELP),
    "q": _leave,
}
WITH_TEXT = ("n", "e", "b", "g")
