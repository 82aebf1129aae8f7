"""Read-only Cypher of users, and hints about it."""
