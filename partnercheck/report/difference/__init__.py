"""The difference between two states, in words."""
