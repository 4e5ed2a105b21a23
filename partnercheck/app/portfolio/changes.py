"""Changes of vendors on the portfolio, each with a function that undoes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from partnercheck.app.shared.history import Change
from partnercheck.base.cells import fitted
from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Form, Vendor
from partnercheck.storage.journal import FileChange
from partnercheck.storage.undo import undo_changes
from partnercheck.workspace.asked import key_of_form, read_asked, withdraw_request
from partnercheck.workspace.decisions import undo_decision
from partnercheck.workspace.editing import Change as FieldChange
from partnercheck.workspace.editing import changes_between, require_readable, save_vendor
from partnercheck.workspace.fact_types import became_texts
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description
from partnercheck.workspace.removal import bring_back, remove_vendor, removed_vendors
from partnercheck.workspace.vendors import archive_vendor

if TYPE_CHECKING:
    from partnercheck.app.vendor.decide import SavedDecision

# The most fields that a message names, and the most cells of a value: a message has three lines.
MOST_NAMED, MOST_CELLS = 3, 24


def readable_vendor(workspace: Workspace, vendor_id: str) -> Vendor:
    """Return a vendor's description. Raises UnreadableError if it has an error."""
    return require_readable(workspace, read_description(workspace, vendor_id))


def describe_addition(
    workspace: Workspace, vendor_id: str, files: Sequence[FileChange], assess: str
) -> Change:
    """Return the change that added a vendor; `assess` is the label of the key to assess it."""
    name = read_description(workspace, vendor_id).vendor.name

    def undo() -> None:
        undo_changes(workspace.root, files)
        # If somebody has put other files there meanwhile, they stay.
        with suppress(OSError):
            (workspace.root / "vendors" / vendor_id).rmdir()

    message = f"Added {name}. Press {assess} to assess it"
    return Change(message, vendor_id, undo, f"Undone: {name} is no longer listed")


def describe_edit(workspace: Workspace, before: Vendor) -> Change | None:
    """Return the change of a vendor since it was read as `before`; None if it is the same."""
    after = readable_vendor(workspace, before.id)
    if after == before:
        return None

    def undo() -> None:
        save_vendor(workspace, after, before)

    forward, reverse = changes_between(before, after), changes_between(after, before)
    sentences = [f"Changed {before.name}: {_in_words(forward)}", *became_texts([(before, after)])]
    return Change(
        ". ".join(sentences),
        before.id,
        undo,
        f"Undone. {before.name}: {_in_words(reverse)}",
    )


def _in_words(changes: Sequence[FieldChange]) -> str:
    """Return the first changes, such as `owner Alice Moreau → Tom Okafor`, and the number left."""
    named = []
    for change in changes[:MOST_NAMED]:
        before, after = (fitted(text, MOST_CELLS).rstrip() for text in change.values)
        named.append(f"{change.label.lower()} {before} → {after}")
    more = len(changes) - len(named)
    return ", ".join([*named, *([f"and {more} more"] if more else [])])


def describe_decision(workspace: Workspace, saved: SavedDecision, name: str) -> Change:
    """Return the change of a decision saved about the vendor called `name`, or removed."""

    def undo() -> None:
        where = (workspace, saved.vendor_id, saved.round_id)
        undo_decision(*where, saved.after, saved.before)

    if saved.after.text is None:
        undone = f"Undone: {name} has its decision again"
        return Change(f"Removed the decision: {saved.subject}", saved.vendor_id, undo, undone)
    has = "no decision now" if saved.before.text is None else "its previous decision again"
    undone = f"Undone: {name} has {has}"
    return Change(f"Decided: {saved.subject}", saved.vendor_id, undo, undone)


def archive_or_restore(workspace: Workspace, vendor_id: str, today: dt.date) -> Change:
    """Archive a vendor, or restore an archived one. Raises UserError."""
    vendor = readable_vendor(workspace, vendor_id)
    day = None if vendor.archived else today
    archive_vendor(workspace, vendor_id, day)
    done, undone = ("Archived", "no longer archived") if day else ("Restored", "archived again")
    return Change(
        f"{done} {vendor.name}",
        vendor_id,
        lambda: archive_vendor(workspace, vendor_id, vendor.archived),
        f"Undone: {vendor.name} is {undone}",
    )


