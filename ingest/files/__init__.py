"""Read the files that people write: YAML, JSON Lines, and their faults with file and line."""
