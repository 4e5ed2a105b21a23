"""Searching, filtering and sorting the rows of the portfolio; the texts of header and message."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.row_data import COUNTED, ORDERS, PortfolioRow
from partnercheck.app.shared.widgets.lines import PROBLEM
from partnercheck.base import rounds
from partnercheck.base.cells import fitted, width_of
from partnercheck.base.english import plural
from partnercheck.base.records import Record, Vendor
from partnercheck.base.text import name_key
from partnercheck.report.listing import in_short
from partnercheck.report.signs import CAVEATS, HELD_DOWN, LATE, OPEN_CLASS, TARGET_SIGNS, WARNING
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.vendor_filter import (
    OWN_KEYS,
    Condition,
    condition_from,
    fact_keys,
    holds_for,
    sort_value,
    value_of,
    value_text,
)
from partnercheck.workspace.vendor_filter import key_label as label_of_key

# The key of a condition on the next day on which something is due.
DUE = "due"


class Only(NamedTuple):
    """A filter: only vendors with this value of a field or fact. An empty value means not set."""

    key: str
    value: str
    words: str


class Selection(Record, frozen=True):
    """The search, the filter and the order of the rows, and the marked vendors."""

    # The search; a row matches if it contains every word, and meets every condition.
    words: str = ""
    # One of `ORDERS`, or a key of the vendors.
    order: str = "name"
    # Whether the order is reversed; vendors without the key stay last.
    descending: bool = False
    # One of `KINDS`.
    kind: str = "all"
    only: Only | None = None
    with_archived: bool = False
    # Ids, in the order in which they were marked.
    marked: tuple[str, ...] = ()

    def rows(self, cache: PortfolioCache, classes: Sequence[str]) -> Sequence[PortfolioRow]:
        """Return the rows to show, in the chosen order; `classes` are ids, best first."""

        def sort(rows: list[PortfolioRow]) -> None:
            rows.sort(key=_sort_key(self.order, classes), reverse=self.descending)
            if without := _without_key(self.order):
                # A sort is stable, so rows that have no key stay in the order of their names.
                rows.sort(key=without)

        # Vendors are read in the order of their ids, which is nearly the order of their names.
        # Sorting by name before all are read would make rows jump.
        if self.order == "name" and not self.descending and not cache.complete:
            return self._matching(cache, cache.rows.values())
        order = (self.order, self.descending, *classes)
        return self._matching(cache, cache.sorted_rows(order, sort))

    def _matching(
        self, cache: PortfolioCache, all_rows: Iterable[PortfolioRow]
    ) -> list[PortfolioRow]:
        """Return the rows that match the search and the filter, in the order given.

        Filters that are not set cost no time: among thousands of rows, a key must work at once.
        """
        words, conditions = self._searched(cache)
        rows = list(all_rows)
        if self.kind != "all":
            rows = [row for row in rows if self.kind in row.kinds]
        if only := self.only:
            rows = [row for row in rows if only.value in values_of(row.vendor, only.key)]
        if not self.with_archived:
            rows = [row for row in rows if row.vendor.archived is None]
        for word in words:
            rows = [row for row in rows if word in row.words]
        for condition in conditions:
            rows = [row for row in rows if _meets(row, condition)]
        return rows

    def _searched(self, cache: PortfolioCache) -> tuple[list[str], list[Condition]]:
        """Return the words of the search, and the conditions in it, such as spend>1000."""
        words, conditions = [], []
        has_conditions = any(sign in self.words for sign in "=<>")
        known = (*OWN_KEYS, DUE, *fact_keys_of(cache)) if has_conditions else ()
        keys = {key.casefold(): key for key in known}
        for word in name_key(self.words).split():
            condition = condition_from(word)
            if condition and (key := keys.get(condition.key.casefold())):
                conditions.append(Condition(key, condition.operator, condition.value))
            else:
                words.append(word)
        return words, conditions

    def total(self, cache: PortfolioCache) -> int:
        """Return the number of rows before the search and the filter are applied."""
        return len(cache.rows) - (0 if self.with_archived else cache.totals.archived)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is chosen."""
        return self.kind != "all" or self.only is not None

    def _filter_words(self) -> str:
        if self.only is None:
            return self.kind
        label = label_of_key(self.only.key)
        return f"{label[0].lower()}{label[1:]}: {self.only.words}"

    def state(self) -> list[str]:
        """Return the settings that differ from the defaults, in words for the header."""
        reversed_order = ", reversed" if self.descending else ""
        is_sorted = self.order != "name" or self.descending
        parts = [
            (is_sorted, f"by {self.order.replace('_', ' ')}{reversed_order}"),
            (self.is_filtered, f"only {self._filter_words()}"),
            (bool(self.marked), f"{len(self.marked)} marked"),
            (self.with_archived, "including archived"),
        ]
        return [words for differs, words in parts if differs]


def _meets(row: PortfolioRow, condition: Condition) -> bool:
    """Return whether a vendor meets a condition; for a text, containing the value is enough."""
    value = row.due if condition.key == DUE else value_of(row.vendor, condition.key)
    is_text = isinstance(value, str) and condition.key != "target" and condition.value
    if is_text and condition.operator in ("=", "!="):
        return (name_key(condition.value) in name_key(value)) == (condition.operator == "=")
    return holds_for(condition, value)


