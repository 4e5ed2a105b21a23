"""The entries of the command palette for a screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import cast

from textual.app import App
from textual.screen import Screen

from partnercheck.app.portfolio.screen import PortfolioScreen
from partnercheck.app.shared.host import Host
from partnercheck.app.shared.keys import APP_KEYS, Key, all_key_labels, key_label, remapped
from partnercheck.app.shared.meanings import meaning, other_words
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.palette_entry import VENDOR_ACTIONS, Entry
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.app.vendor.keys import KEYS as VENDOR_KEYS

THEME_WORDS = "colours dark light appearance"


class PaletteEntries:
    """Makes entries from the keys of the screen and of the application, and from the vendors."""

    def __init__(self, app: App[None], portfolio: PortfolioScreen, with_vendors: bool) -> None:
        """Create the entries; `with_vendors` is False while a form is answered."""
        self._app = app
        self._host = cast("Host", app)
        self._portfolio = portfolio
        self._with_vendors = with_vendors

    def on_screen(self, screen: Screen[object]) -> Iterator[Entry]:
        """Yield the actions of a screen, then the application's, then the vendors."""
        page = screen if isinstance(screen, Page) else None
        keymap = self._host.keymap
        if page:
            yield from (_entry(key, page) for key in page.keys if key.palette)
            if isinstance(widget := page.focused, Sheet):
                inside = remapped(page.WIDGET_KEYS[1], keymap)
                yield from (_entry(key, widget) for key in inside if key.palette)
        # A screen's own action takes the place of the application's of the same meaning.
        known = {meaning(key) for key in page.keys} if page else set()
        for key in remapped(APP_KEYS, keymap):
            if key.palette and meaning(key) not in known:
                yield _entry(key, self._app)
        yield Entry("Change the theme", "until you quit", THEME_WORDS, self._change_theme)
        if page and self._with_vendors:
            yield from self._vendor_actions(page)
            yield from self._vendors(page)

    async def _change_theme(self) -> None:
        await self._app.run_action("change_theme")

    def _vendor_actions(self, page: Page[object]) -> Iterator[Entry]:
        """Yield the actions of the vendor's screen, for the vendor under the portfolio's cursor."""
        vendor_id = self._portfolio.sheet.key if page is self._portfolio else ""
        if not vendor_id:
            return

        async def run(action: str) -> None:
            await self._open(page, vendor_id)
            if self._app.screen is not page:
                await self._app.screen.run_action(action)

        opens = key_label("portfolio.open", self._host.keymap)
        for key in remapped(VENDOR_KEYS, self._host.keymap):
            if meaning(key) in VENDOR_ACTIONS:
                keys = f"{opens} {all_key_labels(key)}"
                yield Entry(key.description, keys, other_words(key), partial(run, key.action))

    def _vendors(self, page: Page[object]) -> Iterator[Entry]:
        for vendor_id, row in self._portfolio.cache.rows.items():
            words = f"vendor {vendor_id} {row.vendor.owner}"
            yield Entry(row.vendor.name, "vendor", words, partial(self._open, page, vendor_id))

    async def _open(self, page: Page[object], vendor_id: str) -> None:
        """Open a vendor from any screen, after saving the text being typed there."""
        if isinstance(page.focused, TextField):
            await wait_for_typed_keys(page.focused)
        if page.save_pending():
            await self._portfolio.open_vendor(page, vendor_id)


def _entry(key: Key, target: App[None] | Page[object] | Sheet) -> Entry:
    """Return the palette's entry for a key; `target` is the object that runs its action."""

    async def call() -> None:
        if isinstance(target, Page):
            await target.press(key.action)
        else:
            await target.run_action(key.action)

    return Entry(key.description, all_key_labels(key), other_words(key), call)
