"""Readers and writers of CSV, JSON, Markdown and text in columns."""
