"""The merge of three versions of a file as text: what git's merge driver writes.

Invariant: a text counts as merged only if it parses to exactly the merged data, and has every
comment that neither side removed. The data is merged first, answer by answer (`merge.py`). Then
texts are proposed, the most natural first, and the first text that keeps the invariant is taken:

1. git's merge by lines, which keeps every layout, if git found no conflict;
2. the merge table by table (`merge_blocks.py`);
3. our text, then theirs, edited to have the merged data.

Git's merge by lines is only a proposal, because git merges changes in lines that are not adjacent:

    base                  ours                  theirs                git's lines
    [answers.a]           [answers.a]           [answers.a]           [answers.a]
    score = 1             score = 3             score = 1             score = 3
    basis = "saw-it"      basis = "saw-it"      basis = "saw-it"      basis = "saw-it"
    evidence = "Late."    evidence = "Late."    evidence = "Early."   evidence = "Early."

Nobody gave the answer in the last column. In the merged data it is a conflict, so git's text is not
proposed, and the result has both tables between markers.

A text with conflicts is checked in the same way: without their parts it must parse to the merged
data with our versions, and without our parts to the merged data with their versions. If no text
passes the check, both versions are marked table by table. A version that cannot be read is never
merged by lines, and an unreadable base is treated as missing.
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
from partnercheck.storage.schema_line import join_schema_line, split_schema_line
from partnercheck.versions.merge import (
    Conflict,
    Kind,
    Merged,
    Path,
    apply_theirs,
    differences,
    merge,
)
from partnercheck.versions.merge_blocks import TextMerge, Versions, lost_comments, merge_by_blocks
from partnercheck.versions.owners import is_earlier_version, owner_conflict


class TextMerged(NamedTuple):
    """The result of a merge."""

    text: str
    clean: bool  # false if the text has conflict markers
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
    """Merge three versions of a file.

    Args:
        kind: The kind of the file; None for a file that git alone merges.
        base: The common ancestor.
        ours: Our version.
        theirs: Their version.
        text_merge: Merges three texts line by line; returns the text and whether it is clean.
        size: The length of conflict markers, in characters.
        vendor_id: The name of the folder of a vendor's description. If it is not given, a changed
            name of the vendor is a conflict, because it may be the name of another vendor.

    """
    # If only one side changed the file, that side's text is taken byte for byte, even if
    # unreadable.
    if theirs in (ours, base):
        return TextMerged(ours, True)
    if ours == base:
        return TextMerged(theirs, True)
    if kind is None:
        return TextMerged(*text_merge(base, ours, theirs))
    our_data, their_data = _data(ours), _data(theirs)
    if our_data is None or their_data is None:
        return TextMerged(marked_tables(ours, theirs, size), False)
    if other := owner_conflict(kind, our_data, their_data, _data(base), vendor_id):
        return TextMerged(marked_whole(ours, theirs, size), False, (other,))
    # Both sides have changed the file, and both versions are readable and have the same owner.
    readable, before, doubtful = _readable_base(kind, base, our_data, vendor_id)
    # The result has a byte order mark if our file has one. Git would merge the mark as a part of
    # the first line, so it is removed from all versions first.
    mark = "\ufeff" if ours.startswith("\ufeff") else ""
    bare = [text.removeprefix("\ufeff") for text in (readable, ours, theirs)]
    lines, bodies = zip(*map(split_schema_line, bare), strict=True)
    versions = Versions(bodies[0], bodies[1], bodies[2], text_merge, size)
    merged = _merged(versions, kind, merge(kind, before, our_data, their_data, doubtful))
    return merged._replace(text=mark + join_schema_line(_line(*lines), merged.text))


def _data(text: str) -> Table | None:
    return parse(text.encode("utf-8", "surrogateescape"), "").data


def _readable_base(
    kind: Kind, base: str, ours: Table, vendor_id: str
) -> tuple[str, Table | None, frozenset[Path]]:
    """Return the base as text and as data, and the paths at which it may be wrong.

    In a criss-cross history git merges the merge bases first. If this merge leaves a conflict, the
    base has conflict markers, and only the parts between the markers are doubtful. The data is None
    if the base cannot be read or has another owner, so that it cannot show what changed.
    """
    # A base with conflict markers is read twice, once with each side of its conflicts.
    both = (base, base) if _data(base) is not None else sides(base)
    first, other = (_data(both[0]), _data(both[1])) if both else (None, None)
    if both is None or first is None or other is None:
        return "", None, frozenset()
    if not all(is_earlier_version(kind, each, ours, vendor_id) for each in (first, other)):
        return "", None, frozenset()
    return both[0], first, frozenset(each.path for each in differences(kind, first, other))


def _merged(versions: Versions, kind: Kind, merged: Merged) -> TextMerged:
    """Return a text with the merged data and no schema line, or else both versions with markers."""
    if not merged.conflicts:
        for text in _candidates(versions, merged):
            if _has_data(text, merged.data) and not lost_comments(versions[:3], comments(text)):
                return TextMerged(text, True)
    return TextMerged(_conflicting(kind, versions, merged), False, merged.conflicts)


def _line(base: str, ours: str, theirs: str) -> str:
    """Return the merged schema line; if both sides changed it, our line and then theirs.

    Editors use the first of the lines. It does not affect the data, so it is not a conflict.
    """
    before, our_line, their_line = (each.strip() for each in (base, ours, theirs))
    if their_line in (our_line, before):
        return ours
    if our_line == before:
        return theirs
    return join_schema_line(ours.rstrip("\r\n"), theirs)


def _candidates(versions: Versions, merged: Merged) -> Iterator[str]:
    """Yield texts that may have the merged data and all comments, the most natural text first."""
    text, clean = versions.text_merge(versions.base, versions.ours, versions.theirs)
    if clean:
        yield text
    by_blocks = merge_by_blocks(versions, merged.data, merged.data, ())
    if by_blocks is not None:
        yield by_blocks
    # Their text is tried too: our text may have a layout in which nothing can be edited.
    for side in (versions.ours, versions.theirs):
        try:
            yield edited(side, merged.data)
        except EditError:
            continue


def _has_data(text: str, data: Table) -> bool:
    try:
        return same(load_toml(text.removeprefix("\ufeff")), data)
    except TomlError:
        return False


def _conflicting(kind: Kind, versions: Versions, merged: Merged) -> str:
    """Return a text with both versions of each conflict, and everything else merged."""
    paths = [conflict.path for conflict in merged.conflicts]
    try:
        other = apply_theirs(kind, merged.data, merged.conflicts, paths)
    except ValueError:
        # A key is a table on only one side, so no text could have the merged data with their
        # version.
        return marked_tables(versions.ours, versions.theirs, versions.size)
    for text in _marked_candidates(versions, merged, other):
        both = sides(text)
        # A comment may be on either side of the markers, so the comments of both sides are counted.
        if (
            both
            and _has_data(both[0], merged.data)
            and _has_data(both[1], other)
            and not lost_comments(versions[:3], comments(both[0]) | comments(both[1]))
        ):
            return text
    return marked_tables(versions.ours, versions.theirs, versions.size)


def _marked_candidates(versions: Versions, merged: Merged, other: Table) -> Iterator[str]:
    """Yield texts that may have the merged data, with each side's version of the conflicts."""
    by_blocks = merge_by_blocks(versions, merged.data, other, merged.conflicts)
    if by_blocks is not None:
        yield by_blocks
    names = ", ".join(conflict.name for conflict in merged.conflicts)
    for text in (versions.ours, versions.theirs):
        try:
            ours, theirs = edited(text, merged.data), edited(text, other)
        except EditError:
            continue
        yield marked_lines(ours, theirs, names, versions.size)
    # The text with git's own markers comes last: these may be in the middle of an answer.
    text, clean = versions.text_merge(versions.base, versions.ours, versions.theirs)
    if not clean:
        yield text
