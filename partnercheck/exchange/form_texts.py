r"""Conversion between a person's text and its lines in a form.

Invariant: `unwrapped(written(text))` returns the same text, even after a mail program has wrapped
the lines. Mail programs break long lines and never join lines. A line break is taken for a mail
program's if the first word of the next line would not have fitted. If an author's own line break
could be taken for a mail program's, a backslash at the end of the line marks it. A backslash before
a line marks a text that looks like a part of the form: `Basis: none` is written `\Basis: none`.

For example, the first line of this text is long, so its break needs a backslash to stay; the second
is short enough for the third to fit behind it, so the break between them can only be the author's:

    In May we have planned the volumes of the whole year.\
    Since then
    nothing.
"""

from __future__ import annotations

import re

from partnercheck.questionnaires.wording import wording

EVIDENCE = wording().evidence.form
BASIS = "Basis:"
KEYS = (
    *("Vendor", "Round", "Company", "Buyer", "Line", "Stage", "Perspective", "Respondent", "Level"),
    *("Form", "Instrument", "Version", "Format", "Code"),
)
# A line of a person's text with such a beginning could be read as a part of the form, so it gets a
# backslash.
_SIDE_PROMPT = wording().keys.side.form.partition(":")[0]
SIGNS = "[xX×✓✔✗✘☒☑хХχΧ]"
STRUCTURAL = re.compile(
    rf"\\*(?:[>\[({{☐☒☑]|{SIGNS}\s*[\])]|{BASIS}|{EVIDENCE}|{_SIDE_PROMPT}\s*[:,]|(?:{'|'.join(KEYS)})\s*:)"
)


def written(text: str) -> list[str]:
    """Return a person's text as lines of a form; `unwrapped` reverses this."""
    if not text.strip():
        return []
    lines = [line.strip() for line in text.strip().split("\n")]
    lines = [f"\\{line}" if STRUCTURAL.match(line) else line for line in lines]
    indented = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        # A line that ends in a backslash of its own gets another one, which `unwrapped` removes.
        hard = line and after and (wraps(line, after) or line.endswith("\\"))
        indented.append(f"    {line}{_HARD if hard else ''}".rstrip())
    return indented


_HARD = "\\"
# Mail programs break no line shorter than SHORTEST, and leave no line longer than LONGEST.
SHORTEST, LONGEST = 52, 100
BULLET = re.compile(r"(?:[-*•–+]|\d+[.)])\s")


def wraps(line: str, after: str) -> bool:
    """Return whether the break between two lines was an e-mail program's, not the author's."""
    needed = len(line) + 1 + len(after.rstrip(_HARD).split(" ")[0])
    return needed > SHORTEST and len(line) <= LONGEST and not BULLET.match(after)


def unwrapped(text: str) -> str:
    """Return a person's text without indentation and the line breaks that e-mail programs added."""
    paragraphs: list[str] = []
    last = ""
    for line in (each.strip() for each in text.split("\n")):
        content = line[1:] if line.startswith("\\") and STRUCTURAL.match(line) else line
        # A break at a place where a mail program would break the line was made by a mail program,
        # unless a backslash marks it.
        bare = last.removesuffix(_HARD)
        if last and line and bare == last and wraps(last, line):
            paragraphs[-1] += f" {content}"
        else:
            if line and bare != last and (wraps(bare, line) or bare.endswith(_HARD)):
                paragraphs[-1] = paragraphs[-1].removesuffix(_HARD)
            paragraphs.append(content)
        last = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join(paragraphs)).strip()


_ANY_QUOTE = {ord(quote): '["“”„‟«»]' for quote in '"“”'}


def pattern(text: str) -> str:
    """Return a regex for a text of the form that also matches other spaces, quotes and dashes."""
    words = [
        re.sub(r"\\-", "[-‐‑‒–—−]+", re.escape(word).replace("'", "['’‘‛´`]"))
        .translate(_ANY_QUOTE)
        .replace(r"\.\.\.", r"(?:\.{3}|…)")
        for word in text.split()
    ]
    return r"\s+".join(words)
