"""Questionnaires as data: their records, their reading, and their checks."""
