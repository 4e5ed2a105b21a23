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
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.records import FORMS
from partnercheck.commands import Context, add_round, round_of
from partnercheck.commands.names import add_new_name
from partnercheck.commands.output import add_output_of_copies

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    from partnercheck.commands.request_files import write_all, write_form, write_result

    if bool(arguments.vendor) + arguments.all + (arguments.result is not None) != 1:
        raise UserError("name one vendor, or use --all or --result VENDOR")
    round_of(arguments)
    if arguments.result is not None:
        if arguments.withdraw or arguments.reopen:
            raise UserError("--withdraw and --reopen change a request: name its VENDOR")
        _refuse_request_options(arguments)
        _refuse_format(arguments, RESULT_FORMATS, "a result")
        return write_result(arguments, context)
    if arguments.withdraw or arguments.reopen:
        return _change_request(arguments, context)
    if arguments.code is not None:
        raise UserError("--code can only be used with --withdraw or --reopen")
    arguments.respondent = arguments.respondent or ""
    _refuse_format(arguments, FORM_FORMATS, "a form to fill in")
    return (write_all if arguments.all else write_form)(arguments, context)


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
