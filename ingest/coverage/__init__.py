"""Measure coverage: find the parts of a text that no claim explains."""
