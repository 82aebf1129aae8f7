"""Both engines for every test that wants one.

Each pytest process (each xdist worker) has its own servers in a temporary home, started when first needed
and ended with the session; nothing of the user's is touched. Neo4j's jars stay in the user's cache, so
that Maven fetches them once. What the machine lacks is left out, and the last line says so (`left_out`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from graph.engine.server import lifecycle, process
from graph.engine.server.select_engine import select_local_engine
from graph.store.store import Store, open_store
from tests.articles import empty, hold_articles
from tests.grouping import group_tests, pytest_configure_node, pytest_xdist_make_scheduler
from tests.left_out import leave_out, pytest_configure, pytest_sessionfinish
from tests.machine import ROOT, SOAK, TEXTS, TEXTS_FOLDER

__all__ = [
    "ROOT",
    "TEXTS",
    "empty",
    "pytest_configure",
    "pytest_configure_node",
    "pytest_sessionfinish",
    "pytest_xdist_make_scheduler",
]

MEMORY = "512m"  # two workers with two engines each stay under 3 GB

# A busy machine is slow; that is not a failure.
settings.register_profile("scamgraph", deadline=None, max_examples=60)
settings.register_profile("soak", deadline=None, max_examples=2000)
settings.load_profile("soak" if SOAK else "scamgraph")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out(items)
    group_tests(config, items)


@pytest.fixture(scope="session", autouse=True)
def engine_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of this session's engines; the environment points at it, and at no server of the user's."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("NEO4J_", "SCAMGRAPH_"))]:
            if name != "SCAMGRAPH_NEO4J_VERSION":
                patch.delenv(name)  # also the texts: a test that needs them asks for `texts`
        patch.setenv("SCAMGRAPH_HOME", str(home))
        patch.setenv("SCAMGRAPH_MEMORY", MEMORY)
        yield home


def _session_store(engine: str, home: Path) -> Iterator[Store]:
    recipe = select_local_engine(engine, home=home)
    try:
        with open_store(engine, home=home) as store:
            yield store
    finally:
        status = lifecycle.read_status(recipe)
        if status.pid is not None:
            # The data goes with the session: no server need take ten seconds to close it in order.
            process.stop_process(status.pid, patience=0.0)


@pytest.fixture(scope="session")
def embedded_session(engine_home: Path) -> Iterator[Store]:
    """The session's embedded engine, as the last test left it."""
    yield from _session_store("embedded", engine_home)


@pytest.fixture(scope="session")
def neo4j_session(engine_home: Path) -> Iterator[Store]:
    """The session's local Neo4j, as the last test left it; without Maven or Java the test is left out."""
    yield from _session_store("neo4j", engine_home)


@pytest.fixture
def embedded_store(embedded_session: Store) -> Store:
    """The embedded engine, empty."""
    empty(embedded_session)
    return embedded_session


@pytest.fixture
def neo4j_store(neo4j_session: Store) -> Store:
    """A local Neo4j, empty. A test that names it carries `@pytest.mark.neo4j`."""
    empty(neo4j_session)
    return neo4j_session


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ]
)
def store(request: pytest.FixtureRequest) -> Store:
    """Each engine in turn, empty."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder with the five articles; without them the test is left out."""
    return TEXTS_FOLDER


ENGINES = [
    pytest.param("embedded", marks=pytest.mark.embedded),
    pytest.param("neo4j", marks=pytest.mark.neo4j),
]


@pytest.fixture(scope="module")
def articles(embedded_session: Store) -> Store:
    """The embedded engine with the five articles."""
    return hold_articles(embedded_session)


@pytest.fixture(scope="module", params=ENGINES)
def loaded(request: pytest.FixtureRequest) -> Store:
    """Each engine in turn with the five articles."""
    return hold_articles(request.getfixturevalue(f"{request.param}_session"))


@pytest.fixture(scope="module", params=ENGINES)
def named(request: pytest.FixtureRequest) -> Store:
    """Each engine in turn with the five articles, and with the names of people who may be victims.

    No module uses it beside `articles` or `loaded`: they share a database.
    """
    return hold_articles(request.getfixturevalue(f"{request.param}_session"), include_protected=True)


@pytest.fixture(scope="module")
def both(embedded_session: Store, neo4j_session: Store) -> tuple[Store, Store]:
    """Both engines with the five articles. A test that names it carries `@pytest.mark.neo4j`."""
    return hold_articles(embedded_session), hold_articles(neo4j_session)
