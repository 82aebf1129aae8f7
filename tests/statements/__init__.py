"""Statements: which claim words a fact, and that nothing shown is stronger than its claims."""
