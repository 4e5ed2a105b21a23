"""Answer a form that was sent to you, on screen; no workspace is needed.

Every answer is put into the form as it is given. Send it back when you are done.
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context
from partnercheck.terminal import require_terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The form."""
    parser.add_argument("file", metavar="FILE", help="the form, as text or TOML")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Open the form."""
    instead = "Fill the form in with any editor: it is plain text"
    require_terminal(context.environment, context.stdin, context.stdout, instead)
    from partnercheck.answering import FormSitting
    from partnercheck.app import show

    sitting = FormSitting(context.here / arguments.file, context.today)
    return show(sitting.workspace, context.today, sitting, mouse=not arguments.no_mouse)
