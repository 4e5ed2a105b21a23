"""English for messages: counts, lists, agreement, capitals, and the nearest known name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from partnercheck.base.records import Perspective
from partnercheck.base.text import slug

# How many letters at the start of a name are enough to tell which name is meant.
FEWEST_LETTERS = 3
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: "1 vendor", "3 vendors"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Return names as an English list: "a, b and c"; empty without names.

    `last` is the word before the last name, such as "or". If a name has a comma, semicolons
    separate them: "Fuchs, Hase OHG; Gamma Labor; and Delta".
    """
    if len(names) < 2:
        return names[0] if names else ""
    separator = separator_of(names)
    before_last = f"{separator}{last} " if separator.startswith(";") else f" {last} "
    return f"{separator.join(names[:-1])}{before_last}{names[-1]}"


def joined(names: Iterable[str]) -> str:
    """Return names in one line, separated by commas, or by semicolons if a name has a comma."""
    each = [*names]
    return separator_of(each).join(each)


def separator_of(names: Iterable[str]) -> str:
    """Return the separator for a list of these names: a semicolon if a name has a comma.

    A comma in brackets does not count: "2 steps in Learning (our view, one of them), 3 in others".
    """
    return "; " if any("," in _IN_BRACKETS.sub("", name) for name in names) else ", "


def is_or_are(count: int) -> str:
    """Return "is" or "are" for a count."""
    return "is" if count == 1 else "are"


def capitalised(text: str) -> str:
    """Return a text with its first letter capitalised and the rest unchanged."""
    return text[:1].upper() + text[1:]


def closest_match(word: str, known: Iterable[str]) -> str:
    """Return the known name that is closest to a mistyped name; empty if no name is close.

    Case is ignored. The first letters of a name are close to it if no other name begins with them.
    """
    names = {name.casefold(): name for name in known}
    typed = word.casefold()
    begun = [name for name in names if name.startswith(typed)]
    if len(begun) == 1 and len(typed) >= FEWEST_LETTERS:
        return names[begun[0]]
    return names.get(next(iter(difflib.get_close_matches(typed, names, 1)), ""), "")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a question with the closest known name, to end a message; empty if none is close."""
    near = closest_match(word, known)
    return f". Did you mean {near}?" if near else ""


def closest_id(wanted: str, names: Mapping[str, str]) -> str:
    """Return the id of the vendor whose id or name is closest to a mistyped id or name.

    Empty if no id or name is close. `names` maps each id to its name.
    """
    ids = {slug(name): id_ for id_, name in names.items()} | {id_: id_ for id_ in names}
    return ids.get(closest_match(slug(wanted), ids), "")


ON_WHOSE_SIDE: dict[Perspective, str] = {"buyer": "on our side", "vendor": "on the vendor's side"}
