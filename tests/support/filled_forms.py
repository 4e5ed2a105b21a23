"""Forms as people fill them in, and as people and mail programs damage them.

A form is filled in here by changing its text, the way an editor does; nothing of the program's
own writing of answers is used, so that reading is tested against something else.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence

from hypothesis import strategies as st

from partnercheck.base.records import BASES, PERSPECTIVES, Answer, Form
from partnercheck.exchange.form_opening import PrintedRequest
from partnercheck.exchange.form_write import form_text
from partnercheck.exchange.returned_text import FormRead
from partnercheck.questionnaires.paper import paper_items
from partnercheck.questionnaires.read import packaged
from partnercheck.questionnaires.records import Instrument

PARTNERSHIP = packaged()["partnership"]
KNOWN = {"partnership": PARTNERSHIP}
WORDS = {"opinion": "my view", "observed": "I saw it", "documented": "it is written down"}
MARKS = ("[x]", "[X]", "[ x]", "[x ]", "[xx]", "x ]", "[x", "x", "X", "(x)", "[✓]", "[х]", "☒")
BOX = re.compile(r"\[ \]")

Damage = Callable[[str], str]


def asked(form: Form = "quick", respondent: str = "Jane Doe") -> PrintedRequest:
    return PrintedRequest(
        "acme-logistics", "Acme Logistics", "Northwind Foods", "2026-q4", form, respondent
    )


SIDES = {"vendor": "Acme Logistics (we)", "buyer": "Northwind Foods (this customer)"}


def empty(form: Form = "quick", instrument: Instrument = PARTNERSHIP) -> str:
    return form_text(instrument, asked(form))


def fill(
    text: str,
    answers: Mapping[str, Answer],
    mark: str = "[x]",
    moved: Sequence[str] = (),
    doubled: Sequence[str] = (),
    keep_box: bool = True,
    width: int = 72,
) -> str:
    """A form with these answers marked in it.

    Items in `moved` have their mark at the end of its line, those in `doubled` a second one.
    """
    for item, answer in answers.items():
        before, after = text.split(f"\n[{item}]\n")
        end = re.search(r"\n\[[a-z]", after)
        assert end
        question, rest = after[: end.start()], after[end.start() :]
        filled = _marked(question, answer, mark, item in moved, keep_box, width)
        if item in doubled:
            # On another line than the first mark: a score's is never the last line, a skip's
            # never the first.
            lines = filled[: filled.index("What happened")]
            at = (lines.index if answer.skip else lines.rindex)("    [ ] ") + 4
            filled = filled[:at] + mark + filled[at + 3 :]
        text = f"{before}\n[{item}]\n{filled}{rest}"
    return text


def _marked(
    question: str, answer: Answer, mark: str, moved: bool, keep_box: bool, width: int
) -> str:
    key = {"unknown": "u", "no-occasion": "n", None: str(answer.score)}[answer.skip]
    if answer.is_answered:
        found = re.search(rf"    \[ \] {key}  .*(?:\n {{11}}.*)*", question)
        assert found, question
        line = found[0]
        if moved and key != "n":
            new = f"{line if keep_box else line.replace('[ ] ', '    ')}   {mark}"
        else:
            new = line.replace("[ ]", mark)
        question = question.replace(line, new)
    if answer.reason:
        question = question.replace("had an occasion\n", f"had an occasion\n    {answer.reason}\n")
    if answer.done_by:
        words = SIDES[answer.done_by]
        question = question.replace(f"( ) {words}", f"(x) {words}")
    lines = "\n".join(
        wrapped
        for line in answer.evidence.split("\n")
        for wrapped in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    )
    # Below the hint, where there is one.
    room = re.compile(r"(when:\n(?: {4}\(.*\n(?: {4}.*\n)*)?)\n\n")
    question = room.sub(lambda found: f"{found[1]}\n{lines}\n\n", question)
    if answer.is_answered and answer.basis != "opinion":
        word = WORDS[answer.basis]
        question = question.replace(f"( ) {word}", f"(x) {word}")
    return question


def quoted(sign: str) -> Damage:
    return lambda text: "".join(f"{sign}{line}\n" for line in text.split("\n"))


def wrapped(width: int) -> Damage:
    """Every line that is too long broken, as a mail program does it."""

    def _wrap(text: str) -> str:
        lines: list[str] = []
        for line in text.split("\n"):
            while len(line) > width and (at := line.rfind(" ", 12, width + 1)) > 0:
                lines.append(line[:at])
                line = line[at + 1 :]
            lines.append(line)
        return "\n".join(lines)

    return _wrap


def windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def smart(text: str) -> str:
    return text.replace("'", "’").replace('"', "“").replace("...", "…").replace(" - ", " – ")


def unbreakable(text: str) -> str:
    return text.replace("  ", "\u00a0 ").replace("[ ]", "[\u00a0]")


def tabbed(text: str) -> str:
    return text.replace("    ", "\t")


def flush(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


def answered_mail(text: str) -> str:
    return f"Hello Alice,\n\nhere it is: [x] 3 was hard.\n\n{text}\n-- \nJane Doe\n[x] 4 Acme\n"


def with_original(text: str) -> str:
    return text + "\nOn Monday, Alice wrote:\n" + quoted("> ")(form_text(PARTNERSHIP, asked()))


HARMLESS: tuple[Damage, ...] = (
    *(quoted(sign) for sign in ("> ", ">", "> > ", ">> ")),
    *(wrapped(width) for width in (60, 66, 72)),
    *(windows, smart, unbreakable, tabbed, flush, spaced, answered_mail, with_original),
)

WRITTEN = """In June they moved the cut-off; we asked twice (see minutes) 3 trucks, it's paid!
Müller said "no" on 4 May - 70 % of 12.5 t"""
sentences = st.lists(st.sampled_from(WRITTEN.split()), min_size=1, max_size=25).map(" ".join)


def words(answer: Answer) -> tuple[object, ...]:
    """An answer with its texts as words alone, quotes and dashes plain."""
    texts = (
        tuple(re.sub("[’‘]", "'", re.sub("[“”]", '"', text)).replace("–", "-").split())
        for text in (answer.reason, answer.evidence)
    )
    return (answer.score, answer.done_by, answer.skip, answer.basis, *texts)


@st.composite
def answers_to(draw: st.DrawFn, instrument: Instrument, form: Form) -> dict[str, Answer]:
    """Answers to some of a form's items, as a person gives them."""
    made = {}
    for item in paper_items(instrument, form):
        kinds = ["score", "score", "score", "unknown", "nothing"]
        offered = [*kinds, "no-occasion"] if item.offers_no_occasion else kinds
        kind = draw(st.sampled_from(offered))
        if kind == "nothing":
            continue
        evidence = draw(st.just("") | st.lists(sentences, min_size=1, max_size=3).map("\n\n".join))
        basis = draw(st.sampled_from(BASES))
        if kind == "score":
            score = draw(st.integers(0, 4))
            sides = (None, *PERSPECTIVES) if score == 2 and item.asks_which_side else (None,)
            done_by = draw(st.sampled_from(sides))
            made[item.id] = Answer(score, done_by, basis=basis, evidence=evidence)
        elif kind == "unknown":
            made[item.id] = Answer(skip="unknown", basis=basis, evidence=evidence)
        else:
            reason = draw(sentences)
            made[item.id] = Answer(skip="no-occasion", reason=reason, basis=basis)
    return made


def told(found: FormRead, item: str) -> bool:
    """Whether a problem names the item, with its line if the item is there."""
    return any(
        (problem.message.startswith(f"[{item}]") and problem.line)
        or (problem.message.startswith("does not contain") and item in problem.message)
        for problem in found.problems
    )
