"""The end of a program that was told to end, and is too busy to leave in order.

Asyncio runs its signal handlers between two steps of the event loop. While one step takes long,
nothing would end the program: neither a signal nor the end of its terminal.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from contextvars import copy_context
from types import FrameType
from typing import TYPE_CHECKING

from textual.driver import Driver

from partnercheck.app.screens.page import Page

if TYPE_CHECKING:
    from partnercheck.app.application import PartnerCheck

# Leaving in order takes a fraction of this, on a busy machine too.
GRACE_SECONDS = 3.0
# A terminal that takes no output keeps nobody from ending.
RESTORE_SECONDS = 1.0


def set_deadline_on(numbers: Iterable[int], app: PartnerCheck) -> None:
    """Give the program a deadline from the moment when one of these signals comes.

    To be called after asyncio's handlers were added. Asyncio learns of signals from a descriptor
    that Python writes to whichever handler is set, and resets the handlers when its loop closes.
    """
    # Screens look for their application in the context of whoever calls them.
    context = copy_context()

    def begin(number: int, _frame: FrameType | None) -> None:
        threading.Thread(
            target=context.copy().run, args=(_end_in_time, app, number), daemon=True
        ).start()

    for number in numbers:
        signal.signal(number, begin)


def _end_in_time(app: PartnerCheck, number: int) -> None:
    time.sleep(GRACE_SECONDS)
    for screen in reversed(app.screen_stack):
        if isinstance(screen, Page):
            with suppress(Exception):
                screen.remember()
    restoring = threading.Thread(target=_restore_terminal, args=(app._driver,), daemon=True)
    restoring.start()
    restoring.join(RESTORE_SECONDS)
    os._exit(128 + number)


def _restore_terminal(driver: Driver | None) -> None:
    with suppress(Exception):
        if driver is not None:
            driver._disable_mouse_support()  # type: ignore[attr-defined]
            driver.stop_application_mode()
            driver.close()
