"""The application: its screens, its signals, its palette."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import gc
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.segment import Segment
from textual.app import App, SystemCommand
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from typing_extensions import override

from partnercheck.app.keys import APP_KEYS, bindings
from partnercheck.app.screens.page import Page, drained
from partnercheck.app.screens.portfolio import PortfolioScreen
from partnercheck.model import Vendor
from partnercheck.text import clean
from partnercheck.workspace import Workspace

if TYPE_CHECKING:
    from partnercheck.answering import FormSitting
    from partnercheck.app.opening import Opening
    from partnercheck.sitting import Clock


LOOK_SECONDS = 1.0


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


class PartnerCheck(App[None]):
    """The screens on one workspace, with the day they are opened on."""

    theme: Reactive[str] = Reactive("ansi-dark")
    TITLE = "partnercheck"
    BINDINGS = bindings(APP_KEYS)
    CSS = """
    Screen { background: $background; }
    #head, #message { height: 1; }
    """

    def __init__(
        self,
        workspace: Workspace,
        today: dt.date,
        start: Opening = None,
        clock: Clock | None = None,
        drafts: Path | None = None,
    ) -> None:
        """The application, opening at the portfolio, a questionnaire, or a session."""
        super().__init__(driver_class=_driver())
        self.animation_level = "none"
        self._filters.append(CleanFilter(self.no_color))
        self.workspace = workspace
        self.clock = clock or (lambda: today)
        self.drafts = drafts
        self.form: FormSitting | None = None
        if start is None:
            self._portfolio = PortfolioScreen(workspace)
        else:
            # What a questionnaire needs is loaded only where one is to be opened.
            from partnercheck.answering import FormSitting

            if isinstance(start, FormSitting):
                self.form, start = start, None
            self._portfolio = PortfolioScreen(workspace, start)
        self.leaving = False

    @property
    def today(self) -> dt.date:
        """The day it is now."""
        return self.clock()

    async def on_mount(self) -> None:
        """Leave in order on a signal, and open the first screen."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self.leave, number)
        self.call_after_refresh(_collect_from_now_on)
        self.set_interval(LOOK_SECONDS, self._leave_if_alone)
        if self.form:
            from partnercheck.app.screens.assess import AssessScreen

            vendor = self.form.response.vendor
            screen = AssessScreen(self.form, Vendor(name=vendor, id=vendor))
            screen.then = lambda _: self.exit()
            await self.push_screen(screen)

    @override
    def get_default_screen(self) -> Screen[None]:
        return super().get_default_screen() if self.form else self._portfolio

    @override
    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        self.leaving = True
        super().exit(result, return_code, message)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.leaving and super().check_action(action, parameters)

    def _leave_if_alone(self) -> None:
        """Leave where the terminal is gone and nobody said so: a parent had the signal alone."""
        if not self.leaving and _terminal_is_gone():
            self.leave(signal.SIGHUP)

    def leave(self, number: int) -> None:
        """Keep what is being typed, and leave because of a signal."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Page) and not screen.keep():
                screen.remember()
        self.exit(return_code=128 + number)

    async def action_glossary(self) -> None:
        """Show what our words mean, from any screen."""
        from partnercheck.app.screens.glossary import GlossaryScreen

        if isinstance(self.screen, Page) and not isinstance(self.screen, GlossaryScreen):
            await self.screen.open(GlossaryScreen(self.workspace))

    async def action_quit(self) -> None:
        """Keep what is being typed, and leave; where that fails, stay and say why."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Page):
                if screen.focused is not None:
                    await drained(screen.focused)
                if not screen.keep():
                    return
        self.exit()

    @override
    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        if isinstance(screen, Page):
            for key in screen.KEYS:
                if key.palette:
                    yield SystemCommand(key.about, "", _run(screen, key.action))
        yield SystemCommand("What our words mean", "The glossary", self.action_glossary)
        yield SystemCommand("Change the theme", "", self.action_change_theme)
        yield SystemCommand("Leave partnercheck", "Everything is saved already", self.action_quit)


def _terminal_is_gone() -> bool:
    if sys.platform == "win32":
        return False
    import termios

    try:
        termios.tcgetattr(0)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def _collect_from_now_on() -> None:
    """What has been loaded by now stays; what comes and goes from here on is collected."""
    gc.freeze()
    gc.enable()


def _driver() -> type[Driver] | None:
    """The driver of this system's terminals; Textual's own where terminals cannot be dropped."""
    if sys.platform == "win32":
        return None
    from partnercheck.app.driver import UnbrokenDriver

    return UnbrokenDriver


def _run(screen: Page[object], action: str) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        await screen.press(action)

    return call
