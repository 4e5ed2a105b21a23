"""Opening an address or a file with the system's own program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping

from partnercheck.base.errors import UserError
from partnercheck.workspace.places import Place

SSH_VARIABLE = "SSH_CONNECTION"
OPENERS = {"darwin": "open"}
USUAL_OPENER = "xdg-open"


def over_ssh(environment: Mapping[str, str]) -> bool:
    """Whether the person works over SSH, so that nothing can be opened on their screen."""
    return bool(environment.get(SSH_VARIABLE))


def open_place(place: Place) -> None:
    """Open a place. Its program is not waited for, and cannot write to the terminal.

    Raises:
        UserError: The place cannot be opened, or no program to open it is installed.

    """
    if place.kind not in ("address", "file"):
        raise UserError(f"not opened: {place.reason}")
    name = OPENERS.get(sys.platform, USUAL_OPENER)
    program = shutil.which(name)
    if program is None:
        raise UserError(
            f"{name}, which opens files and addresses, is not installed. Open it yourself"
        )
    try:
        # No shell, and the target begins with http or with a slash, so that it is no option.
        process = subprocess.Popen(
            [program, place.target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise UserError(f"{name} could not be started: {error}") from None
    threading.Thread(target=process.wait, daemon=True).start()
