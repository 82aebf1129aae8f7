"""Which tests one worker runs together, and in which order.

Starting a Neo4j and loading the articles are the dearest things in the suite. So all tests of the session's
Neo4j are one group, all that read the articles on the embedded engine another, and every other file is a
group of its own. Within a group, tests that read the articles come before those that empty the database.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

ARTICLES = frozenset({"articles", "loaded", "named", "both", "live", "web", "connection", "pasted"})
"""Fixtures that hold the five articles."""
OWN_ENGINES = ("tests/kill/", "tests/engine/test_lifecycle.py", "tests/loading/test_damage.py")
"""Files whose tests start and kill their own engines. They take longest, so they start first."""


_FILE = pytest.StashKey[str]()
_INPUT = "groups"


def group_tests(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort the tests; a worker also writes down for the scheduler which group each is in.

    The scheduler is in another process and sees only the tests' ids. (pytest-xdist's own `loadgroup` hides
    the group in the id, which pytest 9.2 no longer allows.)
    """
    items.sort(key=_place)
    target = getattr(config, "workerinput", {}).get(_INPUT)
    if target is not None:
        written = Path(f"{target}.{os.getpid()}")
        written.write_text(json.dumps({item.nodeid: group_of(item) for item in items}), encoding="utf-8")
        written.replace(target)  # every worker writes the same


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where to write the groups."""
    stash = node.config.stash
    if _FILE not in stash:
        folder = tempfile.mkdtemp(prefix="groups-")
        node.config.add_cleanup(lambda: shutil.rmtree(folder))
        stash[_FILE] = str(Path(folder) / "groups.json")
    node.workerinput[_INPUT] = stash[_FILE]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Send whole groups to workers, in the order of the tests."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - not there with `-p no:xdist`

    class GroupScheduling(LoadScopeScheduling):
        @cached_property
        def groups(self) -> dict[str, str]:
            groups: dict[str, str] = json.loads(Path(config.stash[_FILE]).read_text(encoding="utf-8"))
            return groups

        def _split_scope(self, nodeid: str) -> str:
            return self.groups[nodeid]

    config.option.loadscopereorder = False
    return GroupScheduling(config, log)


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
