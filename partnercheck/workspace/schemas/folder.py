"""A workspace's `schemas/` folder, and the lines that name a file's schema.

The folder should be committed, so that every clone of the workspace has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record
from partnercheck.base.text import clean
from partnercheck.formats.json_write import json_text
from partnercheck.storage.parse import parse, same
from partnercheck.storage.save import SaveError, current_text, inside, save_text
from partnercheck.storage.schema_line import (
    FOLDER,
    kind_at,
    line_for,
    names_a_schema,
    with_line,
)
from partnercheck.workspace.files import toml_files_below
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.schemas.kinds import kinds_of, schema_of
from partnercheck.workspace.schemas.shapes import Schema

MADE = "Made by `partnercheck schema --write`, which overwrites it."
UPDATE_REMEDY = "Update it with `partnercheck schema --write`"


class Written(Record, frozen=True):
    """The result of `write_schemas`."""

    schemas: tuple[str, ...] = ()  # the schemas that were written
    lines: tuple[str, ...] = ()  # the files to which a schema line was added
    skipped: tuple[str, ...] = ()  # messages about files that could not be changed


def schema_text(kind: str, workspace: Workspace) -> str:
    """Return the text of a kind's schema. Raises UserError for an unknown kind."""
    return json_text(_expected_schema(kind, workspace))


def _expected_schema(kind: str, workspace: Workspace) -> Schema:
    return {"$comment": MADE, **schema_of(kind, workspace)}


def write_schemas(workspace: Workspace) -> Written:
    """Write every missing or outdated schema, and add a schema line to each file without one.

    Raises UserError, with no line written, if a schema cannot be written, or if a file with its
    name was not written by this program.
    """
    try:
        changed = [*_write_all(workspace)]
    except SaveError as error:
        raise UserError(f"{FOLDER}: {error}") from None
    lined, skipped = [], []
    for path in _files(workspace):
        try:
            if _write_line(workspace, path):
                lined.append(file_name(workspace, path))
        except (UserError, OSError) as error:
            skipped.append(f"{file_name(workspace, path)}: {clean(str(error))}")
    return Written(tuple(changed), tuple(lined), tuple(skipped))


def _write_all(workspace: Workspace) -> Iterator[str]:
    for kind in kinds_of(workspace.instruments):
        path = workspace.root / FOLDER / f"{kind}.json"
        seen = current_text(inside(workspace.root, path))
        if seen is not None and MADE not in seen:
            raise UserError(
                f"{FOLDER}/{path.name} was not written by partnercheck. Move it to another folder"
            )
        if seen is None or _read(seen) != _expected_schema(kind, workspace):
            save_text(workspace.root, path, schema_text(kind, workspace), seen)
            yield f"{FOLDER}/{path.name}"


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _files(workspace: Workspace) -> Iterable[Path]:
    """Yield the files for which there can be a schema, top level first."""
    root = workspace.root
    yield from (path for path in sorted(root.glob("*.toml")) if kind_at(path.name))
    for folder in ("instruments", "vendors"):
        files = [p for p in toml_files_below(root, root / folder) if isinstance(p, Path)]
        for path in sorted(files, key=lambda path: (len(path.parts), path)):
            if kind_at(path.relative_to(root).as_posix()):
                yield path


def _write_line(workspace: Workspace, path: Path) -> bool:
    """Add a schema line to a file without one; return whether it was added."""
    text = current_text(inside(workspace.root, path))
    line = line_for(workspace.root, path)
    if not text or not line or names_a_schema(text):
        return False
    lined = with_line(text, line)
    before, after = (parse(version.encode(), path.name).data for version in (text, lined))
    if before is None or not same(before, after):
        raise SaveError("the file cannot be read, so it was not changed")
    save_text(workspace.root, path, lined, text)
    return True


def schema_problems(workspace: Workspace) -> Iterator[Problem]:
    """Yield a notice for each missing or outdated schema, if the workspace has any schemas."""
    paths = {
        kind: workspace.root / FOLDER / f"{kind}.json" for kind in kinds_of(workspace.instruments)
    }
    texts = {kind: _text(workspace, path) for kind, path in paths.items()}
    if not any(MADE in (text or "") for text in texts.values()):
        return
    for kind, text in texts.items():
        file = f"{FOLDER}/{kind}.json"
        if text is None:
            yield Problem(file, "is missing", UPDATE_REMEDY, severity="notice")
        elif _read(text) != _expected_schema(kind, workspace):
            message = "does not match the questionnaires or this version of partnercheck"
            yield Problem(file, message, UPDATE_REMEDY, severity="notice")


def _text(workspace: Workspace, path: Path) -> str | None:
    """Return the text of a schema's file; None if it does not exist, empty if it is unreadable."""
    try:
        return current_text(inside(workspace.root, path))
    except (UserError, OSError):
        return ""
