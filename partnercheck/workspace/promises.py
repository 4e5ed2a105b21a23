"""Promises: what each side committed to, who is responsible, by when, and what came of it.

If a promise was made in a meeting, the day it was made is the meeting's day; the minutes do not
repeat the promise. Such a promise is known to both sides; all other promises only to our side.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.english import closest_id
from partnercheck.base.errors import UserError
from partnercheck.base.records import Perspective, Promise, PromiseState, Vendor
from partnercheck.base.text import name_key, slug, tidy_name
from partnercheck.storage.parse import Table
from partnercheck.workspace.agreement_files import NOTHING, PROMISES, PROMISES_FILE
from partnercheck.workspace.agreements import (
    change_agreements,
    free_key,
    remove_agreement,
    replace_agreement,
)
from partnercheck.workspace.canonical import record_table
from partnercheck.workspace.goals import in_short
from partnercheck.workspace.open import Workspace

LONGEST_ID = 40
Promises = Mapping[str, Promise]


def overdue(promise: Promise, today: dt.date) -> bool:
    """Whether a promise is open and was due before today."""
    return promise.state == "open" and promise.due is not None and promise.due < today


def open_promises(promises: Promises) -> dict[str, Promise]:
    """Return the open promises, the earliest due first, promises without a due date last."""
    unsorted = [(key, each) for key, each in promises.items() if each.state == "open"]
    return dict(sorted(unsorted, key=lambda pair: pair[1].due or dt.date.max))


def overdue_promises(promises: Promises, today: dt.date) -> dict[str, Promise]:
    """Return the overdue promises, the earliest due first."""
    return {key: each for key, each in open_promises(promises).items() if overdue(each, today)}


def in_order(promises: Promises) -> dict[str, Promise]:
    """Return the open promises, then the settled promises with the latest due date first."""
    rest = [(key, each) for key, each in promises.items() if each.state != "open"]
    rest.sort(key=lambda pair: pair[1].due or pair[1].made or dt.date.min, reverse=True)
    return open_promises(promises) | dict(rest)


def ours_first(promises: Promises) -> dict[str, Promise]:
    """Return the promises in file order, ours first."""
    return dict(sorted(promises.items(), key=lambda pair: pair[1].by != "buyer"))


def since(promises: Promises, day: dt.date) -> dict[str, Promise]:
    """Return the promises to talk about at the next meeting after the meeting on this day.

    All open promises are among them, and a kept promise if it was made or due on that day or later,
    because no file says when a promise was kept. Kept promises come first, then promises kept late,
    then open promises.
    """
    shared = {
        key: each
        for key, each in in_order(promises).items()
        if each.state == "open"
        or (each.state != "dropped" and day <= max(filter(None, (each.made, each.due, day.min))))
    }
    order: Sequence[PromiseState] = ("kept", "late", "open")
    return dict(sorted(shared.items(), key=lambda pair: order.index(pair[1].state)))


def promise_named(promises: Promises, named: str, vendor: Vendor) -> str:
    """Return the id of the promise with this id or text.

    Raises:
        UserError: No promise has this id or text.

    """
    name = tidy_name(named)
    if name in promises:
        return name
    for key, promise in promises.items():
        if name_key(promise.text) == name_key(name):
            return key
    near = closest_id(name, {key: promise.text for key, promise in promises.items()})
    hint = f"; did you mean {near}?" if near else ""
    raise UserError(f'there is no promise "{name}" with {vendor.name}{hint}')


def checked_promise(promise: Promise) -> Promise:
    """Return a promise with its texts cleaned.

    Raises:
        UserError: The promise has no text, or is due before it was made.

    """
    cleaned = replace(promise, owner=tidy_name(promise.owner), text=tidy_name(promise.text))
    if not cleaned.text:
        raise UserError("the promise has no text. Say what was promised")
    if promise.due and promise.made and promise.due < promise.made:
        reason = f"{promise.due} is before the day of the promise, {promise.made}"
        raise UserError(f"{reason}. Choose a later date")
    return cleaned


def promises_made(
    texts: Mapping[Perspective, Iterable[str]], on: dt.date, due: dt.date | None
) -> tuple[Promise, ...]:
    """Return the promises of both sides made in a meeting; empty texts are left out.

    Raises:
        UserError: The promises would be due before the meeting.

    """
    return tuple(
        checked_promise(Promise(by=side, text=text, made=on, due=due))
        for side, of_side in texts.items()
        for text in of_side
        if tidy_name(text)
    )


def with_state(promise: Promise, state: PromiseState, today: dt.date) -> Promise:
    """Return a promise with another state.

    Raises:
        UserError: The promise is already in this state, or it cannot be late because it was not due
            before today.

    """
    name = in_short(promise.text)
    if promise.state == state:
        raise UserError(f"{name} is already {'kept late' if state == 'late' else state}")
    if state == "late" and promise.due is None:
        raise UserError(f"{name} has no due date, so it cannot be late. Mark it as kept")
    if state == "late" and promise.due and promise.due >= today:
        raise UserError(f"{name} is due on {promise.due}, so it is not late. Mark it as kept")
    return replace(promise, state=state)


def add_promises(workspace: Workspace, vendor: Vendor, promises: Sequence[Promise]) -> list[str]:
    """Save new promises in one step; return their ids, which are made from their texts.

    A promise that is already in the file, with the same values, is not added again. So if a meeting
    could not be saved after its promises, both can be saved once more.

    Raises:
        UserError: The file cannot be read or written. The file is unchanged.

    """
    keys: list[str] = []

    def added(tables: Table) -> Table:
        keys.clear()
        for promise in promises:
            saved = (k for k in tables if PROMISES.parse(NOTHING, k, tables[k])[0] == promise)
            key = next(saved, "")
            if not key:
                key = free_key(_id_of(promise), tables)
                tables = {**tables, key: record_table(promise)}
            keys.append(key)
        return tables

    change_agreements(workspace, vendor, PROMISES, added)
    return keys


def remove_promise(workspace: Workspace, vendor: Vendor, key: str, seen: Promise) -> None:
    """Remove a promise that was last read as `seen`, as if it had never been made.

    Raises:
        UserError: The promise in the file no longer equals `seen`, or the file cannot be read or
            written.

    """
    label = f"the promise {in_short(seen.text)}"
    remove_agreement(workspace, vendor, PROMISES, key, seen, label)


def _id_of(promise: Promise) -> str:
    """Return an id made from the first words of a promise."""
    words = slug(promise.text)
    if len(words) > LONGEST_ID:
        words = words[: LONGEST_ID + 1].rpartition("-")[0] or words[:LONGEST_ID]
    return words or "promise"


def save_promise(
    workspace: Workspace, vendor: Vendor, key: str, seen: Promise, promise: Promise
) -> None:
    """Replace a promise that was last read as `seen`.

    Raises:
        UserError: The promise in the file no longer equals `seen`, or the file cannot be read or
            written. The file is unchanged.

    """
    replace_agreement(workspace, vendor, PROMISES, key, seen, promise, in_short(seen.text))


def move_promises(workspace: Workspace, vendor: Vendor, day: dt.date, new_day: dt.date) -> None:
    """Change the day of all promises made on a day, because the day of their meeting was corrected.

    Raises:
        UserError: The file cannot be read or written. The file is unchanged.

    """
    if not os.path.lexists(workspace.root / "vendors" / vendor.id / PROMISES_FILE):
        return

    def moved(tables: Table) -> Table:
        return {
            key: {**table, "made": new_day}
            if isinstance(table, dict) and table.get("made") == day
            else table
            for key, table in tables.items()
        }

    change_agreements(workspace, vendor, PROMISES, moved)
