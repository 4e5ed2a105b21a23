"""The base of all screens: a header, a body, a message and a key bar."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.widget import Widget

from partnercheck.app.shared.keys import Key, bindings, key_label, remapped
from partnercheck.app.shared.page_lines import header_lines, message_lines
from partnercheck.app.shared.polling import FilePoll
from partnercheck.app.shared.widgets.keybar import KeyBar
from partnercheck.app.shared.widgets.lines import Line, Lines, more_line
from partnercheck.app.shared.widgets.text_field import TextField
from partnercheck.app.terminal.key_order import wait_for_typed_keys
from partnercheck.app.terminal.textual_private import forget_drawn_styles
from partnercheck.storage.fingerprint import fingerprint

if TYPE_CHECKING:
    from textual.widgets import Input, TextArea

    from partnercheck.app.shared.host import Host

ResultT = TypeVar("ResultT")
OtherT = TypeVar("OtherT")
OnResult = Callable[[OtherT | None], Awaitable[None] | None]
MESSAGE_LINES = 3
OPENING = ("Opening …", "dim")
PAINT_SECONDS = 0.1


class Page(Screen[ResultT]):
    """A full screen with its key bindings; subclasses compose the body."""

    KEYS: ClassVar[Sequence[Key]] = ()
    # The keys of the widgets on the screen, after the title that the help shows above them.
    WIDGET_KEYS: ClassVar[tuple[str, Sequence[Key]]] = ("", ())
    # The widget with the marked cell, for screens without a widget that has the focus.
    CURSOR_SELECTOR: ClassVar[str] = ""
    HELP_TOPIC: ClassVar[str] = ""
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = []
    on_result: OnResult[ResultT] | None = None
    header: tuple[str, str, str, Line | None] | None = None
    message: tuple[str, str] | None = None
    # Whether so many widgets are made for the screen that a person waits for it.
    TAKES_TIME: ClassVar[bool] = False
    _message_before: tuple[str, str] | None = None
    file_poll: FilePoll

    def __init_subclass__(cls) -> None:
        """Create the screen's bindings from its keys."""
        cls.BINDINGS = bindings(cls.KEYS)
        super().__init_subclass__()

    @property
    def partnercheck(self) -> Host:
        """The application."""
        return cast("Host", self.app)

    @property
    def keys(self) -> Sequence[Key]:
        """The screen's keys, with the user's own settings applied."""
        return remapped(self.KEYS, self.partnercheck.keymap)

    def offered_keys(self) -> Sequence[Key]:
        """Return the keys of the footer; subclasses leave out those that do nothing now."""
        return self.keys

    def offer_keys(self) -> None:
        """Show the keys in the footer that can be pressed now."""
        self.query_one(KeyBar).offer(self.offered_keys())

    def key_label(self, key_id: str) -> str:
        """Return the label of an action's first key, for use in a message."""
        return key_label(key_id, self.partnercheck.keymap)

    def compose(self) -> ComposeResult:
        """Return the header, the body, the message line and the key bar."""
        self.file_poll = FilePoll(self)
        self.file_poll.fingerprint = self.initial_fingerprint()
        yield Lines(id="head")
        yield from self.body()
        yield Lines(id="message")
        yield KeyBar(self.offered_keys(), self.app.size.width)

    def body(self) -> Sequence[Widget]:
        """Return the widgets between the header and the message."""
        return ()

    def watched(self) -> Sequence[Path]:
        """Return the folders of the files shown here; other programs may change these files."""
        return ()

    def read_in_view(self) -> Mapping[Path, int]:
        """Return the folders in view with their fingerprints when they were read, if there are."""
        return {}

    def initial_fingerprint(self) -> int | None:
        """Return the fingerprint of the files shown; None to read them again at the first poll."""
        return fingerprint(self.watched())

    async def disk_changed(self) -> None:
        """Show the changed files, and keep the cursor and any typed text."""

    @property
    def is_on_top(self) -> bool:
        """Whether no other screen is over this one; unlike `is_current`, which counts both."""
        return self.app.screen is self

    def on_screen_resume(self) -> None:
        """Poll the files while the screen is on top."""
        if self._message_before is not None and self.message == OPENING:
            self.show_message(*self._message_before)
        self._message_before = None
        self.file_poll.start()

    def on_screen_suspend(self) -> None:
        """Stop polling: a timer on a covered screen makes Textual repaint the whole top screen."""
        self.file_poll.stop()

    @property
    def size(self) -> Size:
        """The size of the screen; before its first layout, the size of the terminal."""
        return super().size or self.app.size

    def set_header(
        self, title: str, right: str = "", below: str = "", last: Line | None = None
    ) -> None:
        """Show a line with the title and `right`, then the text `below`, then the line `last`."""
        self.header = (title, right, below, last)
        lines = header_lines(title, right, below, last, self.size.width)
        _paint(self.query_one("#head", Lines), lines)

    def show_message(self, text: str, look: str = "") -> None:
        """Show a message above the keys, in at most a few lines, until the next message.

        A message in the look `PROBLEM` begins with a file, which stands out.
        """
        self.message = (text, look)
        if self.size.width:
            lines = message_lines(text, look, self.size.width, MESSAGE_LINES)
            _paint(self.query_one("#message", Lines), lines)

    def on_resize(self) -> None:
        """Lay out the header and the message for the new width."""
        if self.header:
            self.set_header(*self.header)
        if self.message:
            self.show_message(*self.message)

    @property
    def marked(self) -> Offset | None:
        """The cell that keys act on, such as the cursor in a text field; None if there is none."""
        marks = self.query(self.CURSOR_SELECTOR) if self.CURSOR_SELECTOR else ()
        widget = self.focused or next(iter(marks), None)
        if isinstance(widget, TextField):
            typed = cast("Input | TextArea", widget)
            # At the end of a one-line field, Textual counts one cell more than it draws.
            beyond = getattr(typed, "cursor_at_end", False)
            return typed.cursor_screen_offset - Offset(int(beyond), 0)
        if isinstance(widget, Lines):
            return widget.region.offset + (widget.marked or Offset(0, 0))
        return None

    def more_below(self) -> Line:
        """Return the line shown at the bottom of a page if more text follows."""
        return more_line(self.key_label(f"{self.HELP_TOPIC}.more"), "scrolls down")

    def save_pending(self) -> bool:
        """Save the text being typed. Show the reason and return False if that fails."""
        return True

    def remember(self) -> None:
        """Keep an unsaved answer as a draft for the next start."""

    def draft_files(self) -> Sequence[Path]:
        """Return the files for drafts of this screen; they may not exist."""
        return ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action may run now.

        While text is being typed, only actions with `typing` may run. While the program is ending,
        no action may run, because a newly opened screen would look for widgets that are gone.
        """
        if self.partnercheck.leaving:
            return False
        if isinstance(self.focused, TextField):
            return any(key.typing and key.action.partition("(")[0] == action for key in self.KEYS)
        return True

    def is_for_field(self, action: str) -> bool:
        """Return whether an action leaves the text being typed as it is, unsaved."""
        return False

    async def press(self, action: str) -> None:
        """Run an action that was clicked or chosen by name, after saving the text being typed."""
        if isinstance(self.focused, TextField) and not self.is_for_field(action):
            await wait_for_typed_keys(self.focused)
            if not self.save_pending():
                return
            self.set_focus(None)
        await self.run_action(action)

    def on_key_bar_laid_out(self) -> None:
        """Lay out the screen in the remaining height."""
        self.call_after_refresh(self.on_resize)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Run the clicked key's action."""
        await self.press(event.action)

    async def open(self, screen: Page[OtherT], on_result: OnResult[OtherT] | None = None) -> None:
        """Show another screen; `on_result` gets its result before any further key is handled."""
        if self.partnercheck.leaving:
            return
        screen.on_result = on_result
        if screen.TAKES_TIME:
            await self._show_opening()
        await self.app.push_screen(screen)

    async def _show_opening(self) -> None:
        """Show that another screen is being opened, before that keeps the program busy.

        When the user comes back to this screen, it shows its old message again.
        """
        self._message_before = self.message or ("", "")
        self.show_message(*OPENING)
        painted = asyncio.Event()
        if self.call_after_refresh(painted.set):
            # A click is handled by the screen itself, which then cannot paint: do not wait for it.
            with suppress(TimeoutError):
                await asyncio.wait_for(painted.wait(), PAINT_SECONDS)

    async def finish(self, result: ResultT | None = None) -> None:
        """Leave this screen with a result."""
        self.dismiss(result)
        self.app.call_after_refresh(self._free)
        if self.on_result is not None:
            outcome = self.on_result(result)
            if isawaitable(outcome):
                await outcome

    def _free(self) -> None:
        """Free the memory of a closed screen, whose widgets refer to each other in cycles.

        Collecting the two young generations takes 1 ms and keeps 240 opened vendors at 48 MB. A
        full collection takes 10 ms for 45 MB; without any, memory grows with every screen.
        """
        forget_drawn_styles(self)
        gc.collect(1)

    async def action_back(self) -> None:
        """Leave this screen."""
        await self.finish()

    async def action_help(self) -> None:
        """Explain this screen."""
        await self.partnercheck.open_help(cast("Screen[object]", self))

    def explained_texts(self) -> Sequence[str]:
        """Return the texts of the selected line, in which the glossary looks for terms."""
        return ()

    async def action_glossary(self) -> None:
        """Show the glossary, at the first term of the selected line."""
        await self.partnercheck.action_glossary()

    async def action_explain(self) -> None:
        """Explain this screen, even while text is typed."""
        await self.action_help()


def _paint(widget: Lines, lines: Sequence[Line]) -> None:
    """Paint lines in a widget that is as high as they are; its height is set only if it changes."""
    if len(lines) != max(1, len(widget.lines)):
        widget.styles.height = len(lines)
    widget.paint(lines)
