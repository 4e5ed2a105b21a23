"""Shared by the screens: keys, pages, forms, help."""
