"""Read the graph: sessions, row mappings, readers, and search."""
