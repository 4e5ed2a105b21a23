"""The three-way merge of a file's data, one answer at a time.

Invariant: a merged unit is one side's version or the other's, never a mixture. A unit is what a
person decides as a whole: an answer with its evidence, a goal, a meeting, a promise, a decision.

    base         ours         theirs       merged
    score = 1    score = 3    score = 1    ours: only we changed it
    score = 1    score = 1    (removed)    removed: only they changed it
    score = 1    score = 3    score = 3    either: both sides changed it in the same way
    score = 1    score = 3    score = 0    a conflict with both versions
    on = 1 May   on = 2 May   on = 3 May   theirs, the later day, if nothing else differs
    (no base)    score = 3    score = 0    a conflict, as is every difference without a base
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from partnercheck.base.records import Answer, Awaited, Goal, Meeting, Person, Promise
from partnercheck.storage.parse import Table, same
from partnercheck.versions.shared_words import SHARED, TERMS, torn_words
from partnercheck.workspace.agreements import free_key
from partnercheck.workspace.readers import RESPONSE_FILE

Path = tuple[str, ...]


class Kind(NamedTuple):
    """The units into which a kind of file is divided; each unit is merged as a whole."""

    tables: str = ""  # the key of the table in which each subtable is one unit
    keys: tuple[str, ...] = ()  # the subtable's keys in its unit; each other key is a unit itself
    groups: tuple[tuple[str, ...], ...] = ()  # each is a unit of keys that depend on its first key
    whole: bool = False  # whether the file is one unit
    identity: tuple[str, ...] = ()  # keys naming the file's owner; different owners never merge
    renamable: bool = False  # whether the owner's name may change
    numbered: bool = False  # whether a key that is taken gets a number: 2026-10-06, 2026-10-06-2
    shares: bool = False  # whether a list in the file says which words vendors may read


class Conflict(NamedTuple):
    """One unit that both sides changed differently: its path, and each side's version."""

    path: Path
    base: Any
    ours: Any
    theirs: Any

    @property
    def name(self) -> str:
        """The name of the item, goal or key in conflict, for messages."""
        return self.path[-1] if self.path else "the file"


class Merged(NamedTuple):
    """The merged data, with our version of each conflict, and the conflicts."""

    data: Table
    conflicts: tuple[Conflict, ...]


IDENTITY_KEYS = ("instrument", "vendor", "round", "perspective", "respondent")
DEPENDENT_KEYS = (("target", "target_why"), ("objective", "benefit_buyer", "benefit_vendor"))
RESPONSE = Kind("answers", Answer.__struct_fields__, identity=IDENTITY_KEYS)
_KINDS: Mapping[str, Kind] = {
    "vendor.toml": Kind("facts", groups=DEPENDENT_KEYS, identity=("name",), renamable=True),
    "partnercheck.toml": Kind(),
    "glossary.toml": Kind(TERMS, shares=True),
    "asked.toml": Kind("asked", Awaited.__struct_fields__),
    "decision.toml": Kind(whole=True),
    "goals.toml": Kind("goals", Goal.__struct_fields__),
    "meetings.toml": Kind("meetings", Meeting.__struct_fields__, numbered=True),
    "people.toml": Kind("people", Person.__struct_fields__),
    "promises.toml": Kind("promises", Promise.__struct_fields__),
}


def kind_of(file: str) -> Kind | None:
    """Return the kind of a file with this name; None if git merges such files by itself."""
    if RESPONSE_FILE.fullmatch(file):
        return RESPONSE
    return _KINDS.get(file)


def merge(
    kind: Kind,
    base: Table | None,
    ours: Table,
    theirs: Table,
    doubtful: Collection[Path] = (),
) -> Merged:
    """Return the three-way merge of a file's data; an absent table counts as an empty one.

    Each unit, such as an answer or a goal, is merged as a whole. Without a base it is unknown which
    side changed a unit, so every difference is a conflict. Differences at `doubtful` paths, where
    the base may be wrong, are also conflicts.
    """
    if kind.whole:
        return _whole(None if () in doubtful else base, ours, theirs)
    parts: dict[Path, Any] = {}
    conflicts: list[Conflict] = []
    base_units, our_units, their_units = (_units(kind, data or {}) for data in (base, ours, theirs))
    torn = _torn(kind, base, ours, theirs, doubtful)
    # Our units come first, so that our file keeps its order if the merge changes nothing in it.
    for path in dict.fromkeys((*our_units, *their_units)):
        versions = base_units.get(path), our_units.get(path), their_units.get(path)
        known = base is not None and path not in doubtful
        merged, kept = _merged_unit(*versions, known)
        if path in torn:
            merged, kept = False, versions[1]
        if not merged:
            conflicts.append(Conflict(path, *versions))
        if kept is not None:
            parts[path] = kept
    try:
        return Merged(_data_of(kind, parts), tuple(conflicts))
    except ValueError:
        # A key is a table on one side and a value on the other side: the whole file is a conflict.
        return Merged(ours, (Conflict((), base or {}, ours, theirs),))


def _merged_unit(base: Any, ours: Any, theirs: Any, base_is_known: bool) -> tuple[bool, Any]:
    """Return whether a unit can be merged, and the version to keep: ours if it cannot be merged."""
    if _equal(ours, theirs):
        return True, theirs if ours is None else ours
    if base_is_known and _equal(base, theirs):
        return True, ours
    if base_is_known and _equal(base, ours):
        return True, theirs
    latest = _latest(ours, theirs)
    return latest is not None, ours if latest is None else latest


