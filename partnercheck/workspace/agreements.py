"""Adding and replacing agreements in a vendor's files, for every kind of agreement.

Every change is made to the current file under the workspace's lock, so that other people's changes
are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from itertools import count
from pathlib import Path

from partnercheck.base.records import Vendor
from partnercheck.storage.edit import EditError, changed_text
from partnercheck.storage.parse import Source, Table, parse
from partnercheck.storage.save import SaveError, current_text, inside, save_data
from partnercheck.workspace.agreement_files import (
    NOTHING,
    AgreementKind,
    AgreementT,
    Problems,
    read_all,
)
from partnercheck.workspace.canonical import agreed_over, record_table
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.readers import FORMAT

Check = Callable[[Table], None]


def no_check(tables: Table) -> None:
    """Allow any change."""


def add_agreement(
    workspace: Workspace,
    vendor: Vendor,
    kind: AgreementKind[AgreementT],
    name: str,
    agreement: AgreementT,
    check: Check = no_check,
    first: Callable[[], object] | None = None,
) -> str:
    """Save an agreement under the key `name`, or under `name-2` and so on if the key is taken.

    `check` gets the tables before the change, and raises UserError to refuse the change. `first`
    is called before the save, as in `change_agreements`.

    Returns:
        The agreement's key.

    Raises:
        UserError: The file cannot be read or written. The file is unchanged.

    """
    keys: list[str] = []

    def added(tables: Table) -> Table:
        check(tables)
        keys.append(free_key(name, tables))
        return {**tables, keys[-1]: record_table(agreement)}

    change_agreements(workspace, vendor, kind, added, first)
    return keys[-1]


def replace_agreement(
    workspace: Workspace,
    vendor: Vendor,
    kind: AgreementKind[AgreementT],
    key: str,
    seen: AgreementT,
    agreement: AgreementT,
    label: str,
    name: str = "",
    check: Check = no_check,
    first: Callable[[], object] | None = None,
) -> str:
    """Replace an agreement that was last read as `seen`; if `name` is given, also change its key.

    The agreement keeps its position in the file, and the keys that people added by hand. `label`
    names it in messages. `check` gets the tables before the change, and raises UserError to refuse
    the change. `first` is called before the save, as in `change_agreements`.

    Returns:
        The agreement's key.

    Raises:
        UserError: The agreement in the file no longer equals `seen`, or the file cannot be read or
            written. The file is unchanged.

    """
    keys: list[str] = []

    def replaced(tables: Table) -> Table:
        _require_seen(kind, tables, key, seen, label)
        check(tables)
        keys.append(free_key(name, tables) if name else key)
        table = agreed_over(tables[key], seen, agreement)
        # In place: a moved table would show the whole agreement as changed in a diff.
        return {
            keys[-1] if old == key else old: table if old == key else tables[old] for old in tables
        }

    change_agreements(workspace, vendor, kind, replaced, first)
    return keys[-1]


def remove_agreement(
    workspace: Workspace,
    vendor: Vendor,
    kind: AgreementKind[AgreementT],
    key: str,
    seen: AgreementT,
    label: str,
    first: Callable[[], object] | None = None,
) -> None:
    """Remove an agreement that was last read as `seen`; `label` names it in messages.

    `first` is called before the save, as in `change_agreements`.

    Raises:
        UserError: The agreement in the file no longer equals `seen`, or the file cannot be read or
            written. The file is unchanged.

    """

    def removed(tables: Table) -> Table:
        _require_seen(kind, tables, key, seen, label)
        return {other: table for other, table in tables.items() if other != key}

    change_agreements(workspace, vendor, kind, removed, first)


def _require_seen(
    kind: AgreementKind[AgreementT], tables: Table, key: str, seen: AgreementT, label: str
) -> None:
    """Raise SaveError unless the agreement in the file equals `seen`."""
    if key not in tables:
        raise SaveError(f"{label} is no longer in {kind.file}, so your change was not saved")
    if kind.parse(NOTHING, key, tables[key])[0] != seen:
        raise SaveError(
            f"{label} was changed by somebody else, so your change was not saved. "
            "Look at the new version, and repeat your change"
        )


def change_agreements(
    workspace: Workspace,
    vendor: Vendor,
    kind: AgreementKind[AgreementT],
    change: Callable[[Table], Table],
    first: Callable[[], object] | None = None,
) -> None:
    """Change the tables of a vendor's file of agreements.

    `first` saves the part of the change that belongs to another file. It is called only when
    the change can no longer be refused.

    Raises:
        UserError: The file cannot be read or written. The file is unchanged.

    """
    workspace.require_settings()
    folder = workspace.root / "vendors" / vendor.id
    if not folder.is_dir():
        raise SaveError(f"{vendor.id} was removed from the workspace")
    path = folder / kind.file
    if first is not None:
        _require_changeable(workspace.root, path, kind, change)
        first()
    change_file(workspace.root, path, kind, change)


def change_file(
    root: Path, path: Path, kind: AgreementKind[AgreementT], change: Callable[[Table], Table]
) -> None:
    """Change the tables of a file, which is created if needed; the file's other keys are kept.

    Raises:
        SaveError: The file cannot be read, or a newer version of the program wrote it. The file is
            unchanged.

    """

    def problems(source: Source) -> Problems:
        return read_all(source, kind)[1]

    save_data(root, path, kind.text, lambda data: _changed(kind, data, change), problems)


def _require_changeable(
    root: Path, path: Path, kind: AgreementKind[AgreementT], change: Callable[[Table], Table]
) -> None:
    """Raise SaveError if a change of an agreement file would be refused; nothing is written."""
    text = current_text(inside(root, path), kind.file)
    if text is None:
        _changed(kind, {}, change)
        return
    source = parse(text.encode("utf-8"), kind.file)
    if source.data is None:
        raise SaveError(str(source.problems[0]))
    try:
        changed_text(text, _changed(kind, source.data, change), kind.text)
    except EditError as error:
        raise SaveError(f"{kind.file}: {error}") from None


def _changed(
    kind: AgreementKind[AgreementT], data: Table, change: Callable[[Table], Table]
) -> Table:
    """Return the data of an agreement file with its tables changed, or raise SaveError."""
    tables = data.get(kind.tables, {})
    if data.get("format", FORMAT) != FORMAT:
        raise SaveError(f"{kind.file} has a format that is too new. Update partnercheck first")
    if not isinstance(tables, dict):
        raise SaveError(
            f'{kind.file}: each entry of "{kind.tables}" must be a table, such as '
            f"{kind.example}. Correct the file, and try again"
        )
    return {"format": FORMAT, **data, kind.tables: change(tables)}


def free_key(name: str, keys: Container[str]) -> str:
    """Return a name, or the name with a number if it is taken."""
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(key for key in numbered if key not in keys)
