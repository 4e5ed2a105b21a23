"""Merging: two changes to the same file, answer by answer, without either getting lost.

What a person decides as one thing is merged as one thing: an answer with its evidence, a goal, a
meeting, a decision as a whole. Both sides' changes are kept where they are about different
things; the same thing changed in two ways is a conflict, with both in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from partnercheck.files.edit import same
from partnercheck.files.read import RESPONSE_FILE
from partnercheck.files.toml import Table
from partnercheck.files.write import ANSWER_KEYS, AWAITED_KEYS, GOAL_KEYS, MEETING_KEYS

Path = tuple[str, ...]


class Kind(NamedTuple):
    """How a kind of file is cut into things that are merged as one.

    Each table in the table `tables` is one thing, but for keys that are not among `keys`: those a
    person added, and they are things of their own. A file that is `whole` is one thing.
    """

    tables: str = ""
    keys: tuple[str, ...] = ()
    whole: bool = False


class Conflict(NamedTuple):
    """One thing that was changed in two ways: where it is, and what each side has there."""

    path: Path
    base: Any
    ours: Any
    theirs: Any

    @property
    def name(self) -> str:
        """Its name for people: the item, the goal, the key."""
        return self.path[-1] if self.path else "the file"


class Merged(NamedTuple):
    """The data of both sides, with ours where there is a conflict, and the conflicts."""

    data: Table
    conflicts: tuple[Conflict, ...]


RESPONSE = Kind("answers", ANSWER_KEYS)
_KINDS: Mapping[str, Kind] = {
    "vendor.toml": Kind(),
    "partnercheck.toml": Kind(),
    "asked.toml": Kind("asked", AWAITED_KEYS),
    "decision.toml": Kind(whole=True),
    "goals.toml": Kind("goals", GOAL_KEYS),
    "meetings.toml": Kind("meetings", MEETING_KEYS),
}


def kind_of(file: str) -> Kind | None:
    """How a file of this name is merged; None for one that is not merged by its data."""
    if RESPONSE_FILE.fullmatch(file):
        return RESPONSE
    return _KINDS.get(file)


def merge(kind: Kind, base: Table, ours: Table, theirs: Table) -> Merged:
    """The three-way merge of a file's data; what is absent counts as an empty table."""
    if kind.whole:
        return _whole(base, ours, theirs)
    parts: dict[Path, Any] = {}
    conflicts: list[Conflict] = []
    cut = [_things(kind, data) for data in (base, ours, theirs)]
    for path in dict.fromkeys((*cut[1], *cut[2])):
        before, mine, yours = (things.get(path) for things in cut)
        if _equal(mine, yours):
            kept = yours if mine is None else mine
        elif _equal(before, yours):
            kept = mine
        elif _equal(before, mine):
            kept = yours
        elif (latest := _latest(mine, yours)) is not None:
            kept = latest
        else:
            kept = mine
            conflicts.append(Conflict(path, before, mine, yours))
        if kept is not None:
            parts[path] = kept
    return Merged(_joined(kind, parts), tuple(conflicts))


def apart(kind: Kind, ours: Table, theirs: Table) -> tuple[Conflict, ...]:
    """Everything in which two versions differ, for a person to decide one by one."""
    if kind.whole:
        return () if same(ours, theirs) else (Conflict((), {}, ours, theirs),)
    mine, yours = _things(kind, ours), _things(kind, theirs)
    return tuple(
        Conflict(path, None, mine.get(path), yours.get(path))
        for path in dict.fromkeys((*mine, *yours))
        if not _equal(mine.get(path), yours.get(path))
    )


def with_theirs(
    kind: Kind, data: Table, conflicts: Iterable[Conflict], chosen: Collection[Path]
) -> Table:
    """Data that has our version of some conflicts, with the other side's of those chosen."""
    if kind.whole:
        return next((each.theirs for each in conflicts if each.path in chosen), data)
    parts = _things(kind, data)
    for conflict in conflicts:
        if conflict.path in chosen:
            parts[conflict.path] = conflict.theirs
    return _joined(kind, {path: value for path, value in parts.items() if value is not None})


def _whole(base: Table, ours: Table, theirs: Table) -> Merged:
    if same(ours, theirs) or same(base, theirs):
        return Merged(ours, ())
    if same(base, ours):
        return Merged(theirs, ())
    return Merged(ours, (Conflict((), base, ours, theirs),))


def _equal(one: Any, other: Any) -> bool:
    """Whether two things are the same; an empty table is as good as none."""
    return same({} if one is None else one, {} if other is None else other)


def _latest(ours: Any, theirs: Any) -> Any:
    """The later of two answers that differ in nothing but their day; one with none is earlier."""
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return None
    if not same({**ours, "on": 0}, {**theirs, "on": 0}):
        return None
    if ("on" in ours) != ("on" in theirs):
        return ours if "on" in ours else theirs
    dates = [each.get("on") for each in (ours, theirs)]
    if any(type(date) is not type(dates[0]) for date in dates) or dates[0] is None:
        return None
    return ours if dates[0] >= dates[1] else theirs


def _things(kind: Kind, data: Table) -> dict[Path, Any]:
    """A file's data cut into what is merged as one, by where it is."""
    return dict(_cut(kind, data))


def _cut(kind: Kind, data: Table) -> Iterator[tuple[Path, Any]]:
    for key, value in data.items():
        if key != kind.tables or not isinstance(value, dict) or not value:
            yield (key,), value
            continue
        for name, table in value.items():
            if not isinstance(table, dict):
                yield (key, name), table
                continue
            yield (key, name), {k: each for k, each in table.items() if k in kind.keys}
            yield from (((key, name, k), e) for k, e in table.items() if k not in kind.keys)


def _joined(kind: Kind, parts: Mapping[Path, Any]) -> Table:
    made: Table = {}
    for path, value in parts.items():
        if len(path) == 1:
            made.setdefault(path[0], value)
            continue
        table = made.setdefault(path[0], {})
        if len(path) == 2:
            table[path[1]] = (
                {**value, **table.get(path[1], {})} if isinstance(value, dict) else value
            )
        elif isinstance(table.setdefault(path[1], {}), dict):
            table[path[1]][path[2]] = value
    return made
