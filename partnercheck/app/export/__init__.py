"""Reports, tables and calendars, written to files."""
