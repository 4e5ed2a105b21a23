"""The screens."""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import TYPE_CHECKING

from partnercheck.workspace import Workspace

if TYPE_CHECKING:
    from partnercheck.app.opening import Opening


def show(workspace: Workspace, today: dt.date, opening: Opening = None, mouse: bool = True) -> int:
    """Open the screens on a workspace; the exit status. Without a mouse, the terminal keeps it."""
    if not os.environ.get("NO_COLOR", "unset"):
        del os.environ["NO_COLOR"]
    from platformdirs import user_state_path

    from partnercheck.app.application import PartnerCheck
    from partnercheck.app.chosen import chosen
    from partnercheck.configuration import config_file

    drafts = user_state_path("partnercheck", appauthor=False)
    mine = chosen(config_file(), os.environ, mouse)
    app = PartnerCheck(workspace, today, opening, dt.date.today, drafts, mine)
    app.run(mouse=mine.mouse)
    for each in mine.wrong:
        sys.stderr.write(f"{each}\n")
    return app.return_code or 0
