"""The base of all fields that are typed in."""

from __future__ import annotations


class TextField:
    """Marks a widget to which keys are letters; a screen's own keys wait until it is left."""
