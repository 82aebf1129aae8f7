"""Bundles: a part of the graph as data in several formats, with checksums that anyone can verify."""
