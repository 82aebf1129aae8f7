"""ASGI middleware: access control, response cache, and logging."""
