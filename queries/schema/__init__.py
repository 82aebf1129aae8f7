"""The schema of a loaded graph, with counts and examples."""
