"""The sentences of a verdict, and of what goes with it."""
