"""Withdrawing a request to a vendor, and opening it again: `request --withdraw` and `--reopen`."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.records import Awaited, Form, UnreadableError, Vendor
from partnercheck.base.text import clean, name_key
from partnercheck.commands import Context, vendor_named, workspace_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles


class LocatedRequest(NamedTuple):
    """A request to a vendor, with its round and its key in that round."""

    vendor: Vendor
    round: str
    key: str  # of its table in the round's file
    request: Awaited
    is_only: bool  # whether nobody else was asked in the round
    is_only_form: bool = True  # whether the round has no other request to this person


def withdraw(arguments: argparse.Namespace, context: Context) -> int:
    """Withdraw the request to a vendor, and say what becomes of its form."""
    from partnercheck.workspace.asked import withdraw_request

    workspace = workspace_of(arguments, context)
    located = _request_named(workspace, arguments, is_open=True)
    withdraw_request(workspace, located.vendor.id, located.round, located.key, context.today)
    context.stdout.write(f"Withdrawn: {_described(located)}\n")
    form = "If its form has not been sent, delete the form; if it has, tell the vendor."
    if located.request.code:
        form += (
            f" Its code {located.request.code} is no longer accepted: to import answers that still "
            "arrive, use --vendor and --round"
        )
    context.say(form.rstrip("."))
    context.say(f"To undo: {request_command(located, '--reopen')}")
    return 0


def reopen(arguments: argparse.Namespace, context: Context) -> int:
    """Open a withdrawn request again, with its code."""
    from partnercheck.workspace.asked import withdraw_request

    workspace = workspace_of(arguments, context)
    located = _request_named(workspace, arguments, is_open=False)
    withdraw_request(workspace, located.vendor.id, located.round, located.key, None)
    context.stdout.write(f"Open again: {_described(located)}\n")
    if located.request.code:
        context.say(f"Forms with its code {located.request.code} are accepted again")
    context.say(f"To undo: {request_command(located, '--withdraw')}")
    return 0


def request_command(located: LocatedRequest, action: str) -> str:
    """Return the command for an action on one request.

    It names the person if others were asked, and the code if the person was asked more than once.
    """
    words = ["partnercheck", "request", located.vendor.id, action, "--round", located.round]
    if located.request.respondent or not located.is_only:
        words += ["--respondent", located.request.respondent]
    if not located.is_only_form:
        words += ["--code", located.request.code]
    return shlex.join(words)


def withdrawal_of(
    workspace: Workspace,
    vendor: Vendor,
    round_id: str,
    earlier: Mapping[str, Awaited],
    respondent: str,
    form: Form,
) -> str:
    """Return the command that withdraws the request for a form that was just written.

    `earlier` has the requests of the round before it. The file is read again only if the same
    person was asked before, and the request needs its code.
    """
    from partnercheck.workspace.asked import is_same_person, key_of_form, read_asked

    request = Awaited("vendor", respondent)
    same = [is_same_person(each, request) for each in earlier.values()]
    is_only_form = True
    if any(same):
        requests, _ = read_asked(workspace, workspace.root / "vendors" / vendor.id / round_id)
        is_only_form = sum(is_same_person(each, request) for each in requests.values()) == 1
        request = requests.get(key_of_form(requests, respondent, form), request)
    located = LocatedRequest(vendor, round_id, "", request, all(same), is_only_form)
    return request_command(located, "--withdraw")


def _described(located: LocatedRequest) -> str:
    whom = f" ({located.request.respondent})" if located.request.respondent else ""
    return f"the request to {located.vendor.name} for {located.round}{whom}"


def _request_named(
    workspace: Workspace, arguments: argparse.Namespace, *, is_open: bool
) -> LocatedRequest:
    """Return the open or withdrawn request that the arguments name.

    If no round is named, the newest round with such a request is used. Raises UserError if there is
    no such request, or if there are several.
    """
    from partnercheck.workspace.read_vendor import read_vendor

    workspace.require_settings("changed")
    files = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    matches = _requests(workspace, files, arguments, is_open=is_open)
    name, kind = files.vendor.name, "open" if is_open else "withdrawn"
    if not matches:
        where = f" in {arguments.round}" if arguments.round else ""
        whom = f" to {clean(arguments.respondent)}" if arguments.respondent else ""
        code = f" with the code {clean(arguments.code)}" if arguments.code else ""
        raise UserError(f"{name} has no {kind} request{whom}{where}{code}")
    if len(matches) > 1:
        choices = "".join(f"\n  {_option_and_form(each)}" for each in matches)
        raise UserError(
            f"{name} has {len(matches)} {kind} requests in {matches[0].round}. Choose one:{choices}"
        )
    return matches[0]


def _option_and_form(located: LocatedRequest) -> str:
    """Return the options that choose one of several requests, and what its form is.

    --code k3f9-w2xm-7hpq: Jane Doe, quick form, asked on 2026-11-24, due 2026-12-08
    """
    request = located.request
    options = [] if located.is_only_form else ["--code", request.code]
    options = options or ["--respondent", request.respondent]
    form = [f"{request.form} form of {request.instrument}"] if request.form else ["no form"]
    on = [f"asked on {request.on}"] if request.on else []
    due = [f"due {request.due}"] if request.due else []
    withdrawn = [f"withdrawn on {request.withdrawn}"] if request.withdrawn else []
    who = request.respondent or "anybody there"
    return f"{shlex.join(options)}: {', '.join([who, *form, *on, *due, *withdrawn])}"


def _requests(
    workspace: Workspace, files: VendorFiles, arguments: argparse.Namespace, *, is_open: bool
) -> list[LocatedRequest]:
    """Return the vendor's requests of the newest round that has any with this name or code."""
    from collections import Counter

    from partnercheck.workspace.asked import person_of, read_asked
    from partnercheck.workspace.request_codes import code_key

    named = None if arguments.respondent is None else name_key(arguments.respondent)
    for round_id in [arguments.round] if arguments.round else reversed(files.folders):
        folder = workspace.root / "vendors" / files.vendor.id / round_id
        requests, problems = read_asked(workspace, folder)
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise UnreadableError(errors, str(workspace.root))
        people = Counter(map(person_of, requests.values()))
        is_only = len(people) == 1
        matches = [
            LocatedRequest(
                files.vendor, round_id, key, request, is_only, people[person_of(request)] == 1
            )
            for key, request in requests.items()
            if request.perspective == "vendor" and (request.withdrawn is None) == is_open
            if named is None or name_key(request.respondent) == named
            if arguments.code is None or code_key(request.code) == code_key(arguments.code)
        ]
        if matches:
            return matches
    return []
