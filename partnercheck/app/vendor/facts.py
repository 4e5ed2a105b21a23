"""The data behind a vendor's screen: read from its files, or as it would be with other scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from partnercheck.report.comparison import verdict_text
from partnercheck.report.dossier.entries import dossier
from partnercheck.report.words.agreements import agreed_entries
from partnercheck.report.words.entry import Entry
from partnercheck.report.words.lenses import lens_entries
from partnercheck.rules.what_if import Place, what_if
from partnercheck.verdicts.history import Past, history
from partnercheck.verdicts.judged import Judged, judged
from partnercheck.verdicts.lenses import Lens, lenses
from partnercheck.workspace.load import Workspace, load


class VendorFacts(NamedTuple):
    """A vendor as its files say: its latest round judged, its earlier rounds, its lenses."""

    judged: Judged
    rounds: Sequence[Past]
    lenses: Sequence[Lens]


def read_facts(workspace: Workspace, vendor_id: str) -> VendorFacts:
    """Read and judge a vendor."""
    latest = judged(workspace.instrument, load(workspace, vendor_id))
    return VendorFacts(latest, history(workspace, vendor_id), lenses(workspace, latest))


def with_scores(vendor: Judged, scores: Mapping[Place, int]) -> Judged:
    """Return the vendor judged as if its items had these scores (0–4)."""
    if not scores:
        return vendor
    responses = what_if(vendor.instrument, vendor.assessment.responses, scores)
    return judged(vendor.instrument, replace(vendor.assessment, responses=tuple(responses)))


def dossier_entries(
    facts: VendorFacts, displayed: Judged, expanded: frozenset[str], today: dt.date
) -> list[Entry]:
    """Return the entries about a vendor, `displayed` as it is or as it would be."""
    assessment = facts.judged.assessment
    more = [*lens_entries(facts.lenses, expanded), *agreed_entries(assessment, today)]
    return dossier(displayed, expanded, assessment.responses, facts.rounds, more)


def change_in_words(actual: Judged, tried: Judged, count: int) -> str:
    """Return how the verdict moves if `count` scores are others."""
    verdict, other_verdict = (verdict_text(each)[2:] for each in (actual, tried))
    same = verdict == other_verdict
    change = f"still {verdict}" if same else f"{verdict} → {other_verdict}"
    scores = "1 score" if count == 1 else f"{count} scores"
    return f"What if: {change}. {scores} tried, none saved."
