"""Key goals, meetings and promises."""
