"""A part of the graph as data, in the forms of several trades, with sums that anyone can check."""
