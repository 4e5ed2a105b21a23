"""The portfolio screen, with the forms that add vendors and import answers."""
