"""Where only one side did it: which side, over the items where doing is giving.

A 2 says that one side did and the other did not; `done_by` says which. Over many items that shows
whether the giving goes both ways. It is an aid to talk and never a score: people remember their
own part better, so the two accounts are kept apart.
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
    """How many items one side's people say that each side did alone.

    `mostly` is the side that did most of them, None if there are too few or neither stands out.
    """

    buyer: int
    vendor: int
    mostly: Perspective | None = None

    @property
    def items(self) -> int:
        """How many items name a side."""
        return self.buyer + self.vendor


def balance(instrument: Instrument, responses: Iterable[Response]) -> Mapping[Perspective, Account]:
    """Each side's account of who did it, of those sides that named one."""
    counting = [r for r in responses if r.instrument == instrument.id]
    accounts = {
        perspective: _account(instrument, [r for r in counting if r.perspective == perspective])
        for perspective in PERSPECTIVES
    }
    return {side: account for side, account in accounts.items() if account.items}


def _account(instrument: Instrument, responses: Iterable[Response]) -> Account:
    """One side's account; an item on which its people name both sides counts for neither."""
    named: dict[str, set[Perspective]] = {}
    giving = {item.id for item in instrument.items if item.balance}
    for response in responses:
        for item in giving & instrument.may_ask(response.form) & response.answers.keys():
            answer = response.answers[item]
            if answer.done_by and answer.score == ONE_SIDE_SCORE:
                named.setdefault(item, set()).add(answer.done_by)
    buyer, vendor = (sum(sides == {side} for sides in named.values()) for side in PERSPECTIVES)
    return Account(buyer, vendor, _mostly(buyer, vendor, instrument.limits.balance_items))


def _mostly(buyer: int, vendor: int, least_items: int) -> Perspective | None:
    """The side that did so many that the other's few are hardly chance.

    By chance, the minority of n items is at most (n - 5) // 3 in about one case of ten or fewer.
    """
    count, minority = buyer + vendor, min(buyer, vendor)
    if count < least_items or minority > (count - 5) // 3:
        return None
    return "buyer" if buyer > vendor else "vendor"
