"""The terminal: reading its input, giving it back to the shell, and ending the program cleanly."""
