"""Score several vendors with several people, together on one screen.

Scores are hidden until everyone has given a score; each person's scores go into a separate file.
An unfinished session resumes at its first incomplete question.
"""

from __future__ import annotations

import argparse

from partnercheck.base.records import FORMS, PERSPECTIVES
from partnercheck.base.terminal import require_terminal
from partnercheck.commands import Context, add_round, round_of, vendors_named, workspace_of
from partnercheck.commands.names import add_new_name, known_or_new_names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the vendors, the people, the perspective, the form, and the round."""
    parser.add_argument("vendors", nargs="+", metavar="VENDOR", help="ids or names")
    parser.add_argument(
        "--with",
        dest="people",
        required=True,
        metavar="NAME,…",
        help="the respondents, separated by commas",
    )
    parser.add_argument(
        "--as",
        dest="perspective",
        choices=PERSPECTIVES,
        default="buyer",
        help="the side that answers (default: buyer)",
    )
    parser.add_argument(
        "--form", choices=FORMS, help="all 28 questions, or only the 12 core questions"
    )
    add_round(parser)
    add_new_name(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Open the session."""
    instead = "Use `assess --plain` for each person"
    require_terminal(context.environment, context.stdin, context.stdout, instead)
    from partnercheck.assessing.group_session import Session

    workspace = workspace_of(arguments, context)
    vendors = [each.vendor.id for each in vendors_named(workspace, arguments.vendors)]
    side = arguments.perspective
    people = known_or_new_names(
        workspace, side, vendors[0], arguments.people, arguments, context, answers=True
    )
    session = Session(
        workspace,
        vendors,
        people,
        context.today,
        arguments.perspective,
        round_of(arguments) or None,
        arguments.form,
        context.clock,
    )
    from partnercheck.app import show

    return show(workspace, context.today, session, mouse=not arguments.no_mouse)
