"""Pure functions over claims: figures, origins, roll-ups, dates, lineage."""
