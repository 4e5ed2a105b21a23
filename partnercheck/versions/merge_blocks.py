"""The merge of a file's text, one table at a time.

Invariant: a table's text is either one side's whole text, or git's clean merge of its lines, or our
text edited to have the merged data. The caller parses the result and compares its data. With

    base              ours                theirs
    [answers.a]       [answers.a]         [answers.a]
    score = 1         score = 3           score = 1
    [answers.b]       [answers.b]         # asked Tom
    score = 2         score = 2           [answers.b]
                                          score = 0

the result has our text of table `a`, which only we changed, and their text of table `b`, with the
comment above its header. If both sides had changed `a`, the result would have both texts of `a`
between markers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from partnercheck.storage.blocks import TOP, blocks, join_blocks
from partnercheck.storage.conflicts import marked
from partnercheck.storage.edit import EditError, comments, edited
from partnercheck.storage.parse import Table, load_toml
from partnercheck.versions.merge import Conflict, Path

TextMerge = Callable[[str, str, str], tuple[str, bool]]


class Versions(NamedTuple):
    """The three versions of a text, git's merge by lines, and the length of conflict markers."""

    base: str
    ours: str
    theirs: str
    text_merge: TextMerge
    size: int


def lost_comments(texts: tuple[str, str, str], present: Counter[str]) -> Counter[str]:
    """Return the comments that a merged text lacks although neither side removed them.

    If a comment occurs several times, its copies are counted: if the base and our text have two
    copies, and their text has one, then they removed one, so the merged text needs only one copy. A
    comment that one side added must be kept.
    """
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
    return wanted - present


def merge_by_blocks(
    versions: Versions, ours: Table, theirs: Table, conflicts: Sequence[Conflict]
) -> str | None:
    """Return the text merged table by table.

    `ours` is the merged data with our version of each conflict, `theirs` with their version.
    Return None if a version has anything but plain tables, or if a table cannot be merged.
    """
    base_blocks, our_blocks, their_blocks = (blocks(text) for text in versions[:3])
    if base_blocks is None or our_blocks is None or their_blocks is None:
        return None
    line_end = "\r\n" if "\r\n" in versions.ours else "\n"
    merged: dict[Path, str] = {}
    for path in _order(base_blocks, our_blocks, their_blocks):
        names = [each.name for each in conflicts if _within(each, path)]
        texts = base_blocks.get(path), our_blocks.get(path), their_blocks.get(path)
        our_text, their_text = texts[1:]
        try:
            if names and our_text is not None and their_text is not None:
                our_side = _with_data(our_text, path, ours)
                their_side = _with_data(their_text, path, theirs)
                merged[path] = marked(our_side, their_side, ", ".join(names), versions.size)
            elif names:
                # One side removed the table. Markers around it cannot show that, so the caller
                # marks more.
                return None
            elif (text := _block(versions, path, texts, ours)) is not None:
                merged[path] = text
        except (EditError, ValueError):
            # The caller has other ways to merge, which edit a whole text instead of one table.
            return None
    return join_blocks(merged, line_end)


def _within(conflict: Conflict, path: Path) -> bool:
    """Return whether a conflict is about the lines of this table."""
    return conflict.path[:2] == path if len(conflict.path) > 1 else path == TOP


def _block(
    versions: Versions, path: Path, texts: tuple[str | None, ...], data: Table
) -> str | None:
    """Return one table's merged text; None if it was removed."""
    base, ours, theirs = texts
    if ours == theirs or base == theirs:
        return ours
    if base == ours:
        return theirs
    if ours is None or theirs is None:
        return _with_data(ours or theirs or "", path, data)
    # Git's merge keeps the layout of both sides. It may mix two answers, as `merge_text` explains,
    # but the caller compares the data.
    text, clean = versions.text_merge(base or "", ours, theirs)
    if clean:
        return text
    edited_text = _with_data(ours, path, data)
    lost = lost_comments((base or "", ours, theirs), comments(edited_text))
    # Comments that are only in their text go above our text, below the blank lines between tables.
    blank = edited_text[: len(edited_text) - len(edited_text.lstrip("\n"))]
    return blank + "".join(f"{each}\n" for each in lost.elements()) + edited_text[len(blank) :]


def _with_data(text: str, path: Path, data: Table) -> str:
    """Return a table's text edited to have its data; its subtables are separate blocks."""
    return edited(text, _top_data(load_toml(text), data) if path == TOP else _at(path, data))


def _top_data(current: Table, data: Table) -> Table:
    """Return the data that belongs to the lines before the first header.

    A table belongs to these lines only if they already contain it as an inline table.
    """
    return {
        key: value for key, value in data.items() if key in current or not isinstance(value, dict)
    }


def _at(path: Path, data: Table) -> Table:
    """Return the data of one table alone, under its own header, without its subtables.

    For `("answers", "a")` of `{"answers": {"a": {"score": 3}, "b": {…}}, "version": 1}` this is
    `{"answers": {"a": {"score": 3}}}`: exactly what the block of that table parses to.
    """
    table: Any = data
    for key in path:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    own = table if isinstance(table, dict) else {}
    nested: Table = {key: value for key, value in own.items() if not isinstance(value, dict)}
    for key in reversed(path):
        nested = {key: nested}
    return nested


def _order(
    base: Mapping[Path, str], ours: Mapping[Path, str], theirs: Mapping[Path, str]
) -> list[Path]:
    """Return the tables in the order of the side that changed the order (ours if both sides did).

    A table that only the other side has comes after the table that it follows on that side.
    """
    # A side moved tables only if the tables that all versions have are in another order: adding or
    # removing a table does not move other tables.
    common = [path for path in base if path in ours and path in theirs]
    moved = [path for path in ours if path in common] != common
    first, second = (ours, theirs) if moved else (theirs, ours)
    order = list(first)
    for after, path in zip([None, *second], second, strict=False):
        if path not in order:
            order.insert(order.index(after) + 1 if after in order else 0, path)
    return order
