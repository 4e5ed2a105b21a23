"""The difference between two states as plain text that fits the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from partnercheck.base.cells import column_text, padded, wrapped
from partnercheck.base.terminal import NARROWEST
from partnercheck.report.columns_text import GUTTER
from partnercheck.report.difference.answers import sections
from partnercheck.report.difference.rules import rules_entries, rules_sentence
from partnercheck.report.difference.words import (
    Comparison,
    about_entries,
    heading,
    problem_entries,
    summary,
    verdict_entries,
)
from partnercheck.report.text import LABEL_WIDTH
from partnercheck.report.words.entry import Entry
from partnercheck.versions.difference import VendorMove

ABOUT = 2
ANSWERS = 4


def difference(compared: Comparison, width: int) -> str:
    """The states, a summary, the changes of each vendor and of the rules, and broken files."""
    width = max(width, NARROWEST)
    moves = compared.difference
    head = f"From {compared.before.named} to {compared.after.named}"
    lines = [*wrapped(head, width), *wrapped(summary(moves), width)]
    for move in moves.vendors:
        lines += ["", *_vendor(compared, move, width)]
    if rules := list(rules_entries(moves)):
        lines += ["", "The rules", *_entries(rules, ABOUT, width)]
    if sentence := rules_sentence(moves):
        lines += ["", *wrapped(sentence, width)]
    if problems := problem_entries(compared):
        lines += ["", "The files", *_entries(problems, ABOUT, width)]
    return "\n".join(lines) + "\n"


def _vendor(compared: Comparison, move: VendorMove, width: int) -> list[str]:
    name, rounds, direction = heading(move)
    went = direction if move.fate in ("added", "removed") else f"class {direction}"
    title = "   ".join([name, rounds, *([went] if direction else [])])
    entries = [*verdict_entries(move.was, move.now), *about_entries(compared, move)]
    lines = [*wrapped(title, width), *_entries(entries, ABOUT, width)]
    for section in sections(compared, move):
        first, *rest = wrapped(section.title, width - ANSWERS)
        lines += ["", f"{' ' * ABOUT}{first}", *(f"{' ' * ANSWERS}{line}" for line in rest)]
        if section.kind != "whole":
            lines += _entries(section.entries, ANSWERS, width)
    return lines


def _entries(entries: Iterable[Entry], indent: int, width: int) -> list[str]:
    """Two columns: labels with an indent, and their texts."""
    lines = []
    for entry in entries:
        labels = wrapped(column_text(entry.label), LABEL_WIDTH - indent) if entry.label else [""]
        texts = wrapped(entry.text, width - LABEL_WIDTH - len(GUTTER))
        for label, text in zip_longest(labels, texts, fillvalue=""):
            beside = padded(f"{' ' * indent}{label}", LABEL_WIDTH)
            lines.append(f"{beside}{GUTTER}{text}".rstrip())
    return lines
