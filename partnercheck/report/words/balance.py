"""The balance in words: which side did what only one side did, as a topic for a meeting."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.english import listed, plural
from partnercheck.base.records import Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.verdict import topics_of
from partnercheck.rules.balance import Account


def balance_sentence(
    instrument: Instrument, accounts: Mapping[Perspective, Account], vendor: str
) -> str:
    """Return a sentence on the side that did more, for our own people; empty if neither did."""
    mostly = {side: account.main_side for side, account in accounts.items() if account.main_side}
    if not mostly:
        return ""
    if len(mostly) == 1:
        [(teller, doer)] = mostly.items()
        account = accounts[teller]
        whose = "our own" if teller == "buyer" else f"{vendor}'s own"
        name = "us" if doer == "buyer" else vendor
        count = _most(account)
        often = "each time" if count == account.items else f"{count} times"
        topics = listed(topics_of(instrument, account.main_items))
        questions = plural(account.items, "question")
        return f"In {questions} only one side gave, by {whose} answers {often} {name}: {topics}."
    if mostly["buyer"] != mostly["vendor"]:
        if mostly["buyer"] == "buyer":
            return (
                "Each side names itself more often. People remember their own part better: "
                "compare the events."
            )
        return "Each side names the other more often: compare the events."
    doer = mostly["buyer"]
    counts = f"ours {_count(accounts['buyer'])}, {vendor}'s {_count(accounts['vendor'])}"
    next_step = "What could we do next?" if doer == "vendor" else "What could come from them next?"
    always = all(_most(account) == account.items for account in accounts.values())
    often = "each time" if always else "mostly"
    name = "us" if doer == "buyer" else vendor
    topics = listed(topics_of(instrument, _in_any(instrument, accounts)))
    return (
        f"Where only one side gave, both say it was {often} {name} ({counts} questions about "
        f"giving): {topics}. {next_step}"
    )


def _in_any(instrument: Instrument, accounts: Mapping[Perspective, Account]) -> list[str]:
    """Return the items that the main side did by either account, as the form has them."""
    found = {item for account in accounts.values() for item in account.main_items}
    return [item.id for item in instrument.items if item.id in found]


def _count(account: Account) -> str:
    return f"{_most(account)} of {account.items}"


def _most(account: Account) -> int:
    return account.buyer if account.main_side == "buyer" else account.vendor


def balance_numbers(
    accounts: Mapping[Perspective, Account], least_items: int, organisation: str, vendor: str
) -> str:
    """Return both sides' accounts in numbers, for the vendor; empty if they have too few items.

    If one account names the vendor more often, the text ends by asking what we could do in return.
    """
    whose = {"buyer": "our", "vendor": "your own"}
    told = [
        (
            f"In {account.items} questions about giving, {whose[side]} answers name one side "
            f"alone, {_named(account, organisation, vendor)}."
        )
        for side, account in accounts.items()
        if account.items >= least_items
    ]
    asked = any(account.main_side == "vendor" for account in accounts.values())
    return " ".join([*told, *([f"What could {organisation} do next?"] if told and asked else [])])


def _named(account: Account, organisation: str, vendor: str) -> str:
    if not account.buyer or not account.vendor:
        return f"each time {vendor if account.vendor else organisation}"
    return f"{vendor} in {account.vendor}, {organisation} in {account.buyer}"
