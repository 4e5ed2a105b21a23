"""Write what makes bash or zsh complete commands, options, vendors and rounds.

In ~/.bashrc:  eval "$(partnercheck completion bash)"
In ~/.zshrc, after compinit:  eval "$(partnercheck completion zsh)"
"""

from __future__ import annotations

import argparse

from partnercheck.commands import Context


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The shell."""
    parser.add_argument("shell", choices=("bash", "zsh"), help="for which shell")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write the shell's code to stdout."""
    from partnercheck.commands.completing import shell_code

    context.stdout.write(shell_code(arguments.shell))
    return 0
