"""The user's own folders: the XDG base directories, or the system's equivalents."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from partnercheck.base.errors import UserError

VARIABLES = {"config": "XDG_CONFIG_HOME", "data": "XDG_DATA_HOME", "state": "XDG_STATE_HOME"}


def user_folder(kind: Literal["config", "data", "state"]) -> Path:
    """Return the folder for settings, workspaces or drafts; it need not exist.

    Raises:
        UserError: The user has no home folder, as in a container under an unknown user id.

    """
    # Loading platformdirs takes as long as a short command, and few commands need it.
    import platformdirs

    try:
        folder = Path(getattr(platformdirs, f"user_{kind}_dir")("partnercheck", appauthor=False))
    except RuntimeError:
        folder = Path()
    # A relative home would mean another folder in each folder where the program is started.
    if not folder.is_absolute():
        raise UserError(
            f"this user has no home folder. Set the variable HOME, or {VARIABLES[kind]}"
        )
    return folder
