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

if TYPE_CHECKING:
    from partnercheck.app.application import PartnerCheck

ResultT = TypeVar("ResultT")


class Page(Screen[ResultT]):
    """A full screen with its registry of keys; subclasses compose the body."""

    KEYS: ClassVar[Sequence[Key]] = ()
    ABOUT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = """
    .bar { height: 1; }
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
        yield Lines(id="head", classes="bar")
        yield from self.body()
        yield Lines(id="message", classes="bar")
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
        """Say something in the message line; it stays until the next."""
        shown = fitted(text, max(0, self.size.width - 2)).rstrip()
        self.query_one("#message", Lines).paint([line(" ", Span(shown, look))])

    def keep(self) -> None:
        """Put what is being typed in a safe place, because the program is about to end."""

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss()

    def action_help(self) -> None:
        """Explain this screen."""
        from partnercheck.app.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.ABOUT, self.KEYS))
