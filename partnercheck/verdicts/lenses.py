"""The lenses on a vendor in a round: their facets, their warnings, and the recommended ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Instrument, LensWarning
from partnercheck.rules.lens_warnings import matching_offer, rounds_needed, warnings
from partnercheck.rules.lenses import LensVerdict, judge_lens, lowest_levels
from partnercheck.rules.records import Verdict
from partnercheck.rules.target import as_targeted
from partnercheck.verdicts.judged import JudgedVendor, earlier_verdicts, unread_of
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.waiting import unfinished


class Lens(Record, frozen=True):
    """The result of one lens for a vendor."""

    instrument: Instrument
    verdict: LensVerdict
    warnings: tuple[LensWarning, ...] = ()
    reason_to_answer: str = ""  # why to answer the lens; empty if there is no reason
    levels: Mapping[str, str] = {}  # maps facets to the level with the lowest score, if it counts
    # The respondents whose answers are still to come, each with their number.
    awaited: Sequence[tuple[str, int]] = ()


def lenses(
    workspace: Workspace, judged: JudgedVendor, earlier: Iterable[JudgedVendor]
) -> tuple[Lens, ...]:
    """Return the result of every lens of the workspace for a vendor in the judged round.

    A lens never changes a verdict; it explains one. `earlier` yields the previous rounds, newest
    first; it is read only if a warning depends on several rounds.
    """
    kinds = [each for each in workspace.instruments.values() if not each.classifies]
    rounds = max((rounds_needed(lens, judged.verdict) for lens in kinds), default=1)
    verdicts = _assessed(judged, earlier, rounds)
    return tuple(_lens(lens, judged, verdicts) for lens in kinds)


def _lens(lens: Instrument, judged: JudgedVendor, verdicts: Sequence[Verdict]) -> Lens:
    verdict = judge_lens(lens, judged.round.responses, unread_of(lens, judged.round))
    lens_warnings = warnings(lens, verdict, verdicts)
    offer = matching_offer(lens, judged.verdict)
    on_target = as_targeted(judged.instrument, judged.verdict, judged.vendor.target)
    if on_target:
        # The class is the target, so nothing needs to change. A warning about several rounds asks
        # whether to continue with a vendor at all; for such a vendor this is a question only if one
        # side loses by the relationship.
        offer = None
        lens_warnings = [
            warning
            for warning in lens_warnings
            if on_target.critical_zeros or not warning.conditions
        ]
    levels = lowest_levels(lens, judged.round.responses)
    begun = unfinished(lens, judged.round.responses, judged.round.leavers)
    awaited = tuple((response.respondent, missing) for response, missing in begun)
    return Lens(lens, verdict, tuple(lens_warnings), offer.why if offer else "", levels, awaited)


def _assessed(judged: JudgedVendor, earlier: Iterable[JudgedVendor], most: int) -> list[Verdict]:
    """Return the verdicts of the last assessed rounds up to the judged round, oldest first."""
    if not judged.verdict.assessed:
        return []
    assessed = (before.verdict for before in earlier if before.verdict.assessed)
    return [*reversed([*islice(assessed, max(most - 1, 0))]), judged.verdict]


def lenses_of(
    workspace: Workspace, vendors: Sequence[JudgedVendor]
) -> Mapping[str, tuple[Lens, ...]]:
    """Map the ids of several vendors to the results of their lenses."""
    return {
        judged.vendor.id: lenses(workspace, judged, earlier_verdicts(workspace, judged))
        for judged in vendors
    }
