"""Starting a sitting: opening the questionnaire that a person asked for."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from partnercheck.assessing.carried import carried_answers
from partnercheck.assessing.response_file import Clock, ResponseFile
from partnercheck.assessing.sitting import Sitting
from partnercheck.base.english import suggestion
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Form,
    Level,
    Perspective,
    Record,
    Response,
    UnreadableError,
)
from partnercheck.base.rounds import current
from partnercheck.base.text import clean, tidy_name
from partnercheck.workspace.known_names import sides_of
from partnercheck.workspace.open import Workspace


class Start(Record, frozen=True):
    """A questionnaire to open. If a field is None, the person is asked, or a default is used."""

    vendor: str
    perspective: Perspective | None = None
    respondent: str | None = None
    level: Level | None = None
    round: str | None = None
    form: Form | None = None
    instrument: str | None = None


def with_known_side(workspace: Workspace, start: Start) -> Start:
    """Return the start with its respondent's side, if the name is known on only one side."""
    if start.perspective or not start.respondent:
        return start
    sides = sides_of(workspace, start.vendor, start.respondent)
    return replace(start, perspective=sides[0]) if len(sides) == 1 else start


def start_sitting(
    workspace: Workspace, start: Start, today: dt.date, clock: Clock | None = None
) -> Sitting:
    """Begin or resume a questionnaire.

    Args:
        workspace: The workspace of the vendor.
        start: The questionnaire to open.
        today: The date to store with new answers.
        clock: If given, an answer after the end of the round requires confirmation; ignored if the
            round is not the current one.

    Raises:
        UserError: The settings or the response file cannot be read, or the instrument is unknown.

    """
    if workspace.broken:
        before = "nothing can be answered until this is corrected: "
        raise UnreadableError([workspace.broken], str(workspace.root), before)
    instrument = instrument_id(workspace, start)
    current_round = current(workspace.settings.cadence, today)
    response = Response(
        instrument=instrument,
        vendor=start.vendor,
        round=start.round or current_round,
        perspective=start.perspective or "buyer",
        respondent=tidy_name(start.respondent or ""),
        form=start.form or workspace.settings.form,
        level=start.level,
    )
    if response.round != current_round:
        clock = None
    return response_sitting(workspace, response, today, start.form, clock)


def instrument_id(workspace: Workspace, start: Start) -> str:
    """Return the id of the questionnaire to open. Raises UserError if it is unknown."""
    instrument = start.instrument or workspace.settings.instrument
    if instrument not in workspace.instruments:
        known = ", ".join(workspace.instruments) + suggestion(instrument, workspace.instruments)
        raise UserError(f'there is no questionnaire "{clean(instrument)}". Use one of {known}')
    return instrument


def response_sitting(
    workspace: Workspace,
    response: Response,
    today: dt.date,
    form: Form | None = None,
    clock: Clock | None = None,
) -> Sitting:
    """Begin or resume a response; for the arguments, see `ResponseFile`. Raises UserError."""
    file = ResponseFile(workspace, response, form, clock)
    return Sitting(file, today, carried_answers(workspace, file.response))
