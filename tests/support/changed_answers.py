"""Responses with some of their answers put in the place of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from msgspec.structs import replace

from partnercheck.base.records import Answer, Perspective, Response


def with_answer(response: Response, item: str, answer: Answer) -> Response:
    """The same response with one answer put in the place of another."""
    return replace(response, answers={**response.answers, item: answer})


def with_scores(
    responses: Sequence[Response], scores: Mapping[tuple[Perspective, str], int]
) -> list[Response]:
    """The responses, with scores given by each side's first respondent who has scored."""
    changed = list(responses)
    for (perspective, item), score in scores.items():
        first = next(
            index
            for index, response in enumerate(changed)
            if response.perspective == perspective and response.scored
        )
        changed[first] = with_answer(changed[first], item, Answer(score=score))
    return changed


def completions(
    responses: Sequence[Response], places: Sequence[tuple[Perspective, str]]
) -> Iterator[list[Response]]:
    """The responses with every possible score given at some places."""
    for scores in product(range(5), repeat=len(places)):
        yield with_scores(responses, dict(zip(places, scores, strict=True)))
