"""The screens."""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import TYPE_CHECKING

from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.app.opening import Opening


def show(workspace: Workspace, today: dt.date, opening: Opening = None, mouse: bool = True) -> int:
    """Run the terminal interface for a workspace, and return the exit status.

    Args:
        workspace: The workspace.
        today: The current day.
        opening: The questionnaire, session or form to open first, if any; None for the portfolio.
        mouse: True if the program handles the mouse; False to leave it to the terminal.

    """
    # Textual turns colours off even if NO_COLOR is empty.
    if not os.environ.get("NO_COLOR", "unset"):
        del os.environ["NO_COLOR"]
    _use_size_of_terminal()
    # Imported here: Textual reads the environment when it is imported.
    from partnercheck.app.running import run

    return run(workspace, today, opening, mouse)


def _use_size_of_terminal() -> None:
    """Unset COLUMNS and LINES, which may be out of date, if the size of the terminal is known."""
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno()) if sys.__stdout__ else ()
    except (OSError, ValueError):
        return
    if all(size):
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
