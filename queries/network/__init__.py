"""Networks: projections of the graph, measures on projections, and graph files."""
