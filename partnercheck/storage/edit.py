"""Changes to the data of hand-written files: comments and layout stay.

Invariant: an edited text parses to exactly the wanted data and has the same comments as before,
each as often. Otherwise the edit is dropped and `EditError` raised; the file is not touched. If

    version = 1  # of the form

    [answers.a]
    score = 3

is to get the score 2 in `a` and a new answer `b` with the score 4, only the 3 is replaced, and a
blank line, `[answers.b]` and `score = 4` are added at the end. The steps:

1. A canonical file (exactly what the program would write for its data) is written anew.
2. Any other file is edited in place (`edit_in_place.py`), with new tables appended at its end in
   canonical form: where tomlrt would put a new table depends on the layout.
3. If the result of step 2 breaks the invariant, all data, including new tables, is edited in place.

The check is independent of the edit: it uses another parser (tomli) and finds comments with
`TEXT_OR_COMMENT`.
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

# Texts are matched too, so that a `#` inside a text is not taken for a comment.
TEXT_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\r\n]*)",
    re.DOTALL,
)


class EditError(UserError):
    """The layout of a file does not allow a safe change; nothing was changed."""


def comments(text: str) -> Counter[str]:
    """Return every comment of a TOML text with its number of occurrences."""
    matches = (match["comment"] for match in TEXT_OR_COMMENT.finditer(text))
    return Counter(comment.rstrip() for comment in matches if comment is not None)


def changed_text(text: str, wanted: Table, canonical: Canonical) -> str:
    """Return a file's text, changed to contain the new data; a canonical text stays canonical.

    Raises EditError if comments or layout cannot be kept.
    """
    if is_canonical(text, canonical):
        return join_schema_line(split_schema_line(text)[0], canonical(wanted))
    return edited(text, wanted)


def is_canonical(text: str, canonical: Canonical) -> bool:
    """Return whether the program would write the text's data as exactly this text.

    A schema line is not compared.
    """
    body = split_schema_line(text)[1]
    try:
        return canonical(load_toml(body)) == body
    except (ValueError, TypeError, AttributeError, RecursionError):  # The data is of another kind.
        return False


def edited(text: str, wanted: Table) -> str:
    """Return the text, edited to contain the new data; every comment is kept.

    A byte order mark and a schema line stay at the top. Raises EditError if the edit is not safe.
    """
    line, rest = split_schema_line(text)
    # If there is a schema line, it includes the byte order mark.
    body = rest if line else rest.removeprefix("\ufeff")
    mark = rest[: len(rest) - len(body)]
    for edit in (_append_tables, edit_in_place):
        try:
            result = edit(body, wanted)
            # `dumps` turns carriage returns into line feeds, as they are stored in a file.
            is_right = same(load_toml(result), load_toml(dumps(wanted)))
        except (InPlaceError, ValueError, TypeError, LookupError, RecursionError):
            # This edit fails on this layout; nothing has been written, so try the next one.
            continue
        # Right data alone is not enough: the edit may have dropped a person's comments.
        if is_right and comments(result) == comments(body):
            return join_schema_line(line, mark + result)
    raise EditError(
        "this change could lose comments or layout, so it was not made; "
        "change the file in an editor, or reformat it with `partnercheck fmt`"
    )


def _append_tables(text: str, wanted: Table) -> str:
    """Return the text with new tables at its end, in canonical form."""
    existing, new = _split(load_toml(text), wanted)
    # Keys that are no longer wanted are in neither part, so the edit also removes them.
    result = edit_in_place(text, existing)
    if not new:
        return result
    end = line_end_of(text)
    before = f"{result.rstrip()}{end}{end}" if result.strip() else ""
    return before + dumps(new).replace("\n", end)


def _split(data: Table, wanted: Table) -> tuple[Table, Table]:
    """Split the new data into the part for existing tables, and the new tables.

    With `{"a": {"x": 1}}` in the file, `{"a": {"x": 2, "t": {}}, "b": {}}` is split into
    `{"a": {"x": 2}}` and `{"a": {"t": {}}, "b": {}}`.
    """
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
