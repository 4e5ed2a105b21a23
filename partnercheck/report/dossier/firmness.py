"""The dossier's entries about how firm a verdict is, and how far apart the two views are."""

from __future__ import annotations

from collections.abc import Iterator

from partnercheck.report.words.balance import agreed_balance, balance_sentence
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.firmness import on_evidence_alone, other_thresholds
from partnercheck.report.words.gap import gap_sentence
from partnercheck.report.words.verdict import confidential_on, without_occasions
from partnercheck.rules.balance import balance
from partnercheck.rules.gap import gap_of
from partnercheck.rules.robustness import verdict_on_evidence, verdicts_at_thresholds
from partnercheck.verdicts.judged import JudgedVendor, unread_of


def far_apart(judged: JudgedVendor, hidden: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Yield the distance between the views over the whole form; no `hidden` item is named.

    Confidential items are not named either: their names would reveal the vendor's answers.
    """
    gap = gap_of(judged.instrument, judged.verdict)
    if gap is not None:
        hidden |= confidential_on(judged.instrument, "vendor")
        yield Entry("Both views", gap_sentence(judged.instrument, gap, hidden))


def how_firm(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield the verdicts under other assumptions.

    The assumptions: only scores with evidence count; other thresholds; 0 for items without an
    occasion.
    """
    instrument, verdict = judged.instrument, judged.verdict
    if not verdict.assessed:
        return
    responses = judged.round.responses
    unread = unread_of(instrument, judged.round)
    check = verdict_on_evidence(instrument, responses, verdict, unread)
    if on_evidence_text := on_evidence_alone(instrument, check):
        yield Entry("On evidence", on_evidence_text)
    others = verdicts_at_thresholds(instrument, responses, unread=unread)
    if thresholds := other_thresholds(instrument, verdict, others):
        yield Entry("Thresholds", thresholds)
    if without := without_occasions(instrument, verdict):
        yield Entry("Occasions", without)


def one_side_did(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield a sentence on which side did more by itself, for our own people."""
    accounts = balance(judged.instrument, judged.round.responses)
    if text := balance_sentence(judged.instrument, accounts, judged.vendor.name):
        yield Entry("One-sided giving", text)


def both_say_one_side_did(judged: JudgedVendor) -> Iterator[Entry]:
    """Yield which side did more by itself, for the vendor, if both sides say the same."""
    accounts = balance(judged.instrument, judged.round.responses)
    if text := agreed_balance(accounts):
        yield Entry("One-sided giving", text)
