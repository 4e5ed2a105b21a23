"""The welcome shown on a terminal when the program is started outside a workspace."""

from __future__ import annotations

import argparse
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.text import clean
from partnercheck.commands import Context, command
from partnercheck.commands.confirm import asked_text
from partnercheck.commands.demo import FOLDER as DEMO_FOLDER

WELCOME = """\
partnercheck: is this vendor a supplier, or a true business partner?

There is no workspace in this folder. A workspace is a folder with your vendors
and their answers.

  demo   look at twelve sample vendors; they are copied to {demo}/
  init   create your own workspace in this folder, {here}/
  PATH   open the workspace in another folder: type its path
"""
QUESTION = "demo, init or a path (Enter to leave)?"


def is_wanted(arguments: argparse.Namespace, context: Context) -> bool:
    """Return whether no workspace was found or named: a named workspace may be mistyped."""
    from partnercheck.workspace.open import find

    if arguments.workspace or context.environment.get("PARTNERCHECK_WORKSPACE"):
        return False
    try:
        find(None, context.environment, context.folder)
    except UserError:
        return True
    return False


def welcome(arguments: argparse.Namespace, context: Context) -> int:
    """Ask which workspace to open or create, and open or create it."""
    from partnercheck.workspace.open import SETTINGS_FILE

    context.say(WELCOME.format(demo=DEMO_FOLDER, here=clean(context.folder.name)))
    while typed := asked_text(context, QUESTION, "--workspace"):
        if typed == "demo":
            return _run(["demo", DEMO_FOLDER], context)
        if typed == "init":
            return _run(["init"], context) or _open(arguments, context, context.folder)
        folder = context.folder / Path(typed).expanduser()
        if (folder / SETTINGS_FILE).exists():
            return _open(arguments, context, folder)
        context.say(f"There is no {SETTINGS_FILE} in {clean(str(folder))}")
    return 0


def _run(words: list[str], context: Context) -> int:
    """Run a command as if it had been typed."""
    from partnercheck.commands.parsing import parser_of

    return command(words[0]).run(parser_of(words[:1]).parse_args(words), context)


def _open(arguments: argparse.Namespace, context: Context, folder: Path) -> int:
    named = argparse.Namespace(**{**vars(arguments), "workspace": str(folder)})
    return command("open").run(named, context)
