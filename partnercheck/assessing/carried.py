"""Carried answers: what the same respondent said in the round before, offered to be confirmed.

They are shown, and stay open in the verdict, until they are confirmed one by one; nothing of
them is written before.
"""

from __future__ import annotations

from collections.abc import Mapping

from partnercheck.base import rounds
from partnercheck.base.records import Answer, Record, Response
from partnercheck.base.text import folded
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_round, read_vendor


class Carried(Record, frozen=True):
    """The answers given in an earlier round, by item; empty where there is none."""

    round: str = ""
    answers: Mapping[str, Answer] = {}


def carried(workspace: Workspace, response: Response) -> Carried:
    """The last answers of this respondent before this response's round."""
    now = rounds.period(response.round)
    files = read_vendor(workspace, response.vendor)
    for round_id in reversed([each for each in files.rounds if rounds.period(each) < now]):
        for earlier in read_round(workspace, files, round_id).responses:
            if _same(earlier, response) and earlier.begun:
                given = {item: each for item, each in earlier.answers.items() if each.given}
                return Carried(round_id, given)
    return Carried()


def _same(one: Response, other: Response) -> bool:
    return (one.perspective, one.instrument, folded(one.respondent)) == (
        other.perspective,
        other.instrument,
        folded(other.respondent),
    )
