"""One question of a form as it came back: the answer that is marked, or why there is none.

What a form says about an item is known word for word, so nothing is guessed: its lines may be
broken anew, quoted or left out, but a text that is neither the form's nor in a place for texts
makes the item unclear, and an unclear item is refused, never read half.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from partnercheck.base.cells import excerpt
from partnercheck.base.records import BASES, Answer
from partnercheck.base.text import clean
from partnercheck.exchange.form_marks import (
    BOX,
    LEAVE_LINES,
    Label,
    UnclearError,
    find_labels,
    find_marks,
)
from partnercheck.exchange.form_texts import BASIS, EVIDENCE, SIGNS, unwrapped
from partnercheck.exchange.form_write import BASIS_WORDS, NOT_APPLICABLE, UNKNOWN
from partnercheck.questionnaires.records import Item

_LOOKS_MARKED = re.compile(
    rf"\s*+(?:[\[({{]\s*+(?:{SIGNS}|[vV*+.-])?+\s*+[\])}}]|{SIGNS}\s*+[\])]|[☐☒☑])"
    r"\s*+[0-4unUN](?!\w)"
)


class Stray(NamedTuple):
    """A text after an item's last line, that belongs to nothing: where it begins, and it."""

    at: int
    text: str


def pattern(text: str) -> str:
    """A regex for a text of the form, however its spaces, quotes and dashes have fared."""
    words = [
        re.sub(r"\\-", "[-‐‑‒–—−]+", re.escape(word).replace("'", "['’‘‛´`]"))
        .replace('"', '["“”„‟«»]')
        .replace(r"\.\.\.", r"(?:\.{3}|…)")
        for word in text.split()
    ]
    return r"\s+".join(words)


_PROMPT = re.compile(rf"(?m)^[^\S\n]*{pattern(EVIDENCE)}")
_BASIS_LINE = re.compile(rf"(?m)^[^\S\n]*{BASIS}")
# The line as it was sent: behind its name a box, and one of its choices. Where lines were joined,
# it may stand behind other words.
_BOX_OR_NOT = r"\s*+[\[(]?\s*+\S?\s*+[\])]?\s*+"
BASIS_AS_SENT = re.compile(
    rf"(?m)(?:^[^\S\n]*{BASIS}{_BOX_OR_NOT}(?:{'|'.join(map(pattern, BASIS_WORDS.values()))})"
    rf"|(?<!\\)\b{BASIS}{_BOX_OR_NOT}{pattern(BASIS_WORDS['opinion'])})"
)


def _basis_ends(text: str) -> list[tuple[int, int]]:
    """Where `Basis:` is in an item's text: as it was sent or, if it is gone so, at a line's start.

    A line of a person's text may begin with the same word.
    """
    found = list(BASIS_AS_SENT.finditer(text)) or list(_BASIS_LINE.finditer(text))
    starts = [each.start() for each in found]
    return [(start, text.index(BASIS, start) + len(BASIS)) for start in starts]


def answer_in(item: Item, text: str) -> tuple[Answer, list[Stray]]:
    """The answer in an item's text, which begins after its id, and what follows its last line.

    Raises UnclearError where it cannot be read rightly.
    """
    prompts = list(_PROMPT.finditer(text))
    if len(prompts) > 1:
        raise UnclearError(f'has "{EVIDENCE}" twice', "Keep one of them", prompts[1].start())
    bases = _basis_ends(text)
    if bases and prompts and bases[0][0] < prompts[0].end():
        todo = f'Put it below "{EVIDENCE}" and the text there'
        raise UnclearError(f'has the line "{BASIS}" in another place', todo, bases[0][0])
    if len(bases) > 1:
        raise UnclearError(f'has the line "{BASIS}" twice', "Keep one of them", bases[1][0])
    told_to = bases[0][0] if bases else len(text)
    asked_to = prompts[0].start() if prompts else told_to
    chosen = _choice(item, text[:asked_to])
    if chosen.reason and not prompts:
        what = f'has no line "{EVIDENCE}", so it is not clear where its reason ends'
        raise UnclearError(what, "Put it back below the reason", told_to)
    evidence = _text(text, prompts[0].end(), told_to) if prompts else ""
    if not bases:
        if evidence:
            what = f'has no line "{BASIS}", so it is not clear where its text ends'
            raise UnclearError(what, f"Put {BASIS} below the text", told_to)
        return chosen, []
    basis, strays = _basis(text, bases[0][1])
    if not (chosen.given or evidence):
        if basis:
            raise UnclearError("has a basis, but no score", "Mark one of the lines", told_to)
        return Answer(), strays
    made = Answer(
        score=chosen.score,
        skip=chosen.skip,
        reason=chosen.reason,
        evidence=evidence,
        basis=next((b for b in BASIS_WORDS if b == basis), "opinion"),
    )
    return made, strays


