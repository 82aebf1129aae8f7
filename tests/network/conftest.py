"""The five articles, loaded once a module on each engine."""

from tests.queries.conftest import both, loaded

__all__ = ["both", "loaded"]
