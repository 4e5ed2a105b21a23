"""The merge of a file table by table, each as a piece of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from partnercheck.storage.blocks import TOP, blocks, joined
from partnercheck.storage.conflicts import (
    marked,
)
from partnercheck.storage.edit import EditError, comments, edited
from partnercheck.storage.parse import Table, load_toml
from partnercheck.versions.merge import (
    Conflict,
    Path,
)

TextMerge = Callable[[str, str, str], tuple[str, bool]]


class Versions(NamedTuple):
    """The three versions of a text, and how git would merge them line by line."""

    base: str
    ours: str
    theirs: str
    text_merge: TextMerge
    size: int


def lost_comments(texts: tuple[str, str, str], made: Counter[str]) -> Counter[str]:
    """The comments that neither side took away, and that are not among those of a merged text."""
    base, ours, theirs = (comments(each) for each in texts)
    wanted = Counter(
        {
            each: max(
                ours[each] - max(0, base[each] - theirs[each]),
                theirs[each] - max(0, base[each] - ours[each]),
            )
            for each in {*ours, *theirs}
        }
    )
    return wanted - made


def merge_by_blocks(
    versions: Versions, ours: Table, theirs: Table, conflicts: Sequence[Conflict]
) -> str | None:
    """The text merged table by table; `ours` and `theirs` are the data of each side, merged.

    None where a version is not made of plain tables, or a table cannot be merged.
    """
    cut = [blocks(text) for text in versions[:3]]
    if cut[0] is None or cut[1] is None or cut[2] is None:
        return None
    base, mine, yours = cut[0], cut[1], cut[2]
    line_end = "\r\n" if "\r\n" in versions.ours else "\n"
    made: dict[Path, str] = {}
    for path in _order(base, mine, yours):
        about = [each.name for each in conflicts if _within(each, path)]
        one, two, three = base.get(path), mine.get(path), yours.get(path)
        try:
            if about and two is not None and three is not None:
                sides_of = (_holding(two, path, ours), _holding(three, path, theirs))
                made[path] = marked(*sides_of, ", ".join(about), versions.size)
            elif about:
                return None
            elif (text := _block(versions, path, (one, two, three), ours)) is not None:
                made[path] = text
        except (EditError, ValueError):
            return None
    return joined(made, line_end)


def _within(conflict: Conflict, path: Path) -> bool:
    """Whether a conflict is about the lines of this table."""
    return conflict.path[:2] == path if len(conflict.path) > 1 else path == TOP


def _block(
    versions: Versions, path: Path, texts: tuple[str | None, ...], data: Table
) -> str | None:
    """One table's text, merged; None where it is gone."""
    base, ours, theirs = texts
    if ours == theirs or base == theirs:
        return ours
    if base == ours:
        return theirs
    if ours is None or theirs is None:
        return _holding(ours or theirs or "", path, data)
    text, clean = versions.text_merge(base or "", ours, theirs)
    if clean:
        return text
    made = _holding(ours, path, data)
    lost = lost_comments((base or "", ours, theirs), comments(made))
    blank = made[: len(made) - len(made.lstrip("\n"))]
    return blank + "".join(f"{each}\n" for each in lost.elements()) + made[len(blank) :]


def _holding(text: str, path: Path, data: Table) -> str:
    """A table's text, edited to hold what it should; its own subtables are elsewhere."""
    now = load_toml(text)
    return edited(text, _narrowed(now, data)) if path == TOP else edited(text, _at(path, data))


def _narrowed(now: Table, data: Table) -> Table:
    """What of the data belongs to the lines before the first header."""
    return {key: value for key, value in data.items() if key in now or not isinstance(value, dict)}


def _at(path: Path, data: Table) -> Table:
    """The data of one table alone, under its own header."""
    found: Any = data
    for key in path:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    own = found if isinstance(found, dict) else {}
    nested: Table = {key: value for key, value in own.items() if not isinstance(value, dict)}
    for key in reversed(path):
        nested = {key: nested}
    return nested


def _order(
    base: Mapping[Path, str], ours: Mapping[Path, str], theirs: Mapping[Path, str]
) -> list[Path]:
    """The tables' order: of the side that changed it, ours if both did; new ones in their place."""
    common = [path for path in base if path in ours and path in theirs]
    moved = [path for path in ours if path in common] != common
    first, second = (ours, theirs) if moved else (theirs, ours)
    order = list(first)
    for after, path in zip([None, *second], second, strict=False):
        if path not in order:
            order.insert(order.index(after) + 1 if after in order else 0, path)
    return order
