"""From answers to a verdict: pure functions without files, clock or terminal."""
