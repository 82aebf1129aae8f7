"""Which tests one worker runs together, and in which order.

Starting a Neo4j and loading the articles are the dearest things in the suite. So all tests of the session's
Neo4j are one group, all that read the articles on the embedded engine another, and every other file is a
group of its own. Within a group, tests that read the articles come before those that empty the database.
"""

from __future__ import annotations

import pytest

ARTICLES = frozenset({"articles", "loaded", "both", "live", "web", "connection"})
"""Fixtures that hold the five articles."""
OWN_ENGINES = ("tests/kill/", "tests/engine/test_lifecycle.py")
"""Files whose tests start and kill engines of their own. They take longest, and so are begun first."""


def group_tests(items: list[pytest.Item]) -> None:
    """Sort the tests and name each one's group for `--dist loadgroup`."""
    items.sort(key=_place)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))


def group_of(item: pytest.Item) -> str:
    """Return the name of the group that a test is run in."""
    fixtures = _fixtures(item)
    if item.get_closest_marker("neo4j") and not _file(item).startswith(OWN_ENGINES):
        return "neo4j"
    if fixtures & ARTICLES:
        return "articles"
    return _file(item).removeprefix("tests/").removesuffix(".py").replace("/", ".")


def _place(item: pytest.Item) -> tuple[int, bool]:
    group = group_of(item)
    order = {"neo4j": 0, "articles": 1}.get(group, 2 if _file(item).startswith(OWN_ENGINES) else 3)
    return order, not _fixtures(item) & ARTICLES


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
