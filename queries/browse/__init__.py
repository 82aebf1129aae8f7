"""Readers for pages and the HTTP interface: one item of the graph at a time, or lists of them."""
