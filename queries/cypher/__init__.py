"""Read-only Cypher queries of users, and hints about them."""
