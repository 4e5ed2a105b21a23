"""Change the data of a TOML text and nothing else: comments, blank lines and line ends stay.

This is the only module that runs tomlrt. It was chosen because it keeps what people lay out: in
random edits of hand-written files tomlkit lost comments and mixed line ends, tomlrt lost nothing.
It is young, so its version is bounded and its results are not trusted: every exception becomes an
`InPlaceError`, and the caller compares the result's data and comments with the expected ones.

Invariant: a key whose value does not change is not rewritten, except in a changed table without
comments, which is written anew in canonical form; the comments of a removed key are moved, never
removed with it. If the new data is `{"answers": {"a": {"skip": "unknown"}}}`,

    [answers.a]
    # asked on Monday
    score = 3  # she was sure

becomes, because `skip` takes the place of `score` and inherits its comments,

    [answers.a]
    # asked on Monday
    skip = "unknown" # she was sure
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from partnercheck.storage.canonical import dumps
from partnercheck.storage.parse import Table, load_toml, same

if TYPE_CHECKING:
    from tomlrt import Document
    from tomlrt import Table as Section

    Container = Document | Section

Path = tuple[str, ...]


class InPlaceError(Exception):
    """An edit that tomlrt could not make, for whatever reason."""


class _Edit(NamedTuple):
    """A document being changed.

    `texts` maps placeholders in the document to multi-line texts, which tomlrt would write on one
    line with escapes. `loads` is the function of this name in tomlrt.
    """

    document: Document
    line_end: str
    texts: dict[str, str]
    loads: Callable[[str], Document]


def edit_in_place(text: str, wanted: Table) -> str:
    """Return the text, edited to contain the new data. The caller must check the result.

    Raises InPlaceError if tomlrt fails in any way. For some layouts that tomlrt cannot edit, it
    raises an AssertionError or an AttributeError.
    """
    # Loading tomlrt takes 14 ms, and most commands edit nothing.
    import tomlrt

    try:
        document = tomlrt.loads(text)
        edit = _Edit(document, line_end_of(text), {}, tomlrt.loads)
        _change(edit, document, (), load_toml(text), wanted)
        edited: str = tomlrt.dumps(document)
    except Exception as error:
        raise InPlaceError from error
    for placeholder, value in edit.texts.items():
        edited = edited.replace(placeholder, value.replace("\n", edit.line_end))
    return edited


def line_end_of(text: str) -> str:
    """Return the line end for new lines in a text."""
    return "\r\n" if "\r\n" in text else "\n"


def _change(edit: _Edit, table: Container, at: Path, current: Table, wanted: Table) -> None:
    """Change a table from its current data to the new data."""
    for key, value in wanted.items():
        path = (*at, key)
        if key in current and same(current[key], value):
            continue  # Setting an unchanged value would change its notation, such as 'x' to "x".
        if not isinstance(value, dict):
            table[key] = _placeholder_or_value(value, edit.texts)
        elif not isinstance(current.get(key, {}), dict):
            # A plain value becomes a table: there is no table layout to keep.
            table[key] = value
        elif _is_replaceable(table, key, value):
            # The table has no comments to lose, and the new table has the canonical layout.
            table[key] = _canonical_table(path, value, edit)
        else:
            _change(edit, edit.document.ensure_table(path), path, current.get(key, {}), value)
    # Removed last, so that a new key that takes the place of an old one can inherit its comments.
    for key in current.keys() - wanted.keys():
        _remove(edit, table, at, key, wanted)


def _is_replaceable(table: Container, key: str, value: Table) -> bool:
    """Return whether a table has a header, but no comments, subtables or lists."""
    if key not in table or not table.has_header(key):
        return False
    existing = table.table((key,))
    return not (
        any(isinstance(part, dict | list) for part in (*existing.values(), *value.values()))
        or existing.comments
        or existing.leading_block
        or existing.header_comment
    )


def _canonical_table(at: Path, value: Table, edit: _Edit) -> Any:
    """Return a table laid out as in a canonical file."""
    # tomlrt keeps the layout of a table taken from a document; it would set a dict as an inline
    # table.
    nested: Any = value
    for key in reversed(at):
        nested = {key: nested}
    return edit.loads(dumps(nested).replace("\n", edit.line_end)).entry(at)


def _placeholder_or_value(value: Any, texts: dict[str, str]) -> Any:
    """Return the value that tomlrt is to set: for a multi-line text a new placeholder."""
    if not isinstance(value, str) or "\n" not in value:
        return value
    # The hash keeps a text that looks like this from being taken for a placeholder.
    placeholder = f"partnercheck-text-{len(texts)}-{abs(hash(value))}"
    texts[f'"{placeholder}"'] = dumps({"value": value}).removeprefix("value = ").rstrip("\n")
    return placeholder


def _remove(edit: _Edit, table: Container, at: Path, key: str, wanted: Mapping[str, Any]) -> None:
    """Remove a key; its comments move to another key (its heir), else to its table's header.

    The comment behind the value moves behind the heir's value, or above the heir if that value
    already has a comment:

        # asked on Monday              # asked on Monday
        score = 3  # she was sure      skip = "unknown" # she was sure
    """
    above = tuple(table.leading_block.get(key, ()))
    beside = table.comments.get(key)
    heir = next((name for name in _heirs(key, table, wanted) if name in table), None)
    if heir is not None and beside is not None and table.comments.get(heir) is None:
        table.comments[heir], beside = beside, None
    orphans = [*filter(None, above), *([beside] if beside is not None else [])]
    del table[key]
    if not orphans:
        return
    if heir is not None:
        table.leading_block[heir] = (*orphans, *table.leading_block.get(heir, ()))
    elif _has_header(edit, at):
        table.header_leading_block = (*table.header_leading_block, *orphans)
    else:
        # A table without a header, such as an inline table: the comments go above its key.
        parent, name = _parent(edit, at), at[-1]
        kept = [*parent.leading_block.get(name, ())]
        # tomlrt itself may already have moved some of the comments there.
        missing = [text for text in orphans if text not in (*kept, parent.comments.get(name))]
        if missing:
            parent.leading_block[name] = (*kept, *missing)


def _heirs(key: str, table: Container, wanted: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys that could inherit a removed key's comments, nearest in meaning first."""
    relatives = {
        "score": ("skip",),
        "skip": ("score",),
        "done_by": ("score",),
        "reason": ("skip", "score"),
    }
    yield from relatives.get(key, ())
    yield from wanted
    yield from (name for name in table if name != key)


def _has_header(edit: _Edit, at: Path) -> bool:
    """Return whether a table still has a header of its own, which can carry a comment."""
    parent = _parent(edit, at)
    return at[-1] in parent and bool(parent.has_header(at[-1]))


def _parent(edit: _Edit, at: Path) -> Any:
    return edit.document.entry(at[:-1]) if at[1:] else edit.document
