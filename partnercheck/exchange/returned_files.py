"""The files that may be returned forms: those in a folder, and those that lie where forms go."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from partnercheck.base.english import plural
from partnercheck.base.errors import UserError
from partnercheck.base.records import Record
from partnercheck.base.regular_file import read_bytes
from partnercheck.base.text import clean
from partnercheck.exchange.returned_form import read_form
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.request_codes import read_requests

ENDINGS = (".txt", ".text", ".toml", ".xlsx", ".eml", ".html", ".htm")
# Nobody has so many forms in one folder; a folder that has is another one.
MOST_FILES = 500
# The screen reads them while a person waits, and lists what fits on it.
MOST_READ, MOST_LISTED = 20, 7


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


class LyingForm(Record, frozen=True):
    """A filled form that lies where forms come back: its path, and what it holds in a few words."""

    path: Path
    words: str


def lying_forms(workspace: Workspace, folders: Sequence[Path]) -> list[LyingForm]:
    """Return the filled forms in these folders, the newest first.

    Only the newest files are looked at, and of these the forms with an answer are returned.
    """
    requests = read_requests(workspace)
    paths = dict.fromkeys(path for folder in folders for path in _may_be_forms(folder))
    forms: list[LyingForm] = []
    for path in sorted(paths, key=_changed, reverse=True)[:MOST_READ]:
        try:
            data = read_bytes(path)
        except OSError:
            continue
        form = read_form(data, path.name, workspace.instruments, requests=requests)
        if form.response and form.response.begun and len(forms) < MOST_LISTED:
            count = sum(each.is_answered for each in form.response.answers.values())
            who = form.response.respondent or "nobody named"
            forms.append(LyingForm(path, f"{clean(path.name)}: {who}, {plural(count, 'answer')}"))
    return forms


def _may_be_forms(folder: Path) -> list[Path]:
    """Return the files in a folder that may be forms by the endings of their names."""
    try:
        names = files_in(folder)
    except (OSError, UserError):
        return []
    return [folder / name for name in names if name.lower().endswith(ENDINGS)]


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
