"""Keys that mean nothing in the program."""

# Keys that nothing is on, and that type nothing.
FREE = [f"{held}+{sign}" for held in ("alt", "ctrl+alt") for sign in "abcdefghijklmnopqrstuvwxyz"]
FREE += [f"ctrl+shift+{sign}" for sign in "abcdefghijklmnopqrstuvwxyz0123456789"]
