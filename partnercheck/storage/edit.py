"""Changes to a file that a person laid out: the data changes, their comments and layout stay.

A canonical file is written anew. Any other is edited in place, and parsed again and compared
with what was meant, so that neither a value nor a comment can get lost on the way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from partnercheck.base.errors import UserError
from partnercheck.storage.canonical import dumps
from partnercheck.storage.parse import Table
from partnercheck.storage.schema_line import joined, parted

if TYPE_CHECKING:
    from tomlrt import Document
    from tomlrt import Table as Section

    Container = Document | Section

Canonical = Callable[[Table], str]
Path = tuple[str, ...]

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
    """Every comment of a TOML text, and how many times it is there."""
    found = (match["comment"] for match in TEXT_OR_COMMENT.finditer(text))
    return Counter(comment.rstrip() for comment in found if comment is not None)


def same(one: object, other: object) -> bool:
    """Whether two values are the same TOML: 1, 1.0 and true all differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and (one == other or repr(one) == repr(other))


def changed_text(text: str, wanted: Table, canonical: Canonical) -> str:
    """The text of a file with other data, in the form it has: canonical, or a person's own.

    Raises EditError where the data cannot be put in with everything else kept.
    """
    if is_canonical(text, canonical):
        return joined(parted(text)[0], canonical(wanted))
    return edited(text, wanted)


def is_canonical(text: str, canonical: Canonical) -> bool:
    """Whether a text is just what the program would write for its data, but for a schema line."""
    body = parted(text)[1]
    try:
        return canonical(tomli.loads(body)) == body
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def edited(text: str, wanted: Table) -> str:
    """The text changed in place so that its data is what is wanted, every comment kept.

    A schema line at its top stays there, whatever is changed below it.

    Raises EditError where that cannot be done.
    """
    line, rest = parted(text)
    bare = bool(line) or not rest.startswith("\ufeff")
    mark, body = ("", rest) if bare else ("\ufeff", rest[1:])
    for way in (_appending, _in_place):
        try:
            made = way(body, wanted)
            right = same(tomli.loads(made), _with_unix_lines(wanted))
        except (_TomlrtError, ValueError, TypeError, LookupError, RecursionError):
            continue
        if right and comments(made) == comments(body):
            return joined(line, mark + made)
    raise EditError(
        "its layout does not allow this change without losing something; "
        "change it in an editor, or let `partnercheck fmt` lay it out anew"
    )


def _with_unix_lines(value: Any) -> Any:
    """Data as a file can hold it: what is written has no carriage returns in its texts."""
    return tomli.loads(dumps(value))


def _appending(text: str, wanted: Table) -> str:
    """Tables that are new go to the end of the file, as they would be written in a new one."""
    data = tomli.loads(text)
    there, new = _split(data, wanted)
    made = _in_place(text, there)
    if not new:
        return made
    end = _line_end(text)
    before = f"{made.rstrip()}{end}{end}" if made.strip() else ""
    return before + dumps(new).replace("\n", end)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _split(data: Table, wanted: Table) -> tuple[Table, Table]:
    """What is wanted of tables that are there, and what is wanted of tables that are not."""
    there: Table = {}
    new: Table = {}
    for key, value in wanted.items():
        if not isinstance(value, dict) or not isinstance(data.get(key, {}), dict):
            there[key] = value
        elif key not in data:
            new[key] = value
        else:
            there[key], rest = _split(data[key], value)
            if rest:
                new[key] = rest
    return there, new


class _TomlrtError(Exception):
    """An edit that tomlrt could not make, for whatever reason."""


def _in_place(text: str, wanted: Table) -> str:
    """Edit by tomlrt, the one place where it runs.

    It reports some layouts that it cannot change by an AssertionError or an AttributeError. The
    caller compares what it makes with what was meant, so any error only means another way.
    """
    # Loading tomlrt takes 14 ms, and commands that only read do not need it.
    import tomlrt

    try:
        document = tomlrt.loads(text)
        edit = _Edit(document, _line_end(text), {}, tomlrt.loads)
        _change(edit, document, (), tomli.loads(text), wanted)
        made: str = tomlrt.dumps(document)
    except Exception as error:
        raise _TomlrtError from error
    for placeholder, value in edit.texts.items():
        made = made.replace(placeholder, value.replace("\n", edit.line_end))
    return made


