"""The records of the graph and the vocabulary: data without I/O."""
