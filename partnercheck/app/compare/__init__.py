"""Vendors side by side, and on the map."""
