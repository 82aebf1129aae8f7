"""Write access to the graph: plans of changes, writers of nodes and relationships, dumps, and backups."""
