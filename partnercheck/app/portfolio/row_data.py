"""Cards: of each vendor what the portfolio shows, sorts and searches by, and none of the answers.

Thousands of vendors fit in memory that way, and a card is made anew only where files of its vendor
have changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from partnercheck.base.records import Problem, Record
from partnercheck.base.text import folded
from partnercheck.report.listing import Listed, listed, rank
from partnercheck.report.words.agreements import overdue_in_words
from partnercheck.report.words.verdict import caveats, headline
from partnercheck.verdicts.history import last_change
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts, judge_vendor
from partnercheck.workspace.asked import awaited_word, overdue
from partnercheck.workspace.open import Workspace


class Card(Record, frozen=True):
    """A vendor's row in its latest round, and what it is found, ordered and narrowed by.

    `words` are all by which it is found; `kinds` those of `KINDS` that it is of; `about` is its
    verdict in a sentence, `overdue` what is overdue, in words.
    """

    listed: Listed
    words: str
    rank: tuple[int, int, int]
    answered: int
    kinds: frozenset[str]
    about: str
    overdue: str
    problems: tuple[Problem, ...]
    archived: bool

    @property
    def id(self) -> str:
        """The vendor's id."""
        return self.listed.id

    @property
    def name(self) -> str:
        """The vendor's name as it is ordered by."""
        return folded(self.listed.name)


class Seen(NamedTuple):
    """A vendor as it was judged, its row, and what is overdue, in words."""

    found: JudgedVendor
    row: Listed
    overdue: str


KINDS: Mapping[str, Callable[[Seen], bool]] = {
    "all": lambda seen: True,
    "target missed": lambda seen: seen.row.mismatch,
    "waiting": lambda seen: bool(seen.row.waits_for),
    "overdue": lambda seen: bool(seen.overdue),
    "not settled": lambda seen: not seen.found.verdict.settled or seen.found.verdict.provisional,
    "one side only": lambda seen: seen.found.verdict.one_sided,
    "candidates": lambda seen: seen.found.vendor.stage == "candidate",
    "with file problems": lambda seen: bool(seen.found.problems),
}
ORDERS: Mapping[str, Callable[[Card], Any]] = {
    "name": lambda card: card.name,
    "verdict": lambda card: (card.rank, card.name),
    "answered": lambda card: (card.answered, card.name),
}


def card_of(workspace: Workspace, vendor_id: str, today: dt.date) -> Card:
    """A vendor's card as its files are now: its latest round, and how that moved its class."""
    found = judge_vendor(workspace, vendor_id)
    about = found.vendor
    words = [about.name, about.id, about.supplies, about.owner, about.value_chain, *about.tags]
    change = last_change(found, earlier_verdicts(workspace, found))
    row = listed(found, today, change)
    seen = Seen(found, row, _overdue(found, today))
    return Card(
        listed=row,
        words=folded(" ".join(words)),
        rank=rank(found),
        answered=found.verdict.answered,
        kinds=frozenset([name for name, holds in KINDS.items() if holds(seen)]),
        about=" ".join(
            [
                headline(found.instrument, found.verdict, about.name),
                *caveats(found.instrument, found.verdict),
            ]
        ),
        overdue=seen.overdue,
        problems=found.problems,
        archived=about.archived is not None,
    )


def _overdue(found: JudgedVendor, today: dt.date) -> str:
    """Whose answers, which goals and whether a meeting with a vendor are overdue."""
    late_ones = [awaited_word(each, today) for each in overdue(found.round.awaited, today)]
    said = [f"Waits for {', '.join(late_ones)}"] if late_ones else []
    return ". ".join(filter(None, [*said, overdue_in_words(found.files, today)]))
