"""The commands of `scamgraph store`."""
