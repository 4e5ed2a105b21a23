"""One question of a form as it came back: the answer that is marked, or why there is none.

What a form says about an item is known word for word, so nothing is guessed: its lines may be
broken anew, quoted or left out, but a text that is neither the form's nor in a place for texts
makes the item unclear, and an unclear item is refused, never read half.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

from partnercheck.cells import cut
from partnercheck.files.form_write import (
    BASIS,
    BASIS_WORDS,
    EVIDENCE,
    NOT_APPLICABLE,
    SIGNS,
    UNKNOWN,
    unwrapped,
)
from partnercheck.instruments.records import Item
from partnercheck.model import BASES, Answer
from partnercheck.text import clean, one_line

# What may stand where a mark belongs, longest first: a box with a sign or a number in it, half
# a box with a sign, a sign alone. What is repeated is taken whole (`*+`), so that a line of nothing
# but spaces, however long, is looked at once.
LONGEST_QUOTED = 40
_TOKEN = re.compile(
    rf"(?P<empty>[\[(]\s*+_*+\s*+[\])]|☐)"
    rf"|(?P<marked>[\[(]\s*+(?:{SIGNS}++|[vV*+√]|yes)\s*+[\])]"
    rf"|(?:[\[(]\s*+)?{SIGNS}++(?!\w)(?:\s*+[\])])?)"
    rf"|[\[(]\s*+(?P<named>[0-4unUN])\s*+[\])]"
)
_LOOKS_MARKED = re.compile(
    rf"\s*+(?:[\[({{]\s*+(?:{SIGNS}|[vV*+.-])?+\s*+[\])}}]|{SIGNS}\s*+[\])]|[☐☒☑])"
    r"\s*+[0-4unUN](?!\w)"
)
_LEAVE = f'Leave the lines of the question as they are, and write texts below "{EVIDENCE}"'
_EITHER = "has a mark that may be of either of two lines"
_BEFORE = "Put it before its line, as in [x] 3"


class UnclearError(Exception):
    """An item that cannot be read rightly: what is wrong, what to do, and where in its text."""

    def __init__(self, what: str, todo: str, at: int) -> None:
        super().__init__(what)
        self.what, self.todo, self.at = what, todo, at


class Stray(NamedTuple):
    """A text after an item's last line, that belongs to nothing: where it begins, and it."""

    at: int
    text: str


class _Label(NamedTuple):
    key: str
    start: int
    end: int


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
_BASIS = re.compile(
    rf"(?m)^[^\S\n]*{BASIS}|(?<!\\)\b{BASIS}"
    rf"(?=\s*+[\[(]?\s*+\S?\s*+[\])]?\s*+{pattern(BASIS_WORDS['opinion'])})"
)


def answer_in(item: Item, text: str) -> tuple[Answer, list[Stray]]:
    """The answer in an item's text, which begins after its id, and what follows its last line.

    Raises UnclearError where it cannot be read rightly.
    """
    prompts = list(_PROMPT.finditer(text))
    if len(prompts) > 1:
        raise UnclearError(f'has "{EVIDENCE}" twice', "Keep one of them", prompts[1].start())
    bases = list(_BASIS.finditer(text))
    if bases and prompts and bases[0].start() < prompts[0].end():
        todo = f'Put it below "{EVIDENCE}" and the text there'
        raise UnclearError(f'has the line "{BASIS}" in another place', todo, bases[0].start())
    if len(bases) > 1:
        raise UnclearError(f'has the line "{BASIS}" twice', "Keep one of them", bases[1].start())
    told_to = bases[0].start() if bases else len(text)
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
    basis, strays = _basis(text, bases[0].end())
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
        raise UnclearError(f'has "{_cut(before.text)}" before the question', _LEAVE, before.at)
    labels = {str(score): f"{score}[\\s.):]*{pattern(a)}" for score, a in enumerate(item.anchors)}
    labels["u"] = rf"u[\s.):]*{pattern(UNKNOWN)}"
    labels["n"] = rf"n[\s.):]*{pattern(NOT_APPLICABLE)}"
    # What follows the line for what does not apply is the reason, whatever it looks like.
    last = re.compile(rf"(?i)(?<!\w){labels['n']}").search(text, begin)
    asked = text[: last.end()] if last else text
    found = _labels(labels, asked, begin)
    # I don't know and does not apply are the same in every question: alone they show nothing.
    if not found or (not question and all(label.key in ("u", "n") for label in found)):
        raise UnclearError("has none of its lines", "Put them back from the form that was sent", 0)
    always = labels.keys() - ({"n"} if item.critical else set())
    marks, end = _marks(found, always, asked, begin)
    reason = ""
    if found[-1].key == "n":
        reason, end = _text(text, end, len(text)), len(text)
    if rest := _first(text[end:]):
        raise UnclearError(
            f'has "{_cut(rest.text)}", which is not understood', _LEAVE, end + rest.at
        )
    return _chosen(item, marks, reason, begin)


def _chosen(item: Item, marks: list[_Label], reason: str, at: int) -> Answer:
    if len(marks) > 1:
        listed = " and ".join(mark.key for mark in marks)
        raise UnclearError(f"has {len(marks)} marks: {listed}", "Keep one of them", marks[1].start)
    mark = marks[0].key if marks else ""
    if mark == "n" and item.critical:
        raise UnclearError("always applies, but n is marked", "Mark a score, or u", marks[0].start)
    if mark == "n" and (not reason or _TOKEN.fullmatch(reason)):
        todo = f'Write why below "{NOT_APPLICABLE}", or mark another line'
        raise UnclearError("does not say why it does not apply", todo, marks[0].start)
    if reason and mark != "n":
        what = f'says why it does not apply ("{_cut(reason)}"), but n is not marked'
        raise UnclearError(what, "Mark n, or remove the text", at)
    if mark == "n":
        return Answer(skip="not-applicable", reason=reason)
    return Answer(skip="unknown") if mark == "u" else Answer(score=int(mark) if mark else None)


