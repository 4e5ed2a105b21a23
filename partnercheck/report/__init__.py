"""Verdicts as text, Markdown, CSV and JSON: one module per format."""
