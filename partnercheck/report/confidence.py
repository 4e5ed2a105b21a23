"""The answers about a vendor that the vendor must not see."""

from __future__ import annotations

from partnercheck.base.cells import cut
from partnercheck.base.records import Response
from partnercheck.questionnaires.records import Item
from partnercheck.verdicts.judged import JudgedVendor

LONGEST_QUOTE = 240


def in_confidence(judged: JudgedVendor) -> frozenset[str]:
    """Return the items whose answers only we may see.

    An item is among them if it is confidential, or if one of our answers to it rests on what a
    reference customer said.
    """
    confidential = {
        item
        for response in _ours(judged)
        for item, answer in response.answers.items()
        if answer.basis == "reference"
    }
    return frozenset(
        confidential | {item.id for item in judged.instrument.items if item.confidential}
    )


def is_private(judged: JudgedVendor, item: Item) -> bool:
    """Return whether only we may see an item's answers."""
    return item.id in in_confidence(judged)


def quotes(judged: JudgedVendor, item: Item) -> tuple[str, ...]:
    """Return our people's notes on an item, which only we may see.

    The vendor's notes are left out, and confidential items are not quoted at all, as the vendor's
    form promises.
    """
    if item.confidential:
        return ()
    answered = [r for r in _ours(judged) if r.perspective == "buyer" and item.id in r.answers]
    return tuple(_quote(r, item) for r in answered if r.answers[item.id].evidence)


def _ours(judged: JudgedVendor) -> list[Response]:
    responses = judged.round.responses
    return [r for r in responses if r.instrument == judged.instrument.id]


def _quote(response: Response, item: Item) -> str:
    evidence = " ".join(response.answers[item.id].evidence.split())
    return f"{response.respondent}: {cut(evidence, LONGEST_QUOTE)}"
