"""The public face for notebooks."""
