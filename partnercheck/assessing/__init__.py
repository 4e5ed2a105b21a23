"""Answering a questionnaire: sessions, drafts, carried answers."""