def _choice(item: Item, text: str) -> Answer:
    """The line that is marked, and the reason; no evidence yet."""
    question = re.search(rf"(?i)(?:(?<!\d)\d++\s*+[.)]\s*+)?{pattern(item.vendor)}", text)
    begin = question.end() if question else 0
    if question and (before := _first(text[: question.start()])):
        what = f'has "{excerpt(before.text)}" before the question'
        raise UnclearError(what, LEAVE_LINES, before.at)
    labels = {str(score): f"{score}[\\s.):]*{pattern(a)}" for score, a in enumerate(item.anchors)}
    labels["u"] = rf"u[\s.):]*{pattern(UNKNOWN)}"
    labels["n"] = rf"n[\s.):]*{pattern(NOT_APPLICABLE)}"
    # What follows the line for what does not apply is the reason, whatever it looks like.
    last = re.compile(rf"(?i)(?<!\w){labels['n']}").search(text, begin)
    asked = text[: last.end()] if last else text
    found = find_labels(labels, asked, begin)
    # I don't know and does not apply are the same in every question: alone they show nothing.
    if not found or (not question and all(label.key in ("u", "n") for label in found)):
        raise UnclearError("has none of its lines", "Put them back from the form that was sent", 0)
    always = labels.keys() - ({"n"} if item.critical else set())
    marks, end = find_marks(found, always, asked, begin)
    reason = ""
    if found[-1].key == "n":
        reason, end = _text(text, end, len(text)), len(text)
    if rest := _first(text[end:]):
        raise UnclearError(
            f'has "{excerpt(rest.text)}", which is not understood', LEAVE_LINES, end + rest.at
        )
    return _chosen(item, marks, reason, begin)


def _chosen(item: Item, marks: list[Label], reason: str, at: int) -> Answer:
    if len(marks) > 1:
        listed = " and ".join(mark.key for mark in marks)
        raise UnclearError(f"has {len(marks)} marks: {listed}", "Keep one of them", marks[1].start)
    mark = marks[0].key if marks else ""
    if mark == "n" and item.critical:
        raise UnclearError("always applies, but n is marked", "Mark a score, or u", marks[0].start)
    if mark == "n" and (not reason or BOX.fullmatch(reason)):
        todo = f'Write why below "{NOT_APPLICABLE}", or mark another line'
        raise UnclearError("does not say why it does not apply", todo, marks[0].start)
    if reason and mark != "n":
        what = f'says why it does not apply ("{excerpt(reason)}"), but n is not marked'
        raise UnclearError(what, "Mark n, or remove the text", at)
    if mark == "n":
        return Answer(skip="not-applicable", reason=reason)
    return Answer(skip="unknown") if mark == "u" else Answer(score=int(mark) if mark else None)


def _basis(text: str, begin: int) -> tuple[str, list[Stray]]:
    """The basis that is marked, if any, and what follows its line."""
    labels: dict[str, str] = {basis: pattern(words) for basis, words in BASIS_WORDS.items()}
    found = find_labels(labels, text, begin)
    line_end = text.find("\n", found[-1].end if found else begin)
    line_end = len(text) if line_end < 0 else line_end
    marks, end = find_marks(found, set(BASES), text[:line_end], begin)
    if left := _first(text[end:line_end]):
        what = f'has "{excerpt(left.text)}" as its basis, which is not understood'
        raise UnclearError(what, "Mark one of the three with an x", end + left.at)
    if len(marks) > 1:
        raise UnclearError("has two marks for its basis", "Keep one of them", marks[1].start)
    rest = _first(text[line_end:])
    strays = [Stray(line_end + rest.at, rest.text)] if rest else []
    return (marks[0].key if marks else ""), strays


def _text(text: str, begin: int, end: int) -> str:
    """A person's text. Raises UnclearError where a line of it may be a part of the form."""
    at = begin
    for line in text[begin:end].split("\n"):
        if _LOOKS_MARKED.match(line):
            what = f'has "{excerpt(line.strip())}" in a place for texts'
            raise UnclearError(what, "Put a backslash (\\) before it if it belongs to the text", at)
        at += len(line) + 1
    return clean(unwrapped(text[begin:end]), lines=True)


def _first(text: str) -> Stray | None:
    """The first line that is not blank, and where."""
    found = re.search(r"\S[^\n]*", text)
    return Stray(found.start(), found[0].rstrip()) if found else None
