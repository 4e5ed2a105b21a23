"""The files that may be returned forms: those in a folder, and those that lie where forms go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.text import clean

ENDINGS = (".txt", ".text", ".toml", ".xlsx", ".eml", ".html", ".htm")
# Nobody has so many forms in one folder; a folder that has is another one.
MOST_FILES = 500


def files_in(folder: Path) -> list[str]:
    """Return the names of the files in a folder that are not hidden, in the order of their names.

    Folders in it are left out. Raises UserError if it has too many files, and OSError if it
    cannot be read.
    """
    names = [each.name for each in os.scandir(folder) if each.is_file()]
    visible = sorted(name for name in names if not name.startswith("."))
    if len(visible) > MOST_FILES:
        raise UserError(
            f"{clean(str(folder))} has {len(visible)} files. Name the forms among them instead"
        )
    return visible


def may_be_forms(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder that may be forms by the ending of their names."""
    try:
        names = files_in(folder)
    except (OSError, UserError):
        return
    yield from (folder / name for name in names if name.lower().endswith(ENDINGS))
