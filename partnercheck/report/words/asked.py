"""Words about requests without an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from partnercheck.base.english import listed
from partnercheck.base.records import Awaited
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace.asked import awaited_clause


def newer_request_phrases(judged: JudgedVendor) -> Iterator[str]:
    """Yield a phrase for each newer round in which people were only asked."""
    for round_ in judged.round.newer:
        yield f"{round_.id}: {_not_answered(round_.awaited)}"


def unanswered_phrases(judged: JudgedVendor) -> list[str]:
    """Return a phrase for each newer round without answers, or for the judged round itself."""
    round_ = judged.round
    if round_.awaited and not round_.answers(judged.instrument.id):
        return [_not_answered(round_.awaited)]
    return [*newer_request_phrases(judged)]


def newer_awaited(judged: JudgedVendor, today: dt.date) -> list[str]:
    """Return whose answers are awaited in newer rounds, each with its round."""
    return [
        f"{asked.id}: {awaited_clause(each, today)}"
        for asked in judged.round.newer
        for each in asked.awaited
    ]


def _not_answered(requests: Sequence[Awaited]) -> str:
    days = sorted({each.on.isoformat() for each in requests if each.on})
    return f"asked{f' on {listed(days)}' if days else ''}, no answer yet"
