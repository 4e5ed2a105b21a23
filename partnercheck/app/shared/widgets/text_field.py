"""The base of all fields to type in."""

from __future__ import annotations


class TextField:
    """A mark for widgets that take keys as text, in which a screen's own letter keys are off."""