def to_archive(workspace: Workspace, vendor_ids: Sequence[str]) -> tuple[Sequence[Vendor], bool]:
    """Return the vendors to archive, or to restore if all are archived already.

    Also return whether they are to be archived. Raises UnreadableError if one has an error.
    """
    vendors = [readable_vendor(workspace, each) for each in vendor_ids]
    archives = any(vendor.archived is None for vendor in vendors)
    return [each for each in vendors if (each.archived is None) == archives], archives


def archive_or_restore_all(
    workspace: Workspace, vendor_ids: Sequence[str], today: dt.date
) -> Change:
    """Archive several vendors, or restore them if all are archived already.

    Raises UserError if that fails for one vendor; then none of them is changed.
    """
    vendors, archives = to_archive(workspace, vendor_ids)
    changes = _each_or_none(
        lambda vendor_id: archive_or_restore(workspace, vendor_id, today),
        [vendor.id for vendor in vendors],
    )
    done, undone = (
        ("Archived", "no longer archived") if archives else ("Restored", "archived again")
    )
    return _as_one(changes, done, undone)


def remove_all_from_workspace(
    workspace: Workspace, vendor_ids: Sequence[str], today: dt.date
) -> Change:
    """Remove several vendors from the workspace; their files are kept, for undoing it.

    Raises UserError if that fails for one vendor; then none of them is removed.
    """
    changes = _each_or_none(
        lambda vendor_id: remove_from_workspace(workspace, vendor_id, today), vendor_ids
    )
    return _as_one(changes, "Removed", "in the workspace again")


def _each_or_none(make: Callable[[str], Change], vendor_ids: Sequence[str]) -> list[Change]:
    """Change each vendor; if one cannot be changed, undo the other changes and raise its error."""
    changes: list[Change] = []
    try:
        for vendor_id in vendor_ids:
            changes.append(make(vendor_id))  # noqa: PERF401 - those before an error have to be known
    except (UserError, OSError):
        for change in reversed(changes):
            change.undo()
        raise
    return changes


def _as_one(changes: Sequence[Change], done: str, undone: str) -> Change:
    """Combine the changes of several vendors into one, which is undone as a whole."""
    if len(changes) == 1:
        return changes[0]
    to_undo = [*changes]

    def undo() -> None:
        # After an error, the next attempt goes on with the vendor that could not be undone.
        while to_undo:
            to_undo[-1].undo()
            to_undo.pop()

    vendors = plural(len(changes), "vendor")
    return Change(
        f"{done} {vendors}", changes[0].vendor_id, undo, f"Undone: {vendors} are {undone}"
    )


def requested(
    workspace: Workspace,
    vendor: Vendor,
    round_id: str,
    respondent: str,
    form: Form,
    today: dt.date,
) -> Change:
    """Return the change that wrote a request; undoing it withdraws the request."""

    def undo() -> None:
        folder = workspace.root / "vendors" / vendor.id / round_id
        requests, _ = read_asked(workspace, folder)
        key = key_of_form(requests, respondent, form)
        if not key:
            raise UserError(f"The request to {vendor.name} is not open any more")
        withdraw_request(workspace, vendor.id, round_id, key, today)

    whom = f" ({respondent})" if respondent else ""
    subject = f"the request to {vendor.name} for {round_id}{whom}"
    advice = "If its form was not sent, delete the form; if it was, tell the vendor"
    return Change(f"Wrote {subject}", vendor.id, undo, f"Withdrawn: {subject}. {advice}")


def remove_from_workspace(workspace: Workspace, vendor_id: str, today: dt.date) -> Change:
    """Remove a vendor from the workspace; its files are kept, for undoing it. Raises UserError."""
    name = read_description(workspace, vendor_id).vendor.name
    place = remove_vendor(workspace, vendor_id, today)

    def undo() -> None:
        removed = [each for each in removed_vendors(workspace) if each.place == place]
        if not removed:
            raise UserError(f"{place} is gone, so {name} cannot be restored")
        bring_back(workspace, removed[0])

    return Change(f"Removed {name}", vendor_id, undo, f"Undone: {name} is in the workspace again")
