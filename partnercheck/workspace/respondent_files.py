"""A respondent's files in all rounds: changing the respondent's name in them, and removing them.

A file is found by the respondent's name inside it. The file is renamed first, and its content is
changed afterwards: if the program is killed in between, `check` reports the file, and the same
command finishes the change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from partnercheck.base.errors import UserError
from partnercheck.base.records import Perspective, UnreadableError
from partnercheck.base.text import is_slug, name_key, slug, tidy_name
from partnercheck.storage.move import move
from partnercheck.storage.parse import Source, Table, read
from partnercheck.storage.save import SaveError, save_data
from partnercheck.workspace.asked import ASKED_FILE
from partnercheck.workspace.canonical import awaited_text, response_text
from partnercheck.workspace.checking import files_of_workspace
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.read_vendor import toml_files, vendor_ids
from partnercheck.workspace.readers import RESPONSE_FILE, awaited_of, response_of
from partnercheck.workspace.removal import REMOVED


class AnswerFile(NamedTuple):
    """A response file, and its content."""

    path: Path
    data: Table

    @property
    def place(self) -> tuple[str, str, str]:
        """The file's vendor, its round and its file name."""
        round_folder = self.path.parent
        return round_folder.parent.name, round_folder.name, self.path.name


def answer_files(
    workspace: Workspace, side: Perspective, name: str, vendor_id: str = ""
) -> list[AnswerFile]:
    """Return the files with a person's answers on one side, about one vendor or all vendors.

    Raises UnreadableError if a file that may be among them cannot be read.
    """
    return list(_answer_files(workspace, side, name, vendor_id))


def _answer_files(
    workspace: Workspace, side: Perspective, name: str, vendor_id: str
) -> Iterator[AnswerFile]:
    for path in _round_files(workspace, vendor_id):
        match = RESPONSE_FILE.fullmatch(path.name)
        if match is None or match[1] != side:
            continue
        source = read(path, file_name(workspace, path))
        if source.data is None:
            if match[2] == slug(name):
                raise UnreadableError(source.problems, str(workspace.root), "nothing was changed: ")
            continue
        named = source.data.get("respondent")
        if isinstance(named, str) and name_key(named) == name_key(name):
            yield AnswerFile(path, source.data)


def _round_files(workspace: Workspace, vendor_id: str) -> Iterator[Path]:
    for vendor in [vendor_id] if vendor_id else vendor_ids(workspace):
        folder = workspace.root / "vendors" / vendor
        for round_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
            yield from (round_folder / name for name in toml_files(round_folder))


def rename_respondent(
    workspace: Workspace, side: Perspective, old: str, new: str, vendor_id: str = ""
) -> list[str]:
    """Change a person's name in answers and requests, and return the names of the changed files.

    Raises UserError, with nothing changed, if the new name cannot be used, or if there are already
    answers under the new name in one of the rounds.
    """
    workspace.require_settings("changed")
    new = tidy_name(new)
    if not is_slug(slug(new)):
        raise UserError(f'no file name can be made from "{new}". Type a name in letters')
    files = answer_files(workspace, side, old, vendor_id)
    targets = [_renamed(answer_file.path, new) for answer_file in files]
    existing = [
        file_name(workspace, target)
        for answer_file, target in zip(files, targets, strict=True)
        if target != answer_file.path and target.exists()
    ]
    if existing:
        raise UserError(
            f"{new} already has answers, so nothing was changed: {', '.join(existing)}. "
            "Remove the answers under one of the two names with --remove-answers"
        )
    changed = []
    for answer_file, target in zip(files, targets, strict=True):
        _give_to(workspace, answer_file, target, new)
        changed.append(file_name(workspace, target))
    return [*changed, *_rename_in_requests(workspace, side, old, new, vendor_id)]


def _renamed(path: Path, new: str) -> Path:
    side, _, instrument, _ = path.name.split(".")
    return path.with_name(f"{side}.{slug(new)}.{instrument}.toml")


