"""The command palette: every action of the screen, and every vendor.

Both are found by their own words and by others, such as "spreadsheet" for a form. Entries with
the typed words in their titles come first. Only if no entry has the words are the letters matched
one by one, as Textual does: otherwise "edit" would find "Explain this screen".

Enter runs the first action that matches all that was typed before it.

Textual looks for matches in the background, and Enter takes the action that is listed at that
moment: if text and Enter arrive together, it takes the first of all actions. Textual also runs the
action only after keys that are pressed later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import (
    Command,
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
)
from textual.theme import ThemeProvider
from textual.worker import WorkerError

from partnercheck.app.shared.palette_entry import Entry
from partnercheck.app.terminal.key_order import wait_for_effects
from partnercheck.base.cells import fitted, width_of
from partnercheck.base.text import name_key

if TYPE_CHECKING:
    from partnercheck.app.application import PartnerCheck

# If a search hangs, later keys must not wait for it.
SEARCH_SECONDS = 10.0
# What the list has beside its text: two cells of padding on each side.
PADDING = 4
LEAST_GAP = 2
# How well an entry matches, from 0 to 1.
TITLE_BEGINS, TITLE_HAS, OTHER_WORDS, LETTERS_ONLY = 1.0, 0.9, 0.7, 0.5


class Entries(Provider):
    """The actions of the screen, those of every screen, and the vendors."""

    async def discover(self) -> Hits:
        """Yield all entries."""
        for entry in self._entries():
            yield DiscoveryHit(self._prompt(entry), entry.run, entry.title)

    async def search(self, query: str) -> Hits:
        """Yield the entries with all the typed words or, failing that, their letters in order."""
        entries = self._entries()
        words = name_key(query).split()
        scores = [(match(words, entry), entry) for entry in entries]
        if not any(score for score, _ in scores):
            matcher = self.matcher(query)
            scores = [(matcher.match(each.title) * LETTERS_ONLY, each) for each in entries]
        for score, entry in scores:
            if score:
                yield Hit(score, self._prompt(entry), entry.run, entry.title)

    def _entries(self) -> Sequence[Entry]:
        return [*cast("PartnerCheck", self.app).palette_entries(self.screen)]

    def _prompt(self, entry: Entry) -> Text:
        """Return the title at the left and the keys at the right."""
        room = max(1, self.app.size.width - PADDING)
        keys = fitted(entry.keys, min(width_of(entry.keys), room // 2))
        title = fitted(entry.title, max(1, room - width_of(keys) - LEAST_GAP))
        return Text(f"{title}{' ' * LEAST_GAP}{keys}", no_wrap=True)


def match(words: Sequence[str], entry: Entry) -> float:
    """Return how well an entry matches the typed words (in lower case), or 0 if it does not.

    A typed word matches if one of the entry's words begins with it, or if the title contains it.
    """
    title, others = name_key(entry.title), name_key(entry.other_words).split()
    if title.startswith(" ".join(words)):
        return TITLE_BEGINS
    begins = [*title.split(), *others]
    if all(word in title for word in words):
        return TITLE_HAS
    if all(any(each.startswith(word) for each in begins) or word in title for word in words):
        return OTHER_WORDS
    return 0.0


def action_palette() -> OrderedPalette:
    """Return a command palette that lists the actions and the vendors."""
    return OrderedPalette([Entries], placeholder="Search for an action or a vendor…")


def theme_palette() -> OrderedPalette:
    """Return a command palette that lists the themes."""
    return OrderedPalette([ThemeProvider], placeholder="Search for themes…")


class OrderedPalette(CommandPalette):
    """Textual's command palette, except that Enter waits for the matches."""

    # With priority: the text field has keys of the same names for scrolling, and would take them.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "run", show=False, priority=True),
        Binding("down", "cursor_down", show=False, priority=True),
        Binding("up", "command_list('cursor_up')", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    async def open(self, app: App[None]) -> None:
        """Show the palette, which receives the next keys."""
        await app.push_screen(self)
        field = self.query_one(CommandInput)
        field.cursor_blink = False
        self.set_focus(field)

    def action_page(self, direction: int) -> None:
        """Move the highlight by a page.

        Textual's own action fails in a list that has not been drawn yet (KeyError).
        """
        commands = self.query_one(CommandList)
        if commands.option_count:
            target = (commands.highlighted or 0) + direction * max(1, commands.size.height)
            commands.highlighted = min(max(0, target), commands.option_count - 1)

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
