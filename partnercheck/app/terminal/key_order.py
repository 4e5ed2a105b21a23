"""Keys take effect in the order in which they were pressed.

Textual puts a letter straight into the queue of the focused field. The event of an editing key
(Backspace, Ctrl+W) travels through the queues of the field and of everything around it before
the application runs the field's action, by then after letters that were typed later. A priority
binding runs at once, before letters that were typed earlier. In one write, `teh`, two Backspaces
and `he` become `tehhe`.

So a key that is not a letter waits until the field has taken the letters before it, and what it
does is done before the next key is looked at.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.message_pump import MessagePump
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual.app import App

# Only how soon the end of a field that is removed while it is waited for is noticed.
POLL_SECONDS = 0.1


async def drained(widget: MessagePump) -> None:
    """Wait until a field has taken all keys that were typed into it, or is gone."""
    done = asyncio.Event()
    if not widget.call_later(done.set):
        return
    while widget.is_running and not done.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), POLL_SECONDS)


async def handled_in_order(app: App[None], event: events.InputEvent) -> bool:
    """Wait for the letters typed before a key or a click, and do what the key is bound to.

    Returns:
        False if Textual is to handle the event: a letter, a click, a key without a binding.

    """
    field = app.focused
    if not isinstance(field, Input | TextArea) or isinstance(event, events.MouseMove):
        return False
    if isinstance(event, events.Key) and event.is_printable:
        return False
    await drained(field)
    if not isinstance(event, events.Key) or app.focused is not field:
        return False
    active = app.screen.active_bindings.get(event.key)
    if active is None or not active.enabled:
        return False
    return await app.run_action(active.binding.action, active.node)
