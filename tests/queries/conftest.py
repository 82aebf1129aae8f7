"""The five articles on each engine, under the names by which other folders import them."""

from tests.conftest import ENGINES, both, loaded

__all__ = ["ENGINES", "both", "loaded"]
