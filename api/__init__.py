"""The HTTP interface and the pages, over the reading door."""
