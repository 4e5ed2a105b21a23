"""Keys take effect in the order in which they were pressed.

Textual puts a letter straight into the queue of the widget that has the focus. The event of
another key (Backspace, Tab) travels through the queues of that widget and of everything around it
before the application runs its action, by then after letters that were typed later. A priority
binding runs at once, before letters that were typed earlier. In one write, `teh`, two Backspaces
and `he` become `tehhe`, and letters after a Tab go to where the focus was.

So whatever a key is bound to is done before the next key is looked at, with the focus that the
keys before it left. What cannot be done at once, because a widget does it when it comes to it
(letters, clicks), is waited for by the next key that goes elsewhere.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.errors import NoWidget
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual.app import App

# Only how soon the end of a field that is removed while it is waited for is noticed.
POLL_SECONDS = 0.1


async def wait_for_typed_keys(widget: MessagePump) -> None:
    """Wait until a field has taken all keys that were typed into it, or is gone."""
    done = asyncio.Event()
    if not widget.call_later(done.set):
        return
    while widget.is_running and not done.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), POLL_SECONDS)


async def wait_for_effects(widget: Widget) -> None:
    """Wait until what a widget has taken has had its effect on all that it is in.

    To be called by the application only: a screen would wait for itself.
    """
    for node in widget.ancestors_with_self:
        if not isinstance(node, Widget):
            return
        # The first time for what was there, the second for what it posted: a change, a press.
        await wait_for_typed_keys(node)
        await wait_for_typed_keys(node)


class KeyOrder:
    """Gives an application its keys and clicks one after the other."""

    def __init__(self, app: App[None]) -> None:
        """The order of the keys of this application; none has been pressed."""
        self._app = app
        self._taken_by: Widget | None = None

    @property
    def _field(self) -> Input | TextArea | None:
        """The field that is being typed in."""
        focused = self._app.focused
        return focused if isinstance(focused, Input | TextArea) else None

    async def handled(self, event: events.InputEvent | events.Paste) -> bool:
        """Wait for what was pressed before this, and do what a key is bound to.

        Returns:
            False if Textual is to handle the event: a letter, a paste, a click, a key without a
            binding.

        """
        if isinstance(event, events.MouseMove):
            return False
        if self._taken_by and self._taken_by is not self._field:
            await wait_for_effects(self._taken_by)
        self._taken_by = None
        field = self._field
        if field and (isinstance(event, events.Paste) or _is_letter(event)):
            self._taken_by = field
            return False
        if field:
            await wait_for_typed_keys(field)
            if not isinstance(event, events.Key) or self._bound_to(event) is not field:
                await wait_for_effects(field)
        if isinstance(event, events.Key):
            active = self._app.screen.active_bindings.get(event.key)
            if (
                active
                and active.enabled
                and await self._app.run_action(active.binding.action, active.node)
            ):
                return True
        self._taken_by = self._target(event)
        return False

    def _bound_to(self, event: events.Key) -> object:
        """Whose action a key does: a field's own changes nothing but its text."""
        active = self._app.screen.active_bindings.get(event.key)
        return active.node if active else None

    def _target(self, event: events.Event) -> Widget | None:
        """The widget to whose queue Textual adds an event."""
        if not isinstance(event, events.MouseEvent):
            return self._app.focused or self._app.screen
        if self._app.mouse_captured:
            return self._app.mouse_captured
        with suppress(NoWidget):
            return self._app.get_widget_at(event.x, event.y)[0]
        return None


def _is_letter(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.is_printable
