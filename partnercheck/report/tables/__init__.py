"""Tidy tables for spreadsheets and notebooks."""
