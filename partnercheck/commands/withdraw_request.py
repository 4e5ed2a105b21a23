"""Withdrawing a request to a vendor, and opening it again: `request --withdraw` and `--reopen`."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.records import Awaited, UnreadableError, Vendor
from partnercheck.base.text import clean, name_key
from partnercheck.commands import Context, vendor_named, workspace_of

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles


class FoundRequest(NamedTuple):
    """A request to a vendor, and where it is."""

    vendor: Vendor
    round: str
    key: str  # of its table in the round's file
    request: Awaited
    is_only: bool  # whether nobody else was asked in the round


def withdraw(arguments: argparse.Namespace, context: Context) -> int:
    """Withdraw the request to a vendor, and say what becomes of its form."""
    from partnercheck.workspace.asked import withdraw_request

    workspace = workspace_of(arguments, context)
    found = _request_named(workspace, arguments, is_open=True)
    withdraw_request(workspace, found.vendor.id, found.round, found.key, context.today)
    context.stdout.write(f"Withdrawn: {_described(found)}\n")
    form = "If its form was not sent, delete it; if it was, tell them."
    if found.request.code:
        form += (
            f" Its code {found.request.code} finds nothing now: answers that still come are filed "
            "only with --vendor and --round"
        )
    context.say(form.rstrip("."))
    context.say(f"To take it back: {request_command(found, '--reopen')}")
    return 0


def reopen(arguments: argparse.Namespace, context: Context) -> int:
    """Open a withdrawn request again, with its code."""
    from partnercheck.workspace.asked import withdraw_request

    workspace = workspace_of(arguments, context)
    found = _request_named(workspace, arguments, is_open=False)
    withdraw_request(workspace, found.vendor.id, found.round, found.key, None)
    context.stdout.write(f"Open again: {_described(found)}\n")
    if found.request.code:
        context.say(f"Forms with its code {found.request.code} are filed again")
    context.say(f"To take it back: {request_command(found, '--withdraw')}")
    return 0


def request_command(found: FoundRequest, action: str) -> str:
    """Return the command for an action on one request; it names the person if it has to."""
    words = ["partnercheck", "request", found.vendor.id, action, "--round", found.round]
    if found.request.respondent or not found.is_only:
        words += ["--respondent", found.request.respondent]
    return shlex.join(words)


def _described(found: FoundRequest) -> str:
    whom = f" ({found.request.respondent})" if found.request.respondent else ""
    return f"the request to {found.vendor.name} for {found.round}{whom}"


def _request_named(
    workspace: Workspace, arguments: argparse.Namespace, *, is_open: bool
) -> FoundRequest:
    """Return the open or withdrawn request that the arguments name.

    Without a round, it is in the newest round that has one. Raises UserError if there is none, or
    if there are several.
    """
    from partnercheck.workspace.asked import is_same_person
    from partnercheck.workspace.read_vendor import read_vendor

    workspace.require_settings("changed")
    files = read_vendor(workspace, vendor_named(workspace, arguments.vendor))
    found = _requests(workspace, files, arguments, is_open=is_open)
    name, kind = files.vendor.name, "open" if is_open else "withdrawn"
    if not found:
        where = f" in {arguments.round}" if arguments.round else ""
        whom = f" to {clean(arguments.respondent)}" if arguments.respondent else ""
        raise UserError(f"{name} has no {kind} request{whom}{where}")
    # Of several forms to one person, the last is withdrawn first, and opened again last.
    if all(is_same_person(each.request, found[0].request) for each in found):
        return found[-1] if is_open else found[0]
    if len(found) > 1:
        people = ", ".join(each.request.respondent or '""' for each in found)
        raise UserError(
            f"{name} has {len(found)} {kind} requests in {found[0].round}. "
            f"Name one with --respondent: {people}"
        )
    return found[0]


def _requests(
    workspace: Workspace, files: VendorFiles, arguments: argparse.Namespace, *, is_open: bool
) -> list[FoundRequest]:
    """Return the vendor's requests of the newest round that has any to the person named."""
    from partnercheck.workspace.asked import read_asked

    named = None if arguments.respondent is None else name_key(arguments.respondent)
    for round_id in [arguments.round] if arguments.round else reversed(files.folders):
        folder = workspace.root / "vendors" / files.vendor.id / round_id
        requests, problems = read_asked(workspace, folder)
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise UnreadableError(errors, str(workspace.root))
        people = {(each.perspective, name_key(each.respondent)) for each in requests.values()}
        is_only = len(people) == 1
        found = [
            FoundRequest(files.vendor, round_id, key, request, is_only)
            for key, request in requests.items()
            if request.perspective == "vendor" and (request.withdrawn is None) == is_open
            if named is None or name_key(request.respondent) == named
        ]
        if found:
            return found
    return []
