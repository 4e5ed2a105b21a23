"""Open the portfolio on screen, as `partnercheck` without a command does."""

from __future__ import annotations

import argparse

from partnercheck.base.terminal import require_terminal
from partnercheck.commands import Context, workspace_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments."""


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Open the portfolio."""
    instead = "Use `partnercheck compare` or `partnercheck check` for text"
    require_terminal(context.environment, context.stdin, context.stdout, instead)
    from partnercheck.commands.welcome import is_wanted, welcome

    if is_wanted(arguments, context):
        return welcome(arguments, context)
    workspace = workspace_of(arguments, context)
    from partnercheck.app import show

    return show(workspace, context.today, mouse=not arguments.no_mouse)
