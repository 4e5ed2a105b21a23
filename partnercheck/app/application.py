"""The application: its first screen, its keys and its palette."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.app import SystemCommand
from textual.color import Color
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.reactive import Reactive
from textual.screen import Screen
from typing_extensions import override

from partnercheck.app.palette_entries import PaletteEntries
from partnercheck.app.portfolio.cache import PortfolioCache
from partnercheck.app.portfolio.screen import PortfolioScreen
from partnercheck.app.shared.history import ChangeHistory, elsewhere_words
from partnercheck.app.shared.keys import APP_KEYS, bindings, key_label
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.palette_entry import Entry
from partnercheck.app.shared.screens import load_screen
from partnercheck.app.shared.settings import UserSettings
from partnercheck.app.shared.themes import DARK, LIGHT, THEMES
from partnercheck.app.shared.unbound_keys import unbound_message
from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.app.terminal.driver import UnbrokenDriver
from partnercheck.app.terminal.key_order import KeyOrder, wait_for_typed_keys
from partnercheck.app.terminal.leaving import LeavingApp
from partnercheck.app.terminal.textual_private import add_filter, open_screens
from partnercheck.base.text import clean
from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.app.opening import Opening
    from partnercheck.assessing.response_file import Clock
    from partnercheck.exchange.form_answering import FormFile


# Rich's name for a terminal with 16 colours.
SIXTEEN_COLOURS = "standard"
COPY_KEY = "ctrl+c"


class CleanFilter(LineFilter):
    """A filter that removes control characters from text before it is drawn.

    If colours are turned off, it also removes the codes that select the default colours.
    """

    def __init__(self, no_color: bool) -> None:
        """Create a filter for a terminal with or without colours."""
        super().__init__()
        self._no_color = no_color

    @override
    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [segment if segment.control else self._clean(segment) for segment in segments]

    def _clean(self, segment: Segment) -> Segment:
        text, style, _ = segment
        if self._no_color and style is not None:
            style = style.without_color
        return Segment(text if text.isprintable() else clean(text), style)


class PartnerCheck(LeavingApp):
    """The application for one workspace."""

    theme: Reactive[str] = Reactive(DARK)
    TITLE = "partnercheck"
    BINDINGS = bindings(APP_KEYS)
    CSS = """
    Screen { background: $background; }
    #head, #message { height: 1; }
    Input, TextArea { background-tint: 0%; }
    Input > .input--placeholder, Input > .input--suggestion {
        color: $look-second;
        text-style: italic;
    }
    /* Without colours, a cursor and a selection would look like other text. */
    Input:nocolor > .input--cursor, Input:nocolor > .input--selection,
    TextArea:nocolor .text-area--cursor, TextArea:nocolor .text-area--selection {
        text-style: reverse;
    }
    CommandPalette {
        background: $background;
        & > .command-palette--help-text { text-style: not bold; }
        SearchIcon { color: $foreground; }
        CommandList { border-bottom: none; scrollbar-size: 0 0; }
    }
    """

    def __init__(
        self,
        workspace: Workspace,
        today: dt.date,
        start: Opening = None,
        clock: Clock | None = None,
        drafts: Path | None = None,
        settings: UserSettings | None = None,
    ) -> None:
        """Create an application that shows `start`, or the portfolio.

        `settings` are the user's own settings, which apply to every workspace.
        """
        super().__init__(driver_class=UnbrokenDriver)
        self._key_order = KeyOrder(self)
        self.settings = settings or UserSettings()
        self.keymap = self.settings.keymap
        self.set_keymap(self.keymap)
        for name in [*self.available_themes]:
            self.unregister_theme(name)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._shown_well(self.settings.theme)
        # Textual does not compute the variables if its own default theme has the same name.
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"
        add_filter(self, CleanFilter(self.no_color))
        self.workspace = workspace
        self.clock = clock or (lambda: today)
        self.drafts = drafts
        self.changes = ChangeHistory()
        self.form: FormFile | None = None
        # The message that explained why Ctrl+Q did not leave; None if it has not been refused.
        self._quit_refused: tuple[str, str] | None = None
        if start is not None:
            # The class takes a tenth of the start to load, and the portfolio does not need it.
            from partnercheck.exchange.form_answering import FormFile

            if isinstance(start, FormFile):
                self.form, start = start, None
        self._portfolio = PortfolioScreen(workspace, start)
        self._palette_entries = PaletteEntries(self, self._portfolio, self.form is None)

    def _shown_well(self, name: str) -> str:
        """Return the theme or, if the terminal has 16 colours, a theme that uses only these."""
        theme = self.available_themes[name]
        if self.console.color_system != SIXTEEN_COLOURS or theme.ansi:
            return name
        return DARK if theme.dark else LIGHT

    @property
    def portfolio_cache(self) -> PortfolioCache:
        """The rows of the vendors that have been read so far."""
        return self._portfolio.cache

    @property
    def today(self) -> dt.date:
        """The current day."""
        return self.clock()

    async def on_mount(self) -> None:
        """Start watching for signals, and open the form to answer, if there is one."""
        self.call_after_refresh(_start_collecting)
        self.watch_for_the_end()
        if self.form:
            await load_screen("answer form")(self, self.form, self.today)

    @override
    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            # Like Textual, restore the focus before the first key is handled.
            self.app_focus = self.app_focus or isinstance(event, events.Key)
            if await self._key_order.handle(event):
                return
            if isinstance(event, events.Key):
                self._explain_if_unbound(event)
        elif isinstance(event, events.Key):
            # No binding matched this key when it was pressed, and the widget that had the focus
            # then has passed it on. It was not meant for the widget that has the focus now.
            if event.key == COPY_KEY:
                self.action_help_quit()
            return
        await super().on_event(event)

    def _explain_if_unbound(self, event: events.Key) -> None:
        """If a letter does nothing on this screen, show on which screen it works."""
        page = self.screen
        if not event.is_printable or not isinstance(page, Page) or self.leaving:
            return
        if isinstance(self.focused, TextField) or event.key in page.active_bindings:
            return
        page.show_message(unbound_message(page, event.key))

    @override
    def get_default_screen(self) -> Screen[None]:
        return super().get_default_screen() if self.form else self._portfolio

    @property
    def cursor_position(self) -> Offset:
        """The cell for the terminal's cursor: in the text being typed, or the cell that is marked.

        Screen readers, braille displays and magnifiers follow this cursor.
        """
        page = next(reversed(open_screens(self)), None)
        return (page.marked if isinstance(page, Page) else None) or self._typed_at

    @cursor_position.setter
    def cursor_position(self, at: Offset) -> None:
        self._typed_at = at

    async def action_explain(self) -> None:
        """Explain the current screen, even while text is being typed."""
        if isinstance(self.screen, Page) and self.screen.HELP_TOPIC != "help":
            await self.screen.action_help()

    async def open_help(self, screen: Screen[object]) -> None:
        """Open the help for a screen."""
        if isinstance(screen, Page):
            help_screen = load_screen("help")
            classes = self.workspace.instrument.classes
            await screen.open(
                help_screen(screen.HELP_TOPIC, screen.keys, screen.WIDGET_KEYS, classes)
            )

    async def action_glossary(self) -> None:
        """Show the glossary, from any screen, at the first term of its selected line."""
        page = self.screen
        if isinstance(page, Page) and page.HELP_TOPIC == "glossary":
            await page.action_glossary()
        elif isinstance(page, Page):
            texts = page.explained_texts()
            await page.open(load_screen("glossary")(self.workspace, texts))

    def action_undo(self) -> None:
        """Describe the last change, on a screen that cannot undo it."""
        if isinstance(page := self.screen, Page):
            undo = key_label("app.undo", self.keymap)
            page.show_message(elsewhere_words(self.changes.last, undo))

    @override
    async def action_command_palette(self) -> None:  # type: ignore[override]
        if not isinstance(self.screen, CommandPalette):
            await load_screen("palette")().open(self)

    @override
    async def action_change_theme(self) -> None:  # type: ignore[override]
        await load_screen("themes")().open(self)

    async def action_quit(self) -> None:
        """Save the text being typed and quit.

        If saving fails, show the reason instead; pressing the key again quits anyway.
        """
        for screen in reversed(self.screen_stack):
            if not isinstance(screen, Page):
                continue
            if screen.focused is not None:
                await wait_for_typed_keys(screen.focused)
            earlier = screen.message
            if screen.save_pending():
                continue
            if earlier is None or earlier != self._quit_refused:
                text, look = screen.message or ("Not saved.", "poor")
                quit_key = key_label("app.quit", self.keymap)
                screen.show_message(f"{text}   Press {quit_key} again to quit", look)
                self._quit_refused = screen.message
                return
            screen.remember()
        self.exit()

    @override
    def action_help_quit(self) -> None:
        """Show the key that quits, for people who press Ctrl+C out of habit."""
        if isinstance(self.screen, Page):
            self.screen.show_message(f"Press {key_label('app.quit', self.keymap)} to quit")

    @override
    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        for entry in self.palette_entries(screen):
            yield SystemCommand(entry.title, entry.keys, entry.run)

    def palette_entries(self, screen: Screen[object]) -> Iterable[Entry]:
        """Return the palette's entries on a screen."""
        return self._palette_entries.on_screen(screen)


def _start_collecting() -> None:
    """Exclude all loaded objects from garbage collection, and enable it for new ones."""
    # What is loaded stays to the end: to scan it in every collection costs time and frees nothing.
    gc.freeze()
    gc.enable()
