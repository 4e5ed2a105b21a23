"""Answer a form that was sent to you, on screen or, with --plain, line by line.

No workspace is needed. If the form does not name the respondent, you are first asked for your name.
Every answer is saved in the form at once. The last message names the file and says where to send
it.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partnercheck.base.errors import UserError
from partnercheck.base.terminal import require_terminal
from partnercheck.commands import STDIN, Context
from partnercheck.commands.names import add_new_name, is_meant

if TYPE_CHECKING:
    from partnercheck.exchange.form_answering import FormFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form, the respondent, and --plain."""
    parser.add_argument("file", metavar="FILE", help="the form, as text or TOML")
    parser.add_argument("--respondent", default="", metavar="NAME", help="your name, or your role")
    add_new_name(parser)
    parser.add_argument("--plain", action="store_true", help="prompts and text, without a screen")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Open the form."""
    if arguments.file == STDIN:
        raise UserError(
            "answers are saved in the form itself, so - (standard input) cannot be used. Save the "
            "form as a file, and name it"
        )
    if not arguments.plain:
        instead = "Use `partnercheck answer --plain`, or any editor: the form is plain text"
        require_terminal(context.environment, context.stdin, context.stdout, instead)
    from partnercheck.exchange.form_answering import FormFile

    form = FormFile(context.folder / arguments.file, arguments.file)
    if arguments.respondent:
        form.name_respondent(_meant_name(form, arguments, context))
    if arguments.plain:
        _plain(form, context)
        return 0
    from partnercheck.app import show

    status = show(form.workspace, context.today, form, mouse=not arguments.no_mouse)
    if status == 0 and form.response.begun:
        context.stdout.write(f"{_still_open(form, arguments.file)}{form.handover}\n")
    return status


def _still_open(form: FormFile, file: str) -> str:
    """Return how many questions are open and how to go on; empty if all are answered."""
    import shlex

    from partnercheck.base.english import plural
    from partnercheck.rules.readings import pending_count

    count = pending_count(form.instrument, form.response)
    command = shlex.join(["partnercheck", "answer", file])
    unanswered = f"{plural(count, 'question')} without an answer."
    return f"{unanswered} To continue: {command}\n" if count else ""


def _plain(form: FormFile, context: Context) -> None:
    from partnercheck.assessing.sitting import Sitting
    from partnercheck.base.errors import UserError
    from partnercheck.commands.assess import plain_streams
    from partnercheck.plain import answer_prompts, ask_respondent

    with plain_streams(context) as (lines, stdout, width):
        if not form.response.respondent:
            name = ask_respondent(lines, stdout)
            if not name:
                raise UserError("the name or role is missing: enter it, or use --respondent")
            form.name_respondent(name)
        sitting = Sitting(form, context.today)
        answer_prompts(sitting, form.vendor, lines, stdout, width)


def _meant_name(form: FormFile, arguments: argparse.Namespace, context: Context) -> str:
    """Return the name on the command line, or the similar name in the form if that was meant."""
    from partnercheck.workspace.known_names import is_near

    name, form_name = arguments.respondent, form.response.respondent
    is_same = arguments.new_name or not form_name or not is_near(name, form_name)
    return name if is_same or not is_meant(context, name, form_name) else form_name