def _give_to(workspace: Workspace, file: AnswerFile, target: Path, new: str) -> None:
    """Rename a file and write the person's new name into it; if that fails, rename it back."""
    old_place, new_place = (_below(workspace, path) for path in (file.path, target))
    if old_place != new_place:
        move(workspace.root, old_place, new_place)
    instrument = workspace.instruments.get(str(file.data.get("instrument")))
    items = [item.id for item in instrument.items] if instrument else []
    vendor_id, round_id, _ = file.place
    place = (vendor_id, round_id, target.name)
    try:
        save_data(
            workspace.root,
            target,
            lambda data: response_text(data, items),
            lambda data: {**data, "respondent": new},
            lambda source: response_of(source, place, workspace.instruments)[1],
        )
    except SaveError:
        if old_place != new_place:
            move(workspace.root, new_place, old_place)
        raise


def _below(workspace: Workspace, path: Path) -> PurePosixPath:
    return PurePosixPath(path.relative_to(workspace.root).as_posix())


def _rename_in_requests(
    workspace: Workspace, side: Perspective, old: str, new: str, vendor_id: str
) -> Iterator[str]:
    """Write the new name into the requests to a person, and yield the changed files' names."""
    for path in _round_files(workspace, vendor_id):
        if path.name != ASKED_FILE:
            continue
        source = read(path, file_name(workspace, path))
        if source.data is None or not any(_asks(source, side, old)):
            continue

        def changed(data: Table) -> Table:
            tables = data.get("asked", {})
            keys = set(_asks(Source("", "", data, ()), side, old))
            return {
                **data,
                "asked": {
                    key: {**table, "respondent": new} if key in keys else table
                    for key, table in tables.items()
                },
            }

        save_data(workspace.root, path, awaited_text, changed, lambda source: awaited_of(source)[1])
        yield file_name(workspace, path)


def _asks(source: Source, side: Perspective, name: str) -> Iterator[str]:
    """Yield the keys of the requests to a person."""
    tables = (source.data or {}).get("asked", {})
    for key, table in tables.items() if isinstance(tables, dict) else ():
        named = table.get("respondent", "") if isinstance(table, dict) else ""
        is_of_side = isinstance(table, dict) and table.get("perspective") == side
        if is_of_side and isinstance(named, str) and name_key(named) == name_key(name):
            yield key


def remove_answers(workspace: Workspace, files: Iterable[AnswerFile], today: dt.date) -> str:
    """Move a person's answers out of the way, and return the name of the files' new folder.

    In that folder, the files keep their paths, so that `restore_answers` can bring them back.
    """
    files = list(files)
    name = files[0].path.name.split(".")[1]
    folder = _free_folder(workspace, f"{today}-answers_{name}")
    for file in files:
        place = _below(workspace, file.path)
        move(workspace.root, place, REMOVED / folder / place)
    return folder


def _free_folder(workspace: Workspace, name: str) -> str:
    number, free = 1, name
    while (workspace.root / REMOVED / free).exists():
        number += 1
        free = f"{name}.{number}"
    return free


def removed_answers(workspace: Workspace) -> list[str]:
    """Return the folders of removed answers, the oldest first."""
    folder = workspace.root / REMOVED
    return sorted(path.name for path in folder.glob("*-answers_*") if path.is_dir())


def restore_answers(workspace: Workspace, folder: str) -> list[str]:
    """Bring removed answers back to their places, and return the names of their files.

    Raises UserError, with nothing moved, if a place is taken.
    """
    top = workspace.root / REMOVED / folder
    paths = sorted(path.relative_to(top) for path in top.rglob("*.toml"))
    existing = [path.as_posix() for path in paths if (workspace.root / path).exists()]
    if existing:
        raise UserError(f"{existing[0]} already exists, so nothing was restored")
    for path in paths:
        place = PurePosixPath(path.as_posix())
        move(workspace.root, REMOVED / folder / place, place)
    return [path.as_posix() for path in paths]


def mentions(workspace: Workspace, name: str) -> list[str]:
    """Return the places of a name in the workspace's files, as `path:line`."""
    key = name_key(name)
    places = []
    for file in files_of_workspace(workspace):
        lines = read(workspace.root / file, file).text.splitlines()
        places += [f"{file}:{n}" for n, line in enumerate(lines, 1) if key in name_key(line)]
    return places
