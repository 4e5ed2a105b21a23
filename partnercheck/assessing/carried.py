"""Carried answers: the respondent's own answers in an earlier round, to be confirmed one by one.

Until an answer is confirmed, it is only shown, not saved, and its question counts as open in the
verdict.
"""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base import rounds
from partnercheck.base.records import Answer, Record, Response
from partnercheck.base.text import name_key
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import read_round
from partnercheck.workspace.read_vendor import read_vendor


class Carried(Record, frozen=True):
    """The answers of an earlier round, by the ids of the items; empty if there are none."""

    round: str = ""
    answers: Mapping[str, Answer] = {}


def carried_answers(workspace: Workspace, response: Response) -> Carried:
    """Return the last answers of this respondent before this response's round."""
    period = rounds.period(response.round)
    version = workspace.instruments[response.instrument].version
    files = read_vendor(workspace, response.vendor)
    for round_id in reversed([each for each in files.rounds if rounds.period(each) < period]):
        for earlier in read_round(workspace, files, round_id).responses:
            if not earlier.begun or not _is_of_same_respondent(earlier, response):
                continue
            # In another version of the questionnaire, the same score may mean something else.
            if earlier.version in (None, version):
                answers = {item: each for item, each in earlier.answers.items() if each.is_answered}
                return Carried(round_id, answers)
    return Carried()


def _is_of_same_respondent(response: Response, other: Response) -> bool:
    return (response.perspective, response.instrument, name_key(response.respondent)) == (
        other.perspective,
        other.instrument,
        name_key(other.respondent),
    )
