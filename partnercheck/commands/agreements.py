"""Shared by `goals` and `meetings`: agreements with one vendor or all, in any format."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.commands import Context

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace
    from partnercheck.workspace.read_vendor import VendorFiles

    Writer = Callable[[Workspace, Sequence[VendorFiles], dt.date], str]


class Listing(NamedTuple):
    """How one kind of agreement is listed.

    `file` is its file in a vendor's folder; `filed` says if a vendor has any, and `listed` if
    the vendor is among those that --all lists.
    """

    writers: Mapping[str, Writer]
    file: str
    filed: Callable[[VendorFiles], bool]
    listed: Callable[[VendorFiles], bool]


def add_vendor_or_all(parser: argparse.ArgumentParser, every: str) -> None:
    """Add the arguments that name a vendor, or all; `every` is the help of --all."""
    parser.add_argument("vendor", nargs="?", metavar="VENDOR", help="its id or name")
    parser.add_argument("--all", action="store_true", help=every)


def require_vendor_or_all(arguments: argparse.Namespace, action: str | None) -> None:
    """Raise UserError unless one vendor or all are named, and one for an action."""
    if bool(arguments.vendor) == arguments.all:
        raise UserError("say one of: a VENDOR, or --all")
    if action and arguments.all:
        raise UserError(f"--{action} is about one vendor: name it")


def is_unreadable(about: VendorFiles, file: str) -> bool:
    """Return whether a vendor's file has errors, so that not all in it could be read."""
    errors = (problem for problem in about.problems if problem.severity == "error")
    return any(problem.file.endswith(f"/{file}") for problem in errors)


def show_one(
    listing: Listing, workspace: Workspace, about: VendorFiles, form: str, context: Context
) -> tuple[bool, int]:
    """Write one vendor's; return if there are none, and the exit status: 2 if none was readable."""
    context.report_problems(workspace.root, workspace.problems, about.problems)
    context.stdout.write(listing.writers[form](workspace, [about], context.today))
    missing = not listing.filed(about)
    unreadable = is_unreadable(about, listing.file)
    return missing and not unreadable, 2 if unreadable and missing else 0


def show_all(listing: Listing, workspace: Workspace, form: str, context: Context) -> bool:
    """Write those of every vendor that has any; return if there are none."""
    from partnercheck.commands.progress import counted
    from partnercheck.workspace.read_vendor import read_vendor, vendor_ids

    ids = counted(vendor_ids(workspace), context.stderr)
    read = (read_vendor(workspace, vendor_id) for vendor_id in ids)
    vendors = [about for about in read if about.vendor.archived is None]
    listed = [about for about in vendors if listing.listed(about)]
    problems = (about.problems for about in vendors)
    context.report_problems(workspace.root, workspace.problems, *problems)
    written = vendors if form == "json" else listed
    context.stdout.write(listing.writers[form](workspace, written, context.today))
    return not listed
