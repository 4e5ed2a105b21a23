"""Changes to a file that a person laid out: the data changes, their comments and layout stay.

A canonical file is written anew. Any other is edited in place, and parsed again and compared
with what was meant, so that neither a value nor a comment can get lost on the way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from partnercheck.base.errors import UserError
from partnercheck.storage.canonical import dumps
from partnercheck.storage.edit_in_place import InPlaceError, edit_in_place, line_end_of
from partnercheck.storage.parse import Table, load_toml, same
from partnercheck.storage.schema_line import join_schema_line, split_schema_line

Canonical = Callable[[Table], str]

TEXT_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\r\n]*)",
    re.DOTALL,
)


class EditError(UserError):
    """A file whose layout does not allow a change to be made safely; nothing was changed."""


def comments(text: str) -> Counter[str]:
    """Return every comment of a TOML text, and how many times it is there."""
    matches = (match["comment"] for match in TEXT_OR_COMMENT.finditer(text))
    return Counter(comment.rstrip() for comment in matches if comment is not None)


def changed_text(text: str, wanted: Table, canonical: Canonical) -> str:
    """Return the text of a file with other data, in the form it has: canonical, or a person's own.

    Raises EditError if the data cannot be put in with everything else kept.
    """
    if is_canonical(text, canonical):
        return join_schema_line(split_schema_line(text)[0], canonical(wanted))
    return edited(text, wanted)


def is_canonical(text: str, canonical: Canonical) -> bool:
    """Return whether a text is what the program would write for its data, schema line apart."""
    body = split_schema_line(text)[1]
    try:
        return canonical(load_toml(body)) == body
    except (ValueError, TypeError, AttributeError, RecursionError):  # Not data of this kind.
        return False


def edited(text: str, wanted: Table) -> str:
    """Return the text changed in place to hold the wanted data, with every comment.

    A schema line at its top stays there, whatever is changed below it.

    Raises EditError if that cannot be done.
    """
    line, rest = split_schema_line(text)
    bare = bool(line) or not rest.startswith("\ufeff")
    mark, body = ("", rest) if bare else ("\ufeff", rest[1:])
    for edit in (_append_tables, edit_in_place):
        try:
            result = edit(body, wanted)
            right = same(load_toml(result), _as_stored(wanted))
        except (InPlaceError, ValueError, TypeError, LookupError, RecursionError):
            continue
        if right and comments(result) == comments(body):
            return join_schema_line(line, mark + result)
    raise EditError(
        "its layout does not allow this change without losing something; "
        "change it in an editor, or let `partnercheck fmt` lay it out anew"
    )


def _as_stored(data: Table) -> Table:
    """Return data as a file holds it: its texts have no carriage returns."""
    return load_toml(dumps(data))


def _append_tables(text: str, wanted: Table) -> str:
    """Return the text with new tables at its end, as they would be written in a new file."""
    existing, new = _split(load_toml(text), wanted)
    result = edit_in_place(text, existing)
    if not new:
        return result
    end = line_end_of(text)
    before = f"{result.rstrip()}{end}{end}" if result.strip() else ""
    return before + dumps(new).replace("\n", end)


def _split(data: Table, wanted: Table) -> tuple[Table, Table]:
    """Return what is wanted of tables that exist, and what is wanted of new tables."""
    existing: Table = {}
    new: Table = {}
    for key, value in wanted.items():
        if not isinstance(value, dict) or not isinstance(data.get(key, {}), dict):
            existing[key] = value
        elif key not in data:
            new[key] = value
        else:
            existing[key], rest = _split(data[key], value)
            if rest:
                new[key] = rest
    return existing, new
