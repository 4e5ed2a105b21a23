"""Key goals and meetings."""