def _basis(text: str, begin: int) -> tuple[str, list[Stray]]:
    """The basis that is marked, if any, and what follows its line."""
    labels: dict[str, str] = {basis: pattern(words) for basis, words in BASIS_WORDS.items()}
    found = _labels(labels, text, begin)
    line_end = text.find("\n", found[-1].end if found else begin)
    line_end = len(text) if line_end < 0 else line_end
    marks, end = _marks(found, set(BASES), text[:line_end], begin)
    if left := _first(text[end:line_end]):
        what = f'has "{_cut(left.text)}" as its basis, which is not understood'
        raise UnclearError(what, "Mark one of the three with an x", end + left.at)
    if len(marks) > 1:
        raise UnclearError("has two marks for its basis", "Keep one of them", marks[1].start)
    rest = _first(text[line_end:])
    strays = [Stray(line_end + rest.at, rest.text)] if rest else []
    return (marks[0].key if marks else ""), strays


def _labels(labels: Mapping[str, str], text: str, begin: int) -> list[_Label]:
    """Where the labels are, in the order of the text. Raises UnclearError for a doubled one."""
    found: list[_Label] = []
    for key, regex in labels.items():
        places = list(re.compile(rf"(?i)(?<!\w){regex}(?!\w)").finditer(text, begin))
        if len(places) > 1:
            what = f'has the line "{_cut(one_line(places[1][0]))}" twice'
            raise UnclearError(what, "Keep one of them", places[1].start())
        found += [_Label(key, place.start(), place.end()) for place in places]
    return sorted(found, key=lambda label: label.start)


def _marks(
    found: list[_Label], always: Set[str], text: str, begin: int
) -> tuple[list[_Label], int]:
    """The labels that are marked, and where the text after the last one begins.

    A label's own place is before it on its line; a mark that was moved to the end of its line
    counts too, if no other label can claim it. The labels in `always` are in every form: where
    one of them is gone and none is marked, the mark may have gone with it.
    """
    marked: list[_Label] = []
    boxed: set[str] = set()
    before = _Label("", begin, begin)
    for label in found:
        moved, own = _gap(text, before, label, not before.key or before.key in boxed)
        marked += [before] if moved and before not in marked else []
        marked += [label] if own else []
        boxed |= {label.key} if own is not None else set()
        before = label
    end = before.end
    if before.key and before.key != "n":
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        moved = any(_tokens(text[end:line_end], end, ""))
        if moved and before.key not in boxed and len(found) > 1:
            raise UnclearError(_EITHER, _BEFORE, end)
        marked += [before] if moved and before not in marked else []
        end = line_end
    if (
        not marked
        and found
        and (len(boxed) < len(found) or always - {label.key for label in found})
    ):
        what = "has no mark, but its lines have been changed"
        raise UnclearError(what, "Mark one with [x]", begin)
    return marked, end


def _gap(text: str, before: _Label, label: _Label, boxed: bool) -> tuple[bool, bool | None]:
    """Whether the label before is marked at its end, and whether this one is (None: no box)."""
    lines = text[before.end : label.start].split("\n")
    own_at = label.start - len(lines[-1])
    own = _tokens(lines[-1], own_at, label.key)
    if len(lines) == 1:
        if any(own) and (len(own) > 1 or not boxed):
            raise UnclearError(_EITHER, _BEFORE, own_at)
        return False, (own[0] if own else None)
    at = before.end + len(lines[0]) + 1
    if middle := _first("\n".join(lines[1:-1])):
        what = f'has "{_cut(middle.text)}" among its lines'
        raise UnclearError(what, _LEAVE, at + middle.at)
    moved = any(_tokens(lines[0], before.end, ""))
    if moved and not (own and before.key):
        raise UnclearError(_EITHER, _BEFORE, before.end)
    return moved, (any(own) if own else None)


def _tokens(text: str, at: int, key: str) -> list[bool]:
    """The boxes and signs in a text, each marked or not. Raises UnclearError for anything else."""
    found = []
    place = 0
    for token in _TOKEN.finditer(text):
        named = token["named"]
        if text[place : token.start()].strip() or (named and named.lower() != key):
            break
        found.append(not token["empty"])
        place = token.end()
    if left := text[place:].strip():
        raise UnclearError(f'has "{_cut(left)}" beside a line, which is not understood', _LEAVE, at)
    return found


def _text(text: str, begin: int, end: int) -> str:
    """A person's text. Raises UnclearError where a line of it may be a part of the form."""
    at = begin
    for line in text[begin:end].split("\n"):
        if _LOOKS_MARKED.match(line):
            what = f'has "{_cut(line.strip())}" in a place for texts'
            raise UnclearError(what, "Put a backslash (\\) before it if it belongs to the text", at)
        at += len(line) + 1
    return clean(unwrapped(text[begin:end]), lines=True)


def _first(text: str) -> Stray | None:
    """The first line that is not blank, and where."""
    found = re.search(r"\S[^\n]*", text)
    return Stray(found.start(), found[0].rstrip()) if found else None


def _cut(text: str) -> str:
    return cut(one_line(clean(text)), LONGEST_QUOTED)
