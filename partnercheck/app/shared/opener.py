"""Opening an address or a file with the system's own program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping

from partnercheck.base.errors import UserError
from partnercheck.workspace.places import Place

SSH_VARIABLE = "SSH_CONNECTION"
OPENERS = {"darwin": "open"}
USUAL_OPENER = "xdg-open"
# The statuses of xdg-open, by its manual.
_REASONS = {
    2: "it could not find the file",
    3: "it has no program for this kind of file or address",
    4: "the program for it failed",
}


def opener_name() -> str:
    """Return the name of the system's own program that opens files and addresses."""
    return OPENERS.get(sys.platform, USUAL_OPENER)


def over_ssh(environment: Mapping[str, str]) -> bool:
    """Whether the person works over SSH, so that nothing can be opened on their screen."""
    return bool(environment.get(SSH_VARIABLE))


def open_place(place: Place, failed: Callable[[str], None]) -> threading.Thread:
    """Open a place. Its program is not waited for, and cannot write to the terminal.

    `failed` is called from another thread, with the reason, if the program fails later. The result
    is that thread, for a command that can wait for it.

    Raises:
        UserError: The place cannot be opened, or no program to open it is installed.

    """
    if place.kind not in ("address", "file"):
        raise UserError(f"not opened: {place.reason}")
    name = opener_name()
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

    def wait() -> None:
        if status := process.wait():
            reason = _REASONS.get(status, f"it ended with status {status}")
            failed(f"{name} did not open it: {reason}. Open it yourself")

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread
