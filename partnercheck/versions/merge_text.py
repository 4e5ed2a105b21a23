"""The merge of three versions of a file as text: what git's merge driver writes.

The data is merged answer by answer; the text then has to hold just that data, and every comment
of either side. Where no text can be found that does, the versions are marked for a person.

Git's merge of lines is only ever a proposal: it joins one side's score with the other's evidence
if a line stands between them. Nothing it proposes is taken without reading the data in it again.
So a version that cannot be read is never merged by lines. An unreadable base counts as none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from partnercheck.storage.conflicts import (
    MARKER_SIZE,
    marked_lines,
    marked_tables,
    marked_whole,
    sides,
)
from partnercheck.storage.edit import EditError, comments, edited
from partnercheck.storage.parse import Table, TomlError, load_toml, parse, same
from partnercheck.storage.schema_line import joined as below
from partnercheck.storage.schema_line import parted
from partnercheck.versions.merge import (
    Conflict,
    Kind,
    Merged,
    Path,
    apart,
    merge,
    with_theirs,
)
from partnercheck.versions.merge_blocks import TextMerge, Versions, lost_comments, merge_by_blocks
from partnercheck.versions.owners import is_earlier_version, owner_conflict


class TextMerged(NamedTuple):
    """The merged text, whether nothing is left for a person, and the conflicts that were named.

    A text that is not clean has conflict markers in it.
    """

    text: str
    clean: bool
    conflicts: tuple[Conflict, ...] = ()


def merge_texts(
    kind: Kind | None,
    base: str,
    ours: str,
    theirs: str,
    text_merge: TextMerge,
    size: int = MARKER_SIZE,
    vendor_id: str = "",
) -> TextMerged:
    """Merge three versions of a file; `text_merge` merges lines, and says if it could.

    `vendor_id` is the folder of a vendor's description; without it, a changed name may be another
    vendor's.
    """
    if theirs in (ours, base):
        return TextMerged(ours, True)
    if ours == base:
        return TextMerged(theirs, True)
    if kind is None:
        return TextMerged(*text_merge(base, ours, theirs))
    mine, yours = _data(ours), _data(theirs)
    if mine is None or yours is None:
        return TextMerged(marked_tables(ours, theirs, size), False)
    if other := owner_conflict(kind, mine, yours, _data(base), vendor_id):
        return TextMerged(marked_whole(ours, theirs, size), False, (other,))
    readable, before, doubtful = _readable_base(kind, base, mine, vendor_id)
    mark = "\ufeff" if ours.startswith("\ufeff") else ""
    bare = [text.removeprefix("\ufeff") for text in (readable, ours, theirs)]
    lines, bodies = zip(*map(parted, bare), strict=True)
    versions = Versions(bodies[0], bodies[1], bodies[2], text_merge, size)
    merged = _merged(versions, kind, merge(kind, before, mine, yours, doubtful))
    return merged._replace(text=mark + below(_line(*lines), merged.text))


def _data(text: str) -> Table | None:
    return parse(text.encode("utf-8", "surrogateescape"), "").data


def _readable_base(
    kind: Kind, base: str, ours: Table, vendor_id: str
) -> tuple[str, Table | None, frozenset[Path]]:
    """The base as text and as data, and the paths at which it may be wrong.

    In a criss-cross history git merges the merge bases first. If that leaves a conflict, the base
    has its markers: all but what is between them is certain. Data is None for a base that cannot
    be read or belongs to somebody else: it says nothing about what was changed in this file.
    """
    both = (base, base) if _data(base) is not None else sides(base)
    one, other = (_data(both[0]), _data(both[1])) if both else (None, None)
    if both is None or one is None or other is None:
        return "", None, frozenset()
    if not all(is_earlier_version(kind, each, ours, vendor_id) for each in (one, other)):
        return "", None, frozenset()
    return both[0], one, frozenset(each.path for each in apart(kind, one, other))


def _merged(versions: Versions, kind: Kind, merged: Merged) -> TextMerged:
    """The text of what is below the schema lines, for data that is merged."""
    if not merged.conflicts:
        for text in _candidates(versions, merged):
            if _holds(text, merged.data) and _kept(versions, text):
                return TextMerged(text, True)
    return TextMerged(_conflicting(kind, versions, merged), False, merged.conflicts)


def _line(base: str, ours: str, theirs: str) -> str:
    """The schema line of three versions: of two that were changed, ours, and theirs below it.

    An editor goes by the first; which of two schemas is meant is no reason to stop a merge.
    """
    before, mine, yours = (each.strip() for each in (base, ours, theirs))
    if yours in (mine, before):
        return ours
    if mine == before:
        return theirs
    return below(ours, theirs)


def _candidates(versions: Versions, merged: Merged) -> Iterator[str]:
    """Texts that may hold the merged data with all comments, the most natural one first."""
    text, clean = versions.text_merge(versions.base, versions.ours, versions.theirs)
    if clean:
        yield text
    by_blocks = merge_by_blocks(versions, merged.data, merged.data, ())
    if by_blocks is not None:
        yield by_blocks
    for side in (versions.ours, versions.theirs):
        try:
            yield edited(side, merged.data)
        except EditError:
            continue


def _holds(text: str, data: Table) -> bool:
    try:
        return same(load_toml(text.removeprefix("\ufeff")), data)
    except TomlError:
        return False


def _kept(versions: Versions, text: str) -> bool:
    """Whether every comment is there that neither side took away."""
    return not lost_comments(versions[:3], comments(text))


def _conflicting(kind: Kind, versions: Versions, merged: Merged) -> str:
    """A text with both versions of what is in conflict, and everything else merged."""
    paths = [conflict.path for conflict in merged.conflicts]
    try:
        other = with_theirs(kind, merged.data, merged.conflicts, paths)
    except ValueError:
        return marked_tables(versions.ours, versions.theirs, versions.size)
    for text in _marked_candidates(versions, merged, other):
        both = sides(text)
        if (
            both
            and _holds(both[0], merged.data)
            and _holds(both[1], other)
            and not lost_comments(versions[:3], comments(both[0]) | comments(both[1]))
        ):
            return text
    return marked_tables(versions.ours, versions.theirs, versions.size)


def _marked_candidates(versions: Versions, merged: Merged, other: Table) -> Iterator[str]:
    """Texts that may hold the merged data with each side's version of the conflicts."""
    by_blocks = merge_by_blocks(versions, merged.data, other, merged.conflicts)
    if by_blocks is not None:
        yield by_blocks
    about = ", ".join(conflict.name for conflict in merged.conflicts)
    for text in (versions.ours, versions.theirs):
        try:
            ours, theirs = edited(text, merged.data), edited(text, other)
        except EditError:
            continue
        yield marked_lines(ours, theirs, about, versions.size)
    text, clean = versions.text_merge(versions.base, versions.ours, versions.theirs)
    if not clean:
        yield text
