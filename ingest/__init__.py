"""From files to graph."""
