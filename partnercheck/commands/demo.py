"""Copy a workspace with twelve sample vendors to a folder, and open it.

All companies and people in it are invented. A folder that holds the samples already is opened
as it is, with what was answered in it.
"""

from __future__ import annotations

import argparse
import shutil
from contextlib import suppress
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.terminal import require_terminal
from partnercheck.base.text import clean
from partnercheck.commands import Context

FOLDER = "partnercheck-demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and whether to open it."""
    parser.add_argument("folder", nargs="?", default=FOLDER, help=f"where to (default: {FOLDER})")
    parser.add_argument("--no-open", action="store_true", help="only copy")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Copy the samples where they are not yet, and open them."""
    if not arguments.no_open:
        instead = "`partnercheck demo --no-open` only copies the samples"
        require_terminal(context.environment, context.stdin, context.stdout, instead)
    from partnercheck.workspace.open import SETTINGS_FILE, open_workspace

    folder = context.here / arguments.folder
    if not (folder / SETTINGS_FILE).exists():
        if folder.exists() and any(folder.iterdir()):
            raise UserError(
                f"{arguments.folder} is not empty and holds no samples; name another folder"
            )
        _make(folder)
    if arguments.no_open:
        context.stdout.write(f"The sample workspace is in {arguments.folder}\n")
        return 0
    from partnercheck.app import show

    return show(open_workspace(folder), context.today, mouse=not arguments.no_mouse)


def _make(folder: Path) -> None:
    """Put the samples into an empty folder, whole or not at all. Raises UserError if that fails."""
    from partnercheck.storage.save import os_error_reason
    from partnercheck.workspace.open import open_workspace
    from partnercheck.workspace.schemas.folder import write_schemas

    there = folder.exists()
    try:
        copy(resources.files("partnercheck") / "demo" / "workspace", folder)
        write_schemas(open_workspace(folder))
    except BaseException as error:
        with suppress(OSError):
            for made in folder.iterdir():
                shutil.rmtree(made) if made.is_dir() else made.unlink()
            if not there:
                folder.rmdir()
        if isinstance(error, OSError):
            named = clean(str(folder))
            raise UserError(
                f"the samples cannot be written to {named}: {os_error_reason(error)}"
            ) from error
        raise


def copy(source: Traversable, target: Path) -> None:
    """Copy a folder of the package, its folders before its files.

    The settings, by which a workspace is known, come last of all.
    """
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir(), key=lambda each: each.is_file()):
        if entry.is_dir():
            copy(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())
