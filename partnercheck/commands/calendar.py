"""Write a calendar file of what is due with the vendors: goals, promises, meetings, requests.

The file (.ics) has one all-day event for each key goal, each promise with a due date, the next
meeting, each request for answers with a due date, the next assessment, and every date among a
vendor's facts, such as contract_end. Open it in your calendar; after a change, write and open the
file again: events are updated, not duplicated. A goal that is done stays in the calendar with its
outcome; a dropped goal is cancelled. Each event is identified by the vendor's id and its own id, so
use a separate calendar for each workspace.

Without names it covers every vendor that is not archived. --owner NAME includes only what that
person is responsible for: their own goals, promises and requests, and everything else about the
vendors that they are the owner of.
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.commands import Context, chosen_vendors, workspace_of
from partnercheck.commands.output import add_output, write_stdout

if TYPE_CHECKING:
    from partnercheck.workspace.due_dates import DueDate
    from partnercheck.workspace.open import Workspace

FILE = "partnercheck.ics"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the person responsible, and the file."""
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="ids or names (default: all)")
    parser.add_argument("--owner", metavar="NAME", help="only what this person is responsible for")
    add_output(parser, file_name=FILE)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the calendar, and problems of files to stderr."""
    from partnercheck.report.calendar import calendar

    workspace = workspace_of(arguments, context)
    days = _days(workspace, arguments, context)
    text = calendar(workspace.settings.organisation, days, _moment(context))
    if context.stdout.isatty():
        # A terminal needs no carriage returns, and they would be shown.
        context.stdout.write(text.replace("\r\n", "\n"))
    else:
        write_stdout(context, text.encode())
    return 0


def _moment(context: Context) -> dt.datetime:
    """Return the current time, or the time that SOURCE_DATE_EPOCH gives in seconds since 1970.

    With that variable, which many build tools share, the same workspace gives the same bytes.
    """
    epoch = context.environment.get("SOURCE_DATE_EPOCH", "")
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise UserError(
            "SOURCE_DATE_EPOCH is not a number of seconds since 1970. Correct it, or unset it"
        ) from None


def _days(workspace: Workspace, arguments: argparse.Namespace, context: Context) -> list[DueDate]:
    """Return the days for the calendar. Raises UserError if there are none."""
    from partnercheck.commands.progress import with_progress
    from partnercheck.workspace.due_dates import concerns, due_dates
    from partnercheck.workspace.read_vendor import read_vendor

    days: list[DueDate] = []
    problems = [*workspace.problems]
    descriptions = chosen_vendors(workspace, arguments.vendors)
    for described in with_progress(descriptions, context.stderr):
        files = read_vendor(workspace, described)
        if arguments.vendors or files.vendor.archived is None:
            problems += files.problems
            days += due_dates(workspace, files)
    context.report_problems(workspace.root, problems)
    if not days:
        # A calendar without an event is not valid, and most calendars refuse it.
        raise UserError("nothing has a due date yet, so there is no calendar to write")
    if arguments.owner is None:
        return days
    own = [each for each in days if concerns(each, arguments.owner)]
    if not own:
        raise UserError(_nobody(arguments.owner, days))
    return own


def _nobody(owner: str, days: list[DueDate]) -> str:
    """Return the message that a person is responsible for nothing that is due."""
    from partnercheck.base.english import closest_match, joined
    from partnercheck.base.text import clean, sort_key

    people = dict.fromkeys(person for each in days for person in each.people)
    near = closest_match(owner, people)
    hint = (
        f"; did you mean {near}?"
        if near
        else f". Those responsible are {joined(sorted(people, key=sort_key))}"
    )
    return f'"{clean(owner)}" is not responsible for anything with a due date{hint}'
