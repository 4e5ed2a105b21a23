"""The lenses on a vendor in a round: what they show, what they warn of, which are worth a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from partnercheck.base.records import Record
from partnercheck.questionnaires.records import Instrument, LensWarning
from partnercheck.rules.lenses import LensVerdict, look, offered, rounds_asked, warnings
from partnercheck.rules.records import Verdict
from partnercheck.verdicts.judged import Judged, judged
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import load


class Lens(Record, frozen=True):
    """A lens on a vendor: its facets, its warnings, and the reason to look through it, if any."""

    instrument: Instrument
    verdict: LensVerdict
    warnings: tuple[LensWarning, ...] = ()
    offered: str = ""


def lenses(workspace: Workspace, found: Judged) -> tuple[Lens, ...]:
    """Every lens of the workspace on a vendor in the round that is judged.

    A lens never changes a verdict; it explains one. Earlier rounds are read only where a warning
    asks how long something has been so.
    """
    kinds = [each for each in workspace.instruments.values() if not each.classifies]
    rounds = max((rounds_asked(lens, found.verdict) for lens in kinds), default=1)
    verdicts = _assessed(workspace, found, rounds)
    return tuple(_lens(lens, found, verdicts) for lens in kinds)


def _lens(lens: Instrument, found: Judged, verdicts: Sequence[Verdict]) -> Lens:
    assessment = found.assessment
    unread = Counter(side for side, used in assessment.unread if used == lens.id)
    seen = look(lens, assessment.responses, unread)
    offer = offered(lens, found.verdict)
    return Lens(lens, seen, tuple(warnings(lens, seen, verdicts)), offer.why if offer else "")


def _assessed(workspace: Workspace, found: Judged, most: int) -> list[Verdict]:
    """The verdicts of the last assessed rounds up to the one judged, oldest first."""
    if not found.verdict.assessed:
        return []
    assessment = found.assessment
    verdicts = [found.verdict]
    earlier = assessment.rounds[: _position(assessment.rounds, assessment.round)]
    for round_id in reversed(earlier):
        if len(verdicts) >= most:
            break
        before = judged(found.instrument, load(workspace, assessment.vendor.id, round_id)).verdict
        if before.assessed:
            verdicts.insert(0, before)
    return verdicts


def _position(rounds: Sequence[str], round_id: str) -> int:
    return rounds.index(round_id) if round_id in rounds else 0


def lenses_of(workspace: Workspace, vendors: Sequence[Judged]) -> Mapping[str, tuple[Lens, ...]]:
    """The lenses on several vendors, by their ids."""
    return {each.assessment.vendor.id: lenses(workspace, each) for each in vendors}