def values_of(vendor: Vendor, key: str) -> tuple[str, ...]:
    """Return the values of a field or fact in words; the result has at least one text."""
    value = value_of(vendor, key)
    return value if isinstance(value, tuple) else (value_text(vendor, key),)


def _sort_key(order: str, classes: Sequence[str]) -> Callable[[PortfolioRow], Any]:
    """Return the function that gives a row's sort value; `classes` are ids, best first."""
    if order in ORDERS:
        return ORDERS[order]

    def by_key(row: PortfolioRow) -> Any:
        value = value_of(row.vendor, order)
        return () if value is None else sort_value(value, order, classes), row.name

    return by_key


def _without_key(order: str) -> Callable[[PortfolioRow], bool] | None:
    """Return a function that tests whether a row lacks the sorted value; None if no row does."""
    if order == DUE:
        return lambda row: row.due is None
    if order in ORDERS:
        return None
    return lambda row: value_of(row.vendor, order) is None


def fact_keys_of(cache: PortfolioCache) -> list[str]:
    """Return the keys of the facts of the vendors that have been read."""
    return fact_keys(row.vendor for row in cache.rows.values())


def header(workspace: Workspace, selection: Selection, today: dt.date) -> str:
    """Return the left part of the header: the organisation, the round and the selection."""
    settings = workspace.settings
    current = rounds.current(settings.cadence, today)
    read_only = [] if workspace.writable else ["read-only"]
    return "   ".join([settings.organisation, current, *selection.state(), *read_only])


def counts(cache: PortfolioCache, visible: int, total: int, page: tuple[int, int]) -> str:
    """Return the numbers of vendors in words, such as `1–20 of 37 of 70 vendors, 12 to come`.

    The page shows rows 1 to 20 of the 37 that match, and 12 vendors have not been read yet.

    Args:
        cache: The vendors; some may not have been read yet.
        visible: The number of rows that match the search and the filter.
        total: The number of rows before the search and the filter are applied.
        page: The numbers of the first and last row on the page.

    """
    vendors = plural(total, "vendor")
    of = f"{visible} of {vendors}" if visible < total else vendors
    coming = "" if cache.complete else f", {len(cache.unread)} not loaded yet"
    whole = page == (min(1, visible), visible)
    return f"{'' if whole else f'{page[0]}–{page[1]} of '}{of}{coming}"


MISSED = TARGET_SIGNS["missed"].glyph


def summary(rows: Sequence[PortfolioRow], best_class: str) -> list[str]:
    """Return a summary of these rows, in a few words each, the most important first."""
    # Few combinations occur, so counting these first is ten times faster with thousands of rows.
    counted = Counter([row.counted for row in rows])
    missed, overdue, warned, still_open, best, doubted = (
        sum(count for names, count in counted.items() if name in names) for name in COUNTED
    )
    return [
        words
        for count, words in (
            (missed, f"{missed} {'misses' if missed == 1 else 'miss'} target {MISSED}"),
            (overdue, f"{overdue} overdue {LATE.glyph}"),
            (warned, f"{plural(warned, 'warning')} {WARNING.glyph}"),
            (still_open, f"{still_open} open {OPEN_CLASS}"),
            (best, plural(best, best_class.lower())),
            (doubted, f"{plural(doubted, 'caveat')} {CAVEATS.glyph}"),
        )
        if count
    ]


def fitting(parts: Sequence[str], width: int) -> str:
    """Return a text of as many parts as fit in `width` cells."""
    for count in range(len(parts), 0, -1):
        text = ", ".join(parts[:count])
        if width_of(text) <= width:
            return text
    return ""


def row_message(
    workspace: Workspace,
    cache: PortfolioCache,
    selection: Selection,
    vendor: PortfolioRow | None,
    summary_of: Callable[[PortfolioRow], str],
    key_label: Callable[[str], str],
    width: int,
    with_pane: Sequence[str] | None,
) -> tuple[str, str]:
    """Return the message about the vendor under the cursor or about the list, and its style.

    A message about a vendor is cut to `width` cells; other messages may need more lines. If there
    is a pane, `with_pane` has the parts to show in place of the message, as many as fit.
    """
    in_detail = with_pane is not None
    if vendor and vendor.problems and not in_detail:
        return in_short(vendor.problems[0]), PROBLEM
    if workspace.problems:
        return str(workspace.problems[0]), PROBLEM
    if not selection.total(cache):
        return f"No vendors yet. Press {key_label('portfolio.new')} to add the first", ""
    if not vendor:
        # Not the key that quits: in the search field it is a letter.
        return f"No vendor matches. Press {key_label('portfolio.cancel')} to see all again", ""
    sorted_by = ""
    if selection.order not in ORDERS and (value := value_text(vendor.vendor, selection.order)):
        sorted_by = f"{label_of_key(selection.order)}: {value}. "
    if vendor.overdue and not in_detail:
        return fitted(sorted_by + vendor.overdue, width), "note"
    if count := len(cache.totals.problems):
        return f"{plural(count, 'file problem')}: `partnercheck check` lists them", PROBLEM
    if with_pane is None:
        return fitted(sorted_by + summary_of(vendor), width), ""
    if any(score.held_down for score in vendor.listed.scores):
        # The sign is in this row, and perhaps in no other.
        with_pane = [f"{HELD_DOWN.glyph} {HELD_DOWN.word}", *with_pane]
    return fitted(sorted_by + fitting(with_pane, width - width_of(sorted_by)), width), ""
