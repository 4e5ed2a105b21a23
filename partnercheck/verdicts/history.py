"""A vendor's history: every round judged by today's rules, with its decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Problem, Promise, Record
from partnercheck.base.rounds import period
from partnercheck.rules.trend import Change, Trend, trend_of
from partnercheck.verdicts.judged import JudgedVendor, judge_round
from partnercheck.workspace.decision_support import Support, supported
from partnercheck.workspace.decisions import Filed, load_decision
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import has_responses, read_round


class RoundHistory(Record, frozen=True):
    """One round of a vendor, with its verdict and its decision."""

    judged: JudgedVendor
    change: Change | None  # since the previous assessed round
    filed: Filed
    support: Support | None  # whether the verdict still contains the decided class
    # The promises made in the time of this round, by their ids.
    promises: Mapping[str, Promise] = {}

    @property
    def round(self) -> str:
        """The round's id."""
        return self.judged.round.id

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems found in this round's files, including its decision."""
        return (*self.judged.round.problems, *self.filed.problems)


class Reported(Record, frozen=True):
    """A vendor judged in a round, with the decisions about the vendor, as reports show them."""

    judged: JudgedVendor
    filed: Filed  # the decision of this round
    decided: RoundHistory | None  # the newest round with a decision

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems found in the vendor's files, the round's files and the decision's file."""
        return (*self.judged.problems, *self.filed.problems)

    @property
    def errors(self) -> list[Problem]:
        """The problems that are errors: those that kept a file from being read."""
        return errors_in(self.problems)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are errors."""
    return [problem for problem in problems if problem.severity == "error"]


def reported(workspace: Workspace, judged: JudgedVendor) -> Reported:
    """Return a vendor judged in a round, with the decisions about the vendor."""
    vendor_id, of_round, decided = judged.vendor.id, Filed(), None
    if judged.round.id:
        of_round = load_decision(workspace, vendor_id, judged.round.id)
    for round_id in reversed(judged.files.rounds):
        same_round = round_id == judged.round.id
        filed = of_round if same_round else load_decision(workspace, vendor_id, round_id)
        if filed.decision:
            judged_round = judged if same_round else _judged_in(workspace, judged, round_id)
            newest = _is_newest(workspace, judged, round_id)
            decided = _with_support(judged_round, None, filed, newest)
            break
    return Reported(judged, of_round, decided)


def _is_newest(workspace: Workspace, judged: JudgedVendor, round_id: str) -> bool:
    """Whether no round of the vendor after this one has a response."""
    rounds = judged.files.rounds
    later = rounds[rounds.index(round_id) + 1 :]
    return not any(has_responses(workspace, judged.vendor.id, each) for each in later)


def _judged_in(workspace: Workspace, judged: JudgedVendor, round_id: str) -> JudgedVendor:
    """Return the same vendor in another round."""
    round_ = read_round(workspace, judged.files, round_id)
    return judge_round(judged.instrument, judged.files, round_)


def history(workspace: Workspace, judged: JudgedVendor) -> tuple[RoundHistory, ...]:
    """Return every round of a vendor, oldest first; the judged round is not read again."""
    every_round = [
        judged if round_id == judged.round.id else _judged_in(workspace, judged, round_id)
        for round_id in judged.files.rounds
    ]
    changes = trend_in(every_round).changes
    answered = [each.round.id for each in every_round if each.round.answers(each.instrument.id)]
    newest = answered[-1] if answered else judged.round.id
    promises = promises_by_round(judged.files.promises, judged.files.rounds)
    return tuple(
        replace(
            _with_support(
                then,
                change,
                load_decision(workspace, then.vendor.id, then.round.id),
                then.round.id == newest,
            ),
            promises=promises[then.round.id],
        )
        for then, change in zip(every_round, changes, strict=True)
    )


def promises_by_round(
    promises: Mapping[str, Promise], round_ids: Sequence[str]
) -> dict[str, dict[str, Promise]]:
    """Map each round to the promises made in its time; `round_ids` are given oldest first.

    The time of a round lasts until the next round begins. The first round also has the promises
    that were made before it, and the promises without a day.
    """
    by_round: dict[str, dict[str, Promise]] = {round_id: {} for round_id in round_ids}
    for key, promise in promises.items():
        day = promise.made or dt.date.min
        begun = [each for each in round_ids if period(each).start <= day]
        if round_ids:
            by_round[begun[-1] if begun else round_ids[0]][key] = promise
    return by_round


def last_change(judged: JudgedVendor, earlier: Iterable[JudgedVendor]) -> Change | None:
    """Return the change since the last assessed round; `earlier` is newest first."""
    for before in earlier:
        if before.verdict.assessed:
            return trend_in([before, judged]).last_change
    return None


def trend_in(rounds: Sequence[JudgedVendor]) -> Trend:
    """Return the trend of one vendor's judged rounds."""
    if not rounds:
        return Trend((), ())
    verdicts = [(judged.round.id, judged.verdict) for judged in rounds]
    return trend_of(rounds[0].instrument, verdicts)


def _with_support(
    judged: JudgedVendor, change: Change | None, filed: Filed, newest: bool
) -> RoundHistory:
    support = None
    if filed.decision:
        verdict_name = "today's verdict" if newest else f"the verdict of {judged.round.id}"
        support = supported(judged.instrument, filed.decision, judged.verdict, verdict_name)
    return RoundHistory(judged, change, filed, support)


def before_round(past: Sequence[RoundHistory], judged: JudgedVendor) -> list[JudgedVendor]:
    """Return the rounds of a history that come before the judged round, newest first."""
    return [then.judged for then in reversed(past) if then.round in judged.earlier_rounds]


def last_decided(past: Sequence[RoundHistory]) -> RoundHistory | None:
    """Return the newest round with a readable decision."""
    return next((then for then in reversed(past) if then.filed.decision), None)