def _torn(
    kind: Kind, base: Table | None, ours: Table, theirs: Table, doubtful: Collection[Path]
) -> frozenset[Path]:
    """Return the paths of shared words and their meanings that must not be merged separately."""
    if not kind.shares:
        return frozenset()
    lists = [(data or {}).get(SHARED) for data in (base, ours, theirs)]
    merged, _ = _merged_unit(lists[0], lists[1], lists[2], base is not None and not doubtful)
    return torn_words(base or {}, ours, theirs, merged)


def differences(kind: Kind, ours: Table, theirs: Table) -> tuple[Conflict, ...]:
    """Return every unit in which two versions differ, for a person to decide on each."""
    if kind.whole:
        return () if same(ours, theirs) else (Conflict((), {}, ours, theirs),)
    our_units, their_units = _units(kind, ours), _units(kind, theirs)
    return tuple(
        Conflict(path, None, our_units.get(path), their_units.get(path))
        for path in dict.fromkeys((*our_units, *their_units))
        if not _equal(our_units.get(path), their_units.get(path))
    )


def apply_theirs(
    kind: Kind, data: Table, conflicts: Iterable[Conflict], paths: Collection[Path]
) -> Table:
    """Return data with their version of the conflicts at `paths`, and ours of all other conflicts.

    Raises ValueError if a key is a table on one side and a value on the other.
    """
    if whole := [each.theirs for each in conflicts if each.path == () and () in paths]:
        table: Table = whole[0]
        return table
    if kind.whole:
        return data
    parts = _units(kind, data)
    for conflict in conflicts:
        if conflict.path in paths:
            parts[conflict.path] = conflict.theirs
    return _data_of(kind, {path: value for path, value in parts.items() if value is not None})


def can_keep_both(kind: Kind, conflict: Conflict) -> bool:
    """Whether the two versions may be different things, such as two meetings on one day."""
    tables = isinstance(conflict.ours, dict) and isinstance(conflict.theirs, dict)
    return kind.numbered and len(conflict.path) == 2 and tables and bool(conflict.ours)


def with_both(kind: Kind, data: Table, conflict: Conflict) -> Table:
    """Return data with both versions of a conflict: theirs is added under the key with a number."""
    tables = data[kind.tables]
    key = free_key(conflict.name, tables)
    return {**data, kind.tables: {**tables, key: conflict.theirs}}


def _whole(base: Table | None, ours: Table, theirs: Table) -> Merged:
    if same(ours, theirs) or same(base, theirs):
        return Merged(ours, ())
    if same(base, ours):
        return Merged(theirs, ())
    return Merged(ours, (Conflict((), base, ours, theirs),))


def _equal(first: Any, second: Any) -> bool:
    """Return whether two units are the same; an empty table counts as absent."""
    return same({} if first is None else first, {} if second is None else second)


def _latest(ours: Any, theirs: Any) -> Any:
    """Return the later of two answers that differ only in their day; None if they differ otherwise.

    An answer without a day counts as the earlier answer.
    """
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


def _units(kind: Kind, data: Table) -> dict[Path, Any]:
    """Return the units of a file's data by their paths."""
    return dict(_unit_items(kind, data))


def _unit_items(kind: Kind, data: Table) -> Iterator[tuple[Path, Any]]:
    grouped = {key: group for group in kind.groups for key in group}
    for key, value in data.items():
        if group := grouped.get(key):
            yield (group[0],), {each: data[each] for each in group if each in data}
        elif key != kind.tables or not isinstance(value, dict) or not value:
            yield (key,), value
        else:
            yield from _table_units(kind, key, value)


def _table_units(kind: Kind, key: str, tables: Table) -> Iterator[tuple[Path, Any]]:
    for name, table in tables.items():
        if not isinstance(table, dict):
            yield (key, name), table
            continue
        # Keys that people have added are separate units, so that they put no answer in conflict.
        yield (key, name), {k: each for k, each in table.items() if k in kind.keys}
        yield from (((key, name, k), e) for k, e in table.items() if k not in kind.keys)


def _data_of(kind: Kind, parts: Mapping[Path, Any]) -> Table:
    """Return the data of these units. Raises ValueError if a path is both a table and a value."""
    leaders = {group[0] for group in kind.groups}
    data: Table = {}
    for path, value in parts.items():
        if len(path) == 1 and path[0] in leaders:
            data.update(value)
        elif len(path) == 1:
            _put(data, path[0], value)
        elif len(path) == 2:
            _put(_table_at(data, path[0]), path[1], value)
        else:
            _table_at(_table_at(data, path[0]), path[1])[path[2]] = value
    return data


def _put(table: Table, key: str, value: Any) -> None:
    """Put a value in a table; if it is a table, its keys come before the keys already there."""
    if key in table and not isinstance(value, dict):
        raise ValueError(f"{key} is a table on one side only")
    table[key] = {**value, **_table_at(table, key)} if isinstance(value, dict) else value


def _table_at(table: Table, key: str) -> Table:
    inner = table.setdefault(key, {})
    if not isinstance(inner, dict):
        raise ValueError(f"{key} is a table on one side only")
    return inner
