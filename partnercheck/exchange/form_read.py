"""Reading one question of a returned form: its answer, or the reason why it cannot be read.

Invariant: an item is either read for certain or refused as a whole. The words of the form are
known, so every part of the text must be one of these, in this order; lines may be rewrapped or
quoted:

    1. How do we plan?                question
       For your own side only.        remarks of some questions
       [ ] 1  By phone                lines with boxes: one mark at most
       [x] 2  In a plan of one side
       [ ] n  Neither side had an occasion
           a reason                   a person's text
    If you chose 2: Which side …?     one mark at most, and only with a score of 2
       (x) Acme Logistics (we)        the names are those of the form's header, or any others
       ( ) Northwind Foods (this customer)
    What happened, and when:
    (No names.)                       the hint of some questions
           the minutes of May         a person's text
    Basis: (x) I saw it               one mark at most

Any other text makes the item ambiguous. Text after the last line is reported, and not read. Part
headings are removed before this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.cells import excerpt
from partnercheck.base.records import BASES, ONE_SIDE_SCORE, PERSPECTIVES, Answer, Perspective
from partnercheck.exchange.form_marks import (
    BOX,
    LEAVE_LINES,
    AmbiguousItemError,
    Label,
    blanked,
    find_labels,
    find_marks,
)
from partnercheck.exchange.form_person_text import Stray, first_line, person_text
from partnercheck.exchange.form_sides import Sides, side_patterns, side_prompt
from partnercheck.exchange.form_texts import BASIS, EVIDENCE, pattern
from partnercheck.exchange.form_write import (
    BASIS_WORDS,
    CANDIDATE_BASES,
    NO_OCCASION,
)
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import unknown_words, wording

_PUT_BEFORE_N = "Put a box before the line, as in [x] n"


# A prompt counts at the start of a line only: a person may write the same words inside a text.
_PROMPT = re.compile(rf"(?m)^[^\S\n]*{pattern(EVIDENCE)}")
_OWN = pattern(wording().own.form)
_CONFIDENTIAL = pattern(wording().letter.confidential)
# The numbers of the questions are not compared.
_RESERVE = pattern(wording().reserve.form.format(n="n", questions="QUESTIONS")).replace(
    "QUESTIONS", r"question\s+\d+(?:(?:,|\s+or)\s+\d+)*+"
)
_BASIS_LINE = re.compile(rf"(?m)^[^\S\n]*{BASIS}")
# The line as it was sent: its name, a box, and one of its choices. If lines were joined, other
# words may come before it.
_BOX_OR_NOT = r"\s*+[\[(]?\s*+\S?\s*+[\])]?\s*+"
BASIS_AS_SENT = re.compile(
    rf"(?m)(?:^[^\S\n]*{BASIS}{_BOX_OR_NOT}(?:{'|'.join(map(pattern, BASIS_WORDS.values()))})"
    rf"|(?<!\\)\b{BASIS}{_BOX_OR_NOT}{pattern(BASIS_WORDS['opinion'])})"
)


def _basis_ends(text: str) -> list[tuple[int, int]]:
    """Return where each `Basis:` starts and ends: in unchanged lines only, or else in any line.

    Unchanged lines come first, since a line of a person's text may also begin with this word.
    """
    matches = list(BASIS_AS_SENT.finditer(text)) or list(_BASIS_LINE.finditer(text))
    starts = [each.start() for each in matches]
    return [(start, text.index(BASIS, start) + len(BASIS)) for start in starts]


def answer_in(item: Item, text: str, sides: Sides) -> tuple[Answer, list[Stray]]:
    """Return the answer in an item's text, and the stray text below the answer.

    `text` begins after the item's id; `sides` has the answers for the sides, with the names in the
    form's header. Raises AmbiguousItemError if the answer is ambiguous.
    """
    prompts, bases = list(_PROMPT.finditer(text)), _basis_ends(text)
    _require_order(prompts, bases)
    # The prompts cut the item in three: the choice, a person's text, and the basis.
    text_end = bases[0][0] if bases else len(text)
    choice_end = prompts[0].start() if prompts else text_end
    choice = _with_side(item, text[:choice_end], sides)
    # Without the prompt, the reason for "no occasion" could go on with what happened.
    if choice.reason and not prompts:
        message = f'has no line "{EVIDENCE}", so it is not clear where its reason ends'
        raise AmbiguousItemError(message, "Put it back below the reason", text_end)
    evidence = (
        person_text(text, _hint_end(item, text, prompts[0].end()), text_end) if prompts else ""
    )
    if not bases:
        if evidence:
            message = f'has no line "{BASIS}", so it is not clear where its text ends'
            raise AmbiguousItemError(message, f"Put {BASIS} below the text", text_end)
        return choice, []
    basis, strays = _basis(text, bases[0][1])
    if not (choice.is_answered or evidence):
        if basis:
            raise AmbiguousItemError("has a basis, but no score", "Mark one of the lines", text_end)
        return Answer(), strays
    answer = Answer(
        score=choice.score,
        done_by=choice.done_by,
        skip=choice.skip,
        reason=choice.reason,
        evidence=evidence,
        basis=next((b for b in BASIS_WORDS if b == basis), "opinion"),
    )
    return answer, strays


def _require_order(prompts: Sequence[re.Match[str]], bases: Sequence[tuple[int, int]]) -> None:
    """Raise AmbiguousItemError if a prompt occurs twice, or if the basis is above the evidence."""
    if len(prompts) > 1:
        raise AmbiguousItemError(f'has "{EVIDENCE}" twice', "Keep one of them", prompts[1].start())
    if bases and prompts and bases[0][0] < prompts[0].end():
        remedy = f'Put this line below "{EVIDENCE}" and its text'
        raise AmbiguousItemError(f'has the line "{BASIS}" in the wrong place', remedy, bases[0][0])
    if len(bases) > 1:
        raise AmbiguousItemError(f'has the line "{BASIS}" twice', "Keep one of them", bases[1][0])


def _hint_end(item: Item, text: str, begin: int) -> int:
    """Return the offset where a person's text begins: after the hint, if the item has one."""
    if not item.note_hint:
        return begin
    hint = re.compile(rf"(?i)\s*\(?{pattern(item.note_hint)}\s*\)?").match(text, begin)
    return hint.end() if hint else begin


