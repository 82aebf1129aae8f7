"""The part of the graph that a report or bundle covers."""
