"""Measurements of the program: ratios against a floor that is measured in the same run."""
