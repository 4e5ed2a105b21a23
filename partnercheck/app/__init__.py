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
    """Open the screens on a workspace, and return the exit status.

    Args:
        workspace: The workspace.
        today: The current day.
        opening: The questionnaire, session or form to open over the portfolio, if any.
        mouse: Whether the program handles the mouse; if not, the terminal does.

    """
    # Textual takes an empty NO_COLOR for one that is set.
    if not os.environ.get("NO_COLOR", "unset"):
        del os.environ["NO_COLOR"]
    _use_size_of_terminal()
    # Textual reads the environment when it is loaded, so that it is loaded here.
    from partnercheck.app.running import run

    return run(workspace, today, opening, mouse)


def _use_size_of_terminal() -> None:
    """Ignore COLUMNS and LINES, which a shell may have exported long ago, if the size is known."""
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno()) if sys.__stdout__ else ()
    except (OSError, ValueError):
        return
    if all(size):
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
