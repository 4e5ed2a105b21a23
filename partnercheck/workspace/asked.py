"""Who was asked to answer in a round, and is still awaited: `asked.toml` beside the responses.

Each request is a table of its own, so that two people who ask at the same time merge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from partnercheck.base.errors import UserError
from partnercheck.base.records import Awaited, Response
from partnercheck.base.text import folded, slug, tidy_name
from partnercheck.questionnaires.records import Instrument
from partnercheck.rules.readings import pending
from partnercheck.storage.canonical import Table
from partnercheck.storage.save import save_data
from partnercheck.workspace.canonical import awaited_table, awaited_text
from partnercheck.workspace.load import ASKED_FILE, Workspace
from partnercheck.workspace.readers import awaited_of


def note_request(workspace: Workspace, vendor_id: str, round_id: str, asked: Awaited) -> None:
    """Write down that somebody was asked; a second request to the same takes its place.

    Raises UserError where the file cannot be read.
    """
    path = workspace.root / "vendors" / vendor_id / round_id / ASKED_FILE
    asked = replace(asked, respondent=tidy_name(asked.respondent))

    def changed(data: Table) -> Table:
        tables = data.get("asked", {})
        if not isinstance(tables, dict):
            raise UserError(f'{ASKED_FILE}: "asked" is not a table. Correct that first')
        key = _key(asked, tables)
        return {"format": 1, **data, "asked": {**tables, key: awaited_table(asked)}}

    save_data(workspace.root, path, awaited_text, changed, lambda source: awaited_of(source)[1])


def _key(asked: Awaited, tables: Table) -> str:
    """The key of a request; numbered if another name comes to the same one."""
    first = key = "-".join(filter(None, [asked.perspective, slug(asked.respondent)]))
    number = 1
    while key in tables and not _same_person(tables[key], asked):
        number += 1
        key = f"{first}-{number}"
    return key


def _same_person(table: object, asked: Awaited) -> bool:
    named = table.get("respondent", "") if isinstance(table, dict) else ""
    return not isinstance(named, str) or folded(named) == folded(asked.respondent)


def still_awaited(
    instrument: Instrument, asked: Iterable[Awaited], responses: Iterable[Response]
) -> list[Awaited]:
    """Those of whom no complete response is there yet."""
    asked = [*asked]
    if not asked:
        return []
    complete = [
        response
        for response in responses
        if response.instrument == instrument.id and not pending(instrument, response)
    ]
    return [each for each in asked if not any(_answers(each, r) for r in complete)]


def _answers(asked: Awaited, response: Response) -> bool:
    """Whether a response is the one asked for; a role may be answered by a name."""
    if response.perspective != asked.perspective:
        return False
    named = asked.perspective == "buyer" and bool(asked.respondent)
    return not named or folded(asked.respondent) == folded(response.respondent)


def overdue(asked: Iterable[Awaited], today: dt.date) -> list[Awaited]:
    """Those whose day is over."""
    return [each for each in asked if each.due is not None and each.due < today]


SIDE_WORDS: Mapping[str, str] = {"vendor": "the vendor", "buyer": "us"}


def awaited_word(asked: Awaited, today: dt.date) -> str:
    """Who is awaited, and by when, in a few words."""
    who = asked.respondent or SIDE_WORDS[asked.perspective]
    if asked.due is None:
        return f"{who} (asked)"
    return f"{who} ({'overdue since' if asked.due < today else 'due'} {asked.due})"
