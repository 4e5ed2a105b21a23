"""The application: its first screen, its keys, its palette."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.app import App, SystemCommand
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.reactive import Reactive
from textual.screen import Screen
from typing_extensions import override

from partnercheck.app.portfolio.screen import PortfolioScreen
from partnercheck.app.shared.keys import (
    APP_KEYS,
    SUSPEND,
    bindings,
    face_in_full,
    faces,
    remapped,
)
from partnercheck.app.shared.page import Page
from partnercheck.app.shared.settings import UserSettings
from partnercheck.app.shared.themes import DARK, LIGHT, THEMES
from partnercheck.app.shared.widgets.sheet import Sheet
from partnercheck.app.terminal.driver import UnbrokenDriver
from partnercheck.app.terminal.key_order import KeyOrder, drained
from partnercheck.app.terminal.leaving import LeavingApp
from partnercheck.base.text import clean
from partnercheck.workspace.open import Workspace

if TYPE_CHECKING:
    from partnercheck.app.opening import Opening
    from partnercheck.assessing.response_file import Clock
    from partnercheck.exchange.form_answering import FormFile


# As rich calls the terminals that have them.
SIXTEEN_COLOURS = "standard"


class CleanFilter(LineFilter):
    """The last resort: no control character reaches the terminal, whatever a widget draws.

    Without colours it also drops the codes of the default colours, which are colour codes too.
    """

    def __init__(self, no_color: bool) -> None:
        """A filter for a terminal with or without colours."""
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
    """The screens on one workspace, with the day they are opened on."""

    theme: Reactive[str] = Reactive(DARK)
    TITLE = "partnercheck"
    BINDINGS = [*bindings(APP_KEYS), *bindings([SUSPEND], priority=False)]  # noqa: RUF012
    CSS = """
    Screen { background: $background; }
    #head, #message { height: 1; }
    Input, TextArea { background-tint: 0%; }
    Input > .input--placeholder, Input > .input--suggestion {
        color: $look-second;
        text-style: italic;
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
        """The application, opening at the portfolio, a questionnaire, or a session.

        `settings` are the user's own, for every workspace.
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
        # Where it is the default of Textual's own name, nothing has changed for Textual.
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"
        self._filters.append(CleanFilter(self.no_color))
        self.workspace = workspace
        self.clock = clock or (lambda: today)
        self.drafts = drafts
        self.form: FormFile | None = None
        # The message that said why Ctrl+Q did not leave; None if it was not refused.
        self._quit_refused: tuple[str, str] | None = None
        if start is None:
            self._portfolio = PortfolioScreen(workspace)
        else:
            # What a questionnaire needs is loaded only where one is to be opened.
            from partnercheck.exchange.form_answering import FormFile

            if isinstance(start, FormFile):
                self.form, start = start, None
            self._portfolio = PortfolioScreen(workspace, start)

    def _shown_well(self, name: str) -> str:
        """A theme, or that of the terminal's own colours where it has no more than sixteen."""
        theme = self.available_themes[name]
        if self.console.color_system != SIXTEEN_COLOURS or theme.ansi:
            return name
        return DARK if theme.dark else LIGHT

    @property
    def today(self) -> dt.date:
        """The day it is now."""
        return self.clock()

    async def on_mount(self) -> None:
        """Open the first screen, unless the program has been told to end meanwhile."""
        self.call_after_refresh(_collect_from_now_on)
        self.watch_for_the_end()
        if self.form:
            from partnercheck.app.assess.respondent import answer_form

            await answer_form(self, self.form, self.today)

    @override
    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            # As Textual does with the first key: the field has the focus again before it is typed.
            self.app_focus = self.app_focus or isinstance(event, events.Key)
            if await self._key_order.handled(event):
                return
        elif isinstance(event, events.Key):
            # It was bound to nothing when it was pressed, and comes back from the widget that had
            # the focus. What has the focus by now is not what it was meant for.
            return
        await super().on_event(event)

    @override
    def get_default_screen(self) -> Screen[None]:
        return super().get_default_screen() if self.form else self._portfolio

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor stands: in a text that is typed, else at what is marked.

        Screen readers, braille lines and magnifiers follow it.
        """
        page = self.screen if self._screen_stacks.get(self._current_mode) else None
        return (page.marked if isinstance(page, Page) else None) or self._typed_at

    @cursor_position.setter
    def cursor_position(self, at: Offset) -> None:
        self._typed_at = at

    async def action_explain(self) -> None:
        """Explain the screen that is shown, whatever is being typed on it."""
        if isinstance(self.screen, Page) and self.screen.ABOUT != "help":
            await self.screen.action_help()

    async def open_help(self, screen: Screen[object]) -> None:
        """Open the help on a screen."""
        from partnercheck.app.shared.help import HelpScreen

        if isinstance(screen, Page):
            await screen.open(HelpScreen(screen.ABOUT, screen.keys, screen.INSIDE))

    async def action_glossary(self) -> None:
        """Show what our words mean, from any screen."""
        from partnercheck.app.shared.glossary import GlossaryScreen

        if isinstance(self.screen, Page) and not isinstance(self.screen, GlossaryScreen):
            await self.screen.open(GlossaryScreen(self.workspace))

    @override
    async def action_command_palette(self) -> None:  # type: ignore[override]
        from partnercheck.app.shared.palette import OrderedPalette

        if not isinstance(self.screen, OrderedPalette):
            await OrderedPalette().open(self)

    @override
    async def action_change_theme(self) -> None:  # type: ignore[override]
        from textual.theme import ThemeProvider

        from partnercheck.app.shared.palette import OrderedPalette

        await OrderedPalette([ThemeProvider], placeholder="Search for themes…").open(self)

    async def action_quit(self) -> None:
        """Keep what is being typed, and leave; if that fails, say why, and leave the next time."""
        for screen in reversed(self.screen_stack):
            if not isinstance(screen, Page):
                continue
            if screen.focused is not None:
                await drained(screen.focused)
            refused = screen.said
            if screen.keep():
                continue
            if refused is None or refused != self._quit_refused:
                text, look = screen.said or ("Not saved.", "poor")
                quit_key = faces(remapped(APP_KEYS, self.keymap))["app.quit"]
                screen.tell(f"{text}   {quit_key} again leaves", look)
                self._quit_refused = screen.said
                return
            screen.remember()
        self.exit()

    @override
    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        if isinstance(screen, Page):
            for key in screen.keys:
                if key.palette:
                    yield SystemCommand(key.about, face_in_full(key), _run(screen, key.action))
            for key in remapped(screen.INSIDE[1], self.keymap):
                if key.palette and isinstance(inside := screen.focused, Sheet):
                    yield SystemCommand(key.about, face_in_full(key), _run(inside, key.action))
        for key in remapped([*APP_KEYS, SUSPEND], self.keymap):
            if key.palette:
                yield SystemCommand(key.about, face_in_full(key), _run(self, key.action))
        yield SystemCommand("Change the theme", "for this time", self.action_change_theme)


def _collect_from_now_on() -> None:
    """What has been loaded by now stays; what comes and goes from here on is collected."""
    gc.freeze()
    gc.enable()


def _run(on: App[None] | Page[object] | Sheet, action: str) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        if isinstance(on, Page):
            await on.press(action)
        else:
            await on.run_action(action)

    return call
