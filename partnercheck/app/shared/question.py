"""The lines that show a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from partnercheck.app.shared.widgets.lines import (
    Line,
    Span,
    group_line,
    line,
    line_width,
    rule_line,
)
from partnercheck.assessing.answer_changes import asks_side, other_side
from partnercheck.assessing.question_words import PhrasedQuestion, which_side
from partnercheck.base.cells import fitted, width_of, wrapped
from partnercheck.base.records import Answer, Basis, Perspective
from partnercheck.base.text import one_line
from partnercheck.questionnaires.records import Item
from partnercheck.questionnaires.wording import unknown_words, wording

# Returns the label of the key with this id.
KeyLabel = Callable[[str], str]

BASIS_WORDS: dict[Basis, str] = {
    "opinion": "my view",
    "observed": "I saw it",
    "documented": "it is written down",
    **{stem.basis: stem.label for stem in wording().candidate.stems},
}
INDENT = 5
RULES_TITLE = "How to choose a line"
NO_OCCASION = wording().keys.n.form
SKIP_MARKS = {"unknown": "u", "no-occasion": "n"}


def anchor_lines(
    question: PhrasedQuestion, answer: Answer, width: int, key_label: KeyLabel
) -> list[Line]:
    """Return the lines of a question and its anchors, with the chosen anchor marked."""
    lines = [*question_lines(question, width), ()]
    for score, anchor in enumerate(question.item.anchors):
        lines += _choice(key_label(f"assess.score-{score}"), anchor, answer.score == score, width)
    lines += _skips(question.item, answer, width, key_label)
    return [*lines, (), *side_lines(question, answer, width, key_label, "assess")]


def question_lines(question: PhrasedQuestion, width: int) -> list[Line]:
    """Return the lines of a question with its introduction and remarks."""
    parts = [(question.stem, "dim"), (question.question, "strong")]
    parts += [(remark, "dim") for remark in question.remarks]
    return [
        line(Span(f" {each}", look))
        for text, look in parts
        if text
        for each in wrapped(text, width - 2)
    ]


def _choice(key: str, text: str, is_chosen: bool, width: int) -> list[Line]:
    look = "strong" if is_chosen else ""
    first, *rest = wrapped(text, width - INDENT - 1)
    mark = " ▸ " if is_chosen else "   "
    lines = [line(Span(mark, "key"), Span(key, "key"), Span(f" {first}", look))]
    return lines + [line(Span(" " * INDENT + text, look)) for text in rest]


def _skips(item: Item, answer: Answer, width: int, key_label: KeyLabel) -> list[Line]:
    label = key_label("assess.unknown")
    lines = _choice(label, unknown_words(item), answer.skip == "unknown", width)
    if item.offers_no_occasion:
        reason = f": {one_line(answer.reason)}" if answer.reason else ""
        is_chosen = answer.skip == "no-occasion"
        label = key_label("assess.no-occasion")
        lines += _choice(label, f"{NO_OCCASION}{reason}", is_chosen, width)
    return lines


def side_lines(
    question: PhrasedQuestion, answer: Answer, width: int, key_label: KeyLabel, screen: str
) -> list[Line]:
    """Return the lines that ask which side acted, if the score is 2 (only one side did).

    `screen` is the prefix of the key ids.
    """
    if not asks_side(question.item, answer):
        return []
    lines = [
        line(Span(f" {text}", "strong")) for text in wrapped(which_side(question.item), width - 2)
    ]
    own = question.perspective
    for side, key in ((own, "ours"), (other_side(own), "theirs")):
        label = key_label(f"{screen}.{key}")
        lines += _choice(label, question.did[side], answer.done_by == side, width)
    return [*lines, ()]


def side_keys(question: PhrasedQuestion, key_label: KeyLabel, screen: str) -> list[str]:
    """Return the texts of a message that asks which side acted, with the key for each side."""
    own = question.perspective
    ours = f"{key_label(f'{screen}.ours')} {question.did[own]}"
    theirs = f"{key_label(f'{screen}.theirs')} {question.did[other_side(own)]}"
    return [which_side(question.item), ours, theirs]


def so_far_lines(so_far: str, width: int) -> list[Line]:
    """Return the lines of the verdict so far; empty without a verdict."""
    if not so_far:
        return []
    return [*(line(Span(f" {text}", "dim")) for text in wrapped(so_far, width - 2)), ()]


def evidence_lines(answer: Answer, width: int, key_label: KeyLabel) -> list[Line]:
    """Return the lines of the evidence and its basis.

    After "no occasion", a line offers to add the reason instead.
    """
    writes = line(Span(f"   {key_label('assess.evidence')} ", "key"), Span("writes it", "dim"))
    if answer.skip == "no-occasion" and not answer.evidence:
        return [] if answer.reason else [line(Span(f" {wording().keys.n.note}", "dim")), writes]
    title = _evidence_title(answer, width, key_label)
    source = [
        line(Span(f"   {text}", "dim"))
        for text in wrapped(f"Evidence in: {answer.source}", width - 4)
        if answer.source
    ]
    if not answer.evidence:
        return [*title, writes, *source]
    return [
        *title,
        *(
            line(f"   {text}")
            for part in answer.evidence.split("\n")
            for text in wrapped(part, width - 4)
        ),
        *source,
    ]


def _evidence_title(answer: Answer, width: int, key_label: KeyLabel) -> list[Line]:
    """Return the title of the evidence with its basis, in two lines if one may not be enough."""
    question = wording().evidence.screen
    key, words = Span(f"{key_label('assess.basis')} ", "key"), f"basis: {BASIS_WORDS[answer.basis]}"
    # The lines must not move when another basis is chosen.
    longest = max(width_of(BASIS_WORDS[each]) for each in ("documented", answer.basis))
    spare = width - 2 - width_of(f"{question}   basis: ") - line_width((key,)) - longest
    if spare >= 0:
        return [line(" ", *rule_line(question, (key, Span(words)), width - 2))]
    return [line(" ", *rule_line(question, (), width - 2)), line("   ", key, Span(words, "dim"))]


def rules_at_the_bottom(rules: Sequence[str], width: int, free: int) -> list[Line]:
    """Return the rules for choosing an anchor in the last free lines; empty if they don't fit.

    They stay in the same lines from one question to the next, so that they are not sent again.
    """
    lines: list[Line] = [line(" ", *group_line(RULES_TITLE, width - 2))]
    for rule in rules:
        first, *rest = wrapped(rule, width - 4)
        lines.append(line(Span(" - ", "dim"), first))
        lines += [line(f"   {text}") for text in rest]
    spare = free - len(lines)
    return [()] * spare + lines if spare > 0 else []


def mark_of(answer: Answer) -> str:
    """Return one character for an answer: its score, "u" (unknown), "n" (no occasion) or "·"."""
    return SKIP_MARKS.get(answer.skip or "", "·") if answer.score is None else f"{answer.score}"


def answer_words(answer: Answer, did: Mapping[Perspective, str]) -> str:
    """Return an answer in words: score or skip, side, basis, evidence.

    `did` maps each side to words such as "we did".
    """
    if answer.score is not None:
        side = f" ({did[answer.done_by]})" if answer.done_by else ""
        words = f"{answer.score}{side}, {BASIS_WORDS[answer.basis]}"
    elif answer.skip is not None:
        words = "I don't know" if answer.skip == "unknown" else "no occasion"
        words += f": {answer.reason}" if answer.reason else ""
    else:
        words = "no answer"
    words += f" — {one_line(answer.evidence)}" if answer.evidence else ""
    return words + (f" (evidence in: {answer.source})" if answer.source else "")


def sibling_lines(answers: Sequence[tuple[Item, Answer]], current: Item, width: int) -> list[Line]:
    """Return the questions of a condition with their answers, and the current question marked."""
    lines: list[Line] = [(), line(" ", *group_line("Answers in this condition", width - 2))]
    for item, answer in answers:
        look = "strong" if item.id == current.id else ""
        topic = Span(fitted(item.topic, width - 4), look)
        lines.append(line(Span(f" {mark_of(answer)} ", "key"), topic))
    return lines


def offered_lines(words: str, round_id: str, width: int, key_label: KeyLabel) -> list[Line]:
    """Return the lines of an answer from an earlier round. It counts only when confirmed."""
    title = line(
        Span(f" In {round_id} you said ", "note"),
        Span(f"  {key_label('assess.carry')} ", "key"),
        Span("confirms it"),
    )
    return [(), title, *(line(f"   {text}") for text in wrapped(words, width - 4))]
