"""The data behind a vendor's screen: read from its files, or with other scores tried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.report.comparison import verdict_text
from partnercheck.report.dossier.groups import Dossier, Sources, vendor_dossier
from partnercheck.rules.what_if import SideItem, with_agreed_scores
from partnercheck.verdicts.history import RoundHistory, before_round, history
from partnercheck.verdicts.judged import JudgedVendor, judge_round, judge_vendor
from partnercheck.verdicts.lenses import Lens, lenses
from partnercheck.verdicts.since import LastRound, last_scored
from partnercheck.workspace.open import Workspace


class VendorFacts(NamedTuple):
    """A vendor's data: the verdict in its latest round, all its rounds, and its lenses."""

    judged: JudgedVendor
    rounds: Sequence[RoundHistory]
    lenses: Sequence[Lens]
    last: LastRound | None = None  # the assessed round before the latest one


def read_facts(workspace: Workspace, vendor_id: str) -> VendorFacts:
    """Read and judge a vendor."""
    latest = judge_vendor(workspace, vendor_id)
    rounds = history(workspace, latest)
    earlier = before_round(rounds, latest)
    last = last_scored(latest.instrument, (each.round for each in earlier))
    lens_results = lenses(workspace, latest, earlier)
    return VendorFacts(latest, rounds, lens_results, last)


def with_scores(vendor: JudgedVendor, scores: Mapping[SideItem, int]) -> JudgedVendor:
    """Return the vendor judged as if its items had these scores (0–4)."""
    if not scores:
        return vendor
    responses = with_agreed_scores(vendor.instrument, vendor.round.responses, scores)
    round_ = replace(vendor.round, responses=tuple(responses))
    return judge_round(vendor.instrument, vendor.files, round_)


def dossier_of(
    facts: VendorFacts, displayed: JudgedVendor, expanded: frozenset[str], today: dt.date
) -> Dossier:
    """Return the dossier of a vendor.

    `displayed` is the judged vendor to show: with the answers from its files, or with the scores
    that are being tried in a what-if. `expanded` are the ids of the open parts.
    """
    responses = facts.judged.round.responses
    sources = Sources(displayed, responses, facts.rounds, facts.lenses, facts.last, today)
    return vendor_dossier(sources, expanded)


def change_in_words(actual: JudgedVendor, tried: JudgedVendor, count: int) -> str:
    """Describe how a what-if with `count` tried scores changes the verdict."""
    verdict, other_verdict = (verdict_text(each)[2:] for each in (actual, tried))
    same = verdict == other_verdict
    change = f"still {verdict}" if same else f"{verdict} → {other_verdict}"
    scores = "1 score" if count == 1 else f"{count} scores"
    return f"What if: {change}. {scores} tried, none saved."
