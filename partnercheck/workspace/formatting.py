"""Formatting of a workspace's files in their canonical form, for `fmt`.

A file with comments is not changed, because the canonical form has no place for them. A schema line
at the top is not counted as a comment, and is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from partnercheck.base.errors import UserError
from partnercheck.base.records import Problem, Record
from partnercheck.base.text import clean
from partnercheck.storage.edit import Canonical, comments
from partnercheck.storage.parse import Table, parse, same
from partnercheck.storage.save import current_text, inside, save_text
from partnercheck.storage.schema_line import canonical_line, join_schema_line, split_schema_line
from partnercheck.workspace.agreement_files import GOALS_FILE, MEETINGS_FILE, PROMISES_FILE
from partnercheck.workspace.asked import ASKED_FILE
from partnercheck.workspace.canonical import (
    awaited_text,
    goals_text,
    meetings_text,
    people_text,
    promises_text,
    response_text,
    settings_text,
    vendor_text,
)
from partnercheck.workspace.decisions import DECISION_FILE, decision_text
from partnercheck.workspace.files import toml_files_below
from partnercheck.workspace.open import SETTINGS_FILE, Workspace, file_name
from partnercheck.workspace.people_files import PEOPLE_FILE
from partnercheck.workspace.read_vendor import VENDOR_FILE
from partnercheck.workspace.readers import RESPONSE_FILE

State = Literal["canonical", "changed", "commented", "unread"]
_BESIDE_ROUNDS = (VENDOR_FILE, GOALS_FILE, MEETINGS_FILE, PROMISES_FILE, PEOPLE_FILE)
_FORMS: Mapping[str, Canonical] = {
    SETTINGS_FILE: settings_text,
    VENDOR_FILE: vendor_text,
    DECISION_FILE: decision_text,
    ASKED_FILE: awaited_text,
    GOALS_FILE: goals_text,
    MEETINGS_FILE: meetings_text,
    PEOPLE_FILE: people_text,
    PROMISES_FILE: promises_text,
}


class Formatted(Record, frozen=True):
    """The result of formatting one file."""

    file: str
    state: State
    why: str = ""  # the reason if the file was not changed


def files_of(workspace: Workspace) -> Iterator[Path | Problem]:
    """Yield the files that have a canonical form: settings, vendors and rounds, not instruments.

    A folder that cannot be listed is a problem.
    """
    yield workspace.root / SETTINGS_FILE
    if (workspace.root / PEOPLE_FILE).exists():
        yield workspace.root / PEOPLE_FILE
    vendors = workspace.root / "vendors"
    for entry in toml_files_below(workspace.root, vendors):
        if isinstance(entry, Problem) or _has_a_form(entry.relative_to(vendors)):
            yield entry


def _has_a_form(path: Path) -> bool:
    beside_rounds = len(path.parts) == 2 and path.name in _BESIDE_ROUNDS
    return beside_rounds or len(path.parts) == 3


def format_file(workspace: Workspace, path: Path, drop_comments: bool, write: bool) -> Formatted:
    """Put a file into its canonical form, and return the result.

    If `write` is false, the file is not changed, but the result is the same as if it were.
    """
    file = file_name(workspace, path)
    try:
        text = current_text(inside(workspace.root, path)) or ""
    except (UserError, OSError) as error:
        return Formatted(file, "unread", _with_place(file, clean(path.name), clean(str(error))))
    source = parse(text.encode("utf-8"), file)
    if source.data is None:
        return Formatted(file, "unread", str(source.problems[0]))
    try:
        line, body = split_schema_line(source.text)
        canonical = _canonical(workspace, path, source.data)
        formatted = join_schema_line(canonical_line(line), canonical(source.data))
        wanted = _as_laid_out(workspace, path, source.data)
        if not same(parse(formatted.encode("utf-8"), file).data, wanted):
            return Formatted(
                file, "unread", f"{file} cannot be reformatted without changing values"
            )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Formatted(file, "unread", f"{file} has wrong values. See `partnercheck check`")
    if formatted == text:
        return Formatted(file, "canonical")
    comment_count = sum(comments(body).values())
    if comment_count and not drop_comments:
        count = "a comment" if comment_count == 1 else f"{comment_count} comments"
        return Formatted(file, "commented", f"{file} has {count}; it was not changed")
    if write:
        save_text(workspace.root, path, formatted, text)
    return Formatted(file, "changed")


def _with_place(file: str, name: str, message: str) -> str:
    """Return a message that begins with the file's path instead of its bare name."""
    return file + message.removeprefix(name) if message.startswith(name) else f"{file}: {message}"


def _canonical(workspace: Workspace, path: Path, data: Table) -> Canonical:
    """Return the function for a file's canonical text. Raises ValueError if there is none."""
    if form := _FORMS.get(path.name):
        return form
    if not RESPONSE_FILE.fullmatch(path.name):
        raise ValueError(path.name)
    return lambda table: response_text(table, _items(workspace, data))


def _as_laid_out(workspace: Workspace, path: Path, data: Table) -> Table:
    """Return the data in canonical form; a response then has tables for unanswered items too."""
    if not RESPONSE_FILE.fullmatch(path.name):
        return data
    empty: Table = {item: {} for item in _items(workspace, data)}
    return {**data, "answers": {**empty, **data.get("answers", {})}}


def _items(workspace: Workspace, data: Table) -> list[str]:
    """Return the ids of the items of a response's instrument; none if that is unknown."""
    instrument = workspace.instruments.get(str(data.get("instrument")))
    return [item.id for item in instrument.items] if instrument else []
