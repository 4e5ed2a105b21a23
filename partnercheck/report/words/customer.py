"""How vendors see us, in words and in the cells of tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from partnercheck.base.english import capitalised, listed, plural
from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.scores import points
from partnercheck.report.words.verdict import topic_of
from partnercheck.rules.customer import LEAST_IN_CONFIDENCE, ItemView, Spread
from partnercheck.verdicts.customer import AsCustomer

TITLE = "How vendors see the relationship with us"
CONDITION_HEADER = ("Condition", "Median", "Spread", "Vendors")
ITEM_HEADER = ("Question", "Median", "Spread", "Vendors", "Only they did it", "Only we did it")
OURS = "What is ours to do"
GIVING = "Do we take more than we give?"
SCALE = (
    "Conditions are scored from 0 to 100, questions from 0 to 4: 0 means that a side did the "
    "opposite; 1, that neither side did it; 2, that one side did it; 3, that both sides did it; "
    "4, that both sides did it, and it lasted."
)


class CustomerWords(Record, frozen=True):
    """How vendors see us, ready to display. Without a summary there is only the introduction."""

    basis: tuple[str, ...]
    conditions: tuple[tuple[str, ...], ...] = ()
    items: tuple[tuple[str, ...], ...] = ()
    too_few: str = ""
    ours: tuple[tuple[str, str], ...] = ()  # topics, and for each topic who says what
    giving: str = ""


def customer_words(customer: AsCustomer) -> CustomerWords:
    """Return how vendors see us in words."""
    view = customer.view
    if not view.is_summary:
        return CustomerWords(basis=(_no_summary(customer), *_left_out(customer)))
    instrument = customer.instrument
    names = {each.id: each.name for each in instrument.conditions}
    return CustomerWords(
        basis=(_by_whom(customer), *_left_out(customer), SCALE, *_in_confidence(customer)),
        conditions=tuple(
            (names[each.condition], *_score_cells(each.spread)) for each in view.conditions
        ),
        items=tuple(_item_cells(customer, each) for each in view.items),
        too_few=_too_few(customer),
        ours=tuple(
            (capitalised(topic_of(instrument, each.item)), _ours(customer, each))
            for each in view.items
            if each.is_ours
        ),
        giving=_giving(customer),
    )


def _no_summary(customer: AsCustomer) -> str:
    answered = [each.vendor.name for each in customer.opinions]
    who = f"Only {answered[0]} has answered" if answered else "No vendor has answered"
    return f"{who} so far. A summary needs answers from at least two vendors."


def _by_whom(customer: AsCustomer) -> str:
    who = [f"{each.vendor.name} ({customer.round(each.vendor.id)})" for each in customer.opinions]
    return f"According to {plural(len(who), 'vendor')}: {listed(who)}."


def _left_out(customer: AsCustomer) -> list[str]:
    sentences = []
    if customer.silent:
        names = listed([each.name for each in customer.silent])
        sentences.append(f"Not answered: {names}.")
    if customer.candidates:
        names = listed([each.name for each in customer.candidates])
        sentences.append(f"Left out as candidates: {names}.")
    return sentences


def _in_confidence(customer: AsCustomer) -> list[str]:
    items = [item for item in customer.instrument.items if item.confidential]
    if not items:
        return []
    summarised = {each.item for each in customer.view.items}
    without = [item.topic for item in items if item.id not in summarised]
    with_median = [item.topic for item in items if item.id in summarised]
    sentences = []
    if with_median:
        sentences.append(
            f"Answered in confidence, so only the median is shown: {listed(with_median)}."
        )
    if without:
        sentences.append(
            f"Answered in confidence, and shown only once {LEAST_IN_CONFIDENCE} vendors have "
            f"answered: {listed(without)}."
        )
    return sentences


def _score_cells(spread: Spread) -> tuple[str, ...]:
    return str(points(spread.median)), _range(spread, lambda n: str(points(n))), str(spread.vendors)


def _range(spread: Spread, to_text: Callable[[float], str]) -> str:
    """Return the lowest and the highest value; empty if these are confidential."""
    if spread.lowest is None or spread.highest is None:
        return ""
    lowest, highest = to_text(spread.lowest), to_text(spread.highest)
    return lowest if lowest == highest else f"{lowest}–{highest}"


def _item_cells(customer: AsCustomer, view: ItemView) -> tuple[str, ...]:
    spread = view.spread
    return (
        capitalised(topic_of(customer.instrument, view.item)),
        f"{spread.median:g}",
        _range(spread, lambda number: f"{number:g}"),
        str(spread.vendors),
        str(len(view.only_vendor) or ""),
        str(len(view.only_buyer) or ""),
    )


def _too_few(customer: AsCustomer) -> str:
    confidential = {item.id for item in customer.instrument.items if item.confidential}
    few = [each for each in customer.view.too_few if each not in confidential]
    topics = [topic_of(customer.instrument, each) for each in few]
    return f"Scored by one vendor only: {listed(topics)}." if topics else ""


def _ours(customer: AsCustomer, view: ItemView) -> str:
    """Return who says of an item that the buyer has not done it."""
    if view.only_vendor:
        return f"only they did it, {_say(customer, view.only_vendor)}"
    leaving = "they would leave us, or stay only until they can leave"
    if view.low_in_confidence:
        return f"{leaving}, by the median of {view.spread.vendors} vendors"
    return f"{leaving}, {_say(customer, view.low_on_own_side)}"


def _say(customer: AsCustomer, vendors: Sequence[str]) -> str:
    verb = "says" if len(vendors) == 1 else "say"
    return f"{verb} {listed([customer.name(each) for each in vendors])}"


def _giving(customer: AsCustomer) -> str:
    """Return what the vendors' answers say about one-sided giving, over all of them."""
    giving, least = customer.view.giving, customer.instrument.limits.balance_items
    they, we = giving.vendor, giving.buyer
    if giving.items < least:
        return (
            f"Too few answers to tell: of the answers about giving, {giving.items} name the side "
            f"that did it alone; {least} are needed."
        )
    counts = (
        f"Of {giving.items} answers about one-sided giving, {they} name the vendor and {we} name us"
    )
    conclusion = {
        "vendor": "Yes, according to the vendors' own answers",
        "buyer": "No: according to the vendors' own answers, we give more",
        None: "Not clear from the vendors' own answers",
    }[giving.main_side]
    mostly = _mostly(customer)
    memory = "People remember their own part better: compare the events."
    return f"{conclusion}. {counts}{mostly}. {memory}"


def _mostly(customer: AsCustomer) -> str:
    clauses = []
    sides: tuple[tuple[Perspective, str], ...] = (("vendor", "themselves"), ("buyer", "us"))
    for side, who in sides:
        if vendors := customer.view.mostly[side]:
            names = listed([customer.name(each) for each in vendors])
            clauses.append(f"{names} {'names' if len(vendors) == 1 else 'name'} mostly {who}")
    return f"; {', '.join(clauses)}" if clauses else ""
