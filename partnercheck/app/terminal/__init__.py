"""The terminal: reading its input, giving it back, and ending the program in order."""
