"""Checks of input files before a load."""
