"""The five articles on each engine, and their names."""

from tests.queries.conftest import both, loaded

__all__ = ["both", "loaded"]
