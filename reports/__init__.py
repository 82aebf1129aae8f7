"""Reports on a part of the graph, and bundles of it that can be checked without the graph."""
