"""Which vendors have no value for a key that a person asks about, such as `owner` or `spend`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from partnercheck.base.records import Problem, Vendor, has_error
from partnercheck.workspace.open import Workspace, file_name
from partnercheck.workspace.read_vendor import read_description, vendor_ids, vendor_path
from partnercheck.workspace.vendor_filter import OWN_KEYS, require_known, value_of


def lacking(vendors: Iterable[Vendor], keys: Sequence[str]) -> list[Vendor]:
    """Return the vendors that have no value for at least one of these keys."""
    return [each for each in vendors if any(value_of(each, key) is None for key in keys)]


def missing_problems(workspace: Workspace, keys: Sequence[str]) -> Iterator[Problem]:
    """Yield a notice for each key without a value, for all vendors that are not archived.

    Raises UserError for a key that no vendor has.
    """
    if not keys:
        # If no keys are asked about, no file is read a second time.
        return
    described = [read_description(workspace, each) for each in vendor_ids(workspace)]
    # The values in a file with an error are not known.
    readable = [each.vendor for each in described if not has_error(each.problems)]
    for key in keys:
        require_known(key, readable)
    for vendor in readable:
        if vendor.archived is not None:
            continue
        file = file_name(workspace, vendor_path(workspace, vendor.id))
        for key in keys:
            if value_of(vendor, key) is None:
                option = (
                    f"--{key.replace('_', '-')} VALUE" if key in OWN_KEYS else f"--set {key}=VALUE"
                )
                remedy = f"Set it with: partnercheck edit {vendor.id} {option}"
                yield Problem(file, f'"{key}" is not stated', remedy, severity="notice")
