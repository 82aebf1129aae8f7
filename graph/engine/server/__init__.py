"""Install, start, stop, and watch a local database server."""
