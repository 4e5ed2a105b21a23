"""Write the form that a vendor fills in, in any editor or e-mail program, or in a browser.

The form is worded for the vendor. It contains none of your answers, notes or targets, only the
objective and the benefits that you share with the vendor. It goes into the workspace's folder
`outbox`, which git ignores. `partnercheck import FILE...` reads the form when it comes back.
--withdraw withdraws a request: no answer is expected any more, and its code is no longer accepted;
--reopen opens the request again. --result writes both sides' views, to send to the vendor
afterwards.
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.records import FORMS, Awaited
from partnercheck.base.text import clean
from partnercheck.commands import (
    Context,
    add_round,
    error_text,
    round_of,
    vendor_named,
    workspace_of,
)
from partnercheck.commands.names import add_new_name, known_or_new
from partnercheck.commands.output import (
    REMEDY,
    STDOUT,
    add_output_of_copies,
    refuse_binary_on_terminal,
    write_stdout,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from partnercheck.exchange.outbox import Outgoing
    from partnercheck.exchange.requests import Request
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_round import Round
    from partnercheck.workspace.read_vendor import Description, VendorFiles

FORM_FORMATS = ("text", "html", "xlsx", "toml")
RESULT_FORMATS = ("text", "markdown", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendor, the request, and the file to write."""
    parser.add_argument("vendor", nargs="?", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument("--all", action="store_true", help="write a form for every vendor")
    parser.add_argument(
        "--result", metavar="VENDOR", help="write both sides' views, for the vendor to read"
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--withdraw", action="store_true", help="withdraw the request to VENDOR")
    action.add_argument("--reopen", action="store_true", help="open a withdrawn request again")
    add_round(parser)
    parser.add_argument("--respondent", metavar="NAME", help="the name or role of the respondent")
    parser.add_argument(
        "--code", metavar="CODE", help="withdraw or reopen the request that has this code"
    )
    add_new_name(parser)
    parser.add_argument(
        "--form", choices=FORMS, help="all 28 questions, or only the 12 core questions"
    )
    parser.add_argument(
        "--due",
        metavar="DATE",
        help='the due date, such as 2026-12-15 (default: in 14 days; "" for no date)',
    )
    parser.add_argument("--anonymous", action="store_true", help="ask for a role, not for a name")
    parser.add_argument(
        "--contact", default="", metavar="TEXT", help="the person to send the form back to"
    )
    parser.add_argument(
        "--format",
        choices=dict.fromkeys((*FORM_FORMATS, *RESULT_FORMATS)),
        help="html is a page for a browser; xlsx (a spreadsheet) and toml are for a form only, "
        "markdown is for a result only (default: text)",
    )
    add_output_of_copies(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the forms to fill in, or the result of a round for the vendor to read."""
    if bool(arguments.vendor) + arguments.all + (arguments.result is not None) != 1:
        raise UserError("name one vendor, or use --all or --result VENDOR")
    round_of(arguments)
    if arguments.result is not None:
        if arguments.withdraw or arguments.reopen:
            raise UserError("--withdraw and --reopen change a request: name its VENDOR")
        _refuse_request_options(arguments)
        _refuse_format(arguments, RESULT_FORMATS, "a result")
        return _write_result(arguments, context)
    if arguments.withdraw or arguments.reopen:
        return _change_request(arguments, context)
    if arguments.code is not None:
        raise UserError("--code can only be used with --withdraw or --reopen")
    arguments.respondent = arguments.respondent or ""
    _refuse_format(arguments, FORM_FORMATS, "a form to fill in")
    return (_write_all if arguments.all else _write_form)(arguments, context)


def _refuse_request_options(arguments: argparse.Namespace) -> None:
    """Raise UserError if an option is set that only a form to fill in can have."""
    for option in ("respondent", "code", "form", "due", "anonymous"):
        if getattr(arguments, option) not in (None, False, ""):
            raise UserError(f"--{option} cannot be used with --result, only with a form to fill in")


def _change_request(arguments: argparse.Namespace, context: Context) -> int:
    """Withdraw a request, or open it again."""
    from partnercheck.commands.withdraw_request import reopen, withdraw

    action = "withdraw" if arguments.withdraw else "reopen"
    if not arguments.vendor:
        raise UserError(f"--{action} needs one vendor")
    for option in ("form", "due", "anonymous", "contact", "format", "output", "force"):
        if getattr(arguments, option) not in (None, False, ""):
            raise UserError(f"--{option} cannot be used with --{action}, only to write a form")
    return (withdraw if arguments.withdraw else reopen)(arguments, context)


def _refuse_format(arguments: argparse.Namespace, formats: Sequence[str], purpose: str) -> None:
    if arguments.format not in (None, *formats):
        raise UserError(
            f"--format {arguments.format} cannot be used for {purpose}. Use {', '.join(formats)}"
        )


def _say_written(path: Path, context: Context) -> None:
    """Name a written file by its whole path: a person has to find it in an e-mail program."""
    context.say(f"Wrote {clean(str(path))}")


def _place(arguments: argparse.Namespace, context: Context) -> Outgoing:
    from partnercheck.exchange.outbox import Outgoing

    return Outgoing(arguments.output or "", context.folder, arguments.force, REMEDY)


def _write_form(arguments: argparse.Namespace, context: Context) -> int:
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


def _write_all(arguments: argparse.Namespace, context: Context) -> int:
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


def _write_result(arguments: argparse.Namespace, context: Context) -> int:
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
