"""Write the graph: plans of changes, writers of nodes and relationships, dumps, and backups."""
