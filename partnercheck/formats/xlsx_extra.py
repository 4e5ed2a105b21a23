"""The libraries for spreadsheets, which are an extra: most people never need them."""

from __future__ import annotations

from importlib.util import find_spec
from types import ModuleType

from partnercheck.base.errors import UserError

_MODULES = ("openpyxl", "defusedxml")
MISSING = (
    "spreadsheets (.xlsx) need two more libraries. Install them with: "
    "pip install 'partnercheck[xlsx]'"
)


def require_xlsx() -> None:
    """Raise UserError if the libraries for spreadsheets are not installed."""
    if not all(map(find_spec, _MODULES)):
        raise UserError(MISSING)


def openpyxl_library() -> ModuleType:
    """Return openpyxl, which loads the submodules that we use."""
    # Imported here because openpyxl takes a quarter of a second to load, and may be missing.
    import openpyxl

    library: ModuleType = openpyxl
    return library


def defusedxml_library() -> ModuleType:
    """Return defusedxml with its `ElementTree`."""
    # Imported here because defusedxml may be missing, and is needed only to read spreadsheets.
    import defusedxml.ElementTree

    library: ModuleType = defusedxml
    return library
