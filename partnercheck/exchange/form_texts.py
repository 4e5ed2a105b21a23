"""A person's text as lines of a form, and back.

Mail programs break long lines and join none. A break in a form is therefore taken for theirs if
the first word of the next line would not have fitted; a break of the author's that looks like
one is marked by a backslash at the end of its line. A line that looks like a part of the form
gets a backslash at its beginning. `unwrapped(written(text))` is the text again.
"""

from __future__ import annotations

import re

EVIDENCE = "What happened, and when:"
BASIS = "Basis:"
KEYS = (
    *("Vendor", "Round", "Buyer", "Perspective", "Respondent", "Level"),
    *("Form", "Instrument", "Format"),
)
# A line of a person's text that begins so could be taken for a part of the form: it is written
# with a backslash before it.
SIGNS = "[xX×✓✔✗✘☒☑хХχΧ]"
STRUCTURAL = re.compile(
    rf"\\*(?:[>\[({{☐☒☑]|{SIGNS}\s*[\])]|{BASIS}|{EVIDENCE}|(?:{'|'.join(KEYS)})\s*:)"
)


def written(text: str) -> list[str]:
    """A person's text as lines of a form, from which `unwrapped` makes the same text again.

    What looks like a part of the form gets a backslash before it; so does, at its end, a line
    whose break would else be taken for one that a mail program made.
    """
    if not text.strip():
        return []
    lines = [line.strip() for line in text.strip().split("\n")]
    lines = [f"\\{line}" if STRUCTURAL.match(line) else line for line in lines]
    made = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        hard = line and after and (wraps(line, after) or line.endswith("\\"))
        made.append(f"    {line}{_HARD if hard else ''}".rstrip())
    return made


_HARD = "\\"
# No mail program breaks lines shorter than this, nor leaves longer ones.
SHORTEST, LONGEST = 52, 100
_BULLET = re.compile(r"(?:[-*•–+]|\d+[.)])\s")


def wraps(line: str, after: str) -> bool:
    """Whether the break between two lines was made to fit them, rather than by their author."""
    needed = len(line) + 1 + len(after.rstrip(_HARD).split(" ")[0])
    return needed > SHORTEST and len(line) <= LONGEST and not _BULLET.match(after)


def unwrapped(text: str) -> str:
    """A person's text without its form's indentation and without breaks that only fit lines."""
    joined: list[str] = []
    last = ""
    for line in (each.strip() for each in text.split("\n")):
        said = line[1:] if line.startswith("\\") and STRUCTURAL.match(line) else line
        bare = last.removesuffix(_HARD)
        if last and line and bare == last and wraps(last, line):
            joined[-1] += f" {said}"
        else:
            if line and bare != last and (wraps(bare, line) or bare.endswith(_HARD)):
                joined[-1] = joined[-1].removesuffix(_HARD)
            joined.append(said)
        last = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join(joined)).strip()
