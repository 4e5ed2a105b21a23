"""The files that `request` writes: the form to fill in, and the result for the vendor to read."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.records import Awaited
from partnercheck.base.text import clean
from partnercheck.commands import Context, error_text, vendor_named, workspace_of
from partnercheck.commands.names import known_or_new
from partnercheck.commands.output import REMEDY, STDOUT, refuse_binary_on_terminal, write_stdout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from partnercheck.exchange.outbox import Outgoing
    from partnercheck.exchange.requests import Request
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_round import Round
    from partnercheck.workspace.read_vendor import Description, VendorFiles


def _say_written(path: Path, context: Context) -> None:
    """Name a written file by its whole path: a person has to find it in an e-mail program."""
    context.say(f"Wrote {clean(str(path))}")


def _place(arguments: argparse.Namespace, context: Context) -> Outgoing:
    from partnercheck.exchange.outbox import Outgoing

    return Outgoing(arguments.output or "", context.folder, arguments.force, REMEDY)


def write_form(arguments: argparse.Namespace, context: Context) -> int:
    """Write the form for one vendor to a file or to standard output."""
    from partnercheck.exchange.requests import print_request, write_request

    workspace = workspace_of(arguments, context)
    description = vendor_named(workspace, arguments.vendor)
    arguments.respondent = (
        known_or_new(
            workspace, "vendor", description.vendor.id, arguments.respondent, arguments, context
        )
        or ""
    )
    request = _request(arguments, context)
    form_round = _form_round(workspace, description, request, context)
    if arguments.output == STDOUT:
        is_binary = request.kind == "xlsx"
        if is_binary:
            refuse_binary_on_terminal(STDOUT, context, "A spreadsheet", "form.xlsx")
        content = print_request(workspace, description, request, context.today, form_round.earlier)
        if is_binary:
            write_stdout(context, content)
        else:
            context.stdout.write(content.decode())
        _say_earlier_round(workspace, form_round, context)
        context.say(f"To withdraw the request: {_withdrawal(workspace, form_round, request)}")
        return 0
    place = _place(arguments, context)
    path = write_request(workspace, description, request, context.today, place, form_round.earlier)
    _say_written(path, context)
    _say_earlier_round(workspace, form_round, context)
    context.say("Next: send the form. When it comes back, use partnercheck import FILE")
    context.say(f"To withdraw the request: {_withdrawal(workspace, form_round, request)}")
    return 0


class _FormRound(NamedTuple):
    """The round of a request, as in the vendor's files before the request is recorded there."""

    id: str
    files: VendorFiles
    read: Callable[[str], Round]  # the vendor's `round_reader`: it opens no file twice

    @property
    def earlier(self) -> Mapping[str, Awaited]:
        """The requests that the round already has."""
        return self.read(self.id).requests


def _form_round(
    workspace: Workspace, description: Description, request: Request, context: Context
) -> _FormRound:
    from partnercheck.base.rounds import current
    from partnercheck.workspace.read_round import round_reader
    from partnercheck.workspace.read_vendor import read_vendor

    round_id = request.round or current(workspace.settings.cadence, context.today)
    files = read_vendor(workspace, description)
    return _FormRound(round_id, files, round_reader(workspace, files))


def _withdrawal(workspace: Workspace, form_round: _FormRound, request: Request) -> str:
    """Return the command that withdraws a request."""
    from partnercheck.commands.withdraw_request import withdrawal_of

    vendor, earlier = form_round.files.vendor, form_round.earlier
    form = request.form or workspace.settings.form
    return withdrawal_of(workspace, vendor, form_round.id, earlier, request.respondent, form)


def _say_earlier_round(workspace: Workspace, form_round: _FormRound, context: Context) -> None:
    """Say what has changed since the last round, and whether the vendor has yet to answer in it."""
    from partnercheck.exchange.requests import round_left_open
    from partnercheck.report.words.since import since_sentence

    round_id, files, read = form_round
    has_begun = bool(read(round_id).responses)
    since = "" if has_begun else since_sentence(workspace, files, round_id, context.today, read)
    if since:
        context.say(since)
    if earlier := round_left_open(workspace, files, round_id, read):
        context.say(
            f"This form is for {round_id}, but {clean(files.vendor.name)} has not answered "
            f"in {earlier} yet. To write a form for {earlier}, use --round {earlier}"
        )


def write_all(arguments: argparse.Namespace, context: Context) -> int:
    """Write a form for every active vendor. Return 2 if none could be written."""
    from msgspec.structs import replace

    from partnercheck.base.english import plural
    from partnercheck.exchange.requests import write_request
    from partnercheck.workspace.read_vendor import read_description, vendor_ids

    if arguments.output == STDOUT:
        raise UserError("--all writes one file per vendor: give a folder with --output")
    workspace = workspace_of(arguments, context)
    descriptions = (read_description(workspace, each) for each in vendor_ids(workspace))
    active = [each for each in descriptions if each.vendor.archived is None]
    request = _request(arguments, context)
    place = _place(arguments, context)
    if place.output:
        place = replace(place, output=f"{place.output}/")
    written = 0
    for description in active:
        try:
            form_round = _form_round(workspace, description, request, context)
            path = write_request(
                workspace, description, request, context.today, place, form_round.earlier
            )
        except UserError as error:
            context.say(error_text(error, context.folder))
            continue
        _say_written(path, context)
        _say_earlier_round(workspace, form_round, context)
        written += 1
    of = "" if written == len(active) else f" for {plural(len(active), 'vendor')}"
    context.stdout.write(f"{plural(written, 'form')} written{of}\n")
    if written:
        context.say("To withdraw a request: partnercheck request VENDOR --withdraw")
    if not active:
        context.say("There are no vendors yet. `partnercheck add VENDOR` adds one")
    return 0 if written or not active else 2


def _request(arguments: argparse.Namespace, context: Context) -> Request:
    """Return the request. Raises UserError for options that contradict each other."""
    from partnercheck.exchange.requests import DAYS_TO_ANSWER, Request
    from partnercheck.workspace.goals import day_from

    if arguments.anonymous and arguments.respondent:
        raise UserError("--anonymous asks for a role, not for a name: leave out --respondent")
    due = context.today + dt.timedelta(DAYS_TO_ANSWER) if arguments.due is None else None
    return Request(
        round=arguments.round,
        form=arguments.form,
        kind=arguments.format or "text",
        respondent=arguments.respondent,
        due=day_from(arguments.due, "--due") if arguments.due else due,
        anonymous=arguments.anonymous,
        contact=arguments.contact,
    )


def write_result(arguments: argparse.Namespace, context: Context) -> int:
    """Write both sides' views of a round, for the vendor to read."""
    from partnercheck.exchange.outbox import write_outgoing
    from partnercheck.report.result_formats import SUFFIXES, WRITERS
    from partnercheck.report.vendor_result import vendor_result

    workspace = workspace_of(arguments, context)
    description = vendor_named(workspace, arguments.result)
    result = vendor_result(
        workspace, description, context.today, arguments.round, clean(arguments.contact)
    )
    kind = arguments.format or "text"
    text = WRITERS[kind](result)
    if arguments.output == STDOUT:
        context.stdout.write(text)
        return 0
    name = f"{description.vendor.id}.{result.round}.result.{SUFFIXES[kind]}"
    place = _place(arguments, context)
    path = place.path(workspace.root, name)
    write_outgoing(workspace.root, path, text.encode(), place)
    _say_written(path, context)
    return 0
