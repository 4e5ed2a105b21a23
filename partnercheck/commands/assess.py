"""Answer the questionnaire about a vendor, on screen.

What is not said here is asked on the screen. Every answer is on disk before the next question
shows; a questionnaire that was left is resumed at its first open question.
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context, vendor_named, workspace_of
from partnercheck.model import FORMS, LEVELS, PERSPECTIVES, UserError
from partnercheck.rounds import FORMS as ROUND_FORMS
from partnercheck.rounds import is_round
from partnercheck.terminal import require_terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who answers, about whom, for which round."""
    parser.add_argument("vendor", metavar="VENDOR", help="the vendor's id or name")
    parser.add_argument("--as", dest="perspective", choices=PERSPECTIVES, help="whose view it is")
    parser.add_argument("--respondent", metavar="NAME", help="the person, or the role, who answers")
    parser.add_argument("--level", choices=LEVELS, help="the respondent's level")
    parser.add_argument("--round", metavar="ROUND", help=f"the period: {ROUND_FORMS}")
    parser.add_argument("--form", choices=FORMS, help="28 questions, or the 12 core ones")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Open the questionnaire."""
    instead = "Use `partnercheck compare` for the results as text"
    require_terminal(context.environment, context.stdin, context.stdout, instead)
    if arguments.round and not is_round(arguments.round):
        raise UserError(f"--round {arguments.round}: a round is {ROUND_FORMS}")
    workspace = workspace_of(arguments, context)
    vendor_id = vendor_named(workspace, arguments.vendor)
    from partnercheck.app import show
    from partnercheck.sitting import Start, sitting_of

    start = Start(
        vendor_id,
        perspective=arguments.perspective,
        respondent=arguments.respondent,
        level=arguments.level,
        round=arguments.round,
        form=arguments.form,
    )
    if start.respondent:
        # Whatever keeps it from beginning is told here, before anything is drawn.
        sitting_of(workspace, start, context.today)
    return show(workspace, context.today, start)
