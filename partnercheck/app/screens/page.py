"""What all screens share: a head line, a body, a message line where needed, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from partnercheck.app.keys import Key, bindings
from partnercheck.app.widgets.keybar import KeyBar
from partnercheck.app.widgets.lines import Lines, Span, fitted, line, line_width
from partnercheck.report.text import wrapped

if TYPE_CHECKING:
    from partnercheck.app.application import PartnerCheck

ResultT = TypeVar("ResultT")
MESSAGE_LINES = 3


class Page(Screen[ResultT]):
    """A full screen with its registry of keys; subclasses compose the body."""

    KEYS: ClassVar[Sequence[Key]] = ()
    ABOUT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = """
    #head, #message { height: 1; }
    """

    def __init_subclass__(cls) -> None:
        """Make the screen's bindings from its keys."""
        cls.BINDINGS = bindings(cls.KEYS)
        super().__init_subclass__()

    @property
    def partnercheck(self) -> PartnerCheck:
        """The application."""
        return cast("PartnerCheck", self.app)

    def compose(self) -> ComposeResult:
        """Head line, body, message line, keys."""
        yield Lines(id="head")
        yield from self.body()
        yield Lines(id="message")
        yield KeyBar(self.KEYS)

    def body(self) -> Sequence[Widget]:
        """The widgets between head and keys."""
        return ()

    def head(self, left: str, right: str = "") -> None:
        """Say where we are: at the left what is shown, at the right how much of it."""
        room = max(0, self.size.width - 1)
        used = line_width(line(right))
        text = fitted(left, max(0, room - used - 1))
        self.query_one("#head", Lines).paint([line(" ", Span(text, "title"), " ", Span(right))])

    def tell(self, text: str, look: str = "") -> None:
        """Say something above the keys, in at most a few lines; it stays until the next."""
        message = self.query_one("#message", Lines)
        lines = wrapped(text, max(1, self.size.width - 2))
        if len(lines) > MESSAGE_LINES:
            rest = " ".join(lines[MESSAGE_LINES - 1 :])
            lines = [*lines[: MESSAGE_LINES - 1], fitted(rest, self.size.width - 2)]
        message.styles.height = len(lines)
        message.paint([line(" ", Span(each, look)) for each in lines])

    def keep(self) -> None:
        """Put what is being typed in a safe place, because the program is about to end."""

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss()

    def action_help(self) -> None:
        """Explain this screen."""
        from partnercheck.app.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.ABOUT, self.KEYS))
