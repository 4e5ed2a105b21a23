"""The balance of giving: which side acted more often, on items for which only one side acted.

A score of 2 says that one side did something and the other did not; `done_by` names the side that
acted. Over many items these answers show whether giving goes both ways. The result is a topic to
talk about and never a score: people remember their own contributions better (Ross & Sicoly 1979),
so the accounts of the two sides are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from partnercheck.base.records import (
    ONE_SIDE_SCORE,
    PERSPECTIVES,
    Perspective,
    Record,
    Response,
)
from partnercheck.questionnaires.records import Instrument


class Account(Record, frozen=True):
    """One side's account of the balance: the numbers of items for which it says one side acted."""

    buyer: int  # the number of items for which the account says that only the buyer acted
    vendor: int  # the number of items for which it says that only the vendor acted
    # The side that acted on most items; None if there are too few, or if the numbers are close.
    main_side: Perspective | None = None
    main_items: tuple[str, ...] = ()  # the items that only the main side did, in the form's order

    @property
    def items(self) -> int:
        """The number of items for which the side that acted is named."""
        return self.buyer + self.vendor


def balance(instrument: Instrument, responses: Iterable[Response]) -> Mapping[Perspective, Account]:
    """Return the accounts of the buyer and of the vendor.

    A side whose answers never say who acted has no account.
    """
    counting = [r for r in responses if r.instrument == instrument.id]
    accounts = {
        perspective: _account(instrument, [r for r in counting if r.perspective == perspective])
        for perspective in PERSPECTIVES
    }
    return {side: account for side, account in accounts.items() if account.items}


def _account(instrument: Instrument, responses: Iterable[Response]) -> Account:
    """Return one side's account; items do not count if the side's people disagree on who acted."""
    named_sides: dict[str, set[Perspective]] = {}
    balance_items = {item.id for item in instrument.items if item.balance}
    for response in responses:
        for item in balance_items & instrument.may_ask(response.form) & response.answers.keys():
            answer = response.answers[item]
            # A side named beside another score means nothing; the readers report it.
            if answer.done_by and answer.score == ONE_SIDE_SCORE:
                named_sides.setdefault(item, set()).add(answer.done_by)
    buyer, vendor = (
        sum(sides == {side} for sides in named_sides.values()) for side in PERSPECTIVES
    )
    main_side = mostly_one_side(buyer, vendor, instrument.limits.balance_items)
    main_items = tuple(i.id for i in instrument.items if named_sides.get(i.id) == {main_side})
    return Account(buyer, vendor, main_side, main_items)


def mostly_one_side(buyer: int, vendor: int, least_items: int) -> Perspective | None:
    """Return the side that acted so much more often that it is unlikely to be chance, or None.

    If both sides were equally likely to act on each of n items, the smaller count would be at most
    (n - 5) // 3 in less than one case out of ten.
    """
    total, minority = buyer + vendor, min(buyer, vendor)
    if total < least_items or minority > (total - 5) // 3:
        return None
    return "buyer" if buyer > vendor else "vendor"
