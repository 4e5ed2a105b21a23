"""The workspace in git: earlier revisions, differences, merges, conflicts."""
