"""Answer a form that was sent to you, on screen or, with --plain, line by line.

No workspace is needed. The name or role of the person who answers is asked first, if the form has
none. Every answer is put into the form as it is given; at the end you are told where the file is
and what to do with it.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.terminal import require_terminal
from partnercheck.commands import Context

if TYPE_CHECKING:
    from partnercheck.exchange.form_answering import FormSitting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The form, who answers, and how it is asked."""
    parser.add_argument("file", metavar="FILE", help="the form, as text or TOML")
    parser.add_argument("--respondent", default="", metavar="NAME", help="your name, or your role")
    parser.add_argument("--plain", action="store_true", help="prompts and text, without a screen")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Open the form."""
    if not arguments.plain:
        instead = "Use `partnercheck answer --plain`, or any editor: the form is plain text"
        require_terminal(context.environment, context.stdin, context.stdout, instead)
    from partnercheck.exchange.form_answering import FormSitting

    sitting = FormSitting(context.here / arguments.file, context.today, arguments.file)
    if arguments.respondent:
        sitting.name_respondent(arguments.respondent)
    if arguments.plain:
        _plain(sitting, context)
        code = 0
    else:
        from partnercheck.app import show

        code = show(sitting.workspace, context.today, sitting, mouse=not arguments.no_mouse)
    if code == 0 and sitting.response.begun:
        context.stdout.write(f"{sitting.what_next()}\n")
    return code


def _plain(sitting: FormSitting, context: Context) -> None:
    from partnercheck.base.errors import UserError
    from partnercheck.commands.assess import plain_streams
    from partnercheck.plain import respondent, talk

    with plain_streams(context) as (lines, stdout, width):
        if not sitting.response.respondent:
            name = respondent(lines, stdout)
            if not name:
                raise UserError("say who answers, a name or a role; or name it with --respondent")
            sitting.name_respondent(name)
        talk(sitting, sitting.vendor, lines, stdout, width)
