"""Adding and replacing agreements in a vendor's files, for every kind of agreement.

Both change the current file under the workspace's lock, so that other people's changes are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from itertools import count

from partnercheck.base.records import Vendor
from partnercheck.storage.parse import Table
from partnercheck.storage.save import SaveError
from partnercheck.workspace.agreement_files import (
    NOTHING,
    AgreementKind,
    AgreementT,
    change_tables,
)
from partnercheck.workspace.canonical import agreed_over, record_table
from partnercheck.workspace.open import Workspace

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
) -> str:
    """Save an agreement under the key `name`, or under `name-2` and so on if that is taken.

    `check` gets the tables before the change, and raises UserError to refuse the change.

    Returns:
        The agreement's key.

    Raises:
        UserError: The file cannot be read or written. The file is unchanged.

    """
    keys: list[str] = []

    def added(tables: Table) -> Table:
        check(tables)
        keys.append(_free_key(name, tables))
        return {**tables, keys[-1]: record_table(agreement)}

    _change(workspace, vendor, kind, added)
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
) -> str:
    """Replace an agreement that was last read as `seen`; with `name`, also change its key.

    The agreement keeps its position in the file, and the keys that people added by hand. `label` is
    its name in messages. `check` gets the tables before the change, and raises UserError to refuse
    the change.

    Returns:
        The agreement's key.

    Raises:
        UserError: The agreement in the file no longer equals `seen`, or the file cannot be read or
            written. The file is unchanged.

    """
    keys: list[str] = []

    def replaced(tables: Table) -> Table:
        if key not in tables:
            raise SaveError(f"{label} is no longer in {kind.file}, so your change was not saved")
        if kind.parse(NOTHING, key, tables[key])[0] != seen:
            raise SaveError(
                f"{label} was changed by somebody else, so your change was not saved. "
                "Look at it, and try again"
            )
        check(tables)
        keys.append(_free_key(name, tables) if name else key)
        table = agreed_over(tables[key], seen, agreement)
        # In place: a moved table would show the whole agreement as changed in a diff.
        return {
            keys[-1] if old == key else old: table if old == key else tables[old] for old in tables
        }

    _change(workspace, vendor, kind, replaced)
    return keys[-1]


def _change(
    workspace: Workspace,
    vendor: Vendor,
    kind: AgreementKind[AgreementT],
    change: Callable[[Table], Table],
) -> None:
    workspace.require_settings()
    change_tables(workspace.root, vendor.id, kind, change)


def _free_key(name: str, keys: Container[str]) -> str:
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(key for key in numbered if key not in keys)
