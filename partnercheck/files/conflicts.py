"""Conflicts as text: marked as git marks them, and read back into the two sides."""

from __future__ import annotations

import re

MARKER_SIZE = 7


def marked(ours: str, theirs: str, about: str = "", size: int = MARKER_SIZE) -> str:
    """Two versions of the same lines with git's markers around them; `about` says what they are.

    Blank lines that both begin with stay in front.
    """
    before = ""
    while ours[:1] == theirs[:1] == "\n":
        before, ours, theirs = before + "\n", ours[1:], theirs[1:]
    named = f": {about}" if about else ""
    return (
        f"{before}{'<' * size} ours{named}\n{_whole_lines(ours)}{'=' * size}\n"
        f"{_whole_lines(theirs)}{'>' * size} theirs{named}\n"
    )


def marked_lines(ours: str, theirs: str, about: str = "", size: int = MARKER_SIZE) -> str:
    """Two versions of a text, with markers around the lines that differ."""
    import difflib

    mine, yours = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    made: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, mine, yours, False).get_opcodes():
        if kind == "equal":
            made += mine[a:b]
        else:
            made.append(marked("".join(mine[a:b]), "".join(yours[c:d]), about, size))
    return "".join(made)


def _whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


_START = re.compile(r"(<{7,})(?: .*)?$")


def sides(text: str) -> tuple[str, str] | None:
    """The two versions in a text with conflict markers; None where there are none, or half of one.

    The common ancestor, which git can write between the two, is left out.
    """
    ours: list[str] = []
    theirs: list[str] = []
    inside: tuple[list[str], ...] = (ours, theirs)
    state, found = "both", False
    for line in re.findall(r"[^\n]*\n|[^\n]+", text.replace("\r\n", "\n")):
        sign = line.rstrip("\n")
        if state == "both" and _START.match(sign):
            state, inside, found = "ours", (ours,), True
        elif state == "ours" and re.match(r"\|{7,}( |$)", sign):
            state, inside = "base", ()
        elif state in ("ours", "base") and re.match(r"={7,}$", sign):
            state, inside = "theirs", (theirs,)
        elif state == "theirs" and re.match(r">{7,}( |$)", sign):
            state, inside = "both", (ours, theirs)
        else:
            for side in inside:
                side.append(line)
    return ("".join(ours), "".join(theirs)) if found and state == "both" else None
