"""The commands of `scamgraph export`."""
