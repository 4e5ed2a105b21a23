"""How vendors see the relationship with the buyer, over several vendors.

Every vendor counts once, with the middle of its own people's scores, so that a vendor with many
respondents does not outweigh the others. The answers describe a relationship; only two kinds of
answer show something that the buyer alone has not done: a score of 2 for which the vendor is named
as the side that acted, and the answer to an item of kind `own`, in which the vendor says what it
decided about this customer.
For an item that is answered in confidence, only the median over at least three vendors is shown: a
spread, a name or a count could give one vendor's answer away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from partnercheck.base.records import ONE_SIDE_SCORE, Perspective, Record, Response
from partnercheck.questionnaires.records import Instrument, Item
from partnercheck.rules.balance import Account, balance, mostly_one_side
from partnercheck.rules.conditions import mean_score
from partnercheck.rules.readings import counting_responses, item_readings

# A summary over a single vendor would give away that vendor's answers.
LEAST_VENDORS = 2
LEAST_IN_CONFIDENCE = 3


class Spread(Record, frozen=True):
    """The values of several vendors: the median, the lowest, the highest, and the vendors' number.

    The lowest and the highest value are None if the vendors answered in confidence.
    """

    median: float
    lowest: float | None
    highest: float | None
    vendors: int


class ItemView(Record, frozen=True):
    """One item as vendors see it, in values of 0 to 4."""

    item: str
    spread: Spread
    # The vendors that say that only they did this, and those that say that only the buyer did it.
    only_vendor: tuple[str, ...] = ()
    only_buyer: tuple[str, ...] = ()
    # For an item about the vendor's own side: the vendors that score it 0 or 1.
    low_on_own_side: tuple[str, ...] = ()
    # For an item about the vendor's own side answered in confidence: whether the median is below 2.
    low_in_confidence: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether, by these answers, the buyer has not done its part or has not won the vendors."""
        return bool(self.only_vendor or self.low_on_own_side) or self.low_in_confidence


class ConditionView(Record, frozen=True):
    """One condition as vendors see it, in scores of 0 to 100."""

    condition: str
    spread: Spread


class CustomerView(Record, frozen=True):
    """How vendors see the relationship: its conditions and items, each list the lowest first."""

    vendors: tuple[str, ...]  # the ids of the vendors with a score
    conditions: tuple[ConditionView, ...]
    items: tuple[ItemView, ...]
    # The items with a score from fewer vendors than a summary needs, in the instrument's order.
    too_few: tuple[str, ...]
    giving: Account  # the balance of giving over all vendors, by their own answers
    # Maps a side to the vendors whose answers say that mostly this side gave alone.
    mostly: Mapping[Perspective, tuple[str, ...]]

    @property
    def is_summary(self) -> bool:
        """Whether enough vendors have answered for a summary."""
        return len(self.vendors) >= LEAST_VENDORS


def customer_view(
    instrument: Instrument, responses: Mapping[str, Sequence[Response]]
) -> CustomerView:
    """Return how vendors see the relationship.

    `responses` maps a vendor's id to the responses about this vendor; of these, only the vendor's
    own responses count.
    """
    answered = {
        vendor: counting
        for vendor, each in responses.items()
        if (counting := _vendor_responses(instrument, each))
    }
    values = {vendor: _values(instrument, each) for vendor, each in answered.items()}
    accounts = {
        vendor: account
        for vendor, each in answered.items()
        if (account := balance(instrument, each).get("vendor"))
    }
    items = [_item_view(item, answered, values) for item in instrument.items]
    is_summary = len(answered) >= LEAST_VENDORS
    return CustomerView(
        vendors=tuple(answered),
        conditions=tuple(_conditions(instrument, values)) if is_summary else (),
        items=tuple(sorted(filter(None, items), key=lambda view: _order(view.spread))),
        too_few=tuple(
            item.id
            for item in instrument.items
            if 0 < sum(item.id in each for each in values.values()) < _least_vendors(item)
        ),
        giving=_together(instrument, accounts.values()),
        mostly={
            side: tuple(v for v, account in accounts.items() if account.main_side == side)
            for side in ("buyer", "vendor")
        },
    )


def _vendor_responses(
    instrument: Instrument, responses: Iterable[Response]
) -> Sequence[Response] | None:
    """Return the counting responses of a vendor's own people; None if no response has a score."""
    _, sides = counting_responses(instrument, responses, {})
    return sides.get("vendor")


def _values(instrument: Instrument, responses: Sequence[Response]) -> dict[str, float]:
    """Return one vendor's value (0-4) of each item that its people have scored."""
    readings = item_readings(instrument, responses)
    return {item: reading.middle for item, reading in readings.items() if reading.scores}


def _least_vendors(item: Item) -> int:
    return LEAST_IN_CONFIDENCE if item.confidential else LEAST_VENDORS


def _item_view(
    item: Item,
    answered: Mapping[str, Sequence[Response]],
    values: Mapping[str, Mapping[str, float]],
) -> ItemView | None:
    """Return one item as vendors see it; None if too few vendors have scored it."""
    scored = {vendor: each[item.id] for vendor, each in values.items() if item.id in each}
    if len(scored) < _least_vendors(item):
        return None
    own = item.kind == "own"
    if item.confidential:
        middle = float(median(scored.values()))
        return ItemView(
            item.id,
            Spread(middle, None, None, len(scored)),
            low_in_confidence=own and middle < ONE_SIDE_SCORE,
        )
    return ItemView(
        item.id,
        _spread([*scored.values()]),
        only_vendor=_named("vendor", item, answered),
        only_buyer=_named("buyer", item, answered),
        low_on_own_side=tuple(v for v, value in scored.items() if own and value < ONE_SIDE_SCORE),
    )


def _named(
    side: Perspective, item: Item, answered: Mapping[str, Sequence[Response]]
) -> tuple[str, ...]:
    """Return the vendors whose people name only this side as the side that acted."""
    return tuple(
        vendor
        for vendor, responses in answered.items()
        if {
            answer.done_by
            for each in responses
            if (answer := each.answers.get(item.id))
            and answer.done_by
            and answer.score == ONE_SIDE_SCORE
        }
        == {side}
    )


def _conditions(
    instrument: Instrument, values: Mapping[str, Mapping[str, float]]
) -> list[ConditionView]:
    """Return the conditions that enough vendors have scored, the lowest first."""
    views = []
    for condition in instrument.conditions:
        items = instrument.items_of(condition.id)
        scored = [[each[item.id] for item in items if item.id in each] for each in values.values()]
        least = min(instrument.limits.least_items, len(items))
        scores = [mean_score(each) for each in scored if len(each) >= least]
        if len(scores) >= LEAST_VENDORS:
            views.append(ConditionView(condition.id, _spread(scores)))
    return sorted(views, key=lambda view: _order(view.spread))


def _spread(values: Sequence[float]) -> Spread:
    return Spread(float(median(values)), min(values), max(values), len(values))


def _order(spread: Spread) -> tuple[float, float]:
    return spread.median, spread.median if spread.lowest is None else spread.lowest


def _together(instrument: Instrument, accounts: Iterable[Account]) -> Account:
    """Add the accounts of all vendors; the rule for the main side is the same as for one vendor."""
    per_vendor = [*accounts]
    buyer, vendor = sum(a.buyer for a in per_vendor), sum(a.vendor for a in per_vendor)
    return Account(buyer, vendor, mostly_one_side(buyer, vendor, instrument.limits.balance_items))
