"""Copy a workspace with twelve sample vendors to a folder, and open it.

All companies and people in the samples are invented. If the folder already contains the samples,
they are opened with all answers given so far.
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
    """Declare the folder, and --no-open."""
    parser.add_argument(
        "folder", nargs="?", default=FOLDER, help=f"where to put the copy (default: {FOLDER})"
    )
    parser.add_argument("--no-open", action="store_true", help="copy without opening")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Copy the samples unless the folder already contains them, and open them."""
    if not arguments.no_open:
        instead = "`partnercheck demo --no-open` only copies the samples"
        require_terminal(context.environment, context.stdin, context.stdout, instead)
    from partnercheck.workspace.open import SETTINGS_FILE, open_workspace

    folder = context.folder / arguments.folder
    if not (folder / SETTINGS_FILE).exists():
        if folder.exists() and any(folder.iterdir()):
            raise UserError(f"{arguments.folder} is not empty; choose another folder")
        _write_samples(folder)
    if arguments.no_open:
        context.stdout.write(f"The sample workspace is in {arguments.folder}\n")
        return 0
    from partnercheck.app import show

    return show(open_workspace(folder), context.today, mouse=not arguments.no_mouse)


def _write_samples(folder: Path) -> None:
    """Write the samples to an empty folder. If that fails, remove them and raise UserError."""
    from partnercheck.storage.save import os_error_reason
    from partnercheck.workspace.open import open_workspace, tell_git
    from partnercheck.workspace.schemas.folder import write_schemas

    existed = folder.exists()
    try:
        copy(resources.files("partnercheck") / "demo" / "workspace", folder)
        tell_git(folder)
        write_schemas(open_workspace(folder))
    except BaseException as error:
        with suppress(OSError):
            for path in folder.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            if not existed:
                folder.rmdir()
        if isinstance(error, OSError):
            name = clean(str(folder))
            reason = os_error_reason(error)
            raise UserError(f"the samples cannot be written to {name}: {reason}") from error
        raise


def copy(source: Traversable, target: Path) -> None:
    """Copy a folder of the package, its folders before its files.

    The settings file, which makes a folder a workspace, thus comes last, so that an incomplete
    copy is not taken for a workspace.
    """
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir(), key=lambda path: path.is_file()):
        if entry.is_dir():
            copy(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())
