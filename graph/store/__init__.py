"""Read access to the graph: sessions, row mappings, readers, and search."""
