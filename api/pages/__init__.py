"""HTML pages: each complete without a script."""