def _with_side(item: Item, text: str, sides: Sides) -> Answer:
    """Return the marked line as an answer, including which side did it."""
    if not item.asks_which_side:
        return _choice(item, text)
    # A backslash before the question marks it as a person's text.
    prompts = list(re.finditer(rf"(?i)(?<![\\\w]){pattern(side_prompt(item))}", text))
    if len(prompts) > 1:
        message = f'has "{excerpt(prompts[1][0])}" twice'
        raise AmbiguousItemError(message, "Keep one of them", prompts[1].start())
    if not prompts:
        return _choice(item, text)
    choice = _choice(item, text[: prompts[0].start()])
    begin = prompts[0].end()
    side = _side(text, begin, choice, side_patterns(sides, text[begin:]))
    return replace(choice, done_by=side)


def _side(text: str, begin: int, choice: Answer, labels: Mapping[str, str]) -> Perspective | None:
    """Return the side that is marked after a 2.

    Raises AmbiguousItemError if a side is marked without a 2, or if there is other text.
    """
    if choice.score != ONE_SIDE_SCORE:
        _refuse_side(text, begin, choice, labels)
        return None
    found_labels = find_labels(labels, text, begin)
    marks, end = find_marks(found_labels, labels.keys(), text, begin)
    if len(marks) > 1:
        message = "has two marks for the side that did it"
        raise AmbiguousItemError(message, "Keep one of them", marks[1].start)
    if rest := first_line(text[end:]):
        message = f'has "{excerpt(rest.text)}", which cannot be interpreted'
        raise AmbiguousItemError(message, LEAVE_LINES, end + rest.at)
    return next((side for side in PERSPECTIVES if marks and marks[0].key == side), None)


def _refuse_side(text: str, begin: int, choice: Answer, labels: Mapping[str, str]) -> None:
    """Raise AmbiguousItemError if a side is marked, or if there is any other text."""
    # Words of the form become blanks of the same length: messages need the offset of the rest. The
    # names go first, since a part of a name may look like a mark.
    label = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(labels.values())})(?!\w)")
    other_text = " " * begin + blanked(text[begin:], label)
    for box in BOX.finditer(other_text, begin):
        if not box["empty"]:
            marked = {"unknown": "u", "no-occasion": "n", None: "no line"}[choice.skip]
            marked = marked if choice.score is None else f"{choice.score}"
            message = f"says which side did it, which requires a 2, but {marked} is marked"
            raise AmbiguousItemError(message, "Mark 2, or no side", box.start())
    if rest := first_line(blanked(other_text, BOX)):
        message = f'has "{excerpt(rest.text)}", which cannot be interpreted'
        raise AmbiguousItemError(message, LEAVE_LINES, rest.at)


