"""Reading vendors: their descriptions, their agreements, and which rounds they have."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from partnercheck.base import rounds
from partnercheck.base.errors import UserError
from partnercheck.base.records import (
    Awaited,
    Cadence,
    Goal,
    Meeting,
    Problem,
    Promise,
    Record,
    Vendor,
)
from partnercheck.base.text import clean
from partnercheck.storage.convert import few
from partnercheck.storage.parse import Source, read
from partnercheck.workspace.agreement_files import read_agreements
from partnercheck.workspace.asked import ASKED_FILE, read_asked
from partnercheck.workspace.files import OUTSIDE, folder_problem, is_inside
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.people_files import Listed, listed_people
from partnercheck.workspace.readers import vendor_of

VENDOR_FILE = "vendor.toml"
# The requests of a round by their keys, and the problems of their file.
Asked = tuple[Mapping[str, Awaited], tuple[Problem, ...]]


class Description(NamedTuple):
    """A vendor as its file describes it, and the problems found in that file."""

    vendor: Vendor
    problems: tuple[Problem, ...]


class VendorFiles(Record, frozen=True):
    """A vendor's own files: its description, its agreements, and the ids of its rounds."""

    vendor: Vendor
    # Oldest first. A round with nothing but withdrawn requests is in `folders`, but not in
    # `rounds`.
    rounds: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    # The requests of the rounds that contain nothing but requests, by the id of the round.
    only_asked: Mapping[str, Asked] = {}
    goals: Mapping[str, Goal] = {}
    meetings: Mapping[str, Meeting] = {}
    promises: Mapping[str, Promise] = {}
    meets: Cadence = "quarter"  # how often both sides are to meet
    problems: tuple[Problem, ...] = ()  # of all these files except the list of people
    people: Listed = Listed()  # the vendor's own people


def is_unread(problems: Iterable[Problem], file_name: str) -> bool:
    """Whether a file of this name cannot be read because of an error, so its content is unknown."""
    return any(
        problem.severity == "error" and problem.file.endswith(f"/{file_name}")
        for problem in problems
    )


def vendor_ids(workspace: Workspace) -> list[str]:
    """Return the ids of all vendors, sorted, including archived vendors.

    A folder that cannot be listed is included, so that its problem is reported. Raises UserError
    if the vendors cannot be listed at all.
    """
    try:
        entries = [entry for entry in os.scandir(workspace.root / "vendors") if _is_folder(entry)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UserError(f"vendors cannot be read: {error.strerror or error}") from error
    return sorted(entry.name for entry in entries if not entry.name.startswith("."))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir() or (entry.is_symlink() and not os.path.exists(entry.path))
    except OSError:
        return True


def vendor_path(workspace: Workspace, vendor_id: str) -> Path:
    """Return the path of a vendor's description."""
    return workspace.root / "vendors" / vendor_id / VENDOR_FILE


def read_description(workspace: Workspace, vendor_id: str) -> Description:
    """Return a vendor's description, and the problems found in its file."""
    path = vendor_path(workspace, vendor_id)
    if not is_inside(workspace.root, path):
        problem = Problem(file_name(workspace, path), *OUTSIDE)
        return Description(Vendor(name=clean(vendor_id), id=vendor_id), (problem,))
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return Description(*vendor_of(read(path, file_name(workspace, path)), vendor_id, classes))


def description_of(workspace: Workspace, described: str | Description) -> Description:
    """Return a vendor's description; if only the vendor's id is given, the description is read."""
    return read_description(workspace, described) if isinstance(described, str) else described


def vendor_check(workspace: Workspace, vendor_id: str) -> Callable[[Source], tuple[Problem, ...]]:
    """Return a function that finds the problems in a description before it is written."""
    classes = [vendor_class.id for vendor_class in workspace.instrument.classes]
    return lambda source: vendor_of(source, vendor_id, classes)[1]


def read_vendor(workspace: Workspace, described: str | Description) -> VendorFiles:
    """Read a vendor's own files; an unreadable file never hides the others.

    `described` is the vendor's id, or its description if the description was read before.
    """
    vendor, problems = description_of(workspace, described)
    folder = workspace.root / "vendors" / vendor.id
    folders, folder_problems = _round_ids(workspace, folder)
    only_asked = {
        each: read_asked(workspace, folder / each)
        for each in folders
        if toml_files(folder / each) == [ASKED_FILE]
    }
    most = workspace.settings.key_goals
    agreements = read_agreements(workspace.root, vendor.id, most)
    return VendorFiles(
        vendor,
        tuple(each for each in folders if not _all_withdrawn(only_asked.get(each))),
        folders,
        only_asked,
        agreements.goals,
        agreements.meetings,
        agreements.promises,
        vendor.meets or workspace.settings.meetings,
        few((*problems, *folder_problems, *agreements.problems)),
        listed_people(workspace.root, folder),
    )


def _all_withdrawn(asked: Asked | None) -> bool:
    """Whether requests were read, and every request was withdrawn."""
    return asked is not None and not asked[1] and all(each.withdrawn for each in asked[0].values())


def _round_ids(workspace: Workspace, folder: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the rounds in a vendor's folder, oldest first, and the problems with its folders."""
    if not is_inside(workspace.root, folder):
        return (), []
    try:
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        problem = folder_problem(workspace.root, folder)
        return (), [problem] if problem else []
    names = sorted(entry.name for entry in entries if _is_folder(entry))
    round_ids = sorted(filter(rounds.is_round, names), key=rounds.period)
    remedy = f"Name it after a round, such as {rounds.FORMS}"
    misnamed = [
        (name, "is not a round's folder", remedy) for name in names if name not in round_ids
    ]
    misnamed += [
        (entry.name, "is a file, not a round's folder", "Make it a folder, or remove it")
        for entry in entries
        if rounds.is_round(entry.name) and not _is_folder(entry)
    ]
    # A folder that cannot be listed looks empty, and must not hide answers silently. If a folder is
    # a link out of the workspace, a problem is reported for each of its files when it is read.
    unlisted = (
        folder_problem(workspace.root, folder / name)
        for name in round_ids
        if not toml_files(folder / name)
    )
    return tuple(round_ids), [
        *(
            Problem(file_name(workspace, folder / name), message, remedy)
            for name, message, remedy in misnamed
        ),
        *(problem for problem in unlisted if problem),
    ]


def toml_files(folder: Path) -> list[str]:
    """Return the sorted names of a folder's TOML files; empty if the folder cannot be listed."""
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        return []
