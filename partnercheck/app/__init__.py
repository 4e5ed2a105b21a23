"""The screens."""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import TYPE_CHECKING

from partnercheck.base.records import CrashError
from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.app.opening import Opening


def show(workspace: Workspace, today: dt.date, opening: Opening = None, mouse: bool = True) -> int:
    """Open the screens on a workspace; the exit status. Without a mouse, the terminal keeps it."""
    if not os.environ.get("NO_COLOR", "unset"):
        del os.environ["NO_COLOR"]
    _use_size_of_terminal()
    from platformdirs import user_state_path

    from partnercheck.app.application import PartnerCheck
    from partnercheck.app.shared.load_settings import load_settings
    from partnercheck.base.signals import ENDING, alarm_after, handled
    from partnercheck.workspace.user_settings import config_file

    drafts = user_state_path("partnercheck", appauthor=False)
    settings = load_settings(config_file(), os.environ, mouse)
    app = PartnerCheck(workspace, today, opening, dt.date.today, drafts, settings)
    try:
        with handled(dict.fromkeys(ENDING, app.end_by_signal)):
            app.run(mouse=settings.mouse)
    finally:
        alarm_after(0)
    for each in settings.problems:
        sys.stderr.write(f"{each}\n")
    if app.error:
        kept = " and ".join(str(path) for path in app.kept)
        raise CrashError(kept and f"what was being typed is kept in {kept}") from app.error
    return app.return_code or 0


def _use_size_of_terminal() -> None:
    """Forget COLUMNS and LINES, which a shell may have exported long ago, if the size is known."""
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno()) if sys.__stdout__ else ()
    except (OSError, ValueError):
        return
    if all(size):
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
