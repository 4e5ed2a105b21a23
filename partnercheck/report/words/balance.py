"""Who did it, where only one side did: an aid to talk, in words that accuse nobody."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.records import Perspective
from partnercheck.rules.balance import Account


def balance_sentence(accounts: Mapping[Perspective, Account], vendor: str) -> str:
    """What both sides' accounts come to, for our own people; empty if neither stands out."""
    mostly = {side: account.mostly for side, account in accounts.items() if account.mostly}
    if not mostly:
        return ""
    if len(mostly) == 1:
        [(teller, doer)] = mostly.items()
        whose = "our" if teller == "buyer" else f"{vendor}'s"
        count = _count(accounts[teller])
        return f"By {whose} own account it was mostly {_name(doer, vendor)} ({count})."
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
    return f"Both sides say it was mostly {_name(doer, vendor)} ({counts}). {next_step}"


def _name(side: Perspective, vendor: str) -> str:
    return "us" if side == "buyer" else vendor


def _count(account: Account) -> str:
    most = account.buyer if account.mostly == "buyer" else account.vendor
    return f"{most} of {account.items}"
