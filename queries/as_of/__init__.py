"""The graph as known on a day, and what changed between two days."""
