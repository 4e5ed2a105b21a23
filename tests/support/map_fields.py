"""Reading a map: its field, its cells, and where a vendor belongs."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from partnercheck.questionnaires.read import packaged_text
from partnercheck.verdicts.judged import JudgedVendor

LEFT = 4
# The names of the corners, which are no letters of vendors.
NAMES = re.compile(
    r"\b(?:Bond|Exchange|only|Neither|every|Partner|here|is(?= here))\b|(?<=Partner) is\b"
)


def middles(judged: JudgedVendor) -> tuple[Fraction, Fraction]:
    """Exchange and bond, from the verdict alone."""
    found = {c.id: Fraction(c.low) + Fraction(c.high) for c in judged.verdict.conditions}
    return (found["gains"] + found["reciprocity"]) / 4, (found["culture"] + found["learning"]) / 4


def cell(value: Fraction, cells: int) -> int:
    return int(value / 100 * (cells - 1) + Fraction(1, 2) + Fraction(1, 10**8))


def field(text: str, width: int, rows: int) -> dict[str, list[tuple[int, int]]]:
    """The cells of each letter and sign in a printed field."""
    found: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(text.splitlines()[1 : rows + 1]):
        letters = NAMES.sub(lambda name: " " * len(name[0]), line[LEFT:width])
        for match in re.finditer("[a-zA-Z•?]", letters):
            found.setdefault(match[0], []).append((row, match.start()))
    return found


AXES = re.compile(r"\[\[axes\]\]\nname = .*\nconditions = .*\n\n")


def other_conditions(root: Path, axes: str) -> None:
    """Give a workspace an instrument that asks about wit instead of learning, with these axes."""
    own = root / "instruments" / "partnership.toml"
    own.parent.mkdir(exist_ok=True)
    text = AXES.sub("", packaged_text("partnership")).replace('name = "Learning"', 'name = "Wit"')
    for key in ("id", "condition"):
        text = text.replace(f'{key} = "learning"', f'{key} = "wit"')
    own.write_text(text.replace("[[conditions]]", f"{axes}\n[[conditions]]", 1))
