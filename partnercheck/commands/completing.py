"""Completion in bash and zsh of commands, options, and the workspace's vendors and rounds."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import argcomplete
from argcomplete.completers import DirectoriesCompleter
from argcomplete.shell_integration import shellcode

from partnercheck.base.errors import UserError
from partnercheck.base.rounds import is_round
from partnercheck.base.text import is_slug
from partnercheck.workspace.open import find


def shell_code(shell: str) -> str:
    """Return the script by which a shell asks this program for completions."""
    return str(shellcode(["partnercheck"], shell=shell))


def offer(parser: argparse.ArgumentParser) -> None:
    """Write the completions if a shell asks for them, and end the program."""
    for action in _actions(parser):
        completer = COMPLETERS.get(str(action.metavar))
        # `add` takes the name of a new vendor, so no existing one is offered.
        if completer and action.dest != "name":
            action.completer = completer  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options="long")


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                yield from _actions(subparser)


def _vendors(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the ids of the vendors, without names that a shell could interpret."""
    return sorted(filter(is_slug, _names(_root(parsed_args), "vendors")))


def _rounds(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the rounds of the vendors named so far, or of all."""
    root = _root(parsed_args)
    named = getattr(parsed_args, "vendors", None) or getattr(parsed_args, "vendor", None)
    vendors = [named] if isinstance(named, str) else named or _names(root, "vendors")
    names = {name for vendor in vendors for name in _names(root, "vendors", vendor)}
    return sorted(filter(is_round, names))


def _folders(prefix: str, **_: Any) -> Iterable[str]:
    return list(DirectoriesCompleter()(prefix))


def _root(parsed_args: argparse.Namespace) -> Path | None:
    try:
        return find(getattr(parsed_args, "workspace", None), os.environ, Path.cwd())
    except (UserError, OSError):
        return None


def _names(root: Path | None, *below: str) -> list[str]:
    try:
        return os.listdir(root.joinpath(*below)) if root else []
    except (OSError, ValueError):
        return []


def _instruments(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the ids of the packaged questionnaires and, by file name, of the workspace's own."""
    from partnercheck.questionnaires.read import packaged

    own = [name.removesuffix(".toml") for name in _names(_root(parsed_args), "instruments")]
    return sorted({*packaged(), *filter(is_slug, own)})


def _kinds(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Return the kinds of files that have a schema."""
    from partnercheck.questionnaires.read import packaged
    from partnercheck.workspace.schemas.kinds import kinds_of

    return kinds_of(packaged())


COMPLETERS = {
    "VENDOR": _vendors,
    "ROUND": _rounds,
    "FOLDER": _folders,
    "ID": _instruments,
    "KIND": _kinds,
}
