"""The model, its rules and the store."""
