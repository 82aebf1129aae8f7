"""Benchmarks: ratios measured in one run, on claims that a seeded generator makes."""
