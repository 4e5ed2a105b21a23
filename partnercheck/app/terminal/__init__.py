"""The terminal: what it sends, how it is given back, and how the program leaves."""
