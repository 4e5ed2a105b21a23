"""Read forms that came back from vendors, and file them as the vendors' answers.

FILE is a form as text or TOML, or an e-mail as e-mail programs save it (.eml, or its source), with
the form in the body or attached. A folder means all files in it. A form may be quoted, rewrapped by
a mail program, or part of a longer e-mail. If older copies of the form are quoted, only the newest
copy is read. An e-mail that contains two forms with different answers is refused. Ambiguous answers
are left out and reported with their line and a remedy. Existing answers are kept unless you give
--replace, which lists the answers that it replaces. A form of another version of the questionnaire
is refused unless you give --any-version.

Every form has the code of its request, which says where its answers belong. If the code is missing
or unknown, name the place with --vendor and --round.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem
from partnercheck.base.text import clean, name_key, tidy_name
from partnercheck.commands import (
    STDIN,
    Context,
    add_encoding,
    add_round,
    error_text,
    input_name,
    read_input,
    round_of,
    vendor_named,
    workspace_of,
)
from partnercheck.commands.names import add_new_name, known_or_new

if TYPE_CHECKING:
    from partnercheck.base.records import Response
    from partnercheck.exchange.form_place import Place
    from partnercheck.exchange.returned_text import FormRead
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.request_codes import Requests


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files, the options that complete a form, --replace and --any-version."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="forms, e-mails or a folder of them; - for stdin"
    )
    parser.add_argument(
        "--respondent",
        default="",
        metavar="NAME",
        help="the respondent, if the form does not name one",
    )
    parser.add_argument(
        "--vendor",
        default="",
        metavar="VENDOR",
        help="the vendor's id or name, if the form has no known code",
    )
    add_round(parser)
    add_new_name(parser)
    add_encoding(parser)
    parser.add_argument("--replace", action="store_true", help="replace answers that differ")
    parser.add_argument(
        "--any-version",
        action="store_true",
        help="also accept answers to another version of the questionnaire",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """File the forms. The exit status is 2 if none could be filed."""
    round_of(arguments)
    from partnercheck.base.english import plural
    from partnercheck.exchange.form_place import Place
    from partnercheck.workspace.request_codes import read_requests

    workspace = workspace_of(arguments, context)
    requests = read_requests(workspace)
    context.report_problems(workspace.root, requests.problems)
    vendor = vendor_named(workspace, arguments.vendor).vendor.id if arguments.vendor else ""
    requests_and_place = requests, Place(vendor, arguments.round)
    files = [name for file in arguments.files for name in _expanded(file, context)]
    filed = [_import(workspace, file, requests_and_place, arguments, context) for file in files]
    if len(files) > 1:
        context.stdout.write(f"{sum(filed)} of {plural(len(files), 'file')} filed\n")
    return 0 if any(filed) else 2


def _expanded(file: str, context: Context) -> list[str]:
    """Return the files in a folder, or a single file. Raises UserError for an empty folder."""
    from partnercheck.exchange.returned_files import files_in

    path = context.folder / file
    if file == STDIN or not path.is_dir():
        return [file]
    try:
        names = files_in(path)
    except OSError as error:
        raise UserError(f"{clean(file)} cannot be read: {error.strerror or error}") from error
    if not names:
        raise UserError(f"{clean(file)} has no files to import")
    return [f"{file.rstrip('/')}/{name}" for name in names]


def _import(
    workspace: Workspace,
    file: str,
    requests_and_place: tuple[Requests, Place],
    arguments: argparse.Namespace,
    context: Context,
) -> bool:
    """File one form and report the outcome. Return whether it is filed."""
    from msgspec.structs import replace

    from partnercheck.exchange.filing import NO_ANSWERS, other_version
    from partnercheck.exchange.form_place import place_form

    name = input_name(file)
    requests, place = requests_and_place
    form = _read(workspace, file, requests, arguments, context)
    other = other_version(workspace, form, name) if form.response else None
    if other and not arguments.any_version:
        # The form's lines differ from ours, so the problems in reading them say nothing.
        context.say(str(other))
        return False
    for problem in form.problems:
        context.say(str(problem))
    if form.response is None:
        return False
    if form.part:
        name = f"{name} [{form.part}]"
    if not form.response.begun:
        context.say(f"{name}: {NO_ANSWERS}")
        return False
    response, misplacement = place_form(workspace, form, name, place)
    if response is None:
        context.say(str(misplacement))
        return False
    respondent = _respondent(workspace, response, name, arguments, context)
    if not respondent:
        remedy = "Use --respondent NAME_OR_ROLE"
        message = "the form names no respondent"
        context.say(str(Problem(name, message, remedy, form.lines.get("respondent"))))
        return False
    named_response = replace(response, respondent=respondent)
    return _file(workspace, named_response, name, arguments, context)


def _respondent(
    workspace: Workspace,
    response: Response,
    name: str,
    arguments: argparse.Namespace,
    context: Context,
) -> str:
    """Return the respondent named in the form, or else by the option; empty if nobody is named."""
    named = tidy_name(arguments.respondent)
    respondent = response.respondent or named
    if named and name_key(named) != name_key(respondent):
        context.say(f'{name}: the form names "{respondent}", so --respondent was ignored')
    if not respondent or respondent != named:
        return respondent
    side, vendor_id = response.perspective, response.vendor
    return known_or_new(workspace, side, vendor_id, named, arguments, context) or respondent


def _read(
    workspace: Workspace,
    file: str,
    requests: Requests,
    arguments: argparse.Namespace,
    context: Context,
) -> FormRead:
    from partnercheck.exchange.returned_form import MAX_MAIL_BYTES, read_form
    from partnercheck.exchange.returned_text import FormRead

    name = input_name(file)
    try:
        data = read_input(context, file, MAX_MAIL_BYTES)
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        return FormRead(
            None, (Problem(name, message, "Check that the file exists and that you may read it"),)
        )
    return read_form(data, name, workspace.instruments, arguments.encoding, requests)


def _file(
    workspace: Workspace,
    response: Response,
    name: str,
    arguments: argparse.Namespace,
    context: Context,
) -> bool:
    from functools import partial

    from partnercheck.exchange.filing import DifferentResponseError, file_import
    from partnercheck.rules.readings import asked_items, pending_count

    file = partial(
        file_import, workspace, response, context.today, any_version=arguments.any_version
    )
    try:
        try:
            filed = file()
        except DifferentResponseError as error:
            if not arguments.replace:
                raise UserError(f"{error}. To replace these answers, use --replace") from None
            changes = "; ".join(error.changes)
            context.say(f"{name}: --replace replaced answers in {error.file}: {changes}")
            filed = file(replace=True)
    except UserError as error:
        context.say(f"{name}: {error_text(error, context.folder)}")
        return False
    instrument = workspace.instruments[response.instrument]
    questions = len(asked_items(instrument, response))
    answered = questions - pending_count(instrument, response)
    outcome = {
        "new": f"filed as {filed.file}",
        "same": f"was already filed as {filed.file}; nothing was changed",
        "added": f"added to {filed.file}: {'; '.join(filed.changes)}",
        "replaced": f"filed as {filed.file}, which replaced the earlier answers",
    }[filed.outcome]
    context.stdout.write(f"{name}: {answered} of {questions} questions answered, {outcome}\n")
    return True
