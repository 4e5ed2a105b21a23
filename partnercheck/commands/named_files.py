"""The files that are named on the command line of `check` and `fmt`, and their workspaces."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.regular_file import real_path
from partnercheck.base.text import clean
from partnercheck.commands import STDIN, Context, workspace_root

if TYPE_CHECKING:
    from partnercheck.workspace.open import Workspace


class NamedFile(NamedTuple):
    """A file or folder that was named on the command line.

    `named` is its name as typed, `name` its path in the workspace, and `real` its path with links
    resolved. Both paths are compared, because a file can be reached through several links.
    """

    named: str
    name: str
    real: str


def named_files(
    arguments: argparse.Namespace, context: Context
) -> list[tuple[Path, list[NamedFile]]]:
    """Map the folders of the workspaces to work on to the files that are named in each.

    Unless the user has chosen a workspace, the workspace above each file is used: in a git hook,
    the current folder is the top of the repo, and need not be in a workspace. If no files are
    named, return the default workspace. Raises UserError for a file outside every workspace, and
    for standard input, whose place is not known.
    """
    if not arguments.files:
        return [(workspace_root(arguments, context), [])]
    usual = None
    if arguments.workspace or context.environment.get("PARTNERCHECK_WORKSPACE"):
        usual = real_path(workspace_root(arguments, context))
    named: dict[Path, list[NamedFile]] = {}
    for file in arguments.files:
        if file == STDIN:
            raise UserError(
                "files are checked at their places in the workspace, so - (standard input) cannot "
                "be used. Name the files"
            )
        path = context.folder / file
        if not os.path.lexists(path):
            raise UserError(f"{clean(str(path))} does not exist")
        root = usual or _root_above(path)
        if root is None:
            raise UserError(f"{clean(str(path))} is not in a workspace")
        named.setdefault(root, []).append(_named_file(root, path, file))
    return [*named.items()]


def _root_above(path: Path) -> Path | None:
    """Return the workspace folder above a file, by its name or by its path without links."""
    from partnercheck.workspace.open import SETTINGS_FILE

    for start in (Path(os.path.normpath(path)), real_path(path)):
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).exists():
                return real_path(folder)
    return None


def _named_file(root: Path, path: Path, named: str) -> NamedFile:
    # The folder may be reached through links; the file's own name in the folder is kept.
    lexical = Path(os.path.normpath(path))
    real_folder = real_path(lexical.parent) / lexical.name
    names = [each for each in (lexical, real_folder) if each.is_relative_to(root)]
    name = clean(names[0].relative_to(root).as_posix()) if names else ""
    return NamedFile(clean(named), name, os.path.realpath(path))


def matches(workspace: Workspace, file: str, wanted: Sequence[NamedFile]) -> list[NamedFile]:
    """Return the named files and folders that match a workspace file, or contain it."""
    if not wanted:
        return []
    names = _with_folders(file) | {"."}
    real = _with_folders(os.path.realpath(workspace.root / file))
    return [each for each in wanted if each.name in names or each.real in real]


def _with_folders(path: str) -> set[str]:
    return {path, *(os.fspath(folder) for folder in Path(path).parents)} - {"."}


def unmatched(wanted: Sequence[NamedFile], matched: set[NamedFile]) -> list[str]:
    """Return a message for each named file or folder that matches no file."""
    return [
        f"{each.named}: not checked, because it contains no file of the workspace"
        for each in wanted
        if each not in matched
    ]


def say_unmatched(wanted: Sequence[NamedFile], matched: set[NamedFile], context: Context) -> bool:
    """Report the named files and folders that match no file. Return whether there are any."""
    messages = unmatched(wanted, matched)
    for message in messages:
        context.say(message)
    return bool(messages)
