"""Changes with a vendor since its last assessed round, in one sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from partnercheck.base.english import listed, plural
from partnercheck.report.words.entry import Entry
from partnercheck.verdicts.since import LastRound, last_round_before
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.promises import Promises
from partnercheck.workspace.read_round import Round
from partnercheck.workspace.read_vendor import VendorFiles

MOST_NAMES = 4


def since_sentence(
    workspace: Workspace,
    files: VendorFiles,
    round_id: str,
    today: dt.date,
    read: Callable[[str], Round] | None = None,
) -> str:
    """Return what has changed since the previous round; empty without a previous round.

    `read` is the vendor's `round_reader`, if others read rounds too.
    """
    last = last_round_before(workspace, files, round_id, read)
    return f"Since {last.round}: {_changes(last, files.promises, today)}." if last else ""


def since_entries(last: LastRound | None, files: VendorFiles, today: dt.date) -> list[Entry]:
    """Return what has changed since the last round, as entries of the dossier."""
    if last is None:
        return []
    return [Entry(f"Since {last.round}", f"{_changes(last, files.promises, today)}.")]


def _changes(last: LastRound, promises: Promises, today: dt.date) -> str:
    parts = [f"the answers are compared with those of {_names(last.answered)}"]
    if last.leavers:
        parts.append(f"{_names(last.leavers)} {'has' if len(last.leavers) == 1 else 'have'} left")
    due = [p for p in promises.values() if p.due and last.ended < p.due <= today]
    due = [promise for promise in due if promise.state != "dropped"]
    if due:
        kept, late = (sum(each.state == state for each in due) for state in ("kept", "late"))
        fell_due = f"{plural(len(due), 'promise')} fell due, {kept} kept"
        parts.append(f"{fell_due}, {late} kept late" if late else fell_due)
    return "; ".join(parts)


def _names(names: tuple[str, ...]) -> str:
    more = len(names) - MOST_NAMES
    return listed([*names[:MOST_NAMES], *([plural(more, "other")] if more > 0 else [])])
