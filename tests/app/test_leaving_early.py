"""A signal that comes while a screen is being made ends the program as at any other moment."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.support.screens import opened, sample_workspace

# How many turns of the event loop the new screen has had by then.
TURNS = range(12)


@pytest.mark.parametrize("key", ["plus", "a"])
async def test_a_signal_while_a_screen_opens_is_no_error(key: str, tmp_path: Path) -> None:
    for turns in TURNS:
        root = sample_workspace(tmp_path / f"{turns}")
        async with opened(root) as (app, pilot):
            pressing = asyncio.create_task(pilot.press(key))
            for _ in range(turns):
                await asyncio.sleep(0)
            app.leave(signal.SIGTERM)
            # The pilot would wait for a screen that never comes.
            pressing.cancel()
        assert app.return_code == 128 + signal.SIGTERM