def _choice(item: Item, text: str) -> Answer:
    """Return the marked line as an answer, with its reason but without evidence."""
    opening = pattern(item.vendor)
    opening += rf"(?:\s+{_RESERVE})?" if item.reserve else ""
    opening += rf"(?:\s+{_OWN})?" if item.kind == "own" else ""
    opening += rf"(?:\s+{pattern(item.vendor_hint)})?" if item.vendor_hint else ""
    opening += rf"(?:\s+{_CONFIDENTIAL})?" if item.confidential else ""
    question = re.search(rf"(?i)(?:(?<!\d)\d++\s*+[.)]\s*+)?{opening}", text)
    begin = question.end() if question else 0
    if question and (before := first_line(text[: question.start()])):
        message = f'has "{excerpt(before.text)}" before the question'
        raise AmbiguousItemError(message, LEAVE_LINES, before.at)
    labels = {str(score): f"{score}[\\s.):]*{pattern(a)}" for score, a in enumerate(item.anchors)}
    labels["u"] = rf"u[\s.):]*{pattern(unknown_words(item))}"
    labels["n"] = rf"n[\s.):]*{pattern(NO_OCCASION)}"
    # The text after the line for no occasion is the reason, whatever it looks like.
    last = re.compile(rf"(?i)(?<!\w){labels['n']}").search(text, begin)
    choices = text[: last.end()] if last else text
    found_labels = find_labels(labels, choices, begin)
    # The lines for "I don't know" and "no occasion" are the same in every question, so these alone
    # do not show that the lines of this question are there.
    if not found_labels or (
        not question and all(label.key in ("u", "n") for label in found_labels)
    ):
        raise AmbiguousItemError(
            "has none of its lines", "Restore them from the form that was sent", 0
        )
    always = labels.keys() - (set() if item.offers_no_occasion else {"n"})
    marks, end = find_marks(found_labels, always, choices, begin)
    reason = ""
    if found_labels[-1].key == "n":
        reason, end = person_text(text, end, len(text)), len(text)
    if rest := first_line(text[end:]):
        raise AmbiguousItemError(
            f'has "{excerpt(rest.text)}", which cannot be interpreted', LEAVE_LINES, end + rest.at
        )
    return _answer_marked(item, marks, reason, begin)


def _answer_marked(item: Item, marks: list[Label], reason: str, at: int) -> Answer:
    if len(marks) > 1:
        listed = " and ".join(mark.key for mark in marks)
        raise AmbiguousItemError(
            f"has {len(marks)} marks: {listed}", "Keep one of them", marks[1].start
        )
    mark = marks[0].key if marks else ""
    if mark == "n" and not item.offers_no_occasion:
        remedy = "Mark a score (1 if nothing was done), or u"
        message = "does not offer the answer n (no occasion), but n is marked"
        raise AmbiguousItemError(message, remedy, marks[0].start)
    # It may be the mark of the line n, or a reason that is a single sign.
    if BOX.fullmatch(reason):
        message = f'has "{excerpt(reason)}" after the text of line n'
        raise AmbiguousItemError(message, _PUT_BEFORE_N, at)
    if reason and mark != "n":
        message = f'has text below the line n ("{excerpt(reason)}"), but n is not marked'
        raise AmbiguousItemError(message, "Mark n, or remove the text", at)
    if mark == "n":
        return Answer(skip="no-occasion", reason=reason)
    return Answer(skip="unknown") if mark == "u" else Answer(score=int(mark) if mark else None)


def _basis(text: str, begin: int) -> tuple[str, list[Stray]]:
    """Return the marked basis (empty if there is none) and stray text below the line `Basis:`."""
    labels: dict[str, str] = {basis: pattern(words) for basis, words in BASIS_WORDS.items()}
    found_labels = find_labels(labels, text, begin)
    line_end = text.find("\n", found_labels[-1].end if found_labels else begin)
    line_end = len(text) if line_end < 0 else line_end
    # A form about a candidate offers other bases than a form about a vendor. The text may also
    # contain a basis of the other kind of form, if that basis was chosen.
    keys = {label.key for label in found_labels}
    of_candidate = keys.issuperset(CANDIDATE_BASES) and not keys.issuperset(BASES)
    offered = set(CANDIDATE_BASES if of_candidate else BASES)
    marks, end = find_marks(found_labels, offered, text[:line_end], begin)
    if unknown := first_line(text[end:line_end]):
        message = f'has "{excerpt(unknown.text)}" as its basis, which cannot be interpreted'
        raise AmbiguousItemError(message, "Mark one of the choices with an x", end + unknown.at)
    if len(marks) > 1:
        raise AmbiguousItemError("has two marks for its basis", "Keep one of them", marks[1].start)
    rest = first_line(text[line_end:])
    strays = [Stray(line_end + rest.at, rest.text)] if rest else []
    return (marks[0].key if marks else ""), strays
