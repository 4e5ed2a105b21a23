"""The people whose answers are still awaited in a round, without people who have left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from partnercheck.base.records import Awaited, Person, Perspective, Response
from partnercheck.base.text import name_key
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.readings import pending_count

# People, each given by the side and the `name_key` of the name.
Names = frozenset[tuple[Perspective, str]]


def key_of(side: Perspective, name: str) -> tuple[Perspective, str]:
    """Return the key for comparing people on the sides of a vendor."""
    return side, name_key(name)


def people_who_left(ours: Mapping[str, Person], theirs: Mapping[str, Person]) -> Names:
    """Return the people who have left, from our own people and a vendor's people."""
    listed: Mapping[Perspective, Mapping[str, Person]] = {"buyer": ours, "vendor": theirs}
    return frozenset(
        key_of(side, person.name)
        for side, people in listed.items()
        for person in people.values()
        if person.left is not None
    )


def unfinished(
    instrument: Instrument, responses: Iterable[Response], leavers: Names
) -> list[tuple[Response, int]]:
    """Return the responses that were begun but not finished, with their numbers of missing answers.

    Responses of people who have left are omitted.
    """
    return [
        (response, missing)
        for response in responses
        if response.instrument == instrument.id and response.begun
        if (missing := pending_count(instrument, response))
        if key_of(response.perspective, response.respondent) not in leavers
    ]


def without_left(requests: Iterable[Awaited], leavers: Names) -> tuple[Awaited, ...]:
    """Return the requests, except those sent to people who have left."""
    return tuple(
        each for each in requests if key_of(each.perspective, each.respondent) not in leavers
    )
