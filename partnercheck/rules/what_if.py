"""What-if: try other values in the responses and see the effect; nothing is ever saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from partnercheck.base.records import Answer, Perspective, Response
from partnercheck.questionnaires.records import Instrument

Place = tuple[Perspective, str]


def what_if(
    instrument: Instrument, responses: Sequence[Response], values: Mapping[Place, int]
) -> list[Response]:
    """Return the responses as if each side had agreed on these values (0-4) for these items."""
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
    asked = [
        number
        for number, response in enumerate(responses)
        if response.perspective == perspective
        and response.instrument == instrument.id
        and response.begun
        and item in instrument.may_ask(response.form)
    ]
    nothing = Answer()
    scored = [n for n in asked if responses[n].answers.get(item, nothing).score is not None]
    changed = list(responses)
    for number in scored or asked[:1]:
        response = responses[number]
        before = response.answers.get(item, nothing)
        answer = replace(before, score=value, done_by=None, skip=None, reason="")
        changed[number] = replace(response, answers={**response.answers, item: answer})
    return changed
