"""The balance in words: which side did what only one side did, as a topic for a meeting."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import Perspective
from partnercheck.rules.balance import Account


def balance_sentence(accounts: Mapping[Perspective, Account], vendor: str) -> str:
    """Return a sentence on the side that did more, for our own people; empty if neither did."""
    mostly = {side: account.main_side for side, account in accounts.items() if account.main_side}
    if not mostly:
        return ""
    if len(mostly) == 1:
        [(teller, doer)] = mostly.items()
        whose = "our" if teller == "buyer" else f"{vendor}'s"
        account = accounts[teller]
        name = "us" if doer == "buyer" else vendor
        return f"By {whose} own account it was {name} {_of_all(_most(account), account)}."
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
    return (
        f"Where only one side gave, both say it was {often} {name} ({counts} questions about "
        f"giving). {next_step}"
    )


def _of_all(count: int, account: Account) -> str:
    """Return the count in words. Only questions about giving count; others may name a side too."""
    of = f"all {account.items}" if count == account.items else f"{count} of the {account.items}"
    return f"in {of} questions about giving where only one side gave"


def _count(account: Account) -> str:
    return f"{_most(account)} of {account.items}"


def _most(account: Account) -> int:
    return account.buyer if account.main_side == "buyer" else account.vendor


def balance_numbers(accounts: Mapping[Perspective, Account], least_items: int) -> str:
    """Return both sides' accounts in numbers, for the vendor.

    An account of fewer than `least_items` items is left out.
    """
    whose = {"buyer": "our", "vendor": "your own"}
    told = [
        f"By {whose[side]} answers it was "
        + (
            f"you {_of_all(account.vendor, account)}."
            if account.vendor
            else f"us {_of_all(account.buyer, account)}."
        )
        for side, account in accounts.items()
        if account.items >= least_items
    ]
    return " ".join(told)
