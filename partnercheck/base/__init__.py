"""Records, errors, text, periods and git: what every other package may use."""
