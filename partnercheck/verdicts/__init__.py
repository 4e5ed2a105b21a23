"""Judged vendors: verdicts, their history and their lenses."""
