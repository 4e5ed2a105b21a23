"""The command palette: Enter runs the first action that matches all that was typed before it.

Textual looks for matches in the background, and Enter takes the action that is listed at that
moment: if text and Enter arrive together, it takes the first of all actions. Textual also runs the
action only after keys that are pressed later.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from inspect import isawaitable
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Command, CommandInput, CommandList, CommandPalette
from textual.theme import ThemeProvider
from textual.worker import WorkerError

from partnercheck.app.terminal.key_order import wait_for_effects

# If a search hangs, later keys must not wait for it.
SEARCH_SECONDS = 10.0


def theme_palette() -> OrderedPalette:
    """Return a command palette that lists the themes."""
    return OrderedPalette([ThemeProvider], placeholder="Search for themes…")


class OrderedPalette(CommandPalette):
    """Textual's command palette, except that Enter waits for the matches."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "run", show=False, priority=True)]

    async def open(self, app: App[None]) -> None:
        """Show the palette, which receives the next keys."""
        await app.push_screen(self)
        self.set_focus(self.query_one(CommandInput))

    async def action_run(self) -> None:
        """Close the palette, and run the highlighted action."""
        await self._wait_for_matches()
        commands = self.query_one(CommandList)
        if commands.highlighted is None:
            return
        option = commands.get_option_at_index(commands.highlighted)
        if not isinstance(option, Command):
            return
        self.dismiss()
        if isawaitable(outcome := option.hit.command()):
            await outcome

    async def _wait_for_matches(self) -> None:
        """Wait until the list shows the actions that match the text."""
        await wait_for_effects(self.query_one(CommandInput))
        searching = [worker for worker in self.workers if worker.node is self]
        with suppress(WorkerError, TimeoutError):
            await asyncio.wait_for(self.workers.wait_for_complete(searching), SEARCH_SECONDS)
