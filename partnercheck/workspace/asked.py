"""The requests for answers in a round: `asked.toml` in the folder of the responses.

Each request is a table of its own, so that requests made by two people at once can be merged.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Awaited, Form, Problem, Response
from partnercheck.base.text import name_key, slug, tidy_name
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.readings import pending_count
from partnercheck.storage.canonical import Table
from partnercheck.storage.parse import read
from partnercheck.storage.save import save_data
from partnercheck.workspace.canonical import awaited_text, record_table
from partnercheck.workspace.files import OUTSIDE, is_inside
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.readers import awaited_of

ASKED_FILE = "asked.toml"


def read_asked(
    workspace: Workspace, folder: Path
) -> tuple[dict[str, Awaited], tuple[Problem, ...]]:
    """Map the keys of the requests in a round's folder to the requests; also return problems."""
    path = folder / ASKED_FILE
    if not os.path.lexists(path):
        return {}, ()
    if not is_inside(workspace.root, path):
        return {}, (Problem(file_name(workspace, path), *OUTSIDE),)
    return awaited_of(read(path, file_name(workspace, path)))


def note_request(workspace: Workspace, vendor_id: str, round_id: str, request: Awaited) -> None:
    """Save a request for answers; it replaces an earlier request to this person with the same code.

    A request with another code asks other questions. It is kept, as its form may have been sent.

    Raises UserError if the file cannot be read.
    """
    path = workspace.root / "vendors" / vendor_id / round_id / ASKED_FILE
    request = replace(request, respondent=tidy_name(request.respondent))

    def changed(data: Table) -> Table:
        tables = data.get("asked", {})
        if not isinstance(tables, dict):
            raise UserError(
                f'{ASKED_FILE}: each entry of "asked" must be a table, such as [asked.vendor]. '
                "Correct the file, and try again"
            )
        key = _key(request, tables)
        return {"format": 1, **data, "asked": {**tables, key: record_table(request)}}

    save_data(workspace.root, path, awaited_text, changed, lambda source: awaited_of(source)[1])


def withdraw_request(
    workspace: Workspace, vendor_id: str, round_id: str, key: str, day: dt.date | None
) -> None:
    """Record the day on which a request was withdrawn; None reopens the request.

    Raises:
        UserError: The file cannot be read, or no longer contains the request.

    """
    path = workspace.root / "vendors" / vendor_id / round_id / ASKED_FILE

    def changed(data: Table) -> Table:
        tables = data.get("asked", {})
        if not isinstance(tables, dict) or not isinstance(tables.get(key), dict):
            raise UserError(f"{ASKED_FILE} no longer has a table [asked.{key}]. Try again")
        table = {name: value for name, value in tables[key].items() if name != "withdrawn"}
        table |= {"withdrawn": day} if day else {}
        return {**data, "asked": {**tables, key: table}}

    save_data(workspace.root, path, awaited_text, changed, lambda source: awaited_of(source)[1])


def _key(request: Awaited, tables: Table) -> str:
    """Return the key of a request, with a number if a request that is kept has the same key."""
    first = key = "-".join(filter(None, [request.perspective, slug(request.respondent)]))
    number = 1
    while key in tables and not _is_replaced(tables[key], request):
        number += 1
        key = f"{first}-{number}"
    return key


def is_same_person(request: Awaited, other: Awaited) -> bool:
    """Whether two requests of a round are to the same person."""
    return person_of(request) == person_of(other)


def person_of(request: Awaited) -> tuple[str, str]:
    """Return what two requests of a round to the same person have in common."""
    return request.perspective, name_key(request.respondent)


def key_of_form(requests: Mapping[str, Awaited], respondent: str, form: Form) -> str:
    """Return the key of the open request to a person of the vendor for a form; empty if none is.

    Of several for the same form, which ask different versions of the questionnaire, it is the last.
    """
    asked = Awaited("vendor", respondent)
    keys = [
        key
        for key, request in requests.items()
        if is_same_person(request, asked) and request.form == form and request.withdrawn is None
    ]
    return keys[-1] if keys else ""


def _is_replaced(table: object, request: Awaited) -> bool:
    """Whether a request replaces the request in a table."""
    named, code = "", ""
    if isinstance(table, dict):
        named, code = table.get("respondent", ""), table.get("code", "")
    if isinstance(named, str) and name_key(named) != name_key(request.respondent):
        return False
    return not code or code == request.code


def still_awaited(
    instrument: Instrument, requests: Iterable[Awaited], responses: Iterable[Response]
) -> tuple[Awaited, ...]:
    """Return the requests that no complete response answers yet.

    Withdrawn requests are left out. If one person got several requests, only the last is awaited:
    the form of any of these requests answers it.
    """
    requests = last_to_each(request for request in requests if request.withdrawn is None)
    if not requests:
        return ()
    complete = [
        response
        for response in responses
        if response.instrument == instrument.id and not pending_count(instrument, response)
    ]
    return tuple(request for request in requests if not any(_answers(request, r) for r in complete))


def last_to_each(requests: Iterable[Awaited]) -> list[Awaited]:
    """Return the last request to each person, in the order of the file."""
    last: dict[tuple[str, str], Awaited] = {}
    for request in requests:
        # Taken out first, so that it comes where the last one stands in the file.
        last.pop(person_of(request), None)
        last[person_of(request)] = request
    return [*last.values()]


def _answers(request: Awaited, response: Response) -> bool:
    """Whether a response answers a request.

    Anybody on the vendor's side may answer, because a request to the vendor may name only a role.
    """
    if response.perspective != request.perspective:
        return False
    named = request.perspective == "buyer" and bool(request.respondent)
    return not named or name_key(request.respondent) == name_key(response.respondent)


def overdue(requests: Iterable[Awaited], today: dt.date) -> list[Awaited]:
    """Return the requests whose due date has passed."""
    return [request for request in requests if request.due is not None and request.due < today]


SIDE_WORDS: Mapping[str, str] = {"vendor": "the vendor", "buyer": "us"}


def awaited_clause(request: Awaited, today: dt.date) -> str:
    """Return a clause that says who was asked, when, and by when the answers are due."""
    who = request.respondent or {"vendor": "the vendor", "buyer": "we"}[request.perspective]
    asked = f"{who} {'were' if who == 'we' else 'was'} asked"
    asked += f" on {request.on}" if request.on else ""
    if request.due is None:
        return asked
    return f"{asked}, {'overdue since' if request.due < today else 'due'} {request.due}"
