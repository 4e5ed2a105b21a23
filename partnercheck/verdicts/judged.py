"""Judged vendors: a vendor's files and one of its rounds, with the verdict on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from partnercheck.base.records import Perspective, Problem, Record, Vendor
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.records import Verdict
from partnercheck.rules.steps import Distance, steps_down, steps_up
from partnercheck.workspace.agreement_files import AGREEMENT_FILES
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import Round, read_round
from partnercheck.workspace.read_vendor import Description, VendorFiles, read_vendor


class JudgedVendor(Record, frozen=True):
    """A vendor in a round with its verdict."""

    instrument: Instrument
    files: VendorFiles
    round: Round
    verdict: Verdict

    @property
    def vendor(self) -> Vendor:
        """The vendor's description."""
        return self.files.vendor

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems found in the vendor's own files and in the files of the round."""
        return (*self.files.problems, *self.round.problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The errors because of which files do not count in the verdict."""
        return counting_errors(self.problems)

    @property
    def earlier_rounds(self) -> tuple[str, ...]:
        """The ids of the rounds on disk before the judged round, oldest first."""
        round_ids = self.files.rounds
        return round_ids[: round_ids.index(self.round.id)] if self.round.id in round_ids else ()

    @property
    def steps_up(self) -> Distance | None:
        """The fewest steps to a better class; None for the best class or an open verdict."""
        return steps_up(self.instrument, self.verdict)

    @property
    def steps_down(self) -> Distance | None:
        """The fewest steps to a worse class; None for the worst class or an open verdict."""
        return steps_down(self.instrument, self.verdict)


def counting_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the errors in files that count for verdicts, so not in goals, meetings or promises."""
    return tuple(
        problem
        for problem in problems
        if problem.severity == "error" and not problem.file.endswith(AGREEMENT_FILES)
    )


def judge_round(instrument: Instrument, files: VendorFiles, round_: Round) -> JudgedVendor:
    """Judge a round of a vendor."""
    verdict = judge(instrument, round_.responses, unread_of(instrument, round_))
    return JudgedVendor(instrument, files, round_, verdict)


def unread_of(instrument: Instrument, round_: Round) -> Mapping[Perspective, int]:
    """Return the number of unreadable responses to an instrument, by perspective."""
    return Counter(side for side, used in round_.unread if used == instrument.id)


def judge_vendor(
    workspace: Workspace, described: str | Description, round_id: str = ""
) -> JudgedVendor:
    """Read a vendor, given by id or description, and judge it in a round (by default the last)."""
    files = read_vendor(workspace, described)
    return judge_round(workspace.instrument, files, read_round(workspace, files, round_id))


def judge_vendors(
    workspace: Workspace,
    vendors: Iterable[str | Description],
    round_id: str = "",
    archived: bool = True,
) -> Iterator[JudgedVendor]:
    """Yield each vendor judged in a round (by default its latest) as soon as it has been read.

    Archived vendors are omitted unless `archived` is true.
    """
    for described in vendors:
        files = read_vendor(workspace, described)
        if archived or files.vendor.archived is None:
            yield judge_round(workspace.instrument, files, read_round(workspace, files, round_id))


def earlier_verdicts(workspace: Workspace, judged: JudgedVendor) -> Iterator[JudgedVendor]:
    """Yield the vendor with its verdicts in the rounds before the judged round, newest first.

    Each round is read on demand.
    """
    for round_id in reversed(judged.earlier_rounds):
        yield judge_round(
            judged.instrument, judged.files, read_round(workspace, judged.files, round_id)
        )


def vendor_folders(workspace: Workspace, vendors: Iterable[JudgedVendor]) -> list[Path]:
    """Return the folders of these vendors."""
    return [workspace.root / "vendors" / each.vendor.id for each in vendors]


def read_again(workspace: Workspace, vendors: Iterable[JudgedVendor]) -> list[JudgedVendor]:
    """Read these vendors again, and judge them in the same rounds."""
    return [judge_vendor(workspace, each.vendor.id, each.round.id) for each in vendors]
