"""Copies of the responses with other scores, to see the scores' effect; nothing is ever saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import BEST_SCORE, Answer, Perspective, Response
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.classify import judge
from partnercheck.rules.readings import asked_items
from partnercheck.rules.records import Verdict

# One item of one side.
SideItem = tuple[Perspective, str]


def with_agreed_scores(
    instrument: Instrument, responses: Sequence[Response], values: Mapping[SideItem, int]
) -> list[Response]:
    """Return the responses as if the respondents of a side had agreed on a score for an item.

    Args:
        instrument: The questionnaire.
        responses: All responses; they are not changed.
        values: The agreed score (0-4) of each item of a side.

    """
    changed = list(responses)
    for (perspective, item), value in values.items():
        changed = _with_value(instrument, changed, perspective, item, value)
    return changed


def _with_value(
    instrument: Instrument,
    responses: Sequence[Response],
    perspective: Perspective,
    item: str,
    value: int,
) -> list[Response]:
    """Return the responses with one score in all responses that have a score for the item.

    If no response has a score for the item, the first response that asks the item gets the score.
    """
    asking = [
        number
        for number, response in enumerate(responses)
        if response.perspective == perspective
        and response.instrument == instrument.id
        and response.begun
        and item in instrument.may_ask(response.form)
    ]
    no_answer = Answer()
    scored = [n for n in asking if responses[n].answers.get(item, no_answer).score is not None]
    changed = list(responses)
    for number in scored or asking[:1]:
        response = responses[number]
        former_answer = response.answers.get(item, no_answer)
        # Details given with the former score do not apply to the new score.
        answer = replace(former_answer, score=value, done_by=None, skip=None, reason="")
        changed[number] = replace(response, answers={**response.answers, item: answer})
    return changed


def pending_can_change(
    instrument: Instrument,
    responses: Sequence[Response],
    verdict: Verdict,
    unread: Mapping[Perspective, int] | None = None,
) -> bool:
    """Return whether any answers to the pending items could change a class.

    Raising a score never lowers a class, so the two ends of the range result from scoring all
    pending items 0, and from scoring all of them 4.
    """
    worst, best = (
        judge(instrument, [_completed(instrument, r, score) for r in responses], unread)
        for score in (0, BEST_SCORE)
    )
    return (worst.worst_class, best.best_class) != (verdict.worst_class, verdict.best_class)


def _completed(instrument: Instrument, response: Response, score: int) -> Response:
    """Return a response with one score for every question that is asked but not yet answered."""
    if response.instrument != instrument.id or not response.begun:
        return response
    answers = dict(response.answers)
    for item in asked_items(instrument, response):
        if not answers.get(item.id, Answer()).is_answered:
            answers[item.id] = Answer(score=score)
    return replace(response, answers=answers)
