"""The rows of all vendors, read a few at a time and read again only if files have changed.

Invariant: the fingerprint of a vendor is that of its files before its row was made. The row is up
to date as long as the files have the same one.

For example, `refresh` queues 70 vendors, and `read` reads them. After a change of the files of one,
another `refresh` queues all 70 again, but `read` only compares 69 of them, and reads one. After a
change of the settings no fingerprint is kept, and it reads all; until then the old rows are shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from partnercheck.app.portfolio.row_data import PortfolioRow, portfolio_row
from partnercheck.base.records import Problem
from partnercheck.storage.fingerprint import fingerprint
from partnercheck.verdicts.next import NextStep, in_order
from partnercheck.workspace.open import SETTINGS_FILE, Workspace
from partnercheck.workspace.people_files import PEOPLE_FILE
from partnercheck.workspace.read_vendor import vendor_ids


class PortfolioCache:
    """Portfolio rows by vendor id; rows can be shown before all vendors have been read."""

    def __init__(self) -> None:
        """Create an empty cache."""
        self.rows: dict[str, PortfolioRow] = {}
        # The ids of the vendors still to be read; the next vendor is at the end.
        self.unread: list[str] = []
        # True once every vendor has been read; it stays true if vendors change afterwards.
        self.complete = False
        self._fingerprints: dict[str, int] = {}
        self._rules: tuple[int, dt.date] | None = None
        self._workspace: Workspace | None = None
        self._today = dt.date.min

    def watched_files(self, root: Path) -> Sequence[Path]:
        """Return the files and folders of the rows; empty until every vendor has been read."""
        if not self.complete:
            return ()
        return (root / SETTINGS_FILE, root / PEOPLE_FILE, root / "vendors", root / "instruments")

    def refresh(self, workspace: Workspace, today: dt.date, first: Iterable[str] = ()) -> None:
        """Queue every vendor for reading, those in `first` before the others.

        If the settings, the questionnaires or the day have changed, every vendor is read again,
        even if its files have not changed.

        Raises:
            UserError: The vendors cannot be listed.

        """
        self._workspace, self._today, self.unread = workspace, today, []
        ids = vendor_ids(workspace)
        root = workspace.root
        # Nobody waits for our people who have left, whatever vendor they answered about.
        shared = [root / SETTINGS_FILE, root / "instruments", root / PEOPLE_FILE]
        rules = (fingerprint(shared), today)
        if rules != self._rules:
            self._fingerprints.clear()
        self._rules = rules
        known = set(ids)
        self.rows = {vendor_id: row for vendor_id, row in self.rows.items() if vendor_id in known}
        urgent = [vendor_id for vendor_id in first if vendor_id in known]
        # Those in `first` are queued twice; the second time their files are only compared.
        self.unread = [*reversed(ids), *reversed(urgent)]

    def forget(self) -> None:
        """Force every vendor to be read again, even if its files look unchanged."""
        self._fingerprints.clear()

    def read(self, enough: Callable[[int], bool]) -> bool:
        """Read vendors until `enough(number read)` is true; return whether any row changed."""
        assert self._workspace
        changed, count = False, 0
        while self.unread and not enough(count):
            vendor_id = self.unread.pop()
            # Before reading: a file that changes meanwhile is then read again the next time.
            current = fingerprint([self._workspace.root / "vendors" / vendor_id], levels=2)
            if self._fingerprints.get(vendor_id) != current or vendor_id not in self.rows:
                self.rows[vendor_id] = portfolio_row(self._workspace, vendor_id, self._today)
                self._fingerprints[vendor_id] = current
                changed = True
            count += 1
        if not self.unread and not self.complete:
            self.complete = changed = True
        return changed

    def read_all(self) -> None:
        """Read every vendor in the queue."""
        self.read(lambda _: False)

    @property
    def steps(self) -> list[NextStep]:
        """The next steps for the vendors that have been read so far, the most urgent first."""
        return in_order(step for row in self.rows.values() for step in row.steps)

    @property
    def problems(self) -> list[Problem]:
        """The problems in the vendors' files that have been read so far."""
        return [problem for row in self.rows.values() for problem in row.problems]
