"""The libraries for spreadsheets, which are an extra: most people never need them."""

from __future__ import annotations

from importlib.util import find_spec

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
