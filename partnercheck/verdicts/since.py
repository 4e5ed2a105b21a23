"""A summary of the last assessed round, shown at the start of a new round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from partnercheck.base.records import Record
from partnercheck.base.rounds import is_round, period
from partnercheck.questionnaires.records import Instrument
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import Round, round_reader
from partnercheck.workspace.read_vendor import VendorFiles
from partnercheck.workspace.waiting import key_of


class LastRound(Record, frozen=True):
    """The last assessed round before another round."""

    round: str
    ended: dt.date  # the round's last day, or the day of its last answer if that is earlier
    answered: tuple[str, ...]  # the people whose answers will be compared
    leavers: tuple[str, ...]  # the people among these who have left


def last_round_before(
    workspace: Workspace,
    files: VendorFiles,
    round_id: str,
    read: Callable[[str], Round] | None = None,
) -> LastRound | None:
    """Return the last round with a score before a round, which need not have begun yet.

    `read` is the vendor's `round_reader`, if the caller has one.
    """
    if not is_round(round_id):
        return None
    earlier = [each for each in files.rounds if period(each) < period(round_id)]
    read = read or round_reader(workspace, files)
    return last_scored(workspace.instrument, map(read, reversed(earlier)))


def last_scored(instrument: Instrument, rounds: Iterable[Round]) -> LastRound | None:
    """Return the last round with a score; `rounds` are given newest first."""
    for round_ in rounds:
        scored = [e for e in round_.responses if e.instrument == instrument.id and e.scored]
        if not scored:
            continue
        leavers = [e for e in scored if key_of(e.perspective, e.respondent) in round_.leavers]
        days = [a.on for each in scored for a in each.answers.values() if a.on]
        last_day = period(round_.id).end
        return LastRound(
            round_.id,
            min(last_day, max(days, default=last_day)),
            tuple(each.respondent for each in scored),
            tuple(each.respondent for each in leavers),
        )
    return None