class _Edit(NamedTuple):
    """A document being changed; `texts` are put in when it is written, `loads` is tomlrt's."""

    document: Document
    line_end: str
    texts: dict[str, str]
    loads: Callable[[str], Document]


def _change(edit: _Edit, table: Container, at: Path, now: Table, wanted: Table) -> None:
    """Make a table hold what is wanted; `now` is what it holds."""
    for key, value in wanted.items():
        path = (*at, key)
        if key in now and same(now[key], value):
            continue
        if not isinstance(value, dict):
            table[key] = _placed(value, edit.texts)
        elif not isinstance(now.get(key, {}), dict):
            table[key] = value
        elif _graftable(table, key, value):
            table[key] = _fragment(path, value, edit)
        else:
            _change(edit, edit.document.ensure_table(path), path, now.get(key, {}), value)
    for key in now.keys() - wanted.keys():
        _remove(edit, table, at, key, wanted)


def _graftable(table: Container, key: str, value: Table) -> bool:
    """Whether a table has a header and nothing of a person's in it, so can be written anew."""
    if key not in table or not table.has_header(key):
        return False
    found = table.table((key,))
    return not (
        any(isinstance(part, dict | list) for part in (*found.values(), *value.values()))
        or found.comments
        or found.leading_block
        or found.header_comment
    )


def _fragment(at: Path, value: Table, edit: _Edit) -> Any:
    """A table laid out as in a canonical file."""
    nested: Any = value
    for key in reversed(at):
        nested = {key: nested}
    return edit.loads(dumps(nested).replace("\n", edit.line_end)).entry(at)


def _placed(value: Any, texts: dict[str, str]) -> Any:
    """A value to be set; a text of several lines is put in afterwards, as a text of several."""
    if not isinstance(value, str) or "\n" not in value:
        return value
    placeholder = f"partnercheck-text-{len(texts)}-{abs(hash(value))}"
    texts[f'"{placeholder}"'] = dumps({"value": value}).removeprefix("value = ").rstrip("\n")
    return placeholder


def _remove(edit: _Edit, table: Container, at: Path, key: str, wanted: Mapping[str, Any]) -> None:
    """Take a key out; its comments go to the key that stands in for it, or to its table."""
    above = tuple(table.leading_block.get(key, ()))
    beside = table.comments.get(key)
    heir = next((each for each in _heirs(key, table, wanted) if each in table), None)
    if heir is not None and beside is not None and table.comments.get(heir) is None:
        table.comments[heir], beside = beside, None
    told = [*filter(None, above), *([beside] if beside is not None else [])]
    del table[key]
    if not told:
        return
    if heir is not None:
        table.leading_block[heir] = (*told, *table.leading_block.get(heir, ()))
    elif _headed(edit, at):
        table.header_leading_block = (*table.header_leading_block, *told)
    else:
        parent, name = _parent(edit, at), at[-1]
        kept = [*parent.leading_block.get(name, ())]
        lost = [each for each in told if each not in (*kept, parent.comments.get(name))]
        if lost:
            parent.leading_block[name] = (*kept, *lost)


def _heirs(key: str, table: Container, wanted: Mapping[str, Any]) -> Iterator[str]:
    """The keys that could take a removed key's comments, nearest in meaning first."""
    yield from {"score": ("skip",), "skip": ("score",), "reason": ("skip", "score")}.get(key, ())
    yield from wanted
    yield from (each for each in table if each != key)


def _headed(edit: _Edit, at: Path) -> bool:
    """Whether a table still has a header of its own, which can carry a comment."""
    parent = _parent(edit, at)
    return at[-1] in parent and bool(parent.has_header(at[-1]))


def _parent(edit: _Edit, at: Path) -> Any:
    return edit.document.entry(at[:-1]) if at[1:] else edit.document
