"""Paths between two entities: the best ones, each hop with its evidence."""
