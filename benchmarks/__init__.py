"""Benchmarks: figures as ratios in one run, on claims that a seeded generator makes."""
