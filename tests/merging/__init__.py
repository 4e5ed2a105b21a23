"""Merging, in the real git and between running programs."""
