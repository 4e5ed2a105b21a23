"""The data of a portfolio row, for showing, sorting and searching it.

It does not include the answers, so that thousands of rows fit in memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import tee
from typing import Any, NamedTuple

from partnercheck.base.english import capitalised
from partnercheck.base.records import Awaited, Problem, Record, Vendor
from partnercheck.base.text import name_key, sort_key
from partnercheck.report.listing import Listed, listed, rank
from partnercheck.report.signs import OPEN_CLASS
from partnercheck.report.words.agreements import overdue_in_words
from partnercheck.report.words.lenses import pending_phrases
from partnercheck.report.words.still_to_come import is_waited_for
from partnercheck.rules.records import Verdict
from partnercheck.verdicts.history import last_change
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts, judge_vendor
from partnercheck.verdicts.lenses import lenses
from partnercheck.verdicts.next import NextStep, steps_with
from partnercheck.workspace.asked import awaited_clause, overdue
from partnercheck.workspace.due_dates import next_day
from partnercheck.workspace.open import Workspace


class PortfolioRow(Record, frozen=True):
    """The portfolio row of a vendor, with its verdict in the latest round."""

    listed: Listed
    # The name to sort by: to make it takes longer than to compare it.
    name: tuple[str, str]
    # The text to search, with its case folded.
    words: str
    # The sort key for the order by verdict.
    rank: tuple[int, int, int]
    answered: int
    # The names in `KINDS` that apply to the vendor.
    kinds: frozenset[str]
    # Everything that is overdue, in words.
    overdue: str
    problems: tuple[Problem, ...]
    # The names in `COUNTED` that apply to the vendor.
    counted: frozenset[str]
    # The next day on which something is due; it may be over.
    due: dt.date | None
    # The description, to sort and to choose by its fields and facts.
    vendor: Vendor
    # The requests that the vendor's people have not answered yet.
    awaited: tuple[Awaited, ...]
    # What to do next with the vendor.
    steps: tuple[NextStep, ...]

    @property
    def archived(self) -> bool:
        """Whether the vendor is archived."""
        return self.vendor.archived is not None

    @property
    def id(self) -> str:
        """The vendor's id."""
        return self.listed.id


class RowInputs(NamedTuple):
    """The data from which a row is made."""

    judged: JudgedVendor  # the vendor with its verdict
    cells: Listed  # the texts of the row
    pending: Sequence[str]  # the answers to lenses that are still to come, in words
    overdue: str  # everything that is overdue, in words
    due: dt.date | None  # the next day on which something is due; it may be over
    today: dt.date


KINDS: Mapping[str, Callable[[RowInputs], bool]] = {
    "all": lambda vendor: True,
    "target missed": lambda vendor: vendor.cells.mismatch,
    "with a warning": lambda vendor: bool(vendor.cells.warnings),
    "answers still to come": lambda vendor: is_waited_for(vendor.judged) or bool(vendor.pending),
    "overdue": lambda vendor: bool(vendor.overdue),
    "due within 30 days": lambda vendor: _is_due(vendor, 30),
    "due within 90 days": lambda vendor: _is_due(vendor, 90),
    "not settled": lambda vendor: _is_not_settled(vendor.judged.verdict),
    "one side only": lambda vendor: vendor.judged.verdict.one_sided,
    "candidates": lambda vendor: vendor.judged.vendor.stage == "candidate",
    "with file problems": lambda vendor: bool(vendor.judged.problems),
}
# What the summary of the rows counts.
COUNTED: Mapping[str, Callable[[RowInputs], bool]] = {
    "target missed": KINDS["target missed"],
    "overdue": KINDS["overdue"],
    "with a warning": KINDS["with a warning"],
    "open": lambda vendor: vendor.cells.class_sign.glyph == OPEN_CLASS,
    "best class": lambda vendor: _is_best(vendor.judged),
    "caveats": lambda vendor: bool(vendor.cells.caveats[len(vendor.cells.warnings) :]),
}
ORDERS: Mapping[str, Callable[[PortfolioRow], Any]] = {
    "name": lambda row: row.name,
    "verdict": lambda row: (row.rank, row.name),
    "due": lambda row: (row.due is None, row.due, row.name),
    "answered": lambda row: (row.answered, row.name),
}


def portfolio_row(workspace: Workspace, vendor_id: str, today: dt.date) -> PortfolioRow:
    """Read a vendor and return its row, with the verdict in its latest round."""
    judged_vendor = judge_vendor(workspace, vendor_id)
    vendor = judged_vendor.vendor
    names = [vendor.name, vendor.id, vendor.supplies, vendor.owner, vendor.value_chain]
    # The change and the lenses both need earlier rounds, which are read only once.
    of_change, of_lenses = tee(earlier_verdicts(workspace, judged_vendor))
    results = lenses(workspace, judged_vendor, of_lenses)
    warnings = [warning for lens in results for warning in lens.warnings]
    change = last_change(judged_vendor, of_change)
    pending = pending_phrases(results)
    cells = listed(judged_vendor, today, change, warnings, pending)
    due = next_day(judged_vendor.files, judged_vendor.round)
    inputs = RowInputs(judged_vendor, cells, pending, _overdue(judged_vendor, today), due, today)
    return PortfolioRow(
        listed=cells,
        name=sort_key(cells.name),
        words=name_key(" ".join([*names, *vendor.tags])),
        rank=rank(judged_vendor),
        answered=judged_vendor.verdict.answered_count,
        kinds=frozenset([name for name, holds in KINDS.items() if holds(inputs)]),
        overdue=inputs.overdue,
        problems=judged_vendor.problems,
        counted=frozenset([name for name, holds in COUNTED.items() if holds(inputs)]),
        due=due,
        vendor=vendor,
        awaited=tuple(
            each
            for asked in judged_vendor.round.asked
            for each in asked.awaited
            if each.perspective == "vendor"
        ),
        steps=tuple(steps_with(workspace, judged_vendor, today)),
    )


def _is_due(vendor: RowInputs, days: int) -> bool:
    return vendor.due is not None and vendor.due <= vendor.today + dt.timedelta(days)


def _is_best(judged: JudgedVendor) -> bool:
    return judged.verdict.settled and judged.verdict.worst_class == judged.instrument.classes[0].id


def _is_not_settled(verdict: Verdict) -> bool:
    return not verdict.settled or verdict.provisional


def _overdue(vendor: JudgedVendor, today: dt.date) -> str:
    """Return a vendor's overdue answers, goals and meetings, in words."""
    late_people = [
        awaited_clause(each, today)
        for asked in vendor.round.asked
        for each in overdue(asked.awaited, today)
    ]
    waits = capitalised("; ".join(late_people))
    return ". ".join(filter(None, [waits, overdue_in_words(vendor.files, today)]))
