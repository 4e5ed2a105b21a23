"""Rows that other processes make while this one shows those that it has.

Invariant: the rows come in the order of the ids that were given, so the list on the screen grows in
the same order as with one process.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from partnercheck.app.portfolio.row_data import PortfolioRow, portfolio_row
from partnercheck.base.workers import Waiting, Workers
from partnercheck.storage.fingerprint import fingerprint
from partnercheck.workspace.open import Workspace, open_workspace


class ReadRow(NamedTuple):
    """A row, and the fingerprint that the vendor's files had before it was made."""

    row: PortfolioRow
    fingerprint: int


class SharedRows:
    """The rows of vendors that are read for the first time, one after the other."""

    def __init__(
        self,
        root: Path,
        ids: Sequence[str],
        today: dt.date,
        jobs: int,
        say: Callable[[str], object],
    ) -> None:
        """Start the processes, if there are many vendors.

        `jobs` is the number of processes (0: as many as are useful); `say` gets the message about
        a process that has died.
        """
        self._workers = Workers(jobs, say)
        self._arriving = self._workers.poll(partial(_read_row, root, today), ids, lambda _: None)

    def next(self, wait: bool) -> ReadRow | Waiting | None:
        """Return the next vendor's row; None if this process has to read the vendor.

        Unless `wait` is true, return `Waiting` if the row is not there yet.
        """
        result = next(self._arriving, None)
        while wait and isinstance(result, Waiting):
            self._workers.wait()
            result = next(self._arriving, None)
        return result

    def end(self) -> None:
        """End the processes, whatever they do."""
        self._workers.end()


def vendor_fingerprint(root: Path, vendor_id: str) -> int:
    """Return the fingerprint of a vendor's files."""
    return fingerprint([root / "vendors" / vendor_id], levels=2)


def _read_row(root: Path, today: dt.date, vendor_id: str) -> ReadRow:
    """Return the row of a vendor, in a process that has no workspace yet."""
    # Before reading: a file that changes meanwhile is then read again the next time.
    current = vendor_fingerprint(root, vendor_id)
    return ReadRow(portfolio_row(_opened(root), vendor_id, today), current)


# Opened here, because a workspace may be larger than a pipe: sending it would wait until the other
# process has loaded its modules.
@lru_cache(maxsize=1)
def _opened(root: Path) -> Workspace:
    return open_workspace(root)
