"""The files that may be returned forms: in a folder somebody named, or where forms usually go."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record, Response
from partnercheck.base.regular_file import read_bytes
from partnercheck.base.text import clean
from partnercheck.exchange.filing import filed_state
from partnercheck.exchange.returned_form import read_form
from partnercheck.exchange.returned_text import FormRead
from partnercheck.rules.readings import asked_items, pending_count
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.read_vendor import read_description, vendor_ids
from partnercheck.workspace.request_codes import read_requests

ENDINGS = (".txt", ".text", ".toml", ".xlsx", ".eml", ".html", ".htm")
# Nobody has so many forms in one folder, so a folder with more files is not a folder of forms.
MOST_FILES = 500
# The screen reads these files while a person waits.
MOST_READ = 30


def files_in(folder: Path) -> list[str]:
    """Return the names of the files in a folder, sorted, without hidden files.

    Folders inside the folder are left out. Raises UserError if the folder has too many files, and
    OSError if it cannot be read.
    """
    names = [each.name for each in os.scandir(folder) if each.is_file()]
    visible = sorted(name for name in names if not name.startswith("."))
    if len(visible) > MOST_FILES:
        raise UserError(
            f"{clean(str(folder))} has {len(visible)} files. Name the form files instead"
        )
    return visible


class LyingForm(Record, frozen=True):
    """A filled-in form in one of the folders where forms arrive, and what is known about it."""

    path: Path
    vendor: str  # the vendor's name, or what the header says if there is no such vendor
    round: str
    who: str
    answered: int
    questions: int
    state: Literal["new", "same", "added", "differs"]  # whether it has been filed
    has_code: bool  # whether it has the code of one of our requests
    response: Response  # its answers
    problems: tuple[Problem, ...] = ()


def lying_forms(workspace: Workspace, folders: Sequence[Path]) -> list[LyingForm]:
    """Return the filled-in forms in these folders, the newest first.

    Only the newest files are read; those that are forms with an answer are returned.
    """
    requests = read_requests(workspace)
    paths = dict.fromkeys(
        Path(os.path.abspath(path)) for folder in folders for path in _may_be_forms(folder)
    )
    names = {each: read_description(workspace, each).vendor.name for each in vendor_ids(workspace)}
    forms: list[LyingForm] = []
    for path in sorted(paths, key=_changed, reverse=True)[:MOST_READ]:
        try:
            data = read_bytes(path)
        except OSError:
            continue
        form = read_form(data, path.name, workspace.instruments, requests=requests)
        if form.response and form.response.begun:
            forms.append(_lying_form(workspace, path, form, form.response, names))
    return forms


def _lying_form(
    workspace: Workspace, path: Path, form: FormRead, response: Response, names: Mapping[str, str]
) -> LyingForm:
    instrument = workspace.instruments[response.instrument]
    questions = len(asked_items(instrument, response))
    return LyingForm(
        path,
        names.get(response.vendor, clean(response.vendor)),
        clean(response.round),
        response.respondent,
        questions - pending_count(instrument, response),
        questions,
        filed_state(workspace, response),
        form.request is not None,
        response,
        form.problems,
    )


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
