"""Check the files that people write, and load them into the graph."""
