"""Print the shell completion script: bash, zsh or fish then complete commands, vendors and rounds.

In ~/.bashrc:  eval "$(partnercheck completion bash)"
In ~/.zshrc, after compinit:  eval "$(partnercheck completion zsh)"
In ~/.config/fish/config.fish:  partnercheck completion fish | source
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context
from partnercheck.commands.output import add_output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the shell."""
    parser.add_argument(
        "shell", choices=("bash", "zsh", "fish"), help="the shell to set up completion for"
    )
    add_output(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the script to stdout."""
    from partnercheck.commands.completing import shell_code

    context.stdout.write(shell_code(arguments.shell))
    return 0
