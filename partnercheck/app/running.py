"""Running the screens until the user leaves."""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import TYPE_CHECKING

from partnercheck.app.application import PartnerCheck
from partnercheck.app.shared.load_settings import load_settings
from partnercheck.base.errors import CrashError
from partnercheck.base.signals import ENDING, alarm_after, handled
from partnercheck.base.user_folders import user_folder
from partnercheck.workspace.open import Workspace
from partnercheck.workspace.user_settings import config_file

if TYPE_CHECKING:
    from partnercheck.app.opening import Opening


def run(workspace: Workspace, today: dt.date, opening: Opening, mouse: bool) -> int:
    """Run the application, and return the exit status.

    Raises:
        CrashError: An internal error ended the program. The message names the files in which
            the text being typed was kept.

    """
    drafts = user_folder("state")
    settings = load_settings(config_file(), os.environ, mouse)
    app = PartnerCheck(workspace, today, opening, dt.date.today, drafts, settings)
    try:
        with handled(dict.fromkeys(ENDING, app.end_by_signal)):
            app.run(mouse=settings.mouse)
    finally:
        alarm_after(0)
        app.portfolio_cache.end_sharing()
    for problem in settings.problems:
        sys.stderr.write(f"{problem}\n")
    if app.error:
        files = " and ".join(str(path) for path in app.kept)
        raise CrashError(files and f"the text you were typing is kept in {files}") from app.error
    return app.return_code or 0
