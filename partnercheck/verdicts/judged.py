"""The portfolio: every vendor with its round, its answers and its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from partnercheck.base.records import Perspective, Record
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.path import Distance, margin, path
from partnercheck.rules.records import Verdict
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import Assessment, load


class Judged(Record, frozen=True):
    """A vendor in a round with its verdict, and how far that is from its neighbours."""

    instrument: Instrument
    assessment: Assessment
    verdict: Verdict

    @property
    def path(self) -> Distance | None:
        """What it takes to come into the next better class."""
        return path(self.instrument, self.verdict)

    @property
    def margin(self) -> Distance | None:
        """What may be lost before the class is a worse one."""
        return margin(self.instrument, self.verdict)


def judged(instrument: Instrument, assessment: Assessment) -> Judged:
    """The verdict on an assessment."""
    unread = unread_of(instrument, assessment)
    return Judged(instrument, assessment, judge(instrument, assessment.responses, unread))


def unread_of(instrument: Instrument, assessment: Assessment) -> Mapping[Perspective, int]:
    """How many responses to an instrument could not be read, by perspective."""
    return Counter(side for side, used in assessment.unread if used == instrument.id)


def portfolio(workspace: Workspace, vendors: Iterable[str], round_id: str = "") -> Iterator[Judged]:
    """The vendors in a round, or each in its latest, one by one as they are read."""
    for vendor_id in vendors:
        yield judged(workspace.instrument, load(workspace, vendor_id, round_id))
