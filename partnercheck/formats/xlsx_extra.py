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


def xlsx_library() -> ModuleType:
    """Return the classes and functions of the libraries, as named in `xlsx_names`."""
    # Loading them takes a quarter of a second, and they may be missing.
    from partnercheck.formats import xlsx_names

    return xlsx_names
