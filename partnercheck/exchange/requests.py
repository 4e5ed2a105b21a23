"""Requests to vendors: writing the form to send, and recording that its answers are awaited.

A form is made from `PrintedRequest` only, so it contains nothing else from the workspace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from partnercheck.assessing.question_words import since_month
from partnercheck.base.errors import UserError
from partnercheck.base.records import Awaited, Form, Record, UnreadableError
from partnercheck.base.rounds import current, period
from partnercheck.base.text import tidy_name
from partnercheck.exchange.form_faces import SUFFIXES, form_content
from partnercheck.exchange.form_opening import Kind, PrintedRequest
from partnercheck.exchange.outbox import Outgoing, write_outgoing
from partnercheck.workspace.asked import note_request, read_asked
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_round import Round
from partnercheck.workspace.read_vendor import Description, VendorFiles, description_of
from partnercheck.workspace.request_codes import request_code

# Maps the keys of a round's requests to the requests.
Requests = Mapping[str, Awaited]
# The number of days until the answers are due, if nobody names a day.
DAYS_TO_ANSWER = 14


class Request(Record, frozen=True):
    """The options of a request."""

    round: str = ""  # by default, the current round of the workspace's cadence
    form: Form | None = None  # by default, the form in the workspace's settings
    kind: Kind = "text"
    respondent: str = ""
    due: dt.date | None = None
    anonymous: bool = False
    contact: str = ""


def printed_request(
    workspace: Workspace, described: str | Description, request: Request, today: dt.date
) -> PrintedRequest:
    """Return the parts of a request that the vendor may read; the request's code is left out.

    Raises UserError if a file cannot be read, or if the due day has passed.
    """
    workspace.require_settings("asked")
    vendor, problems = description_of(workspace, described)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise UnreadableError(errors, str(workspace.root))
    if request.due and request.due < today:
        raise UserError(f"{request.due.isoformat()} is in the past. Choose a later date")
    round_id = request.round or current(workspace.settings.cadence, today)
    return PrintedRequest(
        vendor=vendor.id,
        name=vendor.name,
        organisation=workspace.settings.organisation,
        round=round_id,
        since=since_month(workspace.instrument.months, round_id, today),
        line=vendor.line,
        candidate=vendor.stage == "candidate",
        form=request.form or workspace.settings.form,
        respondent=tidy_name(request.respondent),
        due=request.due,
        anonymous=request.anonymous,
        contact=tidy_name(request.contact),
        objective=vendor.objective,
        benefit_buyer=vendor.benefit_buyer,
        benefit_vendor=vendor.benefit_vendor,
    )


def round_left_open(
    workspace: Workspace, files: VendorFiles, round_id: str, read: Callable[[str], Round]
) -> str:
    """Return the latest round with our answers, if the vendor has not answered in it; else "".

    Rounds after `round_id` are ignored; `round_id` itself is not returned. `read` is the vendor's
    `round_reader`.
    """
    instrument_id = workspace.instrument.id
    begun = [each for each in files.rounds if period(each) <= period(round_id)]
    for earlier_id in reversed(begun):
        earlier = read(earlier_id)
        answered = {(r.perspective, r.instrument) for r in earlier.responses if r.scored}
        # A file that cannot be read may contain the vendor's answers.
        sides = {
            side for side, instrument in answered | {*earlier.unread} if instrument == instrument_id
        }
        if "buyer" in sides:
            return "" if earlier_id == round_id or "vendor" in sides else earlier_id
    return ""


def write_request(
    workspace: Workspace,
    described: str | Description,
    request: Request,
    today: dt.date,
    place: Outgoing = Outgoing(),  # noqa: B008 - a record, which nobody can change
    earlier: Requests | None = None,
) -> Path:
    """Write a vendor's form, by default into the outbox, and record the request; return its path.

    `earlier` has the requests of the round, if they have been read.

    Raises UserError, and leaves no new file behind, if the form already exists, or if the form or
    the record of the request cannot be written.
    """
    printed = printed_request(workspace, described, request, today)
    name = f"{printed.vendor}.{printed.round}.form.{SUFFIXES[request.kind]}"
    path = place.path(workspace.root, name)
    is_new = not path.exists()
    awaited = awaited_form(workspace, printed, today, earlier)
    coded = replace(printed, code=awaited.code)
    content = form_content(workspace.instrument, coded, request.kind)
    write_outgoing(workspace.root, path, content, place)
    try:
        note_request(workspace, printed.vendor, printed.round, awaited)
    except BaseException:
        if is_new:
            with suppress(OSError):
                path.unlink()
        raise
    return path


def print_request(
    workspace: Workspace,
    described: str | Description,
    request: Request,
    today: dt.date,
    earlier: Requests | None = None,
) -> bytes:
    """Record a request, and return the content of its form.

    `earlier` has the requests of the round, if they have been read.

    Raises UserError if the record of the request cannot be written.
    """
    printed = printed_request(workspace, described, request, today)
    awaited = awaited_form(workspace, printed, today, earlier)
    note_request(workspace, printed.vendor, printed.round, awaited)
    return form_content(workspace.instrument, replace(printed, code=awaited.code), request.kind)


def awaited_form(
    workspace: Workspace, printed: PrintedRequest, today: dt.date, earlier: Requests | None
) -> Awaited:
    """Return the record of a request, with its code and the questions that it asks."""
    instrument = workspace.instrument
    awaited = Awaited(
        perspective="vendor",
        respondent=printed.respondent,
        due=printed.due,
        on=today,
        instrument=instrument.id,
        form=printed.form,
        version=instrument.version,
    )
    if earlier is None:
        earlier, _ = read_asked(
            workspace, workspace.root / "vendors" / printed.vendor / printed.round
        )
    return replace(awaited, code=request_code(earlier.values(), awaited))
