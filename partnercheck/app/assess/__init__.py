"""The assess screen: one question at a time."""
