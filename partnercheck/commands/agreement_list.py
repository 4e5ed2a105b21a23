"""Listing agreements with vendors: the code shared by goals, meetings and promises."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from partnercheck.base.english import listed
from partnercheck.base.errors import UserError
from partnercheck.commands import Context

if TYPE_CHECKING:
    from partnercheck.report.agreements import Listing
    from partnercheck.workspace.agreement_files import AgreementT
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles


def add_vendor_or_all(parser: argparse.ArgumentParser, all_help: str) -> None:
    """Declare the vendor, and --all for every vendor."""
    parser.add_argument("vendor", nargs="?", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument("--all", action="store_true", help=all_help)


def refuse_options(
    arguments: argparse.Namespace, actions: Sequence[str], details: Mapping[str, Sequence[str]]
) -> None:
    """Check that the options can be combined.

    Args:
        arguments: The parsed arguments, with `vendor` and `all`.
        actions: The options that change something, of which at most one is set.
        details: Maps each option that describes a change to the actions it can be combined with.

    Raises:
        UserError: The options cannot be combined.

    """
    if bool(arguments.vendor) == arguments.all:
        raise UserError("name one vendor, or use --all")
    action = next((name for name in actions if getattr(arguments, name) is not None), "")
    if action and arguments.all:
        raise UserError(f"--{action} needs a vendor: give its id or name")
    for name, allowed in details.items():
        if getattr(arguments, name) is not None and action not in allowed:
            goes_with = listed([f"--{each}" for each in allowed], "or")
            raise UserError(f"--{name.replace('_', '-')} can only be used with {goes_with}")


def show_agreements(
    workspace: Workspace,
    vendor_files: VendorFiles | None,
    arguments: argparse.Namespace,
    context: Context,
    listing: Listing[AgreementT],
) -> int:
    """Write the agreements with one vendor, or with all vendors, to stdout.

    A list of all vendors leaves out vendors with nothing to show, except in JSON. Returns 2 if
    there is only one vendor and its file cannot be read at all.
    """
    from partnercheck.commands.progress import with_progress
    from partnercheck.report.agreements import agreements_text
    from partnercheck.workspace.agreement_files import has_errors
    from partnercheck.workspace.read_vendor import read_vendor, vendor_ids

    vendors = listed = [vendor_files] if vendor_files else []
    if vendor_files is None:
        ids = with_progress(vendor_ids(workspace), context.stderr)
        read = (read_vendor(workspace, vendor_id) for vendor_id in ids)
        vendors = [each for each in read if each.vendor.archived is None]
        listed = [each for each in vendors if listing.ordered(each) or listing.expected(each)]
    vendor_problems = (each.problems for each in vendors)
    context.report_problems(workspace.root, workspace.problems, *vendor_problems)
    form = arguments.format
    shown_vendors = vendors if form == "json" else listed
    context.stdout.write(agreements_text(workspace, shown_vendors, form, context.today, listing))
    if vendor_files is None:
        hint, status = "" if listed else listing.nothing, 0
    else:
        readable = not has_errors(vendor_files.problems, listing.file)
        hint = listing.hint(vendor_files, context.today, readable)
        status = 0 if readable or listing.ordered(vendor_files) else 2
    if hint:
        context.say(hint)
    return status
