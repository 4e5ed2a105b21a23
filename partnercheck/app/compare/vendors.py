"""The vendors of a comparison, which change while they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from partnercheck.verdicts.judged import Judged, judged
from partnercheck.workspace.load import Workspace, load


def folders(workspace: Workspace, vendors: Sequence[Judged]) -> list[Path]:
    """The folders of these vendors."""
    return [workspace.root / "vendors" / each.assessment.vendor.id for each in vendors]


def judged_again(workspace: Workspace, vendors: Sequence[Judged]) -> list[Judged]:
    """These vendors, each in the round that is compared, as their files are now."""
    rounds = [(each.assessment.vendor.id, each.assessment.round) for each in vendors]
    return [judged(workspace.instrument, load(workspace, *place)) for place in rounds]
