"""Handling keys in the order in which they were pressed.

Textual puts a letter straight into the queue of the widget that has the focus. The event of another
key (Backspace, Tab) travels through the queues of that widget and of everything around it before
the application runs the key's action: by then letters that were typed later have been handled. A
priority binding runs at once, before letters that were typed earlier. In one write, `teh`, two
Backspaces and `he` become `tehhe`, and letters after a Tab go to where the focus was.

Invariant: an event is handled in the state, focus included, that all events before it have left.

The action of a bound key is therefore run before the next event is examined. Letters, pastes and
clicks are put into the queue of a widget, which handles them later; that widget is `_busy`, and the
next event for any other widget waits until it is idle. Letters for one field need not wait for each
other, since its queue keeps their order.

Example, `teh`, Backspace, Tab, `x` in one write, with the focus in a form's first field:

    t e h      queued in the first field, which is busy now
    Backspace  bound by that field: waits until its queue is empty, then deletes the h
    Tab        bound by the screen: waits also for the screens and boxes around the field, which may
               react to its changes; then moves the focus
    x          queued in the second field, which has the focus by now
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.errors import NoWidget
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input

from partnercheck.app.shared.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.app import App

# The time between checks whether a field was removed while the program waits for its queue.
POLL_SECONDS = 0.1


async def wait_for_typed_keys(widget: MessagePump) -> None:
    """Wait until a widget has handled all keys in its queue, or was removed."""
    done = asyncio.Event()
    # A widget that is closing takes no more calls; there is nothing to wait for then.
    if not widget.call_later(done.set):
        return
    while widget.is_running and not done.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), POLL_SECONDS)


async def wait_for_effects(widget: Widget) -> None:
    """Wait until a widget's events are handled, and the messages that they send to its ancestors.

    Only the application may call this: a screen would wait for itself forever.
    """
    for node in widget.ancestors_with_self:
        if not isinstance(node, Widget):
            return
        # The first wait is for the events in the queue, the second for the messages that they post.
        await wait_for_typed_keys(node)
        await wait_for_typed_keys(node)


class KeyOrder:
    """Handles the keys and clicks of an application one after the other."""

    def __init__(self, app: App[None]) -> None:
        """Start before the first key."""
        self._app = app
        self._busy: Widget | None = None

    @property
    def _field(self) -> Widget | None:
        """The field with the focus, in which the user types; None if there is none."""
        focused = self._app.focused
        # Textual's palette has an Input of its own.
        return focused if isinstance(focused, TextField | Input) else None

    async def handle(self, event: events.InputEvent | events.Paste) -> bool:
        """Wait for the events before this one, and run the action of a bound key.

        Returns:
            True if an action was run. False if Textual has to handle the event, as it does for a
            letter, a paste, a click, or a key without a binding.

        """
        # Moves come in floods and change no state that a key depends on.
        if isinstance(event, events.MouseMove):
            return False
        if self._busy and self._busy is not self._field:
            await wait_for_effects(self._busy)
        self._busy = None
        # Waiting may have moved the focus, so it is looked up only now.
        field = self._field
        letter = isinstance(event, events.Key) and event.is_printable
        if field and (letter or isinstance(event, events.Paste)):
            self._busy = field
            return False
        if field:
            await wait_for_typed_keys(field)
            # A field's own editing keys depend only on its text; any other action may depend on how
            # the screen has reacted to that text.
            if not isinstance(event, events.Key) or self._bound_to(event) is not field:
                await wait_for_effects(field)
        if isinstance(event, events.Key):
            active = self._app.screen.active_bindings.get(event.key)
            # An action may decline the key, which then goes to the widget with the focus.
            if (
                active
                and active.enabled
                and await self._app.run_action(active.binding.action, active.node)
            ):
                return True
        self._busy = self._target(event)
        return False

    def _bound_to(self, event: events.Key) -> object:
        """Return the widget whose binding a key would run, ignoring a field's own editing keys."""
        active = self._app.screen.active_bindings.get(event.key)
        return active.node if active else None

    def _target(self, event: events.Event) -> Widget | None:
        """Return the widget to whose queue Textual will add an event."""
        if not isinstance(event, events.MouseEvent):
            return self._app.focused or self._app.screen
        if self._app.mouse_captured:
            return self._app.mouse_captured
        with suppress(NoWidget):
            return self._app.get_widget_at(event.x, event.y)[0]
        return None
