"""The balance in words: who did it if only one side did. It aids a talk and accuses nobody."""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base.english import plural
from partnercheck.base.records import Perspective
from partnercheck.rules.balance import Account


def balance_sentence(accounts: Mapping[Perspective, Account], vendor: str) -> str:
    """Return what both accounts come to, for our own people; empty if no side stands out."""
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


def balance_numbers(accounts: Mapping[Perspective, Account], least_items: int) -> str:
    """Return both accounts as numbers alone, for the vendor; empty if they are too few."""
    named = {"buyer": "we named you", "vendor": "you named yourselves"}
    told = [
        f"{named[side]} in {account.vendor} of {plural(account.items, 'question')}"
        for side, account in accounts.items()
        if account.items >= least_items
    ]
    return f"Where only one side did it, {'; '.join(told)}." if told else ""
