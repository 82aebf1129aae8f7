"""Check input files before a load."""
