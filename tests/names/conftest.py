"""The five articles on each engine, under the names by which other folders import them."""

from tests.conftest import articles, loaded

__all__ = ["articles", "loaded"]
