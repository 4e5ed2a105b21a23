"""The balance in words: which side did what only one side did, as a topic for a meeting."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.english import listed, plural
from partnercheck.base.records import PERSPECTIVES, Perspective
from partnercheck.questionnaires.records import Instrument
from partnercheck.report.words.verdict import topics_of
from partnercheck.rules.balance import Account


def balance_sentence(
    instrument: Instrument, accounts: Mapping[Perspective, Account], vendor: str
) -> str:
    """Return a sentence, for our own people, on who did more; empty if no answers show it."""
    mostly = {side: account.main_side for side, account in accounts.items() if account.main_side}
    if not mostly:
        return ""
    if len(mostly) == 1:
        [(teller, doer)] = mostly.items()
        account = accounts[teller]
        whose = "our own" if teller == "buyer" else f"{vendor}'s own"
        name = "us" if doer == "buyer" else vendor
        count = _most(account)
        often = "always" if count == account.items else f"{count} times"
        topics = listed(topics_of(instrument, account.main_items))
        questions = plural(account.items, "question")
        return (
            f"By {whose} answers, only one side gave something in {questions}, {often} {name}: "
            f"{topics}."
        )
    if mostly["buyer"] != mostly["vendor"]:
        if mostly["buyer"] == "buyer":
            return (
                "Each side names itself more often. People remember their own part better: "
                "compare the events."
            )
        return "Each side names the other side more often: compare the events."
    doer = mostly["buyer"]
    counts = f"ours {_count(accounts['buyer'])}, {vendor}'s {_count(accounts['vendor'])}"
    next_step = "What could we do next?" if doer == "vendor" else "What could come from them next?"
    always = all(_most(account) == account.items for account in accounts.values())
    often = "always" if always else "mostly"
    name = "us" if doer == "buyer" else vendor
    topics = listed(topics_of(instrument, _in_any(instrument, accounts)))
    return (
        f"When only one side gave something, both say that it was {often} {name} ({counts} "
        f"questions about giving): {topics}. {next_step}"
    )


def _in_any(instrument: Instrument, accounts: Mapping[Perspective, Account]) -> list[str]:
    """Return the items that the main side did by either account, in the order of the form."""
    items = {item for account in accounts.values() for item in account.main_items}
    return [item.id for item in instrument.items if item.id in items]


def _count(account: Account) -> str:
    return f"{_most(account)} of {account.items}"


def _most(account: Account) -> int:
    return account.buyer if account.main_side == "buyer" else account.vendor


def agreed_balance(accounts: Mapping[Perspective, Account]) -> str:
    """Return in numbers which side did more, for the vendor; empty unless both sides say the same.

    One side's own account would read as a reproach, or as an opening for claims.
    """
    named = {account.main_side for account in accounts.values()}
    if len(accounts) < len(PERSPECTIVES) or len(named) > 1 or None in named:
        return ""
    who, next_step = (
        ("us", "What could you do next?") if "buyer" in named else ("you", "What could we do next?")
    )
    counts = f"our answers {_count(accounts['buyer'])}, yours {_count(accounts['vendor'])}"
    return (
        f"When only one side gave something, both of us say that it was mostly {who} ({counts} "
        f"questions about giving). {next_step}"
    )
