"""Network answers: projections of the graph, measures on them, files of them."""
