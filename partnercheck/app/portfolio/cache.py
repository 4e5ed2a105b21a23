"""The rows of all vendors, read a few at a time and read again only if files have changed.

Invariant: the fingerprint of a vendor is that of its files before its row was made. The row is up
to date as long as the files have the same one.

For example, `refresh` queues 70 vendors, and `read` reads them. After a change of the files of one,
another `refresh` queues all 70 again, but `read` only compares 69 of them, and reads one. After a
change of the settings no fingerprint is kept, and it reads all; until then the old rows are shown.

Other processes can read the vendors that have no fingerprint. They work through the queue as it was
when they were started, so `refresh`, which makes another queue, ends them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from partnercheck.app.portfolio.row_data import PortfolioRow, portfolio_row
from partnercheck.app.portfolio.shared_rows import ReadRow, SharedRows, vendor_fingerprint
from partnercheck.base.records import Problem
from partnercheck.base.workers import Waiting
from partnercheck.storage.fingerprint import fingerprint
from partnercheck.verdicts.next import NextStep, in_order
from partnercheck.workspace.open import SETTINGS_FILE, Workspace
from partnercheck.workspace.people_files import PEOPLE_FILE
from partnercheck.workspace.read_vendor import vendor_ids


class Totals(NamedTuple):
    """Facts about all vendors together."""

    archived: int  # the number of archived vendors
    problems: list[Problem]  # the problems in the files of all vendors
    steps: list[NextStep]  # the next steps for all vendors, the most urgent first


class PortfolioCache:
    """Portfolio rows by vendor id; rows can be shown before all vendors have been read."""

    def __init__(self, say: Callable[[str], object] = lambda _: None, jobs: int = 0) -> None:
        """Create an empty cache.

        `say` gets the message about a process that has died; `jobs` is the number of processes (0:
        as many as are useful).
        """
        self._say, self._jobs = say, jobs
        self._shared: SharedRows | None = None
        # Whether `read` has stopped because another process has not finished the next row.
        self.is_waiting = False
        self.rows: dict[str, PortfolioRow] = {}
        # Made when it is needed: each key of a search asks for it, and no key changes it.
        self._totals: Totals | None = None
        # The rows in the order that was asked for last, and its name; made when it is needed.
        self._sorted: tuple[Hashable, Sequence[PortfolioRow]] | None = None
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
        self.end_sharing()
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
        if not known.issuperset(self.rows):
            self.rows = {each: row for each, row in self.rows.items() if each in known}
            self._forget_derived()
        urgent = [vendor_id for vendor_id in first if vendor_id in known]
        # Those in `first` are queued twice; the second time their files are only compared.
        self.unread = [*reversed(ids), *reversed(urgent)]

    def folders_read(self, ids: Iterable[str]) -> Mapping[Path, int]:
        """Return the folders of vendors, with their fingerprints when they were read."""
        assert self._workspace
        vendors = self._workspace.root / "vendors"
        known = self._fingerprints
        return {vendors / each: known[each] for each in ids if each in known}

    def forget(self) -> None:
        """Force every vendor to be read again, even if its files look unchanged."""
        self._fingerprints.clear()

    def share(self) -> None:
        """Share the vendors that have to be read among processes, if there are many."""
        if self._shared is None and self._workspace:
            queue = dict.fromkeys(reversed(self.unread))
            ids = [vendor_id for vendor_id in queue if vendor_id not in self._fingerprints]
            root = self._workspace.root
            self._shared = SharedRows(root, ids, self._today, self._jobs, self._say)

    def end_sharing(self) -> None:
        """End the other processes, if there are any; this one reads what they have not finished."""
        if self._shared:
            self._shared.end()
        self._shared, self.is_waiting = None, False

    def read(self, enough: Callable[[int], bool], wait: bool = True) -> bool:
        """Read vendors until `enough(number read)` is true; return whether any row changed.

        Unless `wait` is true, stop at a row that another process has not finished yet.
        """
        changed, count = False, 0
        self.is_waiting = False
        while self.unread and not enough(count):
            vendor_id = self.unread[-1]
            first = vendor_id not in self._fingerprints
            shared = self._shared.next(wait) if self._shared and first else None
            if isinstance(shared, Waiting):
                self.is_waiting = True
                break
            self.unread.pop()
            changed |= self._store(vendor_id, shared)
            count += 1
        if not self.unread:
            self.end_sharing()
            changed |= not self.complete
            self.complete = True
        return changed

    def _store(self, vendor_id: str, shared: ReadRow | None) -> bool:
        """Store the row of a vendor, read here unless it is `shared`; return whether it changed."""
        assert self._workspace
        if shared:
            self._forget_derived()
            self.rows[vendor_id], self._fingerprints[vendor_id] = shared
            return True
        # Before reading: a file that changes meanwhile is then read again the next time.
        current = vendor_fingerprint(self._workspace.root, vendor_id)
        if self._fingerprints.get(vendor_id) == current and vendor_id in self.rows:
            return False
        self._forget_derived()
        self.rows[vendor_id] = portfolio_row(self._workspace, vendor_id, self._today)
        self._fingerprints[vendor_id] = current
        return True

    def read_all(self) -> None:
        """Read every vendor in the queue."""
        self.read(lambda _: False)

    def _forget_derived(self) -> None:
        """Forget what was made from all rows, because a row has changed."""
        self._totals = self._sorted = None

    def sorted_rows(
        self, order: Hashable, sort: Callable[[list[PortfolioRow]], None]
    ) -> Sequence[PortfolioRow]:
        """Return all rows in an order; `sort` sorts them, and is not called again for this order.

        A search then only chooses from the sorted rows: sorting takes longer than choosing.
        """
        if self._sorted is None or self._sorted[0] != order:
            rows = [*self.rows.values()]
            sort(rows)
            self._sorted = order, rows
        return self._sorted[1]

    @property
    def totals(self) -> Totals:
        """What is known about all vendors that have been read so far."""
        if self._totals is None:
            rows = self.rows.values()
            self._totals = Totals(
                sum(row.vendor.archived is not None for row in rows),
                [problem for row in rows for problem in row.problems],
                in_order(step for row in rows for step in row.steps),
            )
        return self._totals
