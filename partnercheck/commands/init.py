"""Make a workspace in this folder: a `partnercheck.toml` beside which the vendors will be."""

from __future__ import annotations

import argparse

from partnercheck.commands import Context
from partnercheck.model import CADENCES, FORMS, Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The workspace's settings."""
    parser.add_argument("folder", nargs="?", help="where to (default: here)")
    parser.add_argument("--organisation", help="the name of your own organisation, the buyer")
    parser.add_argument(
        "--cadence", choices=CADENCES, default="quarter", help="how long a round is"
    )
    parser.add_argument("--form", choices=FORMS, default="full", help="28 questions, or 12")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Make the workspace, and say what comes next."""
    from partnercheck.workspace import SETTINGS_FILE, init

    folder = context.here / (arguments.folder or arguments.workspace or ".")
    organisation = arguments.organisation or Settings().organisation
    settings = Settings(organisation, arguments.cadence, Settings().instrument, arguments.form)
    init(folder, settings)
    context.stdout.write(f"Made {(folder / SETTINGS_FILE).resolve()}\n")
    context.say("Next: partnercheck add VENDOR, or just partnercheck")
    return 0
