"""What there is to know of the last assessed round when another one begins."""

from __future__ import annotations

import datetime as dt

from partnercheck.base.records import Record
from partnercheck.base.rounds import is_round, period
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import VendorFiles, read_round
from partnercheck.workspace.waiting import key_of, people_who_left


class LastRound(Record, frozen=True):
    """The last assessed round before another one."""

    round: str
    ended: dt.date  # its last day, or the day of its last answer if that is earlier
    answered: tuple[str, ...]  # the people whose answers will be compared
    left: tuple[str, ...]  # those among them who have left


def last_round_before(workspace: Workspace, files: VendorFiles, round_id: str) -> LastRound | None:
    """Return the last round with a score before this one, which may not have begun yet."""
    if not is_round(round_id):
        return None
    instrument = workspace.instrument
    for earlier in reversed([e for e in files.rounds if period(e) < period(round_id)]):
        responses = read_round(workspace, files, earlier).responses
        scored = [each for each in responses if each.instrument == instrument.id and each.scored]
        if not scored:
            continue
        left = people_who_left(workspace, files.vendor.id)
        days = [a.on for each in scored for a in each.answers.values() if a.on]
        last_day = period(earlier).end
        return LastRound(
            earlier,
            min(last_day, max(days, default=last_day)),
            tuple(each.respondent for each in scored),
            tuple(e.respondent for e in scored if key_of(e.perspective, e.respondent) in left),
        )
    return None
