"""Every private part of Textual that the screens rely on, in one place.

Textual may rename these parts in any release. The functions below are the only uses outside a
subclass; `OVERRIDDEN` and `READ` name the parts that subclasses replace and use. A test compares
both tables with the code and with Textual.

`require_parts` checks the installed Textual when the driver is made. The driver replaces two
methods that read the keys: if Textual had renamed one of these methods, its own parser would
silently read the keys again, without the protection against pastes that act as keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import _ansi_sequences, _keyboard_protocol, _xterm_parser
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

ANSI_SEQUENCES_KEYS = _ansi_sequences.ANSI_SEQUENCES_KEYS
FUNCTIONAL_KEYS = _keyboard_protocol.FUNCTIONAL_KEYS
IS_ITERM = _xterm_parser.IS_ITERM
XTermParser = _xterm_parser.XTermParser

# For each of Textual's classes, the methods that a subclass of ours replaces.
OVERRIDDEN: Mapping[str, Sequence[str]] = {
    "App": ("_handle_exception",),
    "Input": (
        "_on_key",
        "_on_paste",
        "_on_mouse_down",
        "_on_mouse_move",
        "_cell_offset_to_index",
    ),
    "TextArea": ("_on_paste",),
    "LinuxDriver": (
        "_run_input_thread",
        "run_input_thread",
        "_sigtstp_application",
        "_sigcont_application",
    ),
}
# The attributes that a subclass of ours reads or sets.
READ: Mapping[str, Sequence[str]] = {
    "App": ("_close_messages_no_wait", "_exception", "_exception_event", "_driver"),
    "Input": ("_suggestion",),
    "LinuxDriver": ("_app", "_file", "_loop", "_writer_thread"),
    "XTermParser": ("_sequence_to_key_events", "parse_mouse_code"),
}
# The two methods with which Textual's driver reads keys; `driver.py` replaces both methods.
READING = ("_run_input_thread", "run_input_thread")


class ChangedTextualError(RuntimeError):
    """The installed Textual lacks a part that the screens rely on."""


def require_parts(driver: type[object], parser: type[object] = XTermParser) -> None:
    """Raise ChangedTextualError if Textual's driver or parser has lost a part that we replace."""
    wanted = [(driver, name) for name in READING]
    wanted += [(parser, name) for name in READ["XTermParser"]]
    if lost := [f"{kind.__name__}.{name}" for kind, name in wanted if not hasattr(kind, name)]:
        raise ChangedTextualError(
            f"this version of Textual has no {', '.join(lost)}; install textual>=8.2.5,<8.3"
        )


def add_filter(app: App[Any], line_filter: LineFilter) -> None:
    """Add a filter that is applied to every drawn line, after Textual's own filters."""
    app._filters.append(line_filter)


def open_screens(app: App[Any]) -> Sequence[Screen[Any]]:
    """Return the open screens, the topmost last; empty until the first screen is shown."""
    return app._screen_stacks.get(app._current_mode, ())


def normalized_keys(key_id: str, keys: str) -> str:
    """Return the names that Textual's bindings use for these keys."""
    return App._normalize_keymap({key_id: keys})[key_id]


def forget_drawn_styles(widget: Widget) -> None:
    """Empty a cache that keeps recently drawn widgets in memory."""
    type(widget._styles_cache).get_inner_outer.cache_clear()
