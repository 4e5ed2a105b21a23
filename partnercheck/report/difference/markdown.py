"""The difference between two states as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from partnercheck.base.text import one_line
from partnercheck.formats.markdown import call_nobody, escape_markdown, markdown_table
from partnercheck.report.comparison import verdict_text
from partnercheck.report.difference.answers import Section, sections
from partnercheck.report.difference.rules import rules_entries, rules_sentence
from partnercheck.report.difference.words import (
    AS_BEFORE,
    Comparison,
    about_entries,
    heading,
    problem_entries,
    summary,
    verdict_entries,
)
from partnercheck.report.markdown import entry_list
from partnercheck.versions.moves import VendorMove

HEADER = ("Vendor", "Round", "Before", "Now", "Direction")
NOTHING = "–"


def difference(compared: Comparison) -> str:
    """Return a summary, a table of changed verdicts, and a section per vendor.

    The answers in each section are collapsed.
    """
    moves = compared.difference
    states = (
        f"From {escape_markdown(compared.before.named)} to {escape_markdown(compared.after.named)}."
    )
    lines = [f"**{escape_markdown(summary(moves))}** {states}"]
    if rows := [_cells(move) for move in moves.vendors if not _same_verdict(move)]:
        lines += ["", markdown_table(HEADER, rows).rstrip("\n")]
    for move in moves.vendors:
        lines += _vendor(compared, move)
    if rules := list(rules_entries(moves)):
        lines += ["", "### The rules", "", *entry_list(rules)]
    if sentence := rules_sentence(moves):
        lines += ["", escape_markdown(sentence)]
    if problems := problem_entries(compared):
        lines += ["", "### The files", "", *entry_list(problems)]
    return "\n".join(lines) + "\n"


def _same_verdict(move: VendorMove) -> bool:
    return any(
        entry.label == AS_BEFORE for entry in verdict_entries(move.judged_before, move.judged_after)
    )


def _cells(move: VendorMove) -> list[str]:
    name, rounds, direction = heading(move)
    verdicts = [
        verdict_text(each) if each else NOTHING for each in (move.judged_before, move.judged_after)
    ]
    return [name, rounds, *verdicts, direction or NOTHING]


def _vendor(compared: Comparison, move: VendorMove) -> Iterator[str]:
    entries, parts = about_entries(compared, move), list(sections(compared, move))
    if _same_verdict(move):
        entries = [*verdict_entries(move.judged_before, move.judged_after), *entries]
    if not entries and not parts:
        return
    yield from ("", f"### {escape_markdown(move.vendor.name)}")
    if entries:
        yield from ("", *entry_list(entries))
    for part in parts:
        yield from ("", *_section(part))


def _section(section: Section) -> Iterator[str]:
    if section.kind == "round":
        yield from (f"**{escape_markdown(section.title)}**", "", *entry_list(section.entries))
    elif not section.entries:
        yield escape_markdown(section.title)
    else:
        title = call_nobody(escape(one_line(section.title)))
        # The lines up to the blank line are HTML, which would show Markdown's backslashes.
        yield f"<details><summary>{title}</summary>"
        yield from ("", *entry_list(section.entries), "", "</details>")
