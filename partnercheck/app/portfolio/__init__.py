"""The portfolio screen, and adding and importing from it."""
