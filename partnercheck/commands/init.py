"""Create a workspace in this folder: a `partnercheck.toml`, with the vendors stored next to it.

The folder `schemas/` is created too: with the schemas, an editor can complete and check the files.
In a git repository, `--git` makes git merge answers one by one. Run `init --git` once in every
clone, even if the workspace exists.
"""

from __future__ import annotations

import argparse

from partnercheck.base.errors import UserError
from partnercheck.base.records import CADENCES, FORMS, Settings
from partnercheck.base.regular_file import real_path
from partnercheck.base.text import tidy_name
from partnercheck.commands import Context


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder, the settings of the workspace, and --git."""
    parser.add_argument("folder", nargs="?", help="where to create the workspace (default: here)")
    parser.add_argument("--organisation", help="the name of your own organisation, the buyer")
    parser.add_argument(
        "--cadence", choices=CADENCES, default="quarter", help="the length of a round"
    )
    parser.add_argument(
        "--form", choices=FORMS, default="full", help="the form to start with: 28 questions, or 12"
    )
    parser.add_argument(
        "--git", action="store_true", help="set up git's merge driver for this clone"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Create the workspace, and name the next command."""
    from partnercheck.versions.merge_driver import configure, in_words
    from partnercheck.workspace.open import SETTINGS_FILE, init, open_workspace, tell_git
    from partnercheck.workspace.schemas.folder import write_schemas

    folder = context.folder / (arguments.folder or arguments.workspace or ".")
    if arguments.git and (folder / SETTINGS_FILE).exists():
        configure(folder)
        tell_git(folder)
        context.stdout.write("git now merges this workspace's answers one by one\n")
        return 0
    organisation = tidy_name(arguments.organisation or "") or Settings().organisation
    settings = Settings(organisation, arguments.cadence, Settings().instrument, arguments.form)
    init(folder, settings)
    try:
        write_schemas(open_workspace(folder))
    except UserError as error:  # The workspace exists all the same, but without schemas.
        context.say(str(error))
    context.stdout.write(f"Created {real_path(folder / SETTINGS_FILE)}\n")
    if arguments.git:
        configure(folder)
        context.stdout.write("git now merges this workspace's answers one by one\n")
    else:
        context.say(in_words())
    context.say("Next: partnercheck add VENDOR, or partnercheck to open the screens")
    return 0
