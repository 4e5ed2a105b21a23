"""A vendor's history: every round under today's rules, with the decision that was taken then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partnercheck.base.records import Problem, Record
from partnercheck.rules.trend import Change, Trend, trend_of
from partnercheck.verdicts.judged import Judged, judged
from partnercheck.workspace.decisions import Filed, Support, load_decision, supported
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import load


class Past(Record, frozen=True):
    """One round: its verdict, the change since the assessed round before it, and the decision.

    `support` says whether the round's verdict still contains the decided class; None without one.
    """

    judged: Judged
    change: Change | None
    filed: Filed
    support: Support | None

    @property
    def round(self) -> str:
        """The round's id."""
        return self.judged.assessment.round

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the vendor's files, those of this round and its decision."""
        return (*self.judged.assessment.problems, *self.filed.problems)


class Reported(Record, frozen=True):
    """A vendor in a round as it is written out: with its decisions, and all that is wrong.

    `filed` is the decision of the round; `decided` the newest round with a decision, None if
    nothing has been decided.
    """

    judged: Judged
    filed: Filed
    decided: Past | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files of the vendor, of the round and of its decision."""
        return (*self.judged.assessment.problems, *self.filed.problems)

    @property
    def errors(self) -> list[Problem]:
        """What could not be read."""
        return errors_in(self.problems)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """The errors among problems: what could not be read. Each once."""
    return list(dict.fromkeys(each for each in problems if each.severity == "error"))


def reported(workspace: Workspace, found: Judged) -> Reported:
    """A vendor in a round with its decisions."""
    about = found.assessment
    filed = load_decision(workspace, about.vendor.id, about.round) if about.round else Filed()
    return Reported(found, filed, _last_decision(workspace, found))


def _last_decision(workspace: Workspace, found: Judged) -> Past | None:
    about = found.assessment
    for round_id in reversed(about.rounds):
        if load_decision(workspace, about.vendor.id, round_id).decision:
            then = found
            if round_id != about.round:
                then = judged(found.instrument, load(workspace, about.vendor.id, round_id))
            return _past(workspace, then, None, round_id == about.rounds[-1])
    return None


def history(workspace: Workspace, vendor_id: str) -> tuple[Past, ...]:
    """Every round of a vendor, oldest first; each read and judged as `show --round` does.

    Empty where nobody has begun any round.
    """
    rounds = load(workspace, vendor_id).rounds
    found = [judged(workspace.instrument, load(workspace, vendor_id, each)) for each in rounds]
    changes = trend_in(found).changes
    return tuple(
        _past(workspace, each, change, each is found[-1])
        for each, change in zip(found, changes, strict=True)
    )


def last_change(workspace: Workspace, found: Judged) -> Change | None:
    """The change of a vendor's class since the assessed round before the one judged."""
    assessment = found.assessment
    at = assessment.rounds.index(assessment.round) if assessment.round in assessment.rounds else 0
    for round_id in reversed(assessment.rounds[:at]):
        earlier = judged(found.instrument, load(workspace, assessment.vendor.id, round_id))
        if earlier.verdict.assessed:
            return trend_in([earlier, found]).last
    return None


def trend_in(found: Sequence[Judged]) -> Trend:
    """The trend of one vendor's rounds, already judged."""
    if not found:
        return Trend((), ())
    verdicts = [(each.assessment.round, each.verdict) for each in found]
    return trend_of(found[0].instrument, verdicts)


def _past(workspace: Workspace, found: Judged, change: Change | None, newest: bool) -> Past:
    round_id = found.assessment.round
    filed = load_decision(workspace, found.assessment.vendor.id, round_id)
    support = None
    if filed.decision:
        named = "today's verdict" if newest else f"the verdict of {round_id}"
        support = supported(workspace.instrument, filed.decision, found.verdict, named)
    return Past(found, change, filed, support)


def problems_in(workspace: Workspace, vendor_id: str, past: Sequence[Past]) -> list[Problem]:
    """Every problem of a vendor's rounds, each told once."""
    each_round = [problem for one in past for problem in one.problems]
    return list(dict.fromkeys(each_round or load(workspace, vendor_id).problems))


def last_decided(past: Sequence[Past]) -> Past | None:
    """The newest round in which there is a decision that can be read."""
    return next((one for one in reversed(past) if one.filed.decision), None)
