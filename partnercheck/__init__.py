"""Tells whether a vendor is a supplier or a true business partner, and why."""

__version__ = "0.1.0"
