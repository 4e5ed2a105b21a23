"""The difference between two states as plain text that fits the terminal."""

from __future__ import annotations

from partnercheck.base.cells import wrapped
from partnercheck.base.terminal import NARROWEST
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
from partnercheck.report.text import entry_lines
from partnercheck.versions.moves import VendorMove

ABOUT = 2
ANSWERS = 4


def difference(compared: Comparison, width: int) -> str:
    """Return a summary, the changes of each vendor and of the rules, and the broken files."""
    width = max(width, NARROWEST)
    moves = compared.difference
    head = f"From {compared.before.named} to {compared.after.named}"
    lines = [*wrapped(head, width), *wrapped(summary(moves), width)]
    for move in moves.vendors:
        lines += ["", *_vendor(compared, move, width)]
    if rules := list(rules_entries(moves)):
        lines += ["", "The rules", *entry_lines(rules, width, indent=ABOUT)]
    if sentence := rules_sentence(moves):
        lines += ["", *wrapped(sentence, width)]
    if problems := problem_entries(compared):
        lines += ["", "The files", *entry_lines(problems, width, indent=ABOUT)]
    return "\n".join(lines) + "\n"


def _vendor(compared: Comparison, move: VendorMove, width: int) -> list[str]:
    name, rounds, direction = heading(move)
    went = direction if move.fate in ("added", "removed") else f"class {direction}"
    title = "   ".join([name, rounds, *([went] if direction else [])])
    entries = [
        *verdict_entries(move.judged_before, move.judged_after),
        *about_entries(compared, move),
    ]
    lines = [*wrapped(title, width), *entry_lines(entries, width, indent=ABOUT)]
    for section in sections(compared, move):
        first, *rest = wrapped(section.title, width - ANSWERS)
        lines += ["", f"{' ' * ABOUT}{first}", *(f"{' ' * ANSWERS}{line}" for line in rest)]
        if section.kind != "whole":
            lines += entry_lines(section.entries, width, indent=ANSWERS)
    return lines
