"""The read-only HTTP interface and its pages."""
