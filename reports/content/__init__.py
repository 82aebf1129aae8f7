"""The content of a report as data, before any format."""
