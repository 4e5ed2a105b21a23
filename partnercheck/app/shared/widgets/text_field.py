"""The base of all fields for typing."""

from __future__ import annotations


class TextField:
    """A marker class for widgets in which a person types text.

    While such a widget has the focus, most keys of the screen are disabled.
    """
