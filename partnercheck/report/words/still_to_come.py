"""Answers still to come, and overdue goals, promises and meetings, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from partnercheck.base.english import capitalised, plural
from partnercheck.verdicts.judged import JudgedVendor
from partnercheck.workspace import goals
from partnercheck.workspace.asked import awaited_clause
from partnercheck.workspace.meetings import meeting_missing
from partnercheck.workspace.promises import overdue_promises
from partnercheck.workspace.waiting import unfinished


def still_to_come(judged: JudgedVendor, today: dt.date, pending: Sequence[str] = ()) -> str:
    """Return a vendor's answers to come and overdue goals, promises and meetings, in words.

    `pending` are the answers to lenses that are still to come, in words.
    """
    return "; ".join([*_answers_to_come(judged, today), *pending, *overdue_clauses(judged, today)])


def awaited_answers(judged: JudgedVendor, today: dt.date, pending: Sequence[str] = ()) -> str:
    """Return a vendor's answers to come, in words, without what is overdue."""
    return "; ".join([*_answers_to_come(judged, today), *pending])


def late_in_words(judged: JudgedVendor, today: dt.date) -> str:
    """Return a vendor's overdue goals, promises and meetings under the heading "Overdue"."""
    return ", ".join(each.removesuffix(" overdue") for each in overdue_clauses(judged, today))


def overdue_clauses(judged: JudgedVendor, today: dt.date) -> list[str]:
    """Return a vendor's overdue goals, promises and meetings in a few words.

    Empty for an archived vendor.
    """
    if judged.vendor.archived:
        return []
    late_goals = goals.overdue(judged.files.goals, today)
    texts = [f"{plural(len(late_goals), 'goal')} overdue"] if late_goals else []
    if late_promises := overdue_promises(judged.files.promises, today):
        texts.append(f"{plural(len(late_promises), 'promise')} overdue")
    return [*texts, *(["meeting overdue"] if meeting_missing(judged.files, today) else [])]


def is_waited_for(judged: JudgedVendor) -> bool:
    """Return whether answers of somebody who has begun or was asked are still to come."""
    round_ = judged.round
    begun = unfinished(judged.instrument, round_.responses, round_.leavers)
    return bool(begun or round_.awaited)


def awaited_sentences(
    judged: JudgedVendor, today: dt.date, pending: Sequence[str] = ()
) -> list[str]:
    """Return a vendor's answers to come in sentences, begun questionnaires first."""
    begun = [*_begun(judged), *pending]
    first = [f"Still to come: {'; '.join(begun)}."] if begun else []
    return [*first, *(f"{capitalised(each)}." for each in _asked_or_not(judged, today))]


def _answers_to_come(judged: JudgedVendor, today: dt.date) -> list[str]:
    """Return whose answers are still to come, who was asked, and which side was not asked."""
    return [*_begun(judged), *_asked_or_not(judged, today)]


def _begun(judged: JudgedVendor) -> list[str]:
    """Return a clause for each person who has begun: how many answers are still to come."""
    round_ = judged.round
    return [
        f"{plural(missing, 'answer')} from {response.respondent}"
        for response, missing in unfinished(judged.instrument, round_.responses, round_.leavers)
    ]


def _asked_or_not(judged: JudgedVendor, today: dt.date) -> list[str]:
    """Return a clause for each person who was asked and has not begun, and each side not asked."""
    awaited = judged.round.awaited
    clauses = [awaited_clause(each, today) for each in awaited]
    if not judged.verdict.assessed:
        return [*clauses, *([] if clauses or _begun(judged) else ["nobody has answered yet"])]
    requests = (each for asked in judged.round.asked for each in asked.awaited)
    answering = {*judged.verdict.sides, *(each.perspective for each in requests)}
    not_asked = {"vendor": "the vendor has not been asked yet", "buyer": "we have not answered yet"}
    return [*clauses, *(text for side, text in not_asked.items() if side not in answering)]
